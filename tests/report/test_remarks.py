from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shanghai_cases.model.figure import Figure, Qualifier, exactly
from tests.report.factories import FIFTH, NAMED, SIXTH, case, edition, edition_report, over

if TYPE_CHECKING:
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.report.facts import CaseFacts


def remarks_on(*editions: Edition, cases: list[CaseFacts] | None = None) -> list[str]:
    return [str(remark) for remark in edition_report(editions, cases or [], editions[-1].number).remarks]


def test_the_shipped_figures_fit_together() -> None:
    assert remarks_on(FIFTH, SIXTH, cases=list(NAMED)) == []


def test_a_published_growth_that_does_not_follow_is_remarked() -> None:
    assert remarks_on(edition(5, 364), edition(6, 481, 33)) == [
        "The published growth does not follow from the counts, neither rounded nor cut off."
    ]


def test_more_recorded_than_submitted_is_remarked_unless_the_number_is_open() -> None:
    two = [case(6), case(6)]
    assert remarks_on(edition(6, 1), cases=two) == ["More cases are recorded here than the edition had submissions."]
    assert remarks_on(edition(6, over(1)), cases=two) == []


def test_awards_that_do_not_fit_are_remarked() -> None:
    crowded = [case(6, award_tier="十佳")] * 11 + [case(6, award_tier="特别奖")]
    assert remarks_on(replace(SIXTH, awards_total=exactly(61)), cases=crowded) == [
        "More cases hold the award “十佳案例” than its quota allows.",
        "Cases hold the award “特别奖”, which the edition does not name.",
        "The total of awards is not the sum of the quotas.",
    ]


def test_a_cumulative_number_is_held_against_the_sum_where_both_are_sure() -> None:
    first = edition(1, 100)
    wrong = replace(edition(2, 200), cumulative=exactly(301))
    nearly = replace(edition(2, 200), cumulative=Figure(310, Qualifier.NEARLY))
    assert remarks_on(first, wrong) == ["The cumulative number is not the sum of the editions' submissions."]
    assert remarks_on(first, nearly) == []
