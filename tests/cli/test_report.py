"""`cases report`, end to end on the shipped facts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Ran

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.cli.running import Cases


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("arguments", [[], ["--edition", "6"], ["--edition", "5"]], ids=["all", "6", "5"])
@pytest.mark.parametrize("form", ["table", "tsv", "json", "markdown"])
def test_the_shipped_facts(
    cases: Cases, snapshot: SnapshotAssertion, arguments: list[str], form: str, language: str
) -> None:
    ran = cases("report", *arguments, "--format", form, CASES_LANG=language)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == snapshot


def test_growth_is_computed_between_exact_counts(cases: Cases) -> None:
    cases("edition", "set", "5", "--submissions", "362")
    lines = cases("report", "--edition", "6").out.splitlines()
    assert [line for line in lines if "growth_percent" in line] == [
        "6\tgrowth_percent\tcomputed\t32.87\texact",
        "6\tgrowth_percent\tpublished\t33.00\texact",
    ]
    assert "+32.9 %" in cases("report", "--edition", "6", "--format", "table").out


def test_growth_is_never_against_an_older_edition(cases: Cases) -> None:
    cases("edition", "set", "8", "--submissions", "500")
    lines = cases("report", "--edition", "8").out.splitlines()
    assert [line.split("\t")[1:] for line in lines[:3]] == [
        ["submissions", "", "500", "exact"],
        ["previous_submissions", "", "", "unknown"],
        ["growth_percent", "computed", "", "unknown"],
    ]


def test_an_edition_of_which_nothing_is_known(cases: Cases) -> None:
    ran = cases("report", "--edition", "3")
    assert (ran.status, ran.err) == (1, "nothing is known of edition 3 yet\n")
    assert ran.out.splitlines()[0] == "3\tsubmissions\t\t\tunknown"
    assert json.loads(cases("report", "--edition", "3", "--json").out)["edition"] == 3


def test_an_edition_that_is_not_there(cases: Cases) -> None:
    sentence = "edition 7 is not in the catalogue; “cases edition set 7” would add it"
    assert cases("report", "--edition", "7") == Ran(3, "", f"Error: {sentence}\n")
