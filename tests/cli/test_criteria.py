"""`cases criteria` and `cases reviewer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.panels import call, experts, scored
from tests.cli.running import Ran

if TYPE_CHECKING:
    from tests.cli.running import Cases


def test_criteria_are_set_and_listed(cases: Cases) -> None:
    call(cases)
    set_ = cases("criteria", "set", "--edition", "7", "创新性=60", "成本=40:1..5:lower")
    assert set_ == Ran(0, "", "edition 7 has 2 criteria\n")
    assert cases("criteria", "list", "--edition", "7", "--header") == Ran(
        0,
        "edition\tcriterion\tweight\tminimum\tmaximum\tbetter\n"
        "7\t创新性\t60\t0\t100\thigher\n"
        "7\t成本\t40\t1\t5\tlower\n",
    )
    assert cases("criteria", "set", "--edition", "7", "创新性=60", "成本=40:1..5:lower").err == "nothing was changed\n"


def test_an_edition_without_criteria(cases: Cases) -> None:
    call(cases)
    assert cases("criteria", "list", "--edition", "7") == Ran(
        1, "", "edition 7 has no criteria: one score from 0 to 100 for the whole\n"
    )


@pytest.mark.parametrize(
    ("written", "status"), [("创新性", 2), ("=5", 2), ("a=b", 2), ("a=0", 3), ("a=1:5..1", 3), ("a=1:1..5:best", 2)]
)
def test_a_criterion_that_makes_no_sense(cases: Cases, written: str, status: int) -> None:
    call(cases)
    assert cases("criteria", "set", "--edition", "7", written).status == status


def test_marks_already_given_must_fit(cases: Cases) -> None:
    scored(experts(call(cases)))
    before = (cases.folder / "catalogue.json").read_bytes()
    ran = cases("criteria", "set", "--edition", "7", "创新性=1")
    assert ran.status == 3
    assert ran.err.endswith("on the whole, which wouldn't fit; nothing was changed\n")
    assert (cases.folder / "catalogue.json").read_bytes() == before


def test_reviewers_are_added_edited_and_listed_without_their_names(cases: Cases) -> None:
    assert cases("reviewer", "list").status == 1
    added = cases("reviewer", "add", "R1", "--name", "王某", "--unit", "徐汇区凌云街道", "--district", "静安")
    assert added == Ran(0, "", "reviewer R1 was added\n")
    assert cases("reviewer", "list") == Ran(0, "R1\t\t徐汇区凌云街道\t静安区\n")
    assert cases("reviewer", "list", "--with-contacts") == Ran(0, "R1\t\t徐汇区凌云街道\t静安区\t王某\n")
    assert cases("reviewer", "edit", "R1", "--district", "", "--theme", "社区治理").status == 0
    assert cases("reviewer", "list") == Ran(0, "R1\t社区治理\t徐汇区凌云街道\t\n")
    assert cases("reviewer", "edit", "R1", "--district", "").err == "nothing was changed\n"
    assert "王某" not in cases("reviewer", "list", "--json").out


def test_reviewers_that_are_there_or_are_not(cases: Cases) -> None:
    cases("reviewer", "add", "R1")
    assert cases("reviewer", "add", "R1").status == 3
    assert cases("reviewer", "edit", "R2") == Ran(3, "", "Error: there is no reviewer R2\n")
    assert cases("reviewer", "add", "R 2").status == 3
    assert cases("reviewer", "add", "R3", "--district", "火星区").status == 3
