"""The posterior of the variance ratios on a grid, with what a draw at each grid point needs.

Flat prior on the mean, 1 / s2 on the error variance, and the uniform shrinkage prior on both ratios (Daniels
1999, Can. J. Stat. 27, 567): ratio / (1 + ratio) uniform on (0, 1), proper for any number of cases or
reviewers and finite at zero. The mean, the error variance and all effects integrate out in closed form, so
the posterior of the ratios is the restricted likelihood times the prior (Harville 1974).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shanghai_cases.ranking.arrays import Floats, Ints
    from shanghai_cases.ranking.mixed_model import Adjusted

_NODES = 13
_WIDE_NODES = 33
_WIDE = (math.log(1e-4), math.log(1e4))


@dataclass(frozen=True, slots=True)
class Slice:
    """The grid points with one case ratio: K reviewer ratios, J reviewers; y less the fitted mean."""

    case_ratio: float
    reviewer_ratio: Floats
    """(K,)"""
    log_weight: Floats
    """(K,) log posterior weight, up to one constant for the whole grid."""
    axes: Floats
    """(J, J) eigenvectors of M, the reviewers' cross products with the cases eliminated."""
    size: Floats
    """(J,) eigenvalues of M."""
    ones: Floats
    """(J,) axes' Z'W1."""
    total: Floats
    """(J,) axes' Z'Wy."""
    level: float
    """1'Wy."""
    precision: Floats
    """(K,) 1' V^-1 1."""
    rss: Floats
    """(K,) residual sum of squares."""
    tilt: Floats
    """(J, J) axes' Z'WD: what a stretch of reviewer j's deviations D does to `total`."""
    lift: Floats
    """(J,) 1'WD: what it does to `level`."""


def posterior(fit: Adjusted) -> list[Slice]:
    """Return the grid, one slice for each case ratio; `fit` must not be one of equal scores."""
    cases, reviewers = _grids(fit)
    return [_slice(fit, ratio, reviewers) for ratio in cases.tolist()]


def _grids(fit: Adjusted) -> tuple[Floats, Floats]:
    """Nodes for both ratios: five standard errors around a well determined one, else a wide range."""
    import numpy as np

    _, information = fit.likelihood.slopes(fit.point)
    grids: list[Floats] = []
    for index, ratio in enumerate((fit.point.ratios.case, fit.point.ratios.reviewer)):
        if index == 1 and not fit.known[1]:
            grids.append(np.zeros(1))
            continue
        curve = float(information[index, index]) * ratio**2
        error = math.sqrt(2 / curve) if curve > 0 and all(fit.known) else math.inf
        if error <= 1:
            middle = math.log(ratio)
            grids.append(np.exp(np.linspace(middle - 5 * error, middle + 5 * error, _NODES)))
        else:
            grids.append(np.exp(np.linspace(*_WIDE, _WIDE_NODES)))
    return grids[0], grids[1]


def _slice(fit: Adjusted, case_ratio: float, reviewer_ratio: Floats) -> Slice:
    import numpy as np

    panel, likelihood, y = fit.panel, fit.likelihood, fit.value - fit.point.mean
    size, axes = np.linalg.eigh(likelihood.between(case_ratio))
    size = np.maximum(size, 0.0)
    flat, inner = likelihood.whiten(np.ones(len(y)), case_ratio), likelihood.whiten(y, case_ratio)
    ones, total = axes.T @ panel.by_reviewer(flat), axes.T @ panel.by_reviewer(inner)
    gain = reviewer_ratio[:, None] / (1 + reviewer_ratio[:, None] * size)
    precision = flat.sum() - gain @ ones**2
    mean = (inner.sum() - gain @ (ones * total)) / precision
    rss = np.maximum(y @ inner - gain @ total**2 - mean**2 * precision, 1e-300)
    logdet = np.log1p(case_ratio * likelihood.case_weight).sum()
    logdet = logdet + np.log1p(reviewer_ratio[:, None] * size).sum(axis=1)
    prior = math.log(case_ratio) - 2 * math.log1p(case_ratio)
    positive = np.where(reviewer_ratio > 0, reviewer_ratio, 1.0)
    weight = prior + np.log(positive) - 2 * np.log1p(reviewer_ratio)
    weight = weight - 0.5 * (logdet + np.log(precision) + likelihood.freedom * np.log(rss))
    tilt, lift = _stretching(fit, case_ratio, flat)
    level = float(inner.sum())
    return Slice(
        case_ratio,
        reviewer_ratio,
        weight,
        axes,
        size,
        ones,
        total,
        level,
        precision,
        rss,
        axes.T @ tilt,
        lift,
    )


def _stretching(fit: Adjusted, case_ratio: float, flat: Floats) -> tuple[Floats, Floats]:
    """Z'WD (J, J) and 1'WD (J,) for the deviations D of all reviewers; flat (n,) is W1."""
    import numpy as np

    panel, weight = fit.panel, fit.likelihood.weight
    shrink = case_ratio / (1 + case_ratio * fit.likelihood.case_weight)
    tilt = np.diag(panel.by_reviewer(weight * fit.deviations))
    tilt = tilt - panel.gram(weight, weight * fit.deviations, shrink)
    return tilt, panel.by_reviewer(flat * fit.deviations)


def allot(slices: list[Slice], draws: int) -> list[Ints]:
    """Share `draws` among the grid points by weight, systematically: for each slice the K counts."""
    import numpy as np

    log_weight = np.concatenate([one.log_weight for one in slices])
    weight = np.exp(log_weight - log_weight.max())
    edges = np.rint(np.cumsum(weight) / weight.sum() * draws).astype(np.intp)
    counts = np.diff(edges, prepend=0)
    return np.split(counts, np.cumsum([len(one.log_weight) for one in slices])[:-1])
