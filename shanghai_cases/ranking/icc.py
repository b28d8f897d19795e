"""Intraclass correlations: how far the experts agree, for complete tables and for panels with gaps.

Complete tables: Shrout & Fleiss 1979 (Psychol. Bull. 86, 420), in the names of McGraw & Wong 1996 (Psychol.
Methods 1, 30): A for absolute agreement, C for consistency, 1 for one review, k for the mean of k reviews.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, msg
from shanghai_cases.ranking.distributions import Interval, f_quantile
from shanghai_cases.ranking.posterior import posterior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.ranking.arrays import Floats
    from shanghai_cases.ranking.mixed_model import Adjusted


@dataclass(frozen=True, slots=True)
class TableIcc:
    """The six coefficients of a complete table, with their intervals."""

    oneway_single: Interval
    """ICC(1), Shrout & Fleiss (1,1)."""
    agreement_single: Interval
    """ICC(A,1), Shrout & Fleiss (2,1)."""
    consistency_single: Interval
    """ICC(C,1), Shrout & Fleiss (3,1)."""
    oneway_mean: Interval
    """ICC(k), Shrout & Fleiss (1,k)."""
    agreement_mean: Interval
    """ICC(A,k), Shrout & Fleiss (2,k)."""
    consistency_mean: Interval
    """ICC(C,k), Shrout & Fleiss (3,k)."""


@dataclass(frozen=True, slots=True)
class PanelIcc:
    """The coefficients of a panel with gaps, from the variance components; intervals from their posterior."""

    agreement_single: Interval
    """case / (case + reviewer + error): one review as it was given."""
    consistency_single: Interval
    """case / (case + error): one review, freed of leniency."""
    consistency_mean: Interval
    """case / (case + error / k): the mean of k reviews freed of leniency."""
    reviews: float
    """k, the harmonic mean of the number of reviews per case."""


def table_icc(table: Sequence[Sequence[float]], *, level: float = 0.95) -> TableIcc:
    """Return the six coefficients of a table of n cases (rows) by k reviewers (columns).

    Raises `DataError` for fewer than two rows or columns, gaps, or scores that are all equal within every
    case.
    """
    n, k = len(table), len(table[0]) if table else 0
    if n < 2 or k < 2 or any(len(row) != k for row in table):
        raise DataError(msg("an intraclass correlation needs two cases, two reviewers and no gaps"))
    squares, within = _mean_squares(table)
    rows, _, error = squares
    if within == 0 or error == 0:
        raise DataError(msg("the reviewers agree perfectly: an intraclass correlation has no interval"))
    oneway = _ratio(rows / within, k, n - 1, n * (k - 1), level)
    consistency = _ratio(rows / error, k, n - 1, (n - 1) * (k - 1), level)
    agreement = _agreement(n, k, squares, level)
    return TableIcc(
        oneway, agreement, consistency, _step_up(oneway, k), _step_up(agreement, k), _step_up(consistency, k)
    )


def _mean_squares(table: Sequence[Sequence[float]]) -> tuple[tuple[float, float, float], float]:
    """Mean squares (between cases, between reviewers, of the residual), and within cases."""
    import numpy as np

    y = np.array(table, dtype=np.float64)
    n, k = y.shape
    y = y - y.mean()
    rows, columns = y.mean(axis=1, keepdims=True), y.mean(axis=0, keepdims=True)
    residual = float(((y - rows - columns) ** 2).sum()) / ((n - 1) * (k - 1))
    within = float(((y - rows) ** 2).sum()) / (n * (k - 1))
    between = k * float((rows**2).sum()) / (n - 1), n * float((columns**2).sum()) / (k - 1)
    return (*between, residual), within


def _ratio(f: float, k: int, above: int, below: int, level: float) -> Interval:
    """ICC of one review from the ratio of mean squares, with the interval of the F distribution."""
    tail = (1 + level) / 2
    low, high = f / f_quantile(tail, above, below), f * f_quantile(tail, below, above)
    return Interval((f - 1) / (f + k - 1), (low - 1) / (low + k - 1), (high - 1) / (high + k - 1))


def _agreement(n: int, k: int, squares: tuple[float, float, float], level: float) -> Interval:
    """ICC(A,1) with Satterthwaite's interval (McGraw & Wong 1996, table 7)."""
    rows, columns, error = squares
    estimate = (rows - error) / (rows + (k - 1) * error + k * (columns - error) / n)
    a = k * estimate / (n * (1 - estimate))
    b = 1 + k * estimate * (n - 1) / (n * (1 - estimate))
    parts = (a * columns) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    freedom = (a * columns + b * error) ** 2 / parts
    rest = k * columns + (k * n - k - n) * error
    low, high = f_quantile((1 + level) / 2, n - 1, freedom), f_quantile((1 + level) / 2, freedom, n - 1)
    return Interval(
        estimate,
        n * (rows - low * error) / (low * rest + n * rows),
        n * (high * rows - error) / (rest + n * high * rows),
    )


def _step_up(single: Interval, k: float) -> Interval:
    """Return the reliability of the mean of k reviews (Spearman 1910; Brown 1910)."""
    return Interval(*(k * one / (1 + (k - 1) * one) for one in single))


def panel_icc(fit: Adjusted, *, level: float = 0.95) -> PanelIcc | None:
    """Return the coefficients of a fitted panel; None where the scores can't tell case from error."""
    import numpy as np

    if not fit.known[0]:
        return None
    case, reviewer = fit.point.ratios.case, fit.point.ratios.reviewer
    slices = posterior(fit)
    log_weight = np.concatenate([one.log_weight for one in slices])
    weight = np.exp(log_weight - log_weight.max())
    cases = np.concatenate([np.full(len(one.log_weight), one.case_ratio) for one in slices])
    reviewers = np.concatenate([one.reviewer_ratio for one in slices])
    tails = ((1 - level) / 2, (1 + level) / 2)
    agreement = _quantiles(cases / (1 + cases + reviewers), weight, tails)
    consistency = _quantiles(cases / (1 + cases), weight, tails)
    reviews = len(fit.panel.cases) / float((1 / fit.panel.case_counts).sum())
    single = Interval(case / (1 + case), *consistency)
    return PanelIcc(Interval(case / (1 + case + reviewer), *agreement), single, _step_up(single, reviews), reviews)


def _quantiles(x: Floats, weight: Floats, shares: tuple[float, float]) -> tuple[float, float]:
    """Quantiles of weighted points, each point's weight spread to the middle of its neighbours."""
    import numpy as np

    values, index = np.unique(x, return_inverse=True)
    total = np.bincount(index, weight)
    reached = (np.cumsum(total) - total / 2) / total.sum()
    low, high = np.interp(shares, reached, values).tolist()
    return low, high
