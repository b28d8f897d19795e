from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import DataError
from shanghai_cases.ranking.award import (
    Limit,
    OpenTie,
    PassedOver,
    Proposal,
    Scope,
    Tier,
    lines,
    propose,
)
from shanghai_cases.ranking.award_check import check_awards, digest
from shanghai_cases.ranking.order import competition_ranks
from shanghai_cases.ranking.scores import Score

TIERS = [Tier("十佳案例", 1), Tier("优秀案例", 2)]


def test_lines_are_drawn_after_the_cumulative_quotas() -> None:
    assert lines([Tier("十佳案例", 10), Tier("优秀案例", 20), Tier("提名案例", 30)]) == (10, 30, 60)


def test_tiers_are_filled_from_the_best_rank_down() -> None:
    proposal = propose({"d": 4, "b": 2, "a": 1, "c": 3}, TIERS)
    assert proposal == Proposal({"a": "十佳案例", "b": "优秀案例", "c": "优秀案例"}, (), (), ())


def test_a_tie_within_a_tier_changes_nothing() -> None:
    proposal = propose({"a": 1, "b": 2, "c": 2, "d": 4}, TIERS)
    assert proposal.awards == {"a": "十佳案例", "b": "优秀案例", "c": "优秀案例"}


def test_a_tie_over_a_line_is_left_open_and_places_are_kept_for_it() -> None:
    proposal = propose({"a": 1, "b": 1, "c": 3, "d": 4}, TIERS)
    assert proposal.awards == {"c": "优秀案例"}
    assert proposal.open_ties == (OpenTie(("a", "b"), 1, (("十佳案例", 1), ("优秀案例", 1))),)


def test_a_tie_over_the_last_line_leaves_some_without_award() -> None:
    proposal = propose({"a": 1, "b": 2, "c": 3, "d": 3, "e": 3}, TIERS)
    assert proposal.open_ties == (OpenTie(("c", "d", "e"), 3, (("优秀案例", 1),)),)


def test_places_that_nobody_is_left_for_are_named() -> None:
    assert propose({"a": 1}, TIERS).unfilled == (("优秀案例", 2),)


def test_a_limit_within_each_tier_moves_cases_down_a_tier_and_says_so() -> None:
    limit = Limit("district", 1, {"a": "徐汇区", "b": "徐汇区", "c": "徐汇区", "d": "静安区"})
    proposal = propose({"a": 1, "b": 2, "c": 3, "d": 4}, TIERS, [limit])
    assert proposal.awards == {"a": "十佳案例", "b": "优秀案例", "d": "优秀案例"}
    assert proposal.passed_over == (PassedOver("c", 3, "优秀案例", "district", "徐汇区"),)


def test_a_limit_over_all_tiers() -> None:
    limit = Limit("district", 1, {"a": "徐汇区", "b": "徐汇区"}, Scope.ALL)
    proposal = propose({"a": 1, "b": 2, "c": 3, "d": 4}, TIERS, [limit])
    assert proposal.awards == {"a": "十佳案例", "c": "优秀案例", "d": "优秀案例"}


def test_a_tie_for_the_last_place_of_a_district_is_left_open_while_others_get_theirs() -> None:
    limit = Limit("district", 1, {"a": "徐汇区", "b": "徐汇区", "c": "静安区"})
    proposal = propose({"a": 1, "b": 1, "c": 1}, [Tier("十佳案例", 3)], [limit])
    assert proposal.awards == {"c": "十佳案例"}
    assert proposal.open_ties == (OpenTie(("a", "b"), 1, (("十佳案例", 1),)),)


@pytest.mark.parametrize(
    ("tiers", "limits", "said"),
    [
        ([Tier("十佳案例", 1), Tier("十佳案例", 2)], [], "the award tier 十佳案例 is there twice"),
        ([Tier("十佳案例", -1)], [], "the quota of 十佳案例 is below 0"),
        ([], [Limit("district", -1, {})], "the limit per district is below 0"),
    ],
)
def test_rules_that_make_no_sense_are_refused(tiers: list[Tier], limits: list[Limit], said: str) -> None:
    with pytest.raises(DataError) as error:
        propose({}, tiers, limits)
    assert str(error.value) == said


names = st.text("abcdefgh", min_size=1, max_size=2)


@given(
    st.dictionaries(names, st.integers(0, 6), max_size=20),
    st.lists(st.integers(0, 5), max_size=3),
    st.integers(0, 3),
    st.sampled_from(Scope),
)
def test_neither_quota_nor_limit_is_ever_exceeded(
    values: dict[str, int], quotas: list[int], at_most: int, scope: Scope
) -> None:
    tiers = [Tier(f"tier {index}", quota) for index, quota in enumerate(quotas)]
    group = {case_id: case_id[0] for case_id in values}
    proposal = propose(
        competition_ranks({one: float(value) for one, value in values.items()}),
        tiers,
        [Limit("initial", at_most, group, scope)],
    )
    awarded = Counter(proposal.awards.values())
    for tie in proposal.open_ties:
        awarded.update(dict(tie.places))
        assert not set(tie.cases) & set(proposal.awards)
        assert sum(count for _, count in tie.places) <= len(tie.cases)
    assert all(awarded[tier.name] <= tier.quota for tier in tiers)
    per_group = Counter((tier if scope is Scope.TIER else "", group[one]) for one, tier in proposal.awards.items())
    assert all(count <= at_most for count in per_group.values())


@given(
    st.dictionaries(names, st.integers(0, 6), max_size=20),
    st.lists(st.integers(0, 5), min_size=1, max_size=3),
)
def test_without_limits_no_award_goes_past_a_better_case(values: dict[str, int], quotas: list[int]) -> None:
    tiers = [Tier(f"tier {index}", quota) for index, quota in enumerate(quotas)]
    ranks = competition_ranks({one: float(value) for one, value in values.items()})
    proposal = propose(ranks, tiers)
    undecided = {one for tie in proposal.open_ties for one in tie.cases}
    outside = [ranks[one] for one in ranks if one not in proposal.awards and one not in undecided]
    assert all(ranks[one] < min(outside, default=10**9) for one in proposal.awards)
    assert sum(quotas) == len(proposal.awards) + sum(
        count for tie in proposal.open_ties for _, count in tie.places
    ) + sum(count for _, count in proposal.unfilled)


def test_the_digest_depends_on_the_scores_alone() -> None:
    scores = [Score("a", "Z1", 80.0), Score("b", "Z1", 70.0)]
    assert digest(scores) == digest(scores[::-1])
    assert digest(scores) == digest([Score("a", "Z1", 80), Score("b", "Z1", 70)])
    assert digest(scores) != digest([Score("a", "Z1", 80.0), Score("b", "Z1", 70.1)])


def test_frozen_awards_are_checked() -> None:
    then = [Score("a", "Z1", 80.0)]
    found = check_awards(
        {"a": "十佳案例", "b": "二等奖"},
        TIERS,
        frozen_digest=digest(then),
        scores=[Score("a", "Z1", 81.0)],
        withdrawn={"a"},
    )
    assert [(str(one.message), one.problem, one.case_id, one.tier, one.awarded, one.quota) for one in found] == [
        ("优秀案例: 0 of 2 places", "quota", "", "优秀案例", 0, 2),
        ("二等奖 is no award tier of this edition", "unknown_tier", "", "二等奖", None, None),
        ("a has 十佳案例 but was withdrawn", "withdrawn", "a", "十佳案例", None, None),
        ("scores have changed since the awards were made", "scores_changed", "", "", None, None),
    ]


def test_nothing_is_wrong_with_complete_awards() -> None:
    scores = [Score("a", "Z1", 80.0)]
    awards = {"a": "十佳案例", "b": "优秀案例", "c": "优秀案例"}
    assert check_awards(awards, TIERS, frozen_digest=digest(scores), scores=scores) == ()
