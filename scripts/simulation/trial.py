"""Simulated panels through every method: how many of the best are found, how true the probabilities are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from scripts.simulation.panels import simulate
from shanghai_cases.ranking.draws import draw_ranks
from shanghai_cases.ranking.mixed_model import adjust
from shanghai_cases.ranking.simple import SimpleMethod, simple_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scripts.simulation.panels import Scenario, Simulated
    from shanghai_cases.ranking.mixed_model import Adjusted

METHODS = ("mean", "trimmed", "median", "zscore", "no spread", "adjusted")
TOPS = (10, 30)
LINES = (10, 30, 60)
BINS = 10


@dataclass
class Tally:
    """Results of many panels of one scenario."""

    found: dict[str, list[tuple[int, ...]]] = field(default_factory=dict)
    """For each method and panel, how many of the true best were among as many named."""
    said: np.ndarray[tuple[int], np.dtype[np.float64]] = field(default_factory=lambda: np.zeros(BINS))
    """Sum of the stated probabilities in each bin."""
    came: np.ndarray[tuple[int], np.dtype[np.float64]] = field(default_factory=lambda: np.zeros(BINS))
    """How many of them came true."""
    count: np.ndarray[tuple[int], np.dtype[np.float64]] = field(default_factory=lambda: np.zeros(BINS))
    near_80: list[tuple[float, int]] = field(default_factory=list)
    """For each panel, how many of the probabilities from 0.75 to 0.85 came true, and how many there were."""

    def add(self, scenario: Scenario, seed: int, number: int, draws: int) -> None:
        """Run one panel; the same seed and number give the same panel."""
        panel = simulate(scenario, np.random.default_rng([seed, number]))
        for method in SimpleMethod:
            self._count(method.value, panel.truth, simple_values(panel.scores, method))
        plain, fit = adjust(panel.scores, spread=False), adjust(panel.scores)
        self._count("no spread", panel.truth, plain.by_case(plain.adjusted))
        self._count("adjusted", panel.truth, fit.by_case(fit.adjusted))
        self._calibrate(panel, fit, draws)

    def _count(self, method: str, truth: Mapping[str, float], values: Mapping[str, float]) -> None:
        hits = tuple(len(best(truth, top) & best(values, top)) for top in TOPS)
        self.found.setdefault(method, []).append(hits)

    def _calibrate(self, panel: Simulated, fit: Adjusted, draws: int) -> None:
        drawn = draw_ranks(fit, LINES, draws=draws)
        inside = [best(panel.truth, line) for line in LINES]
        true = np.array([[case_id in one for one in inside] for case_id in drawn.cases]).ravel()
        stated = drawn.within.ravel()
        index = np.minimum((stated * BINS).astype(np.intp), BINS - 1)
        self.said += np.bincount(index, stated, BINS)
        self.came += np.bincount(index, true, BINS)
        self.count += np.bincount(index, minlength=BINS)
        near = (stated >= 0.75) & (stated < 0.85)
        self.near_80.append((float(true[near].sum()), int(near.sum())))


def best(values: Mapping[str, float], top: int) -> set[str]:
    """Return the `top` cases with the highest values; ties go by case id."""
    return set(sorted(values, key=lambda case_id: (-values[case_id], case_id))[:top])
