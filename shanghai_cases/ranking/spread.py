"""Bringing each reviewer's spread of scores to the common one, by the likelihood of the mixed model itself.

With s_j the spread of reviewer j, y* = m_j + (y - m_j) / s_j (m_j the reviewer's mean) follows the mixed
model, so the log-likelihood of t = log s is the restricted one of y* minus sum_j (n_j - 1) t_j, the Jacobian.
It is maximised by Fisher scoring, the variance components being refitted at every step. The estimates are
then pulled to their mean by empirical Bayes, the variance omega2 of t across reviewers being estimated by
Paule & Mandel 1982 (J. Res. Natl. Bur. Stand. 87, 377): omega2 = 0 leaves everybody alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shanghai_cases.ranking.arrays import Bools, Floats
    from shanghai_cases.ranking.reml import Likelihood, Point

FEWEST_REVIEWS = 3
"""A reviewer with fewer reviews keeps spread 1."""
STRETCH_LIMIT = 2.0
"""Nobody's deviations are multiplied by more than this."""
_ITERATIONS = 50


@dataclass(frozen=True, slots=True)
class Spread:
    """The estimated spreads of J reviewers and the scores brought to the common spread."""

    log_spread: Floats
    """(J,) log s, shrunken and limited; 0 for reviewers who were left alone."""
    variance: Floats
    """(J,) posterior variance of log s; 0 for reviewers who were left alone."""
    estimated: Bools
    """(J,) whether the reviewer had enough reviews, not all equal."""
    omega2: float
    """Variance of log s across reviewers."""
    value: Floats
    """(n,) scores on the common spread."""
    point: Point
    """The mixed model of those scores."""


def correct_spread(likelihood: Likelihood, y: Floats, point: Point) -> Spread:
    """Estimate everybody's spread; the search starts from `point`, the fit of y (n,) without correction."""
    import numpy as np

    panel = likelihood.panel
    means = likelihood.reviewer_means(y)
    deviation = y - means
    counted = (likelihood.weight > 0).astype(np.float64)
    narrow = panel.by_reviewer(counted * deviation**2) <= 1e-18 * panel.by_reviewer(y**2)
    estimated = (panel.by_reviewer(counted) >= FEWEST_REVIEWS) & ~narrow
    log_spread = np.zeros(len(panel.reviewers))
    variance = np.zeros(len(panel.reviewers))
    omega2 = 0.0
    if estimated.sum() >= 2:
        log_spread[estimated], error = _score(likelihood, means, deviation, estimated, point)
        omega2, centre = paule_mandel(log_spread[estimated], error)
        kept = omega2 / (omega2 + error)
        log_spread[estimated] = np.maximum((log_spread[estimated] - centre) * kept, -math.log(STRETCH_LIMIT))
        variance[estimated] = kept * error
    value = means + deviation * np.exp(-log_spread)[panel.reviewer]
    if omega2 > 0:
        point = likelihood.maximise(value, point.ratios)
    return Spread(log_spread, variance, estimated, omega2, value, point)


def _score(
    likelihood: Likelihood, means: Floats, deviation: Floats, estimated: Bools, point: Point
) -> tuple[Floats, Floats]:
    """Fisher scoring for log s of the `estimated` reviewers, mean 0: estimates and their variances."""
    import numpy as np

    panel = likelihood.panel
    chosen = np.flatnonzero(estimated)
    log_spread = np.zeros(len(panel.reviewers))
    information = np.eye(len(chosen))
    for _ in range(_ITERATIONS):
        scaled = deviation * np.exp(-log_spread)[panel.reviewer]
        point = likelihood.maximise(means + scaled, point.ratios)
        slope, curve = _slopes(likelihood, scaled, point)
        information = curve[np.ix_(chosen, chosen)]
        move = np.clip(np.linalg.solve(information, slope[chosen]), -1.0, 1.0)
        move -= (log_spread[chosen] + move).mean()
        log_spread[chosen] += move
        if float(np.abs(move).max()) < 1e-6:
            break
    variances: Floats = np.diag(np.linalg.inv(information)).astype(np.float64)
    return log_spread[chosen], variances


def _slopes(likelihood: Likelihood, scaled: Floats, point: Point) -> tuple[Floats, Floats]:
    """Gradient (J,) and information (J, J) of the log-likelihood in log s; scaled (n,): deviations / s."""
    import numpy as np

    panel, weight = likelihood.panel, likelihood.weight
    freedom = np.maximum(panel.by_reviewer((weight > 0).astype(np.float64)) - 1, 0.0)
    shrink = point.ratios.case / (1 + point.ratios.case * likelihood.case_weight)
    slope = panel.by_reviewer(scaled * point.residual) / point.error - freedom
    inner = np.diag(panel.by_reviewer(weight * scaled**2))
    inner = inner - panel.gram(weight * scaled, weight * scaled, shrink)
    crossed = np.diag(panel.by_reviewer(weight * scaled)) - panel.gram(weight, weight * scaled, shrink)
    unit = likelihood.solve(np.ones(len(scaled)), point.ratios.case, point.smoother)
    level = panel.by_reviewer(scaled * unit)
    inner = inner - crossed.T @ point.smoother @ crossed - np.outer(level, level) / point.precision
    return slope, np.diag(freedom) + inner / point.error


def paule_mandel(estimate: Floats, error: Floats) -> tuple[float, float]:
    """Return the variance between estimates (k,) beyond their error variances (k,), and their weighted mean.

    The variance w solves sum (estimate - mean)^2 / (error + w) = k - 1, or is 0 where even w = 0 leaves less.
    """

    def excess(between: float) -> tuple[float, float]:
        weight = 1 / (error + between)
        mean = float((weight * estimate).sum() / weight.sum())
        return float((weight * (estimate - mean) ** 2).sum()) - (len(estimate) - 1), mean

    if excess(0.0)[0] <= 0:
        return 0.0, excess(0.0)[1]
    low, high = 0.0, float(error.max())
    while excess(high)[0] > 0:
        low, high = high, 2 * high
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle)[0] > 0 else (low, middle)
    return high, excess(high)[1]
