"""What the scores say of the reviewers: leniency, spread, agreement, load and patterns worth a question.

Nothing here is a verdict: each finding says how likely it would be by chance alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.ranking.distributions import Interval, correlation_interval, t_two_sided
from shanghai_cases.ranking.panel import CHANCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.ranking.arrays import Floats, Ints
    from shanghai_cases.ranking.mixed_model import Adjusted

FEWEST_FOR_PATTERNS = 5


class Pattern(StrEnum):
    """What was noticed."""

    ONE_MARK = "one mark"
    READING_ORDER = "reading order"
    OUTLYING = "outlying"


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern in a reviewer's scores; `chance` is its probability by chance in the whole panel."""

    pattern: Pattern
    message: Message
    chance: float


@dataclass(frozen=True, slots=True)
class ReviewerReport:
    """One reviewer. Intervals are at 95 %; ends that can't be known are NaN."""

    reviewer: str
    reviews: int
    mean: float
    leniency: Interval
    """Points above the panel, shrunken (above 0: lenient)."""
    leniency_chance: float
    """Probability that a reviewer who is like the panel looks as lenient or strict."""
    spread: Interval
    """Spread of the scores as a multiple of the common one, shrunken; 1 where it was not estimated."""
    agreement: Interval
    """Correlation with the mean of the others, freed of leniency, on the same cases."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Outlying:
    """A score far from what all other scores lead to expect, on the reviewer's own scale."""

    case_id: str
    reviewer: str
    given: float
    expected: float
    z: float
    """Distance in standard errors of the prediction."""
    chance: float
    """Probability of a score this far out anywhere in the panel (Bonferroni)."""


def report_reviewers(fit: Adjusted, order: Mapping[tuple[str, str], float] | None = None) -> list[ReviewerReport]:
    """Describe every reviewer, by code; `order` may say when (case, reviewer) was read."""
    import numpy as np

    found: dict[str, list[Finding]] = {name: [] for name in fit.panel.reviewers}
    for number, name in enumerate(fit.panel.reviewers):
        mine = np.flatnonzero(fit.panel.reviewer == number)
        found[name] += [*_one_mark(fit, number), *_reading_order(fit, mine, order or {})]
    for one in outlying(fit):
        found[one.reviewer].append(_far_out(one))
    agreement = _agreement(fit)
    return [
        _report(fit, number, agreement[number], tuple(found[name])) for number, name in enumerate(fit.panel.reviewers)
    ]


def _report(fit: Adjusted, number: int, agreement: Interval, findings: tuple[Finding, ...]) -> ReviewerReport:
    effect, error = float(fit.reviewer_effects[number]), float(fit.reviewer_se[number])
    return ReviewerReport(
        fit.panel.reviewers[number],
        int(fit.panel.reviewer_counts[number]),
        float(fit.panel.reviewer_means[number]),
        Interval(effect, effect - 1.96 * error, effect + 1.96 * error),
        2 * NormalDist().cdf(-abs(effect) / error) if error > 0 else 1.0,
        _spread(fit, number),
        agreement,
        findings,
    )


def _spread(fit: Adjusted, number: int) -> Interval:
    if fit.spread is None or not fit.spread.estimated[number]:
        return Interval(1.0, math.nan, math.nan)
    middle, error = float(fit.spread.log_spread[number]), math.sqrt(float(fit.spread.variance[number]))
    return Interval(math.exp(middle), math.exp(middle - 1.96 * error), math.exp(middle + 1.96 * error))


def _agreement(fit: Adjusted) -> list[Interval]:
    """Each reviewer's correlation with the leave-one-out means of the others, freed of leniency."""
    import numpy as np

    panel = fit.panel
    free = fit.value - fit.reviewer_effects[panel.reviewer]
    others = panel.case_counts[panel.case] - 1
    rest = (panel.by_case(free)[panel.case] - free) / np.maximum(others, 1)
    result = []
    for number in range(len(panel.reviewers)):
        mine = (panel.reviewer == number) & (others > 0)
        result.append(_correlation(panel.value[mine], rest[mine]))
    return result


def _correlation(x: Floats, y: Floats) -> Interval:
    import numpy as np

    if len(x) < 3 or float(np.ptp(x)) <= 1e-12 or float(np.ptp(y)) <= 1e-12:
        return Interval(math.nan, math.nan, math.nan)
    return correlation_interval(float(np.corrcoef(x, y)[0, 1]), len(x))


def _one_mark(fit: Adjusted, number: int) -> list[Finding]:
    """All scores of a reviewer the same: by chance, every one after the first would have to repeat it."""
    panel = fit.panel
    if not panel.silent[number]:
        return []
    count, value = int(panel.reviewer_counts[number]), float(panel.reviewer_means[number])
    message = msg("all {count} scores are {value}", count=count, value=round(value, 6))
    return [Finding(Pattern.ONE_MARK, message, float(panel.one_mark_chance[number]))]


def _reading_order(fit: Adjusted, mine: Ints, order: Mapping[tuple[str, str], float]) -> list[Finding]:
    """Whether what a reviewer gave beyond expectation rises or falls in the order of reading."""
    import numpy as np

    panel = fit.panel
    keys = [(panel.cases[panel.case[index]], panel.reviewers[panel.reviewer[index]]) for index in mine]
    known = [place for place, key in enumerate(keys) if key in order]
    if len(known) < FEWEST_FOR_PATTERNS:
        return []
    position = np.array([order[keys[place]] for place in known], dtype=np.float64)
    beyond = (fit.value - fit.fitted)[mine][known]
    r = _correlation(position, beyond).estimate
    if math.isnan(r):
        return []
    freedom = len(known) - 2
    t = abs(r) * math.sqrt(freedom / max(1e-12, 1 - r * r))
    chance = min(1.0, len(panel.reviewers) * t_two_sided(t, freedom))
    if chance >= CHANCE:
        return []
    text = msg("scores rise in the order of reading") if r > 0 else msg("scores fall in the order of reading")
    return [Finding(Pattern.READING_ORDER, text, chance)]


def _far_out(one: Outlying) -> Finding:
    message = msg(
        "gave {case_id} {given}, where all other scores lead to expect {expected}",
        case_id=one.case_id,
        given=one.given,
        expected=one.expected,
    )
    return Finding(Pattern.OUTLYING, message, one.chance)


def outlying(fit: Adjusted, chance: float = CHANCE) -> list[Outlying]:
    """Return the scores that chance would put as far out, anywhere in the panel, more rarely than `chance`.

    The distance is the deletion residual: the score against its prediction from all others, over the standard
    error of that prediction (Cook & Weisberg 1982), with the leverage of the case effect.
    """
    import numpy as np

    if fit.point.error <= 0:
        return []
    panel, likelihood, ratio = fit.panel, fit.likelihood, fit.point.ratios.case
    leverage = (ratio / (1 + ratio * likelihood.case_weight))[panel.case]
    kept = 1 - likelihood.weight * leverage
    distance = (fit.value - fit.fitted) / kept
    z = distance / np.sqrt(fit.point.error * (1 + leverage / kept))
    expected = fit.value - distance
    means = fit.value - fit.deviations
    expected = means + (expected - means) * np.exp(fit.log_spread)[panel.reviewer]
    found = []
    for index in np.argsort(-np.abs(z), kind="stable").tolist():
        rare = min(1.0, 2 * len(z) * NormalDist().cdf(-abs(float(z[index]))))
        if rare >= chance:
            break
        case_id, reviewer = panel.cases[panel.case[index]], panel.reviewers[panel.reviewer[index]]
        found.append(
            Outlying(case_id, reviewer, float(panel.value[index]), float(expected[index]), float(z[index]), rare)
        )
    return found
