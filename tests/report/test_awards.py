from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.model.edition import AwardTier, Edition
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, exactly
from shanghai_cases.report.awards import Awards, TierAwards
from tests.report.factories import NAMED, SHIPPED, SIXTH, case, over, overview

if TYPE_CHECKING:
    from shanghai_cases.report.facts import CaseFacts


def awards_of(edition: Edition, *cases: CaseFacts) -> Awards:
    return overview([edition], cases).lines[-1].awards


def test_the_sixth_edition_has_sixty_awards_and_none_of_the_recorded_cases_is_known_to_hold_one() -> None:
    line = overview(SHIPPED, NAMED).lines[-1]
    assert line.awards == Awards(
        (
            TierAwards("十佳案例", exactly(10), exactly(0), exactly(10)),
            TierAwards("优秀案例", exactly(20), exactly(0), exactly(20)),
            TierAwards("提名案例", exactly(30), exactly(0), exactly(30)),
        ),
        exactly(60),
        exactly(60),
        exactly(0),
        exactly(0),
        exactly(11),
    )
    assert round(line.selection_rate.value or 0, 2) == 12.47


def test_a_tier_is_counted_under_its_name_and_its_aliases() -> None:
    tier = awards_of(SIXTH, case(award_tier="十佳"), case(award_tier="十佳案例"), case(award_tier="none")).tiers[0]
    assert (tier.recorded, tier.free) == (exactly(2), exactly(8))


def test_a_tier_that_the_edition_does_not_name_is_listed_after_its_own() -> None:
    tiers = awards_of(SIXTH, case(award_tier="特别奖")).tiers
    assert tiers[-1] == TierAwards("特别奖", UNKNOWN, exactly(1), UNKNOWN, declared=False)


def test_places_without_a_case_keep_the_qualifier_of_the_quota() -> None:
    edition = Edition(
        6,
        tiers=(AwardTier("甲", over(5)), AwardTier("乙", Figure(3, Qualifier.PLANNED)), AwardTier("丙", exactly(0))),
    )
    tiers = awards_of(edition, case(award_tier="甲"), case(award_tier="乙"), case(award_tier="丙")).tiers
    assert [tier.free for tier in tiers] == [over(4), Figure(2, Qualifier.PLANNED), exactly(-1)]


def test_the_total_is_the_sum_of_the_quotas_where_the_edition_does_not_give_one() -> None:
    exact = Edition(6, tiers=(AwardTier("甲", exactly(5)), AwardTier("乙", exactly(7))))
    planned = Edition(6, tiers=(AwardTier("甲", exactly(5)), AwardTier("乙", Figure(7, Qualifier.PLANNED))))
    partly = Edition(6, tiers=(AwardTier("甲", exactly(5)), AwardTier("乙")))
    totals = [awards_of(edition).total for edition in (exact, planned, partly, Edition(6))]
    assert totals == [exactly(12), Figure(12, Qualifier.PLANNED), UNKNOWN, UNKNOWN]
