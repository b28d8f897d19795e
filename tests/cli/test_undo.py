"""`cases undo` and `cases redo`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.panels import call, experts, scored
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
    refused = "Error: change 1 can't be undone: E6-001 was changed again by change 3 (edit); undo that one first\n"
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
    refused = "Error: change 1 can't be undone: E6-001 was changed since by another program; correct it by hand\n"
    assert cases("undo") == Ran(3, "", refused)
    assert content(cases) == changed
    cases("edit", "E6-002", "--set", "summary=b")
    said = "Error: change 2 was made by another program, so what it changed isn't known\n"
    assert cases("undo", "2") == Ran(3, "", said)


def test_an_addition_stays_while_people_have_ruled_on_the_case(cases: Cases) -> None:
    cases(*ADD, "--quiet")
    file = cases.folder / "catalogue.json"
    tables = json.loads(content(cases))
    ruling = {"case_id": "E6-012", "tier": "提名案例", "reason": "评委会决定", "ruled_at": "2024-01-04T09:30:00+08:00"}
    tables["editions"]["6"]["rulings"] = [ruling]
    file.write_text(json.dumps(tables), encoding="utf-8")
    refused = "Error: change 1 can't be undone: edition:6 refers to E6-012; take that reference out first\n"
    assert cases("undo", "1") == Ran(3, "", refused)


def test_what_referred_to_nothing_before_does_not_stand_in_the_way(cases: Cases) -> None:
    file = cases.folder / "catalogue.json"
    file.write_bytes(content(cases).replace(b'"E6-002",', b'"E6-002","related":["E5-999"],', 1))
    before = content(cases)
    cases("edit", "E6-002", "--set", "summary=a")
    assert cases("undo").status == 0
    cases(*ADD, "--quiet")
    assert cases("undo").status == 0
    assert cases_in(content(cases)) == cases_in(before)


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


PANEL_COMMANDS: Sequence[tuple[str, ...]] = (
    ADD,
    ("add", "--edition", "7", "--title", "甲", "--unit", "乙", "--related", "E7-001"),
    ("edit", "E7-001", "E6-001", "--set", "tags=甲;乙"),
    ("edit", "E7-001", "--set", "related=E6-001"),
    ("edit", "E7-001", "--set", "status=withdrawn"),
    ("remove", "E6-001", "E6-005", "E6-011", "--yes"),
    ("import", "more.csv"),
    ("import", "E7-001.csv"),
    ("edition", "set", "7", "--name", "第七届", "--submissions", ">200", "--tier", "金奖=1"),
    ("edition", "set", "8", "--source", "https://example.cn/"),
    ("criteria", "set", "--edition", "6", "创新性=60", "成本=40:1..5:lower"),
    ("reviewer", "add", "R9", "--name", "专家九", "--theme", "社区治理"),
    ("reviewer", "edit", "R1", "--name", "改名"),
    ("review", "assign", "--edition", "6", "--per-case", "2"),
    ("review", "import", "scores.csv", "--edition", "7", "--unassigned"),
    ("review", "recuse", "E7-001", "R1", "--reason", "本单位"),
    ("award", "apply", "--edition", "7"),
    ("award", "set", "E7-002", "优秀案例", "--reason", "评委会决定"),
    ("award", "clear", "--edition", "6", "--yes"),
    ("merge", "base.json", "catalogue.json", "theirs.json"),
    ("doctor", "--fix"),
)


@pytest.fixture
def panel(cases: Cases) -> Cases:
    """Stand where every command that changes something has something to change."""
    scored(experts(call(cases)))
    assert cases("edit", "E6-002", "--set", "award_tier=优秀案例", "--quiet").status == 0
    files = {
        "more.csv": "题目,单位,届次\n甲,乙,6\n丙,丁,7\n",
        "E7-001.csv": "编号,题目,单位,届次,内容\nE7-001,案例1,徐汇区凌云街道,7,补充\n",
        "scores.csv": "case,reviewer,score\nE7-001,R1,11\nE7-002,R2,12\n",
    }
    for name, text in files.items():
        (cases.folder / name).write_text(text, encoding="utf-8")
    raw = content(cases).replace('"district":"闵行区"'.encode(), '"district":"闵行"'.encode())  # for doctor to mend
    (cases.folder / "catalogue.json").write_bytes(raw)
    (cases.folder / "base.json").write_bytes(raw)
    theirs = raw.replace("案例12".encode(), "改题".encode())
    (cases.folder / "theirs.json").write_bytes(theirs)
    return cases


@pytest.mark.parametrize("arguments", PANEL_COMMANDS, ids=" ".join)
def test_undo_takes_back_whatever_any_command_did(panel: Cases, arguments: tuple[str, ...]) -> None:
    before = content(panel)
    ran = panel(*arguments, "--quiet")
    assert ran.status in {0, 1}, ran
    changed = content(panel)
    assert cases_in(changed) != cases_in(before)
    for _ in range(2):
        assert panel("undo", "--quiet").status == 0
        assert cases_in(content(panel)) == cases_in(before)
        assert panel("redo", "--quiet").status == 0
        assert cases_in(content(panel)) == cases_in(changed)
    assert panel("undo", "--quiet").status == 0
    assert panel("undo", "--quiet").status in {0, 3}


def test_what_was_forgotten_is_not_brought_back(panel: Cases) -> None:
    panel("edit", "E6-001", "--set", "contact.name=张三", "--quiet")
    assert panel("forget", "E6-001", "--yes", "--quiet").status == 0
    panel("undo", "--quiet")
    assert "张三".encode() not in b"".join(path.read_bytes() for path in panel.folder.iterdir())
