"""Marks given out of habit: one mark for nearly all cases, far oftener than judging them one by one would bring."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

from shanghai_cases.ranking.panel import CHANCE

if TYPE_CHECKING:
    from shanghai_cases.ranking.arrays import Bools, Floats
    from shanghai_cases.ranking.panel import Panel


def habitual(panel: Panel) -> Bools:
    """Return which of the n scores tell nothing of their case: (n,).

    They are all scores of a reviewer who gave every case one mark, and those of a reviewer that are the same mark for
    more than half of the cases, neither the lowest nor the highest they gave, if chance would hardly make as many.
    """
    import numpy as np

    found = panel.silent[panel.reviewer]
    by_reviewer = np.argsort(panel.reviewer, kind="stable")
    for mine in np.split(by_reviewer, np.cumsum(panel.reviewer_counts)[:-1]):
        mark = _habit(panel.value[mine], CHANCE / len(panel.reviewers))
        if mark is not None:
            found[mine[panel.value[mine] == mark]] = True
    return found


def _habit(given: Floats, rarely: float) -> float | None:
    """Return the mark that one reviewer gave out of habit, if chance makes as many as rarely as this.

    Chance would spread marks as a normal law of the same mean and standard deviation does, each mark standing for what
    is nearer to it than to the next ones they used. The probability of as many is bounded as by Chernoff 1952.
    """
    import numpy as np

    marks, counts = np.unique(given, return_counts=True)
    at = int(counts.argmax())
    share = float(counts[at]) / len(given)
    if share <= 0.5 or not 0 < at < len(marks) - 1:
        return None
    law = NormalDist(float(given.mean()), float(given.std(ddof=1)))
    low, mark, high = marks[at - 1 : at + 2].tolist()
    expected = law.cdf((mark + high) / 2) - law.cdf((low + mark) / 2)
    return float(mark) if _at_least(share, len(given), expected) < rarely else None


def _at_least(share: float, of: int, expected: float) -> float:
    """Bound the probability that a share of ``of`` trials succeeds where one succeeds with ``expected``."""
    if share <= expected:
        return 1.0
    distance = share * math.log(share / expected) + (1 - share) * math.log((1 - share) / (1 - expected))
    return math.exp(-of * distance)
