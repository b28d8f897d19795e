"""How well an assignment lets the reviewers' severity be told apart, before any score is given."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    from shanghai_cases.ranking.arrays import Bools, Floats, Ints

SEED = 20231220
RANDOM_ASSIGNMENTS = 20


@dataclass(frozen=True, slots=True)
class DesignQuality:
    """Average variances of the difference between two reviewers, in units of the variance of one review."""

    variance: float
    """Of this assignment; infinite where groups of reviewers share no case."""
    random_variance: float
    """Mean of the same over random assignments of as many allowed reviewers to each case."""
    bound: float
    """No assignment with as many reviews can do better."""
    groups: int
    """Connected groups of reviewers who have cases; 1 is what is wanted."""


def design_quality(
    teams: Sequence[Iterable[int]], allowed: Sequence[Sequence[bool]], *, seed: int = SEED
) -> DesignQuality:
    """Judge teams of reviewers (numbers), one per case; `allowed` says who may read which case.

    From the information matrix of the reviewers with the cases eliminated, C = diag(reviews) - sum over cases
    of z z' / size: the average variance is 2 tr(C+) / (J - 1) (Shah & Sinha 1989, Theory of Optimal Designs,
    ch. 1).
    """
    import numpy as np

    members = [sorted(team) for team in teams]
    sizes = np.array([len(team) for team in members], dtype=np.intp)
    reviewers = np.array([one for team in members for one in team], dtype=np.intp)
    if len(reviewers) == 0:
        return DesignQuality(math.inf, math.inf, math.inf, 0)
    _, numbers = np.unique(reviewers, return_inverse=True)
    information = _information(sizes, numbers, int(numbers.max()) + 1)
    variance, groups = _average_variance(information)
    free = np.array(allowed, dtype=np.bool_)[:, np.unique(reviewers)]
    rng = np.random.default_rng(seed)
    chance = [
        _average_variance(_information(*_random_teams(sizes, free, rng), len(information)))[0]
        for _ in range(RANDOM_ASSIGNMENTS)
    ]
    count, trace = len(information), float(np.trace(information))
    bound = 2 * (count - 1) / trace if trace > 0 else math.inf
    return DesignQuality(variance, math.fsum(chance) / len(chance), bound, groups)


def _information(sizes: Ints, reviewers: Ints, count: int) -> Floats:
    """C (J, J) of teams given one after the other."""
    import numpy as np

    table = np.zeros((len(sizes), count))
    table[np.repeat(np.arange(len(sizes)), sizes), reviewers] = 1.0
    return np.asarray(np.diag(table.sum(axis=0)) - (table / np.maximum(sizes, 1)[:, None]).T @ table)


def _average_variance(information: Floats) -> tuple[float, int]:
    """Average variance of a difference, and the number of connected groups."""
    import numpy as np

    read = np.diag(information) > 0
    values = np.linalg.eigvalsh(information[np.ix_(read, read)])
    if len(values) == 0:
        return math.inf, 0
    zero = values < 1e-9 * max(1.0, float(values[-1]))
    groups = int(zero.sum())
    if groups > 1:
        return math.inf, groups
    if len(values) == 1:
        return 0.0, groups
    return 2 * float((1 / values[~zero]).sum()) / (len(values) - 1), groups


def _random_teams(sizes: Ints, free: Bools, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw as many allowed reviewers for each case as it has."""
    import numpy as np

    keys = np.where(free, rng.random(free.shape), 2.0)
    order = np.argsort(keys, axis=1)
    taken = np.minimum(sizes, free.sum(axis=1))
    return taken, order[np.arange(free.shape[1]) < taken[:, None]]
