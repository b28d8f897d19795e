"""`cases search` as a command; how it finds is tested with the search itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Ran

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.cli.running import Cases

XUHUI = "E6-003\t6\t片区党委与片区治理平台\t徐汇区\t徐汇区\t\t增强基层党组织功能\t\texact\n"


def test_a_district_finds_its_case(cases: Cases) -> None:
    assert cases("search", "徐汇") == Ran(0, XUHUI)
    assert cases("search", "徐汇", "--header").out.splitlines()[0] == (
        "id\tedition\ttitle\tunit\tdistrict\ttown\tthemes\taward_tier\tmatch"
    )


def test_nothing_found(cases: Cases) -> None:
    assert cases("search", "查无此词甲乙丙") == Ran(1, "", "nothing found\n")
    assert cases("search", "查无此词甲乙丙", "--quiet") == Ran(1)
    assert cases("search", "查无此词甲乙丙", "--json", "--quiet") == Ran(1, "[]\n")
    assert cases("search", "查无此词甲乙丙", "--count", "--quiet") == Ran(1, "0\n")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", ["table", "tsv", "csv", "json", "jsonl", "markdown", "ids"])
@pytest.mark.parametrize("columns", [60, 80, 140])
def test_every_format(cases: Cases, snapshot: SnapshotAssertion, form: str, language: str, columns: int) -> None:
    ran = cases("search", "治理", "--format", form, CASES_LANG=language, COLUMNS=str(columns))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == snapshot(name=f"{form}-{language}-{columns}" if form == "table" else form)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_counts_of_facets(cases: Cases, snapshot: SnapshotAssertion, language: str) -> None:
    assert cases("search", "--facets", "district,theme", "--format", "table", CASES_LANG=language).out == snapshot
    assert cases("search", "--facets", "district,theme").out == snapshot(name="tsv")


def test_a_word_to_leave_out_needs_no_marks(cases: Cases) -> None:
    with_it = cases("search", "治理", "--format", "ids").out.split()
    without = cases("search", "治理", "-徐汇", "--format", "ids").out.split()
    assert without == [one for one in with_it if one != "E6-003"]
    assert len(without) < len(with_it)


def test_an_empty_word_is_wrong_use(cases: Cases) -> None:
    assert cases("search", "") == Ran(2, "", "Error: an empty word finds nothing; leave it out to list everything\n")


def test_part_of_the_hits(cases: Cases) -> None:
    everything = cases("search", "--format", "ids").out.split()
    assert len(everything) == 11
    assert cases("search", "--format", "ids", "--limit", "3", "--offset", "2").out.split() == everything[2:5]
    assert cases("search", "--format", "ids", "--limit", "0").out == ""
    assert cases("search", "--count") == Ran(0, "11\n")


def test_a_terminal_says_how_many_more_there_are(cases: Cases) -> None:
    assert cases("search", "--limit", "3", terminal=True).err == (
        "1-3 of 11; --all shows all, --limit and --offset a part\n"
    )


def test_what_matched_is_marked_on_a_terminal_only(cases: Cases) -> None:
    shown = cases("search", "徐汇", terminal=True)
    plain = cases("search", "徐汇", terminal=True, NO_COLOR="1")
    assert "\x1b[" in shown.out
    assert plain.err == shown.err
    assert plain == cases("search", "徐汇", "--format", "table")


def test_json_says_where_it_matched(cases: Cases) -> None:
    (hit,) = json.loads(cases("search", "徐汇", "--json").out)
    start, end = hit["match"]["span"]
    assert hit["match"]["level"] == "exact"
    assert hit[hit["match"]["field"]][start:end] == "徐汇"
    assert "contact" not in hit


def test_contacts_are_never_searched(cases: Cases) -> None:
    cases("edit", "E6-003", "--set", "contact.name=独一无二")
    assert cases("search", "独一无二") == Ran(1, "", "nothing found\n")
