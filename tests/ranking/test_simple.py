"""The simple methods against hand-made and published sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.ranking.scores import Score
from shanghai_cases.ranking.simple import SimpleMethod, simple_values, trimmed_mean

if TYPE_CHECKING:
    from random import Random


def sheet(**cases: list[float]) -> list[Score]:
    return [
        Score(case_id, f"Z{number}", value)
        for case_id, values in cases.items()
        for number, value in enumerate(values, 1)
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Duke University, algorithm problem "Extreme Judgment": examples 1 to 3.
        ([4.0, 10.0, 5.0], 5.0),
        ([8.0, 8.0, 8.0, 8.0], 8.0),
        ([1.75, 1.0, 2.0, 2.25, 1.75, 2.2], 1.925),
        # Mann, Introductory Statistics, exercise 3.86: a gymnast before seven judges.
        ([9.4, 9.7, 9.5, 9.5, 9.4, 9.6, 9.5], 9.5),
    ],
)
def test_trimmed_mean_agrees_with_published_sheets(values: list[float], expected: float) -> None:
    assert trimmed_mean(values) == pytest.approx(expected, abs=1e-12)


def test_only_one_of_several_equal_extremes_is_dropped() -> None:
    assert trimmed_mean([9.0, 9.0, 6.0, 3.0]) == 7.5


def test_two_scores_are_not_trimmed() -> None:
    assert trimmed_mean([6.0, 8.0]) == 7.0


def test_mean_and_median() -> None:
    scores = sheet(a=[90, 80, 40], b=[70, 70])
    assert simple_values(scores, SimpleMethod.MEAN) == {"a": 70.0, "b": 70.0}
    assert simple_values(scores, SimpleMethod.MEDIAN) == {"a": 80.0, "b": 70.0}


def test_zscore_takes_leniency_and_spread_out() -> None:
    strict = [Score(case, "strict", value) for case, value in [("a", 50), ("b", 60), ("c", 70)]]
    wide = [Score(case, "wide", value) for case, value in [("a", 60), ("b", 80), ("c", 100)]]
    values = simple_values(strict + wide, SimpleMethod.ZSCORE)
    assert values["b"] == pytest.approx(70.0)
    assert values["c"] - values["b"] == pytest.approx(values["b"] - values["a"])


def test_zscore_of_a_reviewer_without_differences_is_the_common_mean() -> None:
    scores = [*sheet(a=[50, 80], b=[70, 80]), Score("c", "Z3", 90.0)]
    values = simple_values(scores, SimpleMethod.ZSCORE)
    assert values["c"] == pytest.approx(74.0)
    assert values["a"] == pytest.approx(74.0 + (50 - 60) / 200**0.5 * 230**0.5 / 2)


@given(
    st.lists(st.floats(0, 100), min_size=6, max_size=6),
    st.randoms(use_true_random=False),
    st.sampled_from(SimpleMethod),
)
def test_order_of_input_never_matters(values: list[float], random: Random, method: SimpleMethod) -> None:
    scores = sheet(a=values[:3], b=values[3:])
    shuffled = list(scores)
    random.shuffle(shuffled)
    assert simple_values(shuffled, method) == simple_values(scores, method)
