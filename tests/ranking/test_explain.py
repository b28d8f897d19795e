from __future__ import annotations

import math
import re

import pytest

from shanghai_cases.errors import NothingFoundError
from shanghai_cases.ranking.explain import explain
from shanghai_cases.ranking.mixed_model import adjust
from tests.ranking.panels import simulated, table

SCORES = simulated(60, 8, 4, spread=0.5, seed=3)


def test_every_step_can_be_followed_with_a_pocket_calculator() -> None:
    fit = adjust(SCORES)
    assert fit.spread_used
    for case_id in fit.panel.cases:
        told = explain(fit, case_id)
        for step in told.steps:
            evened = step.reviewer_mean + (step.given - step.reviewer_mean) / step.spread
            assert step.evened == pytest.approx(evened)
            assert step.corrected == pytest.approx(step.evened - step.leniency)
        average = sum(step.weight * step.corrected for step in told.steps) / sum(step.weight for step in told.steps)
        assert told.corrected_mean == pytest.approx(average)
        assert told.share == pytest.approx(told.weight / (told.weight + told.held))
        assert told.adjusted == pytest.approx(told.mean + told.share * (told.corrected_mean - told.mean))
        assert told.raw == pytest.approx(sum(step.given for step in told.steps) / len(told.steps))


def test_the_steps_are_the_reviews_of_the_case() -> None:
    told = explain(adjust(SCORES), "C005")
    assert [(step.reviewer, step.given) for step in told.steps] == sorted(
        (score.reviewer, score.value) for score in SCORES if score.case_id == "C005"
    )


def test_a_slip_is_told() -> None:
    scores = [score._replace(value=7.0) if index == 10 else score for index, score in enumerate(simulated(60, 8, 4))]
    told = explain(adjust(scores), scores[10].case_id)
    [step] = [step for step in told.steps if step.weight < 0.5]
    assert step.reviewer == scores[10].reviewer
    assert told.weight < 4
    assert sum("slip of the pen" in str(one) for one in told.sentences()) == 1


def test_the_sentences_of_a_small_panel() -> None:
    fit = adjust(table({"a": [60, 66], "b": [70, 74], "c": [80, 88]}), spread=False)
    told = [str(one) for one in explain(fit, "a").sentences()]
    assert [re.sub(r"[\d.]+", "x", one) for one in told[:2]] == [
        "Zx is x stricter than the panel: x + x = x",
        "Zx is x more lenient than the panel: x - x = x",
    ]
    assert len(told) == 5


def test_where_reviews_agree_by_chance_only_the_mean_is_left() -> None:
    fit = adjust(table({"a": [60, 80], "b": [80, 60], "c": [60, 80], "d": [80, 60]}))
    told = explain(fit, "a")
    assert math.isinf(told.held)
    assert told.share == 0.0
    assert told.adjusted == pytest.approx(70.0)
    assert str(list(told.sentences())[-1]).startswith("the reviews don't agree beyond chance")


def test_a_case_without_reviews_is_not_explained() -> None:
    with pytest.raises(NothingFoundError, match="X has no reviews"):
        explain(adjust(SCORES), "X")
