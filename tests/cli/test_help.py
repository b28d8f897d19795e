"""Help pages, whole, at 80 columns, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.cli.commands import COMMANDS, GROUPS
from shanghai_cases.cli.help import wrap
from shanghai_cases.text.display import width
from tests.cli.running import Ran

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.cli.running import Cases

PATHS = ((), *GROUPS, *(entry.path for entry in COMMANDS))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "-".join(path) or "cases")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_command_explains_itself(
    bare: Cases, snapshot: SnapshotAssertion, path: tuple[str, ...], language: str
) -> None:
    ran = bare(*path, "--help", CASES_LANG=language)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == snapshot


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "-".join(path) or "cases")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_page_fits_its_width(bare: Cases, path: tuple[str, ...], language: str, columns: int) -> None:
    page = bare(*path, "--help", CASES_LANG=language, COLUMNS=str(columns)).out
    # closing punctuation may stand in the margin, as in Chinese typesetting
    assert [line for line in page.splitlines() if width(line.rstrip("。，）；、.,)")) > columns] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "-".join(path) or "cases")
def test_a_chinese_page_has_no_english_placeholders(bare: Cases, path: tuple[str, ...]) -> None:
    page = bare(*path, "--help", CASES_LANG="zh").out
    assert set(re.findall(r"[A-Z]{3,}", page)) <= {"TSV", "CSV", "JSON", "EDITOR"}


def test_no_arguments_show_the_commands_but_are_a_wrong_use(bare: Cases) -> None:
    asked = bare("--help")
    assert bare() == Ran(2, "", asked.out)


def test_a_group_without_its_command_shows_its_commands(bare: Cases) -> None:
    asked = bare("edition", "--help")
    assert bare("edition") == Ran(2, "", asked.out)


def test_help_is_asked_for_in_a_language_from_either_side(bare: Cases) -> None:
    before = bare("--lang", "zh", "show", "--help")
    assert before == bare("show", "--help", "--lang", "zh") == bare("show", "--help", CASES_LANG="zh")


def test_chinese_is_broken_between_characters_but_not_before_closing_punctuation() -> None:
    assert wrap("征集案例，评选十佳。", 8, "") == ["征集案例，", "评选十佳。"]
