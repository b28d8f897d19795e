"""Simulated panels of experts with known truth, each kind another way in which panels are not ideal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shanghai_cases.ranking.scores import Score

if TYPE_CHECKING:
    from shanghai_cases.ranking.arrays import Floats, Ints

CENTRE, CASE_SD, ERROR_SD = 70.0, 6.0, 8.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """How the experts of a panel differ; standard deviations are in points of a 0-100 scale."""

    name: str
    cases: int = 500
    reviewers: int = 25
    per_case: int = 5
    leniency: float = 5.0
    spread: float = 0.35
    """Standard deviation of the logarithm of a reviewer's spread."""
    erratic: float = 0.0
    """Share of reviewers whose scores have nothing to do with the cases."""
    one_mark: float = 0.0
    """Share of reviewers who give five in six of their cases one and the same mark."""
    slips: float = 0.0
    """Share of scores that were mistyped: digits swapped, a digit lost, or meant for another case."""
    whole: bool = False
    """Scores are whole numbers from 1 to 10."""
    strata: bool = False
    """Some reviewers got better cases to read than others."""
    blocks: int = 1
    """Groups of cases and reviewers, linked through five cases in a hundred only."""
    skipping: float = 0.0
    """Probability with which a reviewer leaves out a case that they would score in their lowest third."""


_BASE = Scenario("leniency and spread")
SCENARIOS = (
    Scenario("alike", leniency=0.0, spread=0.0),
    Scenario("leniency", spread=0.0),
    _BASE,
    replace(_BASE, name="a tenth erratic", erratic=0.1),
    replace(_BASE, name="whole numbers 1-10", whole=True),
    replace(_BASE, name="three reviews", per_case=3),
    replace(_BASE, name="few reviews per expert", reviewers=250),
    Scenario("uneven allotment", spread=0.0, strata=True),
    replace(_BASE, name="weak links", blocks=5),
    replace(_BASE, name="one mark for all", one_mark=0.4),
    replace(_BASE, name="slips of the pen", slips=0.03),
    replace(_BASE, name="skipping", skipping=0.5),
)


@dataclass(frozen=True, slots=True)
class Simulated:
    """One panel: the true worth of each case and the scores given."""

    truth: dict[str, float]
    scores: list[Score]


def simulate(scenario: Scenario, rng: np.random.Generator) -> Simulated:
    """Draw one panel; the same generator state gives the same panel."""
    worth = rng.normal(0.0, CASE_SD, scenario.cases)
    case, reviewer = _allot(scenario, worth, rng)
    leniency = rng.normal(0.0, scenario.leniency, scenario.reviewers)
    spread = np.exp(rng.normal(0.0, scenario.spread, scenario.reviewers))
    noise = rng.normal(0.0, ERROR_SD, len(case))
    seen = worth[case] + noise
    ignorant = rng.permutation(scenario.reviewers) < round(scenario.erratic * scenario.reviewers)
    guess = rng.normal(0.0, np.hypot(CASE_SD, ERROR_SD), len(case))
    seen = np.where(ignorant[reviewer], guess, seen)
    value = CENTRE + leniency[reviewer] + spread[reviewer] * seen
    value = _one_mark(scenario, value, reviewer, leniency, rng)
    value = np.clip(value, 0, 100)
    value = _slip(scenario, value, rng)
    value = np.clip(np.rint(value / 10), 1, 10) if scenario.whole else np.round(value, 1)
    keep = _kept(scenario, value, reviewer, rng)
    names = [f"C{number:05d}" for number in range(scenario.cases)]
    scores = [
        Score(names[one], f"R{two:04d}", float(mark))
        for one, two, mark in zip(case[keep], reviewer[keep], value[keep], strict=True)
    ]
    present = {score.case_id for score in scores}
    truth = {name: float(one) for name, one in zip(names, worth, strict=True) if name in present}
    return Simulated(truth, scores)


def _allot(scenario: Scenario, worth: Floats, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Allot at random with equal loads; in strata some reviewers get better cases than others."""
    n, j, k = scenario.cases, scenario.reviewers, scenario.per_case
    if scenario.strata:
        taste = rng.normal(0.0, 1.0, j)
        pull = np.outer(worth / CASE_SD, taste) + rng.gumbel(size=(n, j))
    else:
        pull = rng.random((n, j))
    if scenario.blocks > 1:
        of_case, of_reviewer = np.arange(n) % scenario.blocks, np.arange(j) % scenario.blocks
        linking = rng.random(n) < 0.05
        pull = pull - 10 * ((of_case[:, None] != of_reviewer[None, :]) & ~linking[:, None])
    load = np.zeros(j)
    limit = -(-n * k // j)
    chosen: list[Ints] = []
    order = rng.permutation(n)
    for one in order:
        available = pull[one] - 100.0 * (load >= limit)
        if not scenario.strata:
            available = available - 5.0 * load / limit
        picks = np.argsort(-available, kind="stable")[:k]
        load[picks] += 1
        chosen.append(picks)
    case = np.repeat(order, k)
    return case.astype(np.intp), np.concatenate(chosen).astype(np.intp)


def _one_mark(scenario: Scenario, value: Floats, reviewer: Ints, leniency: Floats, rng: np.random.Generator) -> Floats:
    lazy = rng.permutation(scenario.reviewers) < round(scenario.one_mark * scenario.reviewers)
    same = rng.random(len(value)) < 5 / 6
    narrow = CENTRE + leniency[reviewer] + 0.3 * (value - CENTRE - leniency[reviewer])
    mark = np.where(same, np.round(CENTRE + leniency[reviewer]), narrow)
    return np.where(lazy[reviewer], mark, value)


def _slip(scenario: Scenario, value: Floats, rng: np.random.Generator) -> Floats:
    slipped = rng.random(len(value)) < scenario.slips
    kind = rng.integers(0, 3, len(value))
    tens, ones = np.floor(value / 10), np.floor(value % 10)
    elsewhere = value[rng.permutation(len(value))]
    wrong = np.where(kind == 0, 10 * ones + tens, np.where(kind == 1, tens, elsewhere))
    return np.where(slipped, np.clip(wrong, 0, 100), value)


def _kept(scenario: Scenario, value: Floats, reviewer: Ints, rng: np.random.Generator) -> Ints:
    skipped = np.zeros(len(value), dtype=bool)
    if scenario.skipping > 0:
        for one in range(scenario.reviewers):
            mine = np.flatnonzero(reviewer == one)
            low = value[mine] <= np.quantile(value[mine], 1 / 3)
            skipped[mine[low]] = rng.random(int(low.sum())) < scenario.skipping
    return np.flatnonzero(~skipped)
