"""Marks given out of habit: found where chance hardly makes as many, and left out of the model."""

from __future__ import annotations

import random

import pytest

from shanghai_cases.ranking.habit import habitual
from shanghai_cases.ranking.mixed_model import adjust
from shanghai_cases.ranking.panel import Panel
from shanghai_cases.ranking.scores import Score
from tests.ranking.panels import simulated


def with_habit(share: float = 0.8) -> tuple[list[Score], list[Score]]:
    """Return a panel in which Z03 gives most cases 75, and those scores."""
    chance = random.Random(1)
    scores = [
        score._replace(value=75.0) if score.reviewer == "Z03" and chance.random() < share else score
        for score in simulated(120, 8, 4)
    ]
    return scores, [score for score in scores if score.reviewer == "Z03" and score.value == 75.0]


def marked(scores: list[Score]) -> list[Score]:
    panel = Panel.of(scores)
    return [score for score, one in zip(panel.scores(), habitual(panel), strict=True) if one]


def graded(marks: dict[int, int], times: int = 1) -> list[Score]:
    """Return one reviewer's marks as often as given, and another reviewer's varied ones."""
    mine = [mark for mark, count in marks.items() for _ in range(count * times)]
    others = random.Random(2).choices(range(1, 11), k=len(mine))
    pairs = [("Z1", mine), ("Z2", others)]
    return [Score(f"c{place:04d}", name, float(mark)) for name, given in pairs for place, mark in enumerate(given)]


def test_a_mark_for_nearly_all_is_found() -> None:
    scores, habit = with_habit()
    assert marked(scores) == sorted(habit)


def test_it_is_as_if_those_scores_were_not_there() -> None:
    scores, habit = with_habit()
    fit, without = adjust(scores), adjust([score for score in scores if score not in habit])
    assert fit.by_case(fit.adjusted) == pytest.approx(without.by_case(without.adjusted))
    assert fit.by_case(fit.case_se) == pytest.approx(without.by_case(without.case_se))
    all_ = sum(score.reviewer == "Z03" for score in scores)
    said = f"Z03 gave {len(habit)} of {all_} cases 75.0: that tells none of them from another and isn't counted"
    assert said in [str(warning) for warning in fit.warnings]


def test_the_plain_model_counts_everything() -> None:
    assert adjust(with_habit()[0], spread=False).likelihood.weight.min() == 1.0


@pytest.mark.parametrize(
    "marks",
    [
        {6: 2, 7: 14, 8: 4},  # a narrow hand on a coarse scale
        {7: 10, 8: 20, 9: 20, 10: 90},  # the top of the scale tells who is best
        {1: 60, 2: 10, 3: 5},
        {5: 10, 6: 20, 7: 40, 8: 20, 9: 10},
    ],
)
@pytest.mark.parametrize("times", [1, 5])
def test_marks_that_judge_are_left_alone(marks: dict[int, int], times: int) -> None:
    assert marked(graded(marks, times)) == []


def test_the_order_of_scores_does_not_matter() -> None:
    scores, _ = with_habit()
    assert marked(scores[::-1]) == marked(scores)
