from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import DataError
from shanghai_cases.model.edition import Criterion
from shanghai_cases.ranking.scores import (
    Incomplete,
    Mark,
    Score,
    by_case,
    scores_from_marks,
    weighted_score,
)

NAN = float("nan")
NOVELTY = Criterion("novelty", weight=3, minimum=1, maximum=5)
COST = Criterion("cost", weight=1, minimum=0, maximum=10, lower_is_better=True)


def test_marks_are_weighted_on_the_editions_scale() -> None:
    assert weighted_score({"novelty": 4, "cost": 2}, [NOVELTY, COST]) == pytest.approx(100 * (3 * 0.75 + 0.8) / 4)


def test_same_scale_for_all_gives_the_plain_weighted_mean() -> None:
    criteria = [Criterion("a", weight=40), Criterion("b", weight=60)]
    assert weighted_score({"a": 80, "b": 90}, criteria) == pytest.approx(86.0)


def test_a_scale_where_lower_is_better_is_turned_round() -> None:
    assert weighted_score({"cost": 0}, [COST]) == 100.0
    assert weighted_score({"cost": 10}, [COST], scale=(1, 10)) == 1.0


def test_an_incomplete_review_is_left_out() -> None:
    marks = [
        Mark("E6-2", "Z01", "novelty", 5),
        Mark("E6-1", "Z01", "cost", 0),
        Mark("E6-1", "Z01", "novelty", 1),
    ]
    scores, incomplete = scores_from_marks(marks, [NOVELTY, COST])
    assert scores == [Score("E6-1", "Z01", 25.0)]
    assert incomplete == [Incomplete("E6-2", "Z01", ("cost",))]


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([Mark("E6-1", "Z01", "novelty", 6)], "Z01 gave E6-1 6 on novelty, which is not on the scale 1 to 5"),
        ([Mark("E6-1", "Z01", "style", 3)], "unknown criterion: style"),
        ([Mark("E6-1", "Z01", "novelty", 3)] * 2, "Z01 marked E6-1 twice on novelty"),
        ([Mark("E6-1", "Z01", "novelty", NAN)], "Z01 gave E6-1 nan on novelty, which is not on the scale 1 to 5"),
    ],
)
def test_marks_that_make_no_sense_are_refused(marks: list[Mark], said: str) -> None:
    with pytest.raises(DataError) as error:
        scores_from_marks(marks, [NOVELTY])
    assert str(error.value) == said


def test_scores_that_are_not_finite_or_there_twice_are_refused() -> None:
    with pytest.raises(DataError, match="must be a finite number"):
        by_case([Score("E6-1", "Z01", float("nan"))])
    with pytest.raises(DataError, match="Z01 scored E6-1 twice"):
        by_case([Score("E6-1", "Z01", 3.0), Score("E6-1", "Z01", 4.0)])


@given(st.permutations([Score(f"E6-{case}", f"Z{one}", case + one) for case in range(4) for one in range(3)]))
def test_grouping_does_not_depend_on_the_order_of_input(scores: list[Score]) -> None:
    assert list(by_case(scores).items()) == list(by_case(sorted(scores)).items())
