"""`cases log`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.text.display import width
from tests.cli.running import Cases, Ran

if TYPE_CHECKING:
    from pathlib import Path

JOURNAL = "catalogue.json.journal"
PHONE = "13800138000"


@pytest.fixture
def past(cases: Cases) -> Cases:
    """Stand where an edit, an edition and a case with a contact were entered."""
    clerk = Cases(cases.folder, {**cases.environment, "USER": "clerk"})
    clerk("edit", "E6-001", "--set", "summary=新摘要", "--quiet")
    clerk("edition", "set", "7", "--name", "第七届", "--quiet")
    contact = ("--contact-name", "张三", "--contact-phone", PHONE)
    clerk("add", "--edition", "6", "--title", "甲", "--unit", "乙", "--quiet", *contact)
    return clerk


def without_time(out: str) -> list[list[str]]:
    return [[*fields[:1], *fields[2:]] for fields in (line.split("\t") for line in out.splitlines())]


def test_the_changes_in_a_pipe_newest_last(past: Cases) -> None:
    ran = past("log", "--header")
    assert (ran.status, ran.err) == (0, "")
    assert without_time(ran.out) == [
        ["change", "who", "command", "records"],
        ["1", "clerk", "edit", "E6-001"],
        ["2", "clerk", "edition set", "edition:7"],
        ["3", "clerk", "add", "E6-012"],
    ]


def test_the_time_has_its_offset(past: Cases) -> None:
    from datetime import datetime

    assert all(datetime.fromisoformat(line.split("\t")[1]).tzinfo for line in past("log").out.splitlines())


def test_a_terminal_shows_the_newest_first(past: Cases) -> None:
    lines = past("log", "--format", "table").out.splitlines()
    assert [line.split()[0] for line in lines[3:-1]] == ["3", "2", "1"]


def test_a_terminal_shows_twenty_unless_told_otherwise(cases: Cases) -> None:
    for number in range(22):
        cases("edit", "E6-001", "--set", f"summary={number}", "--quiet")
    first = cases("log", "--format", "table")
    assert first.err == "the last 20 of 22 changes; --all shows all\n"
    assert len(first.out.splitlines()) == 20 + 4
    assert len(cases("log", "--format", "table", "--all").out.splitlines()) == 22 + 4
    assert len(cases("log").out.splitlines()) == 22


def test_the_last_so_many(past: Cases) -> None:
    assert without_time(past("log", "--limit", "1").out) == [["3", "clerk", "add", "E6-012"]]
    assert past("log", "-n", "0").out == ""
    assert past("log", "-n", "99") == past("log")


def test_the_changes_of_one_record(past: Cases) -> None:
    past("remove", "E6-012", "--yes", "--quiet")
    assert [row[0] for row in without_time(past("log", "E6-012").out)] == ["3", "4"]
    assert [row[0] for row in without_time(past("log", "edition:7").out)] == ["2"]
    assert past("log", "E6-099") == Ran(1, "", "no change of E6-099 is recorded\n")
    assert past("log", "E6-099", "--json") == Ran(1, "[]\n", "no change of E6-099 is recorded\n")


def test_nothing_changed_yet(cases: Cases) -> None:
    assert cases("log") == Ran(0, "", "no change is recorded\n")
    assert cases("log", "--json", "--quiet") == Ran(0, "[]\n")


def test_json(past: Cases) -> None:
    past("undo", "--quiet")
    (change, undo) = json.loads(past("log", "E6-012", "--json").out)
    assert {**change, "at": ""} == {
        "change": 3,
        "at": "",
        "who": "clerk",
        "command": "add",
        "records": ["E6-012"],
        "undoes": None,
        "undone_by": 4,
        "outside": False,
    }
    assert (undo["change"], undo["undoes"], undo["undone_by"]) == (4, 3, None)


def test_differences_field_by_field(past: Cases) -> None:
    old = "市大数据中心统建的平台接通全市居村，向基层回流数据，让居村自选应用。"
    lines = past("log", "E6-001", "--diff", "--header").out.splitlines()
    assert lines[:2] == ["change\trecord\tfield\tbefore\tafter", f"1\tE6-001\tsummary\t{old}\t新摘要"]
    assert [line.split("\t")[2] for line in lines[2:]] == ["updated_at"]
    (change,) = json.loads(past("log", "E6-001", "--diff", "--json").out)
    assert change["differences"][0] == {
        "record": "E6-001", "table": "cases", "field": "summary", "before": old, "after": "新摘要", "hidden": False,
    }  # fmt: skip


def test_differences_are_written_as_other_commands_write_them(cases: Cases) -> None:
    cases("edit", "E6-001", "--set", "figures=街镇=13 个;人口=>200 万人", "--set", "tags=a;b", "--quiet")
    cases("edition", "set", "7", "--tier", "十佳案例=10", "--submissions", "逾200", "--quiet")
    after = {tuple(row[1:3]): row[4] for row in (line.split("\t") for line in cases("log", "--diff").out.splitlines())}
    assert after["E6-001", "figures"] == cases("show", "E6-001").out.split("figures\t")[1].split("\n")[0]
    assert after["E6-001", "tags"] == "a;b"
    assert after["edition:7", "tiers"] == "十佳案例=10"
    assert after["edition:7", "submissions"] == ">200"


def test_differences_on_a_terminal(past: Cases) -> None:
    lines = past("log", "edition:7", "--diff", "--format", "table").out.splitlines()
    assert lines[0].startswith("2  ")
    assert [line.split() for line in lines[1:]] == [
        ["edition:7"], ["edition", "+", "7"], ["name", "+", "第七届"], ["submissions", "+", "?"]
    ]  # fmt: skip


def test_of_a_long_text_a_terminal_shows_where_it_differs(cases: Cases) -> None:
    for middle in ("旧", "新"):
        cases("edit", "E6-001", "--set", f"summary={'前' * 300}{middle}{'后' * 300}", "--quiet")
    shown = cases("log", "--limit", "1", "--diff", "--format", "table", COLUMNS="200").out
    assert f"- …{'前' * 24}旧{'后' * 24}…" in shown
    assert f"+ …{'前' * 24}新{'后' * 24}…" in shown
    assert "前" * 300 in cases("log", "--diff").out


@pytest.mark.parametrize("form", ["table", "tsv", "csv", "json", "jsonl", "markdown", "ids"])
def test_contacts_are_left_out_unless_asked_for(past: Cases, form: str) -> None:
    shown = past("log", "--diff", "--format", form, "--all").out
    assert PHONE not in shown
    assert "张三" not in shown
    asked = past("log", "--diff", "--format", form, "--with-contacts").out
    assert (PHONE in asked) is (form != "ids")


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_tables_obey_columns(past: Cases, columns: str) -> None:
    past("edit", *(f"E6-{number:03}" for number in range(1, 12)), "--set", "summary=同一句话", "--quiet")
    for arguments in (("log",), ("log", "--diff")):
        shown = past(*arguments, "--format", "table", COLUMNS=columns).out
        assert max(map(width, shown.splitlines())) <= int(columns)


def test_a_change_of_many_records_names_the_first_on_a_terminal_and_all_in_a_pipe(cases: Cases) -> None:
    ids = [f"E6-{number:03}" for number in range(1, 12)]
    cases("edit", *ids, "--set", "summary=同一句话", "--quiet")
    assert cases("log").out.rstrip("\n").split("\t")[-1] == " ".join(ids)
    assert "E6-008 … 11 in all" in cases("log", "--format", "table", COLUMNS="200").out


def outside(folder: Path) -> None:
    file = folder / "catalogue.json"
    file.write_text(file.read_text(encoding="utf-8").replace("新摘要", "别的"), encoding="utf-8")


def test_a_change_by_another_program_is_shown_as_such(past: Cases) -> None:
    outside(past.folder)
    assert without_time(past("log", "-n1").out) == [["", "", "(outside)", ""]]
    assert "by another program" in past("log", "--format", "table").out
    past("edit", "E6-002", "--set", "summary=b", "--quiet")
    assert without_time(past("log", "-n2").out) == [["4", "", "(outside)", ""], ["5", "clerk", "edit", "E6-002"]]
    assert [one["outside"] for one in json.loads(past("log", "--json").out)] == [False, False, False, True, False]


def test_it_speaks_chinese(past: Cases) -> None:
    outside(past.folder)
    assert past("log", CASES_LANG="zh") == past("log")
    lines = past("log", "--format", "table", CASES_LANG="zh").out.splitlines()
    assert lines[1].split() == ["改动号", "时间", "操作人", "命令", "涉及记录"]
    assert lines[3].split()[-1] == "其他程序"


def test_a_lost_journal_costs_the_log_and_nothing_else(past: Cases) -> None:
    (past.folder / JOURNAL).unlink()
    assert past("log") == Ran(0, "", "no change is recorded\n")
    assert past("edit", "E6-002", "--set", "summary=b", "--quiet") == Ran(0)
    assert without_time(past("log").out) == [["1", "clerk", "edit", "E6-002"]]


def test_a_torn_journal_costs_its_last_change(past: Cases) -> None:
    journal = past.folder / JOURNAL
    journal.write_bytes(journal.read_bytes()[:-20])
    ran = past("log")
    assert ran.status == 0
    assert ran.err == f"warning: the last line of the journal {journal} is not whole\n"
    assert [row[0] for row in without_time(ran.out)] == ["1", "2", ""]


@pytest.mark.parametrize("content", [b"\xff\xfe\0\n\n", b'{"hello": 1}\n[]\n', b"null\n1e400\n"])
def test_a_foreign_journal_costs_a_warning(past: Cases, content: bytes) -> None:
    journal = past.folder / JOURNAL
    journal.write_bytes(content)
    ran = past("log")
    damaged = content.count(b"\n")
    assert (ran.status, ran.out) == (0, "")
    warning = f"warning: {damaged} lines of the journal {journal} can't be read\n"
    assert ran.err == warning + "no change is recorded\n"
    assert past("log", CASES_LANG="zh").err == f"警告：变更日志 {journal} 有{damaged}行无法读取\n没有改动记录\n"
    assert past("show", "E6-002") == Cases(past.folder)("show", "E6-002")
    assert past("edit", "E6-002", "--set", "summary=b").status == 0


def test_numbers_go_on_after_a_damaged_end(past: Cases) -> None:
    with (past.folder / JOURNAL).open("ab") as file:
        file.write(b"\xff\xff\n")
    assert past("edit", "E6-002", "--set", "summary=b").status == 0
    assert [row[0] for row in without_time(past("log").out)] == ["1", "2", "3", "4"]
    undone = past("undo")
    assert undone == Ran(0, "", "change 4 was taken back, by change 5: E6-002\n")


def test_a_journal_that_is_no_file_costs_a_change_a_warning(past: Cases) -> None:
    journal = past.folder / JOURNAL
    journal.unlink()
    journal.mkdir()
    assert past("log") == Ran(4, "", f"Error: can't read the journal {journal}: it is not a file\n")
    edited = past("edit", "E6-002", "--set", "summary=b", "--quiet")
    assert edited == Ran(
        0, "", f"warning: can't use the journal {journal}: it is not a file; this change can't be undone\n"
    )
    assert "summary\tb\n" in past("show", "E6-002").out
