"""Slips of the pen: scores so far from what the model expects that they hardly are anybody's judgement.

Errors are a mixture of the ordinary normal and, with a small probability, one of five times its standard
deviation (Tukey 1960, "A survey of sampling from contaminated distributions"). The EM algorithm (Dempster,
Laird & Rubin 1977) alternates between the mixed model with weights and each score's probability of being a
slip, judged by its distance from what all other scores predict. A slip is not left out: it counts with a
small weight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.ranking.reml import Likelihood

if TYPE_CHECKING:
    from shanghai_cases.ranking.arrays import Floats
    from shanghai_cases.ranking.panel import Panel
    from shanghai_cases.ranking.reml import Point

SLIP_VARIANCE = 25.0
"""Error variance of a slip, in units of the ordinary one."""
FEWEST_SCORES = 30
"""With fewer scores nothing is called a slip."""
DOUBT = 0.1
"""A score less likely a slip than this counts in full."""
EVIDENCE = 6.0
"""Twice the log-likelihood gained per slip, below which long tails are not called slips."""
_ITERATIONS = 25


@dataclass(frozen=True, slots=True)
class Slips:
    """Which of n scores look like slips, and the mixed model in which they count less."""

    probability: Floats
    """(n,) probability that the score is a slip."""
    share: float
    """Estimated share of slips among all scores."""
    evidence: float
    """Twice the gain in log-likelihood per expected slip."""
    likelihood: Likelihood
    point: Point

    @property
    def plausible(self) -> bool:
        """Whether there are slips: one that is likely, and far enough out to be told from long tails."""
        return float(self.probability.max()) > 0.5 and self.evidence >= EVIDENCE


def find_slips(panel: Panel, y: Floats, point: Point, weight: Floats) -> Slips:
    """Fit the mixture to y (n,), from a fit of the mixed model with `weight` (n,); weight 0 stays."""
    import numpy as np

    share, probability, counted = 0.01, np.zeros(len(y)), weight > 0
    likelihood, evidence = Likelihood(panel, weight), 0.0
    for _ in range(_ITERATIONS):
        ordinary, slipped = _densities(likelihood, y, point)
        for _ in range(20):
            either = np.logaddexp(math.log1p(-share) + ordinary, math.log(share) + slipped)
            probability = np.exp(math.log(share) + slipped - either)
            share = min(0.5, max(float(probability[counted].mean()), 1e-12))
        probability = np.where(counted, probability, 0.0)
        evidence = 2 * float((either - ordinary)[counted].sum()) / max(float(probability.sum()), 1e-12)
        doubt = np.where(probability < DOUBT, 0.0, probability)
        changed = np.where(counted, 1 - doubt + doubt / SLIP_VARIANCE, 0.0)
        if float(np.abs(changed - likelihood.weight).max()) < 1e-3:
            break
        likelihood = Likelihood(panel, changed)
        point = likelihood.maximise(y, point.ratios)
    return Slips(probability, share, evidence, likelihood, point)


def _densities(likelihood: Likelihood, y: Floats, point: Point) -> tuple[Floats, Floats]:
    """Log densities (n,) of each score as an ordinary one and as a slip, given all other scores.

    The leverage of a score is that of its case effect; the mean and reviewer effects, which rest on many
    scores, are taken as known.
    """
    import numpy as np

    panel = likelihood.panel
    fitted = point.mean + likelihood.case_effects(point)[panel.case]
    fitted = fitted + likelihood.reviewer_effects(point)[panel.reviewer]
    uncertain = (point.ratios.case / (1 + point.ratios.case * likelihood.case_weight))[panel.case]
    kept = 1 - likelihood.weight * uncertain
    square = ((y - fitted) / kept) ** 2 / point.error
    around = uncertain / kept

    def density(variance: float) -> Floats:
        total = variance + around
        return -0.5 * (np.log(total) + square / total)

    return density(1.0), density(SLIP_VARIANCE)
