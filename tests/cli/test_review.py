"""`cases review`: assigned, written out, taken in, looked after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.panels import call, experts, scored
from tests.cli.running import Ran

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Cases

WITH_CRITERIA = ("criteria", "set", "--edition", "7", "创新性=60", "成本=40:1..5:lower")


@pytest.fixture
def called(cases: Cases) -> Cases:
    """Have twelve cases and four reviewers."""
    return experts(call(cases))


@pytest.fixture
def assigned(called: Cases) -> Cases:
    """Have each case assigned to two of them, by two criteria."""
    called(*WITH_CRITERIA)
    called("review", "assign", "--edition", "7", "--per-case", "2")
    return called


def pairs(cases: Cases) -> list[list[str]]:
    ran = cases("review", "status", "--edition", "7", "--json")
    return sorted([id_, one["reviewer"]] for one in json.loads(ran.out)["reviewers"] for id_ in one["missing"])


def fill(path: Path, *scores: object, row: int = 5, first: int = 6) -> None:
    book = openpyxl.load_workbook(path)
    for place, score in enumerate(scores):
        book.active.cell(row, first + place).value = score
    book.save(path)


def test_cases_are_assigned_evenly_and_a_second_run_only_adds(called: Cases) -> None:
    ran = called("review", "assign", "--edition", "7", "--per-case", "2")
    assert ran.status == 0
    assert len(ran.out.splitlines()) == 24
    first = pairs(called)
    loads = [sum(code == f"R{one}" for _, code in first) for one in range(1, 5)]
    assert loads == [6, 6, 6, 6]
    again = called("review", "assign", "--edition", "7", "--per-case", "2")
    assert (again.out, again.err.splitlines()[-1]) == ("", "nothing was changed")
    called("review", "assign", "--edition", "7", "--per-case", "3")
    assert all(pair in pairs(called) for pair in first)


def test_nobody_reads_what_they_must_not(called: Cases) -> None:
    called("reviewer", "edit", "R1", "--unit", "凌云街道")
    called("reviewer", "edit", "R2", "--district", "静安")
    called("review", "recuse", "E7-002", "R3", "--reason", "参与编写")
    made = called("review", "assign", "--edition", "7", "--per-case", "2", "--json")
    given = {(one["id"], one["reviewer"]) for one in json.loads(made.out)["added"]}
    assert not given & {*((f"E7-{n:03d}", "R1") for n in (4, 8, 12)), *((f"E7-{n:03d}", "R2") for n in (1, 5, 9))}
    assert ("E7-002", "R3") not in given


def test_assigning_needs_reviewers(cases: Cases) -> None:
    call(cases)
    assert cases("review", "assign", "--edition", "7", "--per-case", "2").status == 3
    assert cases("review", "status", "--edition", "7").status == 1


def test_sheets_go_out_and_come_back(assigned: Cases) -> None:
    ran = assigned("review", "sheets", "out", "--edition", "7")
    assert ran == Ran(0, "".join(f"out/E7-R{n}.xlsx\n" for n in (1, 2, 3, 4)), "4 score sheets were written\n")
    path = assigned.folder / "out" / "E7-R1.xlsx"
    sheet = openpyxl.load_workbook(path).active
    headers = [cell.value for cell in sheet[4]]
    assert headers == [
        "case id",
        "reviewer",
        "title",
        "unit",
        "district",
        "创新性",
        "成本",
        "comment",
        "recusal",
        "reason",
    ]
    assert "专家" not in str([[cell.value for cell in row] for row in sheet.iter_rows()])
    fill(path, 85.5, 2, "有新意")
    fill(path, None, None, None, "yes", "本单位", row=6)
    back = assigned("review", "import", str(path), "--edition", "7")
    ids = [str(sheet.cell(row, 1).value) for row in (5, 6)]
    assert back.out == (
        f"{ids[0]}\tR1\tgiven\t创新性\t\t85.5\n{ids[0]}\tR1\tgiven\t成本\t\t2\n{ids[0]}\tR1\tgiven\tcomment\t\t有新意\n"
        f"{ids[1]}\tR1\trecused\trecused\t\tyes\n{ids[1]}\tR1\trecused\treason\t\t本单位\n"
    )
    assert back.err == "2 review(s) new or changed, 0 as they were, 4 left empty, 0 row(s) refused\n"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_our_sheets_are_understood_whole_in_both_languages(called: Cases, language: str) -> None:
    called("review", "assign", "--edition", "7", "--per-case", "2")
    called("review", "sheets", "out", "--edition", "7", CASES_LANG=language)
    fill(called.folder / "out" / "E7-R1.xlsx", 71)
    ran = called("review", "import", "out", "--edition", "7")
    assert (ran.status, len(ran.out.splitlines())) == (0, 1)
    assert ran.err == "1 review(s) new or changed, 0 as they were, 23 left empty, 0 row(s) refused\n"


def test_sheets_never_replace_files_unless_told(assigned: Cases) -> None:
    assigned("review", "sheets", "out", "--edition", "7")
    assert assigned("review", "sheets", "out", "--edition", "7").status == 2
    assert assigned("review", "sheets", "out", "--edition", "7", "--force").status == 0


def test_a_second_import_changes_nothing_and_a_corrected_one_shows_the_difference(assigned: Cases) -> None:
    case, code = pairs(assigned)[0]
    given = f"案例编号,评审专家,创新性,成本\n{case},{code},80,3\n"
    assert assigned("review", "import", "-", "--edition", "7", stdin=given).status == 0
    before = (assigned.folder / "catalogue.json").read_bytes()
    again = assigned("review", "import", "-", "--edition", "7", stdin=given)
    assert (again.status, again.out) == (0, "")
    assert (assigned.folder / "catalogue.json").read_bytes() == before
    mended = assigned("review", "import", "-", "--edition", "7", stdin=given.replace("80", "８２分"))
    assert mended.out == f"{case}\t{code}\tchanged\t创新性\t80\t82\n"


def test_rows_are_refused_with_their_place_and_reason(assigned: Cases) -> None:
    (one, code), (other, second) = pairs(assigned)[0], pairs(assigned)[-1]
    stranger = next(f"R{n}" for n in range(1, 5) if [one, f"R{n}"] not in pairs(assigned))
    lines = [
        "case,reviewer,criterion,score",
        f"{one},{code},创新性,101",
        f"{one},{code},成本,3",
        f"E7-099,{code},成本,3",
        f"{one},{stranger},成本,3",
        f"{other},{second},成本,3",
        f"{other},{second},成本,3",
        f"{one},R9,成本,3",
    ]
    ran = assigned("review", "import", "-", "--edition", "7", stdin="\n".join(lines))
    assert ran.status == 3
    assert ran.err.splitlines()[:7] == [
        f"-, row 2: {one} {code}: column score: 101 is not on the scale 0 to 100",
        f"-, row 3: {one} {code}: another row of the same review was refused",
        f"-, row 4: E7-099 {code}: E7-099 is no case of this edition",
        f"-, row 5: {one} {stranger}: {one} was not assigned to {stranger}",
        f"-, row 6: {other} {second}: another row of the same review was refused",
        f"-, row 7: {other} {second}: this score is there twice, first at -, row 6",
        f"-, row 8: {one} R9: there is no reviewer R9",
    ]
    assert len(pairs(assigned)) == 24


def test_strict_takes_nothing_where_one_row_is_refused(assigned: Cases) -> None:
    case, code = pairs(assigned)[0]
    given = f"case,reviewer,创新性,成本\n{case},{code},80,3\nE7-099,{code},80,3\n"
    assert assigned("review", "import", "-", "--edition", "7", "--strict", stdin=given).status == 3
    assert len(pairs(assigned)) == 24
    assert assigned("review", "import", "-", "--edition", "7", stdin=given).status == 3
    assert len(pairs(assigned)) == 23


def test_one_column_per_reviewer_by_code_or_name(called: Cases) -> None:
    given = "案例,R1,专家2,平均分\nE7-001,80,70,75\nE7-002,,71,71\n"
    ran = called("review", "import", "-", "--edition", "7", "--unassigned", stdin=given)
    assert ran.out == "E7-001\tR1\tgiven\tscore\t\t80\nE7-001\tR2\tgiven\tscore\t\t70\nE7-002\tR2\tgiven\tscore\t\t71\n"


def test_without_known_reviewers_scores_come_in_under_any_code(cases: Cases) -> None:
    call(cases)
    ran = cases("review", "import", "-", "--edition", "7", stdin="case,reviewer,score\nE7-001,王,80\n")
    assert ran.out == "E7-001\t王\tgiven\tscore\t\t80\n"


def test_a_recusal_takes_the_score_out(called: Cases) -> None:
    scored(called)
    ran = called("review", "recuse", "E7-001", "R1", "--reason", "本单位")
    assert (ran.status, ran.err.splitlines()[0]) == (0, "R1 does not judge E7-001")
    row = called("review", "status", "--edition", "7").out.splitlines()[0].split("\t")
    assert row == ["R1", "11", "11", "0", "0", "1", "", ""]
    assert called("review", "recuse", "E7-001", "R9", "--reason", "x").status == 3
    assert called("review", "recuse", "E7-001", "R2").status == 2
