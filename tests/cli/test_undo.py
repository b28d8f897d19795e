"""`cases undo` and `cases redo`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Cases, Ran

if TYPE_CHECKING:
    from collections.abc import Sequence

ADD = ("add", "--edition", "6", "--title", "甲", "--unit", "乙", "--contact-name", "张三")
COMMANDS: Sequence[tuple[str, ...]] = (
    ADD,
    ("edit", "E6-001", "E6-011", "--set", "summary=a"),
    ("edit", "E6-001", "--set", "award_tier=十佳案例"),
    ("remove", "E6-001", "E6-005", "E6-011", "--yes"),
    ("edition", "set", "7", "--name", "第七届"),
    ("edition", "set", "6", "--name", "改名"),
)


def content(cases: Cases) -> bytes:
    return (cases.folder / "catalogue.json").read_bytes()


def cases_in(raw: bytes) -> bytes:
    """Leave out `meta`, which remembers the ids that were given."""
    return raw[raw.index(b'"editions"') :]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_undo_gives_back_the_records_byte_for_byte_and_redo_the_change(
    cases: Cases, arguments: tuple[str, ...]
) -> None:
    before = content(cases)
    assert cases(*arguments, "--quiet").status == 0
    changed = content(cases)
    assert cases("undo", "--quiet") == Ran(0)
    assert cases_in(content(cases)) == cases_in(before)
    assert cases("redo", "--quiet") == Ran(0)
    assert cases_in(content(cases)) == cases_in(changed)


def test_undo_again_steps_further_back_and_redo_forth(cases: Cases) -> None:
    versions = [content(cases)]
    for arguments in COMMANDS[:4]:
        assert cases(*arguments, "--quiet").status == 0
        versions.append(content(cases))
    for version in reversed(versions[:-1]):
        assert cases("undo", "--quiet") == Ran(0)
        assert cases_in(content(cases)) == cases_in(version)
    assert cases("undo") == Ran(1, "", "Error: there is nothing to undo\n")
    for version in versions[1:]:
        assert cases("redo", "--quiet") == Ran(0)
        assert cases_in(content(cases)) == cases_in(version)
    assert cases("redo") == Ran(1, "", "Error: there is nothing to redo\n")


def test_it_says_what_was_taken_back(cases: Cases) -> None:
    cases("edit", "E6-001", "--set", "summary=a")
    assert cases("undo") == Ran(0, "", "change 1 was taken back, by change 2: E6-001\n")
    assert cases("redo", CASES_LANG="zh") == Ran(0, "", "已撤销第2次改动（记为第3次改动）：E6-001\n")


def test_a_numbered_change_where_nothing_later_touched_its_records(cases: Cases) -> None:
    cases("edit", "E6-001", "--set", "summary=a")
    cases("edit", "E6-002", "--set", "summary=b")
    cases("edit", "E6-001", "--set", "summary=c")
    refused = "Error: change 1 can't be undone: E6-001 was changed again by change 3 (edit)\n"
    assert cases("undo", "1") == Ran(3, "", refused)
    assert cases("undo", "2").status == 0
    assert cases("undo", "2") == Ran(3, "", "Error: change 2 is undone already, by change 4\n")
    assert cases("undo", "3").status == 0
    assert cases("undo", "1").status == 0


@pytest.mark.parametrize("number", ["0", "-1", "7", "99999999999999999999"])
def test_there_is_no_such_change(cases: Cases, number: str) -> None:
    cases("edit", "E6-001", "--set", "summary=a")
    ran = cases("undo", "--", number)
    assert ran == Ran(3, "", f"Error: there is no change {number}; “cases log” shows them\n")


def test_an_undo_is_undone_by_its_number(cases: Cases) -> None:
    cases("edit", "E6-001", "--set", "summary=a")
    changed = content(cases)
    cases("undo")
    assert cases("undo", "2").status == 0
    assert content(cases) == changed


def test_a_change_by_another_program_is_not_undone(cases: Cases) -> None:
    cases("edit", "E6-001", "--set", "summary=甲甲")
    file = cases.folder / "catalogue.json"
    file.write_bytes(content(cases).replace("甲甲".encode(), "乙乙".encode()))
    changed = content(cases)
    refused = "Error: change 1 can't be undone: E6-001 was changed since by another program\n"
    assert cases("undo") == Ran(3, "", refused)
    assert content(cases) == changed
    cases("edit", "E6-002", "--set", "summary=b")
    said = "Error: change 2 was made by another program, so what it changed isn't known\n"
    assert cases("undo", "2") == Ran(3, "", said)


def test_an_id_once_given_is_never_given_again(cases: Cases) -> None:
    assert cases(*ADD, "--quiet").out == "E6-012\n"
    cases("undo")
    assert cases(*ADD, "--quiet").out == "E6-013\n"
    (cases.folder / "catalogue.json.journal").unlink()
    cases("remove", "E6-013", "--yes")
    assert cases(*ADD, "--quiet").out == "E6-014\n"


def test_without_a_journal_there_is_nothing_to_undo(cases: Cases) -> None:
    cases("edit", "E6-001", "--set", "summary=a")
    (cases.folder / "catalogue.json.journal").unlink()
    assert cases("undo") == Ran(1, "", "Error: there is nothing to undo\n")
    assert cases("redo", CASES_LANG="zh") == Ran(1, "", "错误：没有可重做的改动\n")
