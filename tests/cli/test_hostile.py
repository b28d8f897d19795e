"""Text that would command a terminal, a table, a spreadsheet or a shell: kept as given, shown harmlessly."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Ran

if TYPE_CHECKING:
    from tests.cli.running import Cases

HOSTILE = (
    "[red]x[/]",
    "[/]",
    "[link=https://example.org]x",
    "\x1b[2J\x1b]0;title\x07",
    "\x9b2J",
    "=cmd()",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "'quoted",
    ":smile: 👨‍👩‍👧‍👦 ❤️ 👍🏽",
    "\u202etxt.exe\u202c",
    "a\tb\r\nc\u2028d\x0be",
    "长" * 10_000,
    "<script>alert(1)</script> | `rm -rf /` $(id) & *x* _y_",
    "%s {title} {0} %(x)s \\N{BELL} \\x1b",
    'a"b,c;d',
    "é e\u0301 \ufeff \u200b",
)
FORMS = ("table", "tsv", "csv", "json", "jsonl", "markdown", "ids")
COMMANDING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> bool:
    return COMMANDING.search(text.replace("\t", "")) is None


@pytest.fixture(params=HOSTILE, ids=lambda text: ascii(text[:12]))
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_is_kept_as_given_in_every_field(cases: Cases, text: str) -> None:
    (cases.folder / "text.txt").write_bytes(text.encode())
    once = next(part for part in text.replace("；", ";").split(";") if part).strip()
    ran = cases(
        *("add", "--edition", "6", "--quiet", f"--title={text}", f"--unit={text}", f"--summary={text}"),
        *(f"--theme={text}", f"--tag={text}", f"--note={text}", f"--source={text}", "--text", "text.txt"),
        *(f"--figure={once.replace('=', '＝')}=1 {once}", "--award=none"),
        *(f"--contact-name={text}", f"--contact-phone={text}", f"--contact-email={text}"),
    )
    assert ran == Ran(0, "E6-012\n")
    (case,) = json.loads(cases("show", "E6-012", "--json", "--with-contacts").out)
    kept = text.replace("\r\n", "\n")
    assert [case[field] for field in ("title", "unit", "summary", "text")] == [text, text, text, kept]
    assert [case[field] for field in ("themes", "tags", "notes")] == [[text]] * 3
    assert case["contact"] == {"name": text, "phone": text, "email": text}
    assert case["sources"][0]["key"] == text.strip()


@pytest.mark.parametrize("form", FORMS)
def test_it_is_harmless_in_every_format(cases: Cases, text: str, form: str) -> None:
    cases("add", "--edition", "6", "--quiet", f"--title={text}", f"--unit={text}", f"--note={text}", f"--tag={text}")
    for arguments in (("show", "E6-012"), ("search", "--offset", "9")):
        ran = cases(*arguments, "--format", form)
        assert harmless(ran.out + ran.err)
        if form == "tsv":
            assert all(len(line.split("\t")) == {"show": 3, "search": 9}[arguments[0]] for line in ran.out.splitlines())
        if form == "csv":
            assert not re.search(r'(^|,)"?[=+@＝]', ran.out, re.MULTILINE)


def test_it_is_harmless_on_a_terminal_with_colours(cases: Cases, text: str) -> None:
    cases("add", "--edition", "6", "--quiet", f"--title={text}", f"--unit={text}")
    for arguments in (("show", "E6-012"), ("search", "--offset", "9")):
        ran = cases(*arguments, terminal=True)
        assert harmless(re.sub(r"\x1b\[[0-9;]*m", "", ran.out))


def test_markup_is_text(cases: Cases) -> None:
    cases("add", "--edition", "6", "--quiet", "--title", "[red]x[/] [/] :smile:", "--unit", "徐汇区")
    lines = cases("show", "E6-012", "--format", "table").out.splitlines()
    assert lines[3].rstrip().split(maxsplit=1) == ["title", "[red]x[/] [/] :smile:"]


def test_it_is_harmless_in_questions_and_errors(cases: Cases, text: str) -> None:
    if not text.isascii() or len(text) < 100:
        said = cases("add", "--edition", "6", "--title", "甲", "--unit", "乙", f"--district={text}")
        assert said.status == 3
        assert harmless(said.err)
    cases("add", "--edition", "6", "--quiet", f"--title={text}", f"--unit={text}")
    asked = cases("remove", "E6-012", asked=True, stdin="n\n")
    assert asked.status == 0
    assert harmless(asked.err)
    again = cases("add", "--edition", "6", "--quiet", f"--title={text}", f"--unit={text}")
    assert again.status == 3
    assert harmless(again.err)
    edited = cases("edit", "E6-012", f"--set=summary={text}")
    assert edited.status == 0
    assert harmless(edited.err)


def test_it_is_harmless_as_an_edition(cases: Cases, text: str) -> None:
    name = text.replace("=", "＝")
    ran = cases("edition", "set", "7", f"--name={text}", f"--tier={name}=1", f"--organiser={text}", f"--source={text}")
    assert ran.status == 0
    assert json.loads(cases("edition", "show", "7", "--json").out)["name"] == text
    for form in FORMS:
        assert harmless(cases("edition", "show", "7", "--format", form).out)
        assert harmless(cases("edition", "list", "--format", form).out)
    for form in ("table", "tsv", "csv", "json", "markdown"):
        assert harmless(cases("report", "--edition", "7", "--format", form).out)


def test_a_path_is_shown_harmlessly(bare: Cases) -> None:
    assert bare("report", "--catalogue", "\x1b[2J.json") == Ran(
        4, "", "Error: there is no catalogue at ␛[2J.json; make one with “cases init ␛[2J.json”\n"
    )
