"""Krippendorff's alpha for a panel with gaps, with a bootstrap interval.

alpha = 1 - observed / expected disagreement (Krippendorff 2011, "Computing Krippendorff's alpha-reliability";
Hayes & Krippendorff 2007, Commun. Methods Meas. 1, 77). Cases with one review say nothing and are left out.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from shanghai_cases.ranking.distributions import Interval
from shanghai_cases.ranking.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanghai_cases.ranking.arrays import Floats, Ints
    from shanghai_cases.ranking.scores import Score

SEED = 20231220
RESAMPLES = 1_000


class Metric(StrEnum):
    """How far apart two scores are."""

    INTERVAL = "interval"
    ORDINAL = "ordinal"
    NOMINAL = "nominal"


def krippendorff_alpha(
    scores: Iterable[Score],
    metric: Metric = Metric.INTERVAL,
    *,
    resamples: int = RESAMPLES,
    level: float = 0.95,
    seed: int = SEED,
) -> Interval:
    """Return alpha; the interval is the percentile bootstrap over cases (NaN without `resamples`).

    NaN where no case has two reviews or where all scores are equal: nothing could have disagreed.
    """
    import numpy as np

    panel = Panel.of(scores)
    paired = panel.case_counts >= 2
    keep = paired[panel.case]
    if not keep.any():
        return Interval(math.nan, math.nan, math.nan)
    _, case = np.unique(panel.case[keep], return_inverse=True)
    statistic = _Statistic(case, panel.value[keep], metric)
    ones = np.ones((1, int(case.max()) + 1))
    estimate = float(statistic(ones)[0])
    if resamples == 0 or math.isnan(estimate):
        return Interval(estimate, math.nan, math.nan)
    rng = np.random.default_rng(seed)
    cases = ones.shape[1]
    counts = rng.multinomial(cases, np.full(cases, 1 / cases), size=resamples).astype(np.float64)
    drawn = statistic(counts)
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return Interval(estimate, low, high)


class _Statistic:
    """Alpha for any number of copies of each case: copies (B, I) to alphas (B,)."""

    def __init__(self, case: Ints, value: Floats, metric: Metric) -> None:
        import numpy as np

        self.metric = metric
        cases = int(case.max()) + 1
        self.size = np.bincount(case, minlength=cases).astype(np.float64)
        value = value - value.mean()
        if metric is Metric.INTERVAL:
            self.sum = np.bincount(case, value, cases)
            self.square = np.bincount(case, value**2, cases)
        else:
            levels, index = np.unique(value, return_inverse=True)
            self.table = np.zeros((cases, len(levels)))
            np.add.at(self.table, (case, index), 1.0)

    def __call__(self, copies: Floats) -> Floats:
        import numpy as np

        if self.metric is Metric.INTERVAL:
            return self._interval(copies)
        return np.array([self._by_level(one) for one in copies])

    def _interval(self, copies: Floats) -> Floats:
        """Both disagreements from sums and sums of squares, without pairs."""
        import numpy as np

        within = 2 * (self.size * self.square - self.sum**2) / (self.size - 1)
        total = copies @ self.size
        observed = copies @ within / total
        expected = 2 * (total * (copies @ self.square) - (copies @ self.sum) ** 2) / (total * (total - 1))
        flat = expected <= 1e-15 * float(self.square.max() + 1e-300)
        return np.where(flat, np.nan, 1 - observed / np.where(flat, 1.0, expected))

    def _by_level(self, copies: Floats) -> float:
        """From the coincidences of levels, for one row of copies (I,)."""
        import numpy as np

        share = copies / (self.size - 1)
        coincidence = (self.table * share[:, None]).T @ self.table - np.diag(share @ self.table)
        count = coincidence.sum(axis=1)
        distance = self._distance(count)
        total = float(count.sum())
        expected = float(count @ distance @ count) / (total - 1)
        return 1 - float((coincidence * distance).sum()) / expected if expected > 0 else math.nan

    def _distance(self, count: Floats) -> Floats:
        """Squared distances (V, V) between the V levels, each with its count."""
        import numpy as np

        match self.metric:
            case Metric.NOMINAL:
                return 1.0 - np.eye(len(count))
            case Metric.ORDINAL:
                middle = np.cumsum(count) - count / 2
                return np.asarray((middle[:, None] - middle[None, :]) ** 2)
            case Metric.INTERVAL:
                raise AssertionError("the interval metric needs no table of distances")
            case _:
                assert_never(self.metric)
