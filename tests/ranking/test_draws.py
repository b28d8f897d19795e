from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanghai_cases.ranking.draws import LineGroup, RankDraws, draw_ranks
from shanghai_cases.ranking.mixed_model import adjust
from shanghai_cases.ranking.posterior import allot, posterior
from shanghai_cases.ranking.scores import Score
from tests.ranking.panels import simulated, table

if TYPE_CHECKING:
    from random import Random

SCORES = simulated(40, 6, 4)


def same(one: RankDraws, other: RankDraws) -> bool:
    return (
        one.cases == other.cases
        and one.expected_rank.tolist() == other.expected_rank.tolist()
        and one.within.tolist() == other.within.tolist()
        and one.groups == other.groups
    )


def test_each_line_holds_as_many_cases_as_its_quota() -> None:
    drawn = draw_ranks(adjust(SCORES), [3, 10], draws=500)
    assert drawn.within.sum(axis=0) == pytest.approx([3, 10])
    assert drawn.expected_rank.mean() == pytest.approx(20.5)
    assert drawn.lines == (3, 10)


def test_a_line_beyond_the_last_case_holds_everybody() -> None:
    drawn = draw_ranks(adjust(SCORES), [40, 100], draws=100)
    assert drawn.within.min() == 1.0
    assert drawn.groups == (LineGroup(40, (), 0, 0), LineGroup(100, (), 0, 0))


def test_the_group_across_a_line_is_exactly_the_cases_that_are_neither_sure_in_nor_sure_out() -> None:
    fit = adjust(SCORES)
    drawn = draw_ranks(fit, [10], draws=2000)
    unsure = {case for case, share in zip(drawn.cases, drawn.within[:, 0].tolist(), strict=True) if 0.1 < share < 0.9}
    [group] = drawn.groups
    assert set(group.cases) == unsure
    worth = fit.by_case(fit.adjusted)
    assert list(group.cases) == sorted(unsure, key=lambda case: -worth[case])
    assert drawn.probability(group.cases[0], 10) >= 0.5 >= drawn.probability(group.cases[-1], 10)
    assert 1 <= group.first_rank <= 10 < group.last_rank


def test_same_seed_same_draws_and_another_seed_nearly_the_same() -> None:
    fit = adjust(SCORES)
    assert same(draw_ranks(fit, [10], draws=800), draw_ranks(fit, [10], draws=800))
    other = draw_ranks(fit, [10], draws=4000, seed=7)
    first = draw_ranks(fit, [10], draws=4000)
    assert not same(first, other)
    assert np.abs(first.within - other.within).max() < 0.05


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_input_never_matters(random: Random) -> None:
    shuffled = list(SCORES)
    random.shuffle(shuffled)
    cases = sorted({score.case_id for score in SCORES})[:20]
    one = draw_ranks(adjust(SCORES), [5, 10], cases=cases, draws=200)
    other = draw_ranks(adjust(shuffled), [10, 5, 5], cases=cases[::-1], draws=200)
    assert same(one, other)


def test_only_the_chosen_cases_are_ranked() -> None:
    drawn = draw_ranks(adjust(SCORES), [2], cases=["C003", "C001", "C002"], draws=500)
    assert drawn.cases == ("C001", "C002", "C003")
    assert drawn.within.sum() == pytest.approx(2.0)


def test_equal_scores_leave_every_order_as_likely() -> None:
    drawn = draw_ranks(adjust(table({"a": [70, 70], "b": [70, 70], "c": [70, None], "d": [None, 70]})), [1, 3])
    assert drawn.expected_rank.tolist() == [2.5] * 4
    assert drawn.within.tolist() == [[0.25, 0.75]] * 4
    assert drawn.groups[0] == LineGroup(1, ("a", "b", "c", "d"), 1, 1)


def test_one_review_per_case_leaves_much_open() -> None:
    scores = [Score(f"c{index}", f"Z{index % 2}", float(60 + index)) for index in range(20)]
    drawn = draw_ranks(adjust(scores), [5], draws=2000)
    assert 0.5 < drawn.probability("c19", 5) < 0.97


def test_a_far_better_case_is_surely_the_first() -> None:
    scores = simulated(30, 5, 5)
    scores = [score._replace(value=score.value + 60) if score.case_id == "C004" else score for score in scores]
    drawn = draw_ranks(adjust(scores, spread=False), [1], draws=1000)
    assert drawn.probability("C004", 1) == 1.0
    assert drawn.groups == (LineGroup(1, (), 0, 0),)


def test_draws_have_the_moments_of_the_predictions_where_the_variances_are_well_known() -> None:
    fit = adjust(simulated(300, 12, 6), spread=False)
    near = [case for case, se in fit.by_case(fit.case_se).items() if se > 0][:2]
    drawn = draw_ranks(fit, [1], cases=near, draws=20_000)
    covariance_free = float(np.diff([fit.by_case(fit.adjusted)[case] for case in near])[0])
    spread = math.hypot(*(fit.by_case(fit.case_se)[case] for case in near))
    expected = NormalDist().cdf(-covariance_free / spread)
    assert drawn.within[0, 0] == pytest.approx(expected, abs=0.03)


def test_draws_are_shared_among_the_grid_by_weight() -> None:
    slices = posterior(adjust(SCORES))
    counts = allot(slices, 1000)
    assert sum(int(one.sum()) for one in counts) == 1000
    weights = np.exp(np.concatenate([one.log_weight for one in slices]) - max(one.log_weight.max() for one in slices))
    assert np.concatenate(counts) == pytest.approx(1000 * weights / weights.sum(), abs=1.0)
