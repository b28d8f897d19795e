"""`cases rank` as a command; the method is tested with the ranking itself."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue.file import FileCatalogue
from shanghai_cases.model.review import Mark, Review
from tests.cli.running import Ran

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.cli.running import Cases


@pytest.fixture
def reviewed(cases: Cases) -> Cases:
    """Let five experts read every case but the last."""
    chance = random.Random(6)
    reviews = [
        Review(f"E6-{number:03d}", f"专家{reviewer}", (Mark("", 70 + number + reviewer + chance.randrange(9)),))
        for number in range(1, 11)
        for reviewer in range(1, 6)
    ]
    FileCatalogue(cases.folder / "catalogue.json").put_reviews(reviews, command="review")
    return cases


def test_an_edition_without_reviews(cases: Cases) -> None:
    assert cases("rank", "--edition", "6") == Ran(1, "", "edition 6 has no reviews yet\n")
    assert cases("rank", "--edition", "6", CASES_LANG="zh") == Ran(1, "", "第6届还没有评审\n")


def test_an_edition_that_is_not_there(cases: Cases) -> None:
    sentence = "edition 7 is not in the catalogue; “cases edition set 7” would add it"
    assert cases("rank", "--edition", "7") == Ran(3, "", f"Error: {sentence}\n")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", ["table", "tsv", "markdown"])
def test_the_plain_mean(reviewed: Cases, snapshot: SnapshotAssertion, form: str, language: str) -> None:
    ran = reviewed("rank", "--edition", "6", "--method", "mean", "--format", form, "--header", CASES_LANG=language)
    assert ran.status == 0
    assert (ran.out, ran.err) == snapshot


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_model_on_a_terminal(reviewed: Cases, snapshot: SnapshotAssertion, language: str) -> None:
    ran = reviewed("rank", "--edition", "6", "--format", "table", CASES_LANG=language)
    assert ran.status == 0
    assert (ran.out, ran.err) == snapshot


@pytest.mark.parametrize(
    "arguments",
    [
        *(["award", "list"], ["award", "check"], ["award", "propose"], ["criteria", "list"], ["review", "status"]),
        ["reviewer", "list"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("form", ["table", "tsv"])
def test_where_there_is_nothing_yet_it_is_said_plainly(
    cases: Cases, snapshot: SnapshotAssertion, arguments: list[str], form: str
) -> None:
    of_an_edition = [] if arguments == ["reviewer", "list"] else ["--edition", "6"]
    ran = cases(*arguments, *of_an_edition, "--format", form)
    assert (ran.status, ran.out, ran.err) == snapshot
