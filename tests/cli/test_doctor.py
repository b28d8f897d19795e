"""`cases doctor`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.text.display import width
from tests.cli.running import Cases, Ran

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "severity\trecord\tfield\tproblem\tadvice\ttable\tline"


def file(cases: Cases) -> Path:
    return cases.folder / "catalogue.json"


def put(cases: Cases, old: str, new: str) -> None:
    text = file(cases).read_text(encoding="utf-8")
    assert old in text
    file(cases).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


@pytest.fixture
def faulty(cases: Cases) -> Cases:
    """Stand where a unit type is unknown and a district is written short."""
    put(cases, '"unit_type":"街镇"', '"unit_type":"什么"')
    put(cases, '"district":"徐汇区"', '"district":"徐汇"')
    return cases


@pytest.fixture
def damaged(cases: Cases) -> Cases:
    """Stand where one record is not whole."""
    put(cases, '"title":"片区党委与片区治理平台"', '"title":"片区党委与')
    return cases


def test_a_sound_catalogue(cases: Cases) -> None:
    said = f"nothing is wrong with {file(cases)}\n"
    assert cases("doctor") == Ran(0, "", said)
    assert cases("doctor", "--json") == Ran(0, "[]\n", said)
    assert cases("doctor", "--quiet", "--format", "table") == Ran(0)
    assert cases("doctor", CASES_LANG="zh").err == f"{file(cases)} 未发现问题\n"


def test_each_fault_has_its_line(faulty: Cases) -> None:
    ran = faulty("doctor", "--header")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        HEADER,
        "error\tE6-008\tunit_type\t什么 is not a type of unit\tcorrect it with “cases edit”\tcases\t",
        "warning\tE6-003\tdistrict\t“徐汇” is written “徐汇区”\t“cases doctor --fix” mends it\tcases\t",
        "note\t\t\tsome records are not written in the canonical form\t“cases doctor --fix” mends it\t\t",
    ]
    assert faulty("doctor", CASES_LANG="zh") == faulty("doctor")


def test_json(faulty: Cases) -> None:
    ran = faulty("doctor", "--json")
    assert json.loads(ran.out)[1] == {
        "severity": "warning",
        "table": "cases",
        "record": "E6-003",
        "field": "district",
        "line": None,
        "problem": "“徐汇” is written “徐汇区”",
        "advice": "“cases doctor --fix” mends it",
        "fixable": True,
    }
    assert ran.status == 1


@pytest.mark.parametrize(("language", "first"), [("en", "error E6-008"), ("zh", "错误 E6-008")])
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_table_in_both_languages(faulty: Cases, language: str, first: str, columns: int) -> None:
    lines = faulty("doctor", "--format", "table", CASES_LANG=language, COLUMNS=str(columns)).out.splitlines()
    assert first in [" ".join(line.split()[:2]) for line in lines]
    assert max(map(width, lines)) <= columns


def test_fixing_is_one_change_that_can_be_undone(faulty: Cases) -> None:
    before = file(faulty).read_bytes()
    ran = faulty("doctor", "--fix")
    assert ran.err == "mended by change 1; “cases undo 1” takes it back\n"
    assert [line.split("\t")[:2] for line in ran.out.splitlines()] == [["error", "E6-008"]]
    assert ran.status == 1
    assert '"district":"徐汇区"' in file(faulty).read_text(encoding="utf-8")
    assert faulty("log").out.split("\t")[3:] == ["doctor", "E6-003\n"]
    assert faulty("undo").status == 0
    assert file(faulty).read_bytes() == before


def test_nothing_to_fix(cases: Cases) -> None:
    before = file(cases).read_bytes()
    assert cases("doctor", "--fix", "--quiet") == Ran(0)
    assert file(cases).read_bytes() == before


def test_another_layout_is_a_note_that_fix_mends(cases: Cases) -> None:
    before = file(cases).read_bytes()
    file(cases).write_text(json.dumps(json.loads(before), indent=4), encoding="utf-8")
    ran = cases("doctor")
    assert (ran.status, ran.out.split("\t")[0]) == (0, "note")
    assert cases("doctor", "--fix").status == 0
    assert file(cases).read_bytes() == before


def test_damage_is_told_with_its_line_and_never_overwritten(damaged: Cases) -> None:
    before = file(damaged).read_bytes()
    line = before[: before.index('"片区党委与",'.encode()[:5])].count(b"\n") + 1
    ran = damaged("doctor")
    assert ran.status == 1
    severities = [row.split("\t") for row in ran.out.splitlines()]
    assert severities[0][0] == "damage"
    assert ["damage", "E6-003", "cases", str(line)] in [[*row[:2], *row[5:]] for row in severities]
    fixed = damaged("doctor", "--fix")
    assert (fixed.status, fixed.out) == (4, "")
    assert file(damaged).read_bytes() == before


def test_what_is_whole_is_saved_into_a_new_file(damaged: Cases) -> None:
    before = file(damaged).read_bytes()
    ran = damaged("doctor", "--salvage", "new.json")
    assert ran.status == 1
    assert [row.split("\t")[:2] for row in ran.out.splitlines()] == [["damage", "E6-003"]]
    assert ran.err.startswith("16 record(s) are whole and now in new.json; 1 could not be saved")
    assert file(damaged).read_bytes() == before
    found = damaged("search", "--format", "ids", "--catalogue", "new.json").out.split()
    assert sorted(found) == [f"E6-{number:03}" for number in range(1, 12) if number != 3]


def test_a_file_is_not_replaced_without_force(damaged: Cases) -> None:
    new = damaged.folder / "new.json"
    new.write_text("mine")
    refused = damaged("doctor", "--salvage", "new.json")
    assert refused == Ran(2, "", "Error: new.json exists already; --force replaces it\n")
    assert new.read_text() == "mine"
    assert damaged("doctor", "--salvage", "new.json", "--force").status == 1
    assert damaged("doctor", "--catalogue", "new.json").status == 0


def test_the_damaged_file_itself_is_never_the_new_one(damaged: Cases) -> None:
    before = file(damaged).read_bytes()
    assert damaged("doctor", "--salvage", "catalogue.json", "--force").status == 4
    assert file(damaged).read_bytes() == before


def test_salvaging_a_sound_file_loses_nothing(cases: Cases) -> None:
    assert cases("doctor", "--salvage", "new.json", "--quiet") == Ran(0)
    assert (cases.folder / "new.json").read_bytes() == file(cases).read_bytes()


def test_fix_and_salvage_are_two_things(cases: Cases) -> None:
    said = "Error: --fix mends the catalogue and --salvage leaves it alone; choose one\n"
    assert cases("doctor", "--fix", "--salvage", "new.json") == Ran(2, "", said)


@pytest.mark.parametrize(
    "content", [b"", b"[", b"null", b"[]", b"\xff", b"\xef\xbb\xbf{", b"{" * 100_000, b'{"a":NaN}']
)
def test_whatever_the_file_holds_it_is_said(bare: Cases, content: bytes) -> None:
    (bare.folder / "catalogue.json").write_bytes(content)
    ran = bare("doctor")
    assert ran.status == 1
    assert ran.out.startswith("damage\t")
    assert bare("doctor", "--salvage", "new.json").status in (0, 1)


def test_a_newer_schema_is_neither_checked_nor_taken_apart(cases: Cases) -> None:
    put(cases, '"schema":', '"schema":9')
    ran = cases("doctor")
    assert (ran.status, ran.out.split("\t")[0]) == (1, "damage")
    assert cases("doctor", "--salvage", "new.json").status == 4
    assert not (cases.folder / "new.json").exists()


def test_a_private_field_that_is_damaged_is_named_and_not_shown(cases: Cases) -> None:
    cases("add", "--edition", "6", "--title", "甲", "--unit", "乙", "--contact-name", "张三", "--quiet")
    cases("reviewer", "add", "R1", "--name", "张三", "--quiet")
    file = cases.folder / "catalogue.json"
    file.write_bytes(file.read_bytes().replace('"张三"'.encode(), '"张三\\u0000"'.encode()))
    told = cases("doctor").out.splitlines()
    assert [tuple(line.split("\t")[:3]) for line in told[:2]] == [
        ("damage", "E6-012", "contact.name"),
        ("damage", "reviewer:R1", "reviewer.name"),
    ]
    for arguments in (("doctor",), ("show", "E6-012"), ("reviewer", "list")):
        ran = cases(*arguments)
        assert "张三" not in ran.out + ran.err


def test_many_conflict_copies_take_one_line(cases: Cases) -> None:
    for number in (1, 2, 3):
        (cases.folder / f"catalogue ({number}).json").write_bytes(b"")
    said = (
        f"warning: 3 files look like other versions of this catalogue, {cases.folder}/catalogue (1).json among them; "
        "see “cases doctor”\n"
    )
    assert cases("search", "--json").err == said
    assert cases("search", "--json", "--quiet").err == ""


def test_a_conflict_copy_is_noticed(cases: Cases) -> None:
    copy = cases.folder / "catalogue (conflicted copy).json"
    copy.write_bytes(file(cases).read_bytes())
    said = f"warning: {copy} looks like another version of this catalogue; see “cases doctor”\n"
    assert cases("show", "E6-001").err == said
    assert cases("edit", "E6-001", "--set", "summary=a").err.startswith(said)
    assert cases("show", "E6-001", "--quiet").err == ""
    ran = cases("doctor")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.startswith(f"warning\t\t\t{copy} looks like another version of this catalogue\t")
