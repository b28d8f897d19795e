"""How sure the ranking is: draws from the joint posterior of all cases, ranked draw by draw.

Expected ranks and probabilities of rank after Heyard, Ott, Salanti & Egger 2022 (Statistics and Public Policy
9, 110), with the variance ratios integrated over a grid instead of plugged in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from shanghai_cases.ranking.order import competition_ranks
from shanghai_cases.ranking.posterior import allot, posterior

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

    from shanghai_cases.ranking.arrays import Floats, Ints
    from shanghai_cases.ranking.mixed_model import Adjusted
    from shanghai_cases.ranking.posterior import Slice

SEED = 20231220
DRAWS = 10_000
SURE = 0.9
"""A case is surely inside or outside a line if that happens in this share of the draws."""
_CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The cases around a quota line that can't be told apart: it isn't sure who of them is inside."""

    quota: int
    cases: tuple[str, ...]
    """From the best rank to the worst; empty if it is clear who is inside."""
    first_rank: int
    last_rank: int


@dataclass(frozen=True)
class RankDraws:
    """What the draws say of I cases and L quota lines."""

    cases: tuple[str, ...]
    lines: tuple[int, ...]
    """Cumulative quotas, ascending: 10, 30, 60 for tiers of 10, 20 and 30."""
    expected_rank: Floats
    """(I,) mean rank over the draws, 1 the best."""
    within: Floats
    """(I, L) probability of a rank within each line."""
    groups: tuple[LineGroup, ...]
    draws: int
    seed: int

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each case stands in the arrays."""
        return {case_id: index for index, case_id in enumerate(self.cases)}

    def probability(self, case_id: str, line: int) -> float:
        """Return the probability that the case is within the line (an entry of `lines`)."""
        return float(self.within[self.position[case_id], self.lines.index(line)])


def draw_ranks(
    fit: Adjusted,
    lines: Sequence[int],
    *,
    cases: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> RankDraws:
    """Rank `cases` (all of the panel if None) in each of `draws` draws from the posterior of `fit`.

    The order of `cases` and of the panel's input does not matter; the same seed gives the same draws.
    """
    import numpy as np

    names = fit.panel.cases
    chosen = np.arange(len(names)) if cases is None else np.flatnonzero(np.isin(names, list(cases)))
    lines = tuple(sorted(set(lines)))
    ranked = [names[index] for index in chosen]
    ranks = competition_ranks({name: float(fit.adjusted[index]) for name, index in zip(ranked, chosen, strict=True)})
    tally = _Tally(ranked, lines)
    if fit.point.error > 0 and ranked:
        for effects in _effects(fit, chosen, draws, np.random.default_rng(seed)):
            tally.add(effects)
    return tally.result(ranks, draws, seed)


class _Tally:
    """Sums over draws; I cases, L lines."""

    def __init__(self, cases: list[str], lines: tuple[int, ...]) -> None:
        import numpy as np

        self.cases, self.lines = cases, lines
        self.drawn = 0
        self.rank_sum = np.zeros(len(cases))
        self.within = np.zeros((len(cases), len(lines)))

    def add(self, effects: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
        """Count the ranks of the rows of effects (draws, I)."""
        import numpy as np

        count, size = effects.shape
        order = _worst_first(effects)
        ranks = np.tile(np.arange(size, 0, -1, dtype=np.float64), count)
        self.drawn += count
        self.rank_sum += np.bincount(order.ravel(), ranks, size)
        for index, line in enumerate(self.lines):
            self.within[:, index] += np.bincount(order[:, max(0, size - line) :].ravel(), minlength=size)

    def result(self, ranks: dict[str, int], draws: int, seed: int) -> RankDraws:
        """Turn sums into shares; without any draw, where all scores are equal, every order is as likely."""
        import numpy as np

        size = len(self.cases)
        if self.drawn == 0:
            self.drawn, self.rank_sum = 1, np.full(size, (size + 1) / 2)
            self.within = np.tile(np.minimum(np.array(self.lines) / max(1, size), 1.0), (size, 1))
        return RankDraws(
            tuple(self.cases),
            self.lines,
            self.rank_sum / self.drawn,
            self.within / self.drawn,
            tuple(self._group(index, ranks) for index in range(len(self.lines))),
            draws,
            seed,
        )

    def _group(self, index: int, ranks: dict[str, int]) -> LineGroup:
        share = dict(zip(self.cases, (self.within[:, index] / self.drawn).tolist(), strict=True))
        unsure = tuple(name for name in ranks if 1 - SURE < share[name] < SURE)
        first, last = (ranks[unsure[0]], ranks[unsure[-1]]) if unsure else (0, 0)
        return LineGroup(self.lines[index], unsure, first, last)


def _worst_first(effects: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Ints:
    """Sort each row of effects (draws, I): numbers of the cases, those of equal effects ascending.

    Bits of a float as an integer, those of negative ones inverted, sort as the floats do; with the case's number
    behind them one plain sort does, at half the time of `argsort`.
    """
    import numpy as np

    bits = effects.view(np.int32)
    keys = (bits ^ ((bits >> 31) & np.int32(0x7FFFFFFF))).astype(np.int64) << 32
    keys |= np.arange(effects.shape[1])
    keys.sort(axis=1)
    keys &= 0xFFFFFFFF
    return keys


def _effects(
    fit: Adjusted, chosen: Ints, draws: int, rng: np.random.Generator
) -> Iterator[np.ndarray[tuple[int, int], np.dtype[np.float32]]]:
    """Yield draws of the effects of the `chosen` cases, some rows (., I) at a time."""
    import numpy as np

    slices = posterior(fit)
    likelihood = fit.likelihood
    pulls = -fit.panel.dense(likelihood.weight)[chosen].T.astype(np.float32)
    if fit.spread_used:
        stretched = fit.panel.dense(likelihood.weight * fit.deviations)[chosen].T
        pulls = np.concatenate([pulls, stretched.astype(np.float32)])
    totals = fit.panel.by_case(likelihood.weight * (fit.value - fit.point.mean))[chosen].astype(np.float32)
    load = likelihood.case_weight[chosen]
    at_once = max(1, _CELLS_AT_ONCE // len(chosen))
    for one, counts in zip(slices, allot(slices, draws), strict=True):
        nodes = np.repeat(np.arange(len(counts)), counts)
        shrink = (one.case_ratio / (1 + one.case_ratio * load)).astype(np.float32)
        for start in range(0, len(nodes), at_once):
            node = nodes[start : start + at_once]
            stretch = _stretches(fit, len(node), rng)
            levels, scale = _levels(one, node, likelihood.freedom, stretch, rng)
            drawn = np.concatenate([levels, stretch], axis=1) if fit.spread_used else levels
            mean = drawn.astype(np.float32) @ pulls
            mean += totals
            mean *= shrink
            noise = rng.standard_normal(mean.shape, dtype=np.float32)
            noise *= scale.astype(np.float32)[:, None]
            noise *= np.sqrt(shrink)
            mean += noise
            yield mean


def _stretches(fit: Adjusted, count: int, rng: np.random.Generator) -> Floats:
    """Draw by how much each reviewer's deviations may still have to be stretched, less 1: (count, J)."""
    import numpy as np

    error = fit.log_spread_error
    if not fit.spread_used:
        return np.zeros((count, len(error)))
    return np.expm1(-error * rng.standard_normal((count, len(error))))


def _levels(one: Slice, node: Ints, freedom: int, stretch: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw mean + reviewer effects (draws, J), less the fitted mean, and the error's scale (draws,)."""
    import numpy as np

    scale = np.sqrt(one.rss[node] / rng.chisquare(freedom, len(node)))
    ratio = one.reviewer_ratio[node][:, None]
    gain = ratio / (1 + ratio * one.size)
    total = one.total + stretch @ one.tilt.T
    mean = (one.level + stretch @ one.lift - (gain * total) @ one.ones) / one.precision[node]
    mean += scale / np.sqrt(one.precision[node]) * rng.standard_normal(len(node))
    centre = gain * (total - mean[:, None] * one.ones)
    drawn = centre + scale[:, None] * np.sqrt(gain) * rng.standard_normal(gain.shape)
    return mean[:, None] + drawn @ one.axes.T, scale
