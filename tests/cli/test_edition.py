"""`cases edition list`, `show` and `set`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Ran

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.cli.running import Cases


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", ["table", "tsv", "csv", "json", "jsonl", "markdown", "ids"])
@pytest.mark.parametrize("arguments", [["list"], ["show", "5"], ["show", "6"]], ids="-".join)
def test_editions_in_every_format(
    cases: Cases, snapshot: SnapshotAssertion, arguments: list[str], form: str, language: str
) -> None:
    ran = cases("edition", *arguments, "--format", form, "--header", CASES_LANG=language)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == snapshot


def test_an_edition_that_is_not_there_is_an_error(cases: Cases) -> None:
    sentence = "edition 7 is not in the catalogue; “cases edition set 7” would add it"
    assert cases("edition", "show", "7") == Ran(3, "", f"Error: {sentence}\n")


def test_everything_known_of_an_edition_can_be_set(cases: Cases) -> None:
    ran = cases(
        *("edition", "set", "7", "--name", "第七届", "--call-opened", "2024-09", "--call-closed", "2024-11-30"),
        *("--released", "2025-01-04", "--submissions", "逾500", "--published-growth", "约4", "--cumulative", "近2500"),
        *("--tier", "十佳案例=10", "--tier", "优秀案例=计划20", "--awards-total", "60..70"),
        *("--organiser", "甲", "--organiser", "乙", "--source", "某报 https://example.org"),
    )
    assert ran == Ran(0, "", "edition 7 was added\n")
    assert cases("edition", "show", "7") == Ran(
        0,
        "7\tname\t第七届\n7\tcall_opened\t2024-09\n7\tcall_closed\t2024-11-30\n7\treleased\t2025-01-04\n"
        "7\tsubmissions\t>500\n7\tpublished_growth\t~4\n7\tcumulative\tnearly:2500\n"
        "7\ttiers\t十佳案例=10;优秀案例=planned:20\n7\tawards_total\t60..70\n7\torganisers\t甲;乙\n"
        "7\tsources\t某报 https://example.org\n",
    )


def test_only_what_is_named_changes(cases: Cases) -> None:
    (before,) = [json.loads(cases("edition", "show", "6", "--json").out)]
    assert cases("edition", "set", "6", "--submissions", "482") == Ran(0, "", "edition 6 was changed\n")
    (after,) = [json.loads(cases("edition", "show", "6", "--json").out)]
    assert after.pop("submissions")["value"] == 482
    del before["submissions"]
    assert after == before


def test_a_tier_keeps_its_aliases_when_its_quota_changes(cases: Cases) -> None:
    cases("edition", "set", "6", "--tier", "十佳案例=12", "--tier", "新奖=?")
    tiers = json.loads(cases("edition", "show", "6", "--json").out)["tiers"]
    assert [(tier["name"], tier["quota"]["value"]) for tier in tiers] == [("十佳案例", 12), ("新奖", None)]
    assert tiers[0]["aliases"]


def test_an_empty_value_empties_a_field(cases: Cases) -> None:
    cases("edition", "set", "6", "--name", "", "--released", "", "--tier", "", "--organiser", "", "--submissions", "?")
    edition = json.loads(cases("edition", "show", "6", "--json").out)
    assert [edition[field] for field in ("name", "released", "tiers", "organisers")] == ["", None, [], []]
    assert edition["submissions"]["qualifier"] == "unknown"


@pytest.mark.parametrize("arguments", [[], ["--submissions", "481", "--dry-run"]], ids=["nothing", "dry"])
def test_nothing_changes_without_a_change(cases: Cases, arguments: list[str]) -> None:
    before = (cases.folder / "catalogue.json").read_bytes()
    assert cases("edition", "set", "6", *arguments) == Ran(0, "", "nothing was changed\n")
    assert (cases.folder / "catalogue.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["0"], 3, "edition: must be at least 1 (got 0)"),
        (
            ["7", "--submissions", "many"],
            3,
            "submissions: is not a figure such as 481, >200, ~480, nearly:2000, 361..363 or ? (got 'many')",
        ),
        (["7", "--submissions", "363..361"], 3, "submissions: the range runs backwards (got '363..361')"),
        (
            ["7", "--released", "4 January"],
            3,
            "released: must be a date such as 2024-01-04, 2024-01 or 2024 (got '4 January')",
        ),
        (["7", "--tier", "甲=1", "--tier", "甲=2"], 3, "award tiers: names the same thing twice (got '甲')"),
        (
            ["7", "--tier", "甲=x"],
            3,
            "award tiers: is not a figure such as 481, >200, ~480, nearly:2000, 361..363 or ? (got '甲=x')",
        ),
        (["7", "--tier", "None=1"], 3, "award tiers: is the word for “known to have no award” (got 'None')"),
    ],
)
def test_what_an_edition_cannot_be_is_refused(cases: Cases, arguments: list[str], status: int, sentence: str) -> None:
    before = (cases.folder / "catalogue.json").read_bytes()
    assert cases("edition", "set", *arguments) == Ran(status, "", f"Error: {sentence}\n")
    assert (cases.folder / "catalogue.json").read_bytes() == before
