"""The simple methods: mean, trimmed mean, median and the mean of standardised scores."""

from __future__ import annotations

import math
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, assert_never

from shanghai_cases.ranking.scores import by_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shanghai_cases.ranking.scores import Score


class SimpleMethod(StrEnum):
    """A ranking method that needs no model."""

    MEAN = "mean"
    TRIMMED = "trimmed"
    MEDIAN = "median"
    ZSCORE = "zscore"


def simple_values(scores: Iterable[Score], method: SimpleMethod) -> dict[str, float]:
    """Return one value per case, higher is better, by `method`.

    `trimmed` drops one highest and one lowest score where a case has at least three, as judging sheets do;
    with fewer it is the mean. `zscore` is brought back to the scale of the scores (see `standardised`).
    """
    cases = by_case(scores)
    if method is SimpleMethod.ZSCORE:
        cases = by_case(standardised(cases))
    values = {case_id: [score.value for score in given] for case_id, given in cases.items()}
    return {case_id: _summary(given, method) for case_id, given in values.items()}


def _summary(values: Sequence[float], method: SimpleMethod) -> float:
    match method:
        case SimpleMethod.MEAN | SimpleMethod.ZSCORE:
            return mean(values)
        case SimpleMethod.TRIMMED:
            return trimmed_mean(values)
        case SimpleMethod.MEDIAN:
            return median(values)
        case _:
            assert_never(method)


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean, independent of the order of `values`."""
    return math.fsum(values) / len(values)


def trimmed_mean(values: Sequence[float]) -> float:
    """Return the mean without one highest and one lowest value; with fewer than three values the mean."""
    if len(values) < 3:
        return mean(values)
    return mean(sorted(values)[1:-1])


def standardised(cases: Mapping[str, Sequence[Score]]) -> list[Score]:
    """Bring every reviewer to the mean and standard deviation (n - 1) of all scores.

    A reviewer whose scores are all equal, or who gave only one, says nothing about differences: every score
    of theirs becomes the mean of all scores.
    """
    everything = [score for given in cases.values() for score in given]
    reviewers: dict[str, list[float]] = {}
    for score in everything:
        reviewers.setdefault(score.reviewer, []).append(score.value)
    centre, spread = moments([score.value for score in everything])
    own = {reviewer: moments(values) for reviewer, values in reviewers.items()}
    result: list[Score] = []
    for score in everything:
        own_centre, own_spread = own[score.reviewer]
        z = (score.value - own_centre) / own_spread if own_spread > 0 else 0.0
        result.append(score._replace(value=centre + spread * z))
    return result


def moments(values: Sequence[float]) -> tuple[float, float]:
    """Return mean and standard deviation (n - 1); 0 where all are equal or there is only one."""
    centre = mean(values)
    if len(values) < 2 or min(values) == max(values):
        return centre, 0.0
    return centre, math.sqrt(math.fsum((value - centre) ** 2 for value in values) / (len(values) - 1))
