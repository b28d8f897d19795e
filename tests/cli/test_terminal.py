"""On a real terminal: tables, questions, the editor, Control-C."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.text.display import width

if TYPE_CHECKING:
    from tests.cli.running import Cases

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of Unix")


def test_a_terminal_gets_a_table_as_wide_as_it_is(cases: Cases) -> None:
    shown = cases.on_terminal("show", "E6-003", NO_COLOR="1")
    assert shown == cases("show", "E6-003", "--format", "table")
    assert max(map(width, shown.out.splitlines())) == 80


def test_chinese_on_a_terminal(cases: Cases) -> None:
    shown = cases.on_terminal("edition", "list", NO_COLOR="1", CASES_LANG="zh")
    assert shown == cases("edition", "list", "--format", "table", CASES_LANG="zh")


def test_colours_on_a_terminal(cases: Cases) -> None:
    assert "\x1b[" in cases.on_terminal("show", "E6-003").out
    assert "\x1b[" not in cases.on_terminal("show", "E6-003", TERM="dumb").out


def test_a_question_is_answered(cases: Cases) -> None:
    ran = cases.on_terminal("remove", "E6-001", answers=[("[y/N]", "y\n")])
    assert ran.status == 0
    assert ran.out.splitlines()[-1] == "1 case(s) removed"
    assert cases("show", "E6-001", "--quiet").status == 1


def test_missing_fields_are_asked_for(cases: Cases) -> None:
    answers = [("届次", "6\n"), ("案例名称", "新案例\n"), ("申报单位", "静安区天目西路街道\n")]
    ran = cases.on_terminal("add", answers=answers, CASES_LANG="zh")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "届次：6",
        "案例名称：新案例",
        "申报单位：静安区天目西路街道",
        "区：静安区（据申报单位名称）",
        "街镇：天目西路街道（据申报单位名称）",
        "单位类型：街镇（据申报单位名称）",
        "E6-012",
    ]


def test_control_c_at_a_question(cases: Cases) -> None:
    ran = cases.on_terminal("remove", "E6-001", answers=[("[y/N]", "\x03")])
    assert ran.status == 130
    assert ran.out.splitlines()[-1] == "Error: interrupted"
    assert cases("show", "E6-001", "--quiet").status == 0


def test_the_editor_gets_the_terminal(cases: Cases) -> None:
    script = cases.folder / "editor.py"
    script.write_text(
        "import pathlib, sys\nassert sys.stdin.isatty() and sys.stdout.isatty()\n"
        "file = pathlib.Path(sys.argv[1])\ntext = file.read_text(encoding='utf-8')\n"
        "file.write_text(text.replace('title: ', 'title: 新'), encoding='utf-8')\n",
        encoding="utf-8",
    )
    ran = cases.on_terminal("edit", "E6-003", EDITOR=f"{sys.executable} {script}")
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "1 case(s) changed")
