"""The default ranking method: adjusted scores from a mixed model with crossed cases and reviewers.

score = mean + case + reviewer + error; case and reviewer effects are random, variances by restricted maximum
likelihood (`reml`), each reviewer's spread brought to the common one where that helps (`spread`), slips of
the pen counted with a small weight (`slips`). docs/ranking.md derives it and gives the sources.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.ranking.fit_warnings import fit_warnings
from shanghai_cases.ranking.habit import habitual
from shanghai_cases.ranking.panel import Panel
from shanghai_cases.ranking.reml import Likelihood, Point, Ratios
from shanghai_cases.ranking.slips import FEWEST_SCORES, Slips, find_slips
from shanghai_cases.ranking.spread import Spread, correct_spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanghai_cases.ranking.arrays import Floats
    from shanghai_cases.ranking.scores import Score

NOT_ASKED = msg("it was not asked for")
_UNKNOWN_RATIO = 1.0
"""Where the scores can't tell case from error, half of what the reviewers leave is taken to be the case's."""


@dataclass(frozen=True, slots=True)
class Components:
    """The three variances of the model, in squared points."""

    case: float
    reviewer: float
    residual: float

    @property
    def reliability(self) -> float:
        """Share of the case variance in a single review freed of its reviewer's leniency; 0 if both are 0."""
        total = self.case + self.residual
        return self.case / total if total > 0 else 0.0


@dataclass(frozen=True)
class Adjusted:
    """A fitted panel.

    Arrays follow the order of `panel.cases` (I), `panel.reviewers` (J) and of the scores (n).
    """

    panel: Panel
    likelihood: Likelihood
    point: Point
    value: Floats
    """(n,) the scores that went into the model: given, or brought to the common spread."""
    spread: Spread | None = None
    """What was found about spreads, whether or not it was used; None if not asked for."""
    spread_used: bool = False
    spread_reason: Message = NOT_ASKED
    slips: Slips | None = None
    """The slips found; None where there are none or they were not looked for."""
    known: tuple[bool, bool] = (True, True)
    """Whether the scores can tell the variance of (cases, reviewers) from the error."""
    warnings: tuple[Message, ...] = field(default=())

    @property
    def mean(self) -> float:
        """The fixed mean."""
        return self.point.mean

    @property
    def mean_se(self) -> float:
        """Standard error of the fixed mean."""
        return float((self.point.error / self.point.precision) ** 0.5)

    @property
    def components(self) -> Components:
        """Variances of case, reviewer and residual."""
        error, ratios = self.point.error, self.point.ratios
        return Components(error * ratios.case, error * ratios.reviewer, error)

    @cached_property
    def case_effects(self) -> Floats:
        """(I,) predictions of the case effects."""
        return self.likelihood.case_effects(self.point)

    @cached_property
    def adjusted(self) -> Floats:
        """(I,) adjusted scores: the mean plus the case effect."""
        return self.point.mean + self.case_effects

    @cached_property
    def case_se(self) -> Floats:
        """(I,) standard errors of the case effects, square roots of their prediction error variances."""
        import numpy as np

        return np.sqrt(np.maximum(self.likelihood.case_variances(self.point), 0.0))

    @cached_property
    def reviewer_effects(self) -> Floats:
        """(J,) predictions of the reviewers' leniency; above 0 is lenient."""
        return self.likelihood.reviewer_effects(self.point)

    @cached_property
    def reviewer_se(self) -> Floats:
        """(J,) standard errors of the leniency."""
        import numpy as np

        return np.sqrt(np.maximum(self.likelihood.reviewer_variances(self.point), 0.0))

    @cached_property
    def log_spread(self) -> Floats:
        """(J,) logarithm of the spread each reviewer's scores were divided by; 0 where none was used."""
        import numpy as np

        if self.spread is None or not self.spread_used:
            return np.zeros(len(self.panel.reviewers))
        return self.spread.log_spread

    @cached_property
    def deviations(self) -> Floats:
        """(n,) how far each entry of `value` is from its reviewer's mean."""
        return self.value - self.likelihood.reviewer_means(self.value)

    @cached_property
    def log_spread_error(self) -> Floats:
        """(J,) posterior standard deviation of the logarithm of the spread; 0 where none was used."""
        import numpy as np

        if self.spread is None or not self.spread_used:
            return np.zeros(len(self.panel.reviewers))
        return np.sqrt(self.spread.variance)

    @cached_property
    def fitted(self) -> Floats:
        """(n,) what the model expects of each entry of `value`."""
        return self.adjusted[self.panel.case] + self.reviewer_effects[self.panel.reviewer]

    def by_case(self, x: Floats) -> dict[str, float]:
        """Name the entries of x (I,)."""
        return dict(zip(self.panel.cases, x.tolist(), strict=True))


def adjust(scores: Iterable[Score], *, spread: bool = True, slips: bool | None = None) -> Adjusted:
    """Fit the model; `spread=False` is the plain mixed model as lme4 fits it.

    `slips` (by default as `spread`) says whether improbable scores are looked for and given a small weight.
    Raises `DataError` for scores that are not finite or there twice, `NothingFoundError` without scores.
    """
    panel = Panel.of(scores)
    return adjust_panel(panel, spread=spread, slips=spread if slips is None else slips)


def adjust_panel(panel: Panel, *, spread: bool = True, slips: bool = True, start: Ratios | None = None) -> Adjusted:
    """Fit the model to a panel; `start` may hold the ratios of a similar panel."""
    if panel.flat:
        return _flat(panel)
    weight = _counted(panel) if spread else None
    known = _known(panel, weight)
    plain = _fit(Likelihood(panel, weight), panel.value, known, start)
    if spread and all(known):
        result = _spread_or_not(plain)
    else:
        reason = msg("the panel is too small for it") if spread else NOT_ASKED
        result = replace(plain, spread_reason=reason)
    if slips and all(known) and len(panel.value) >= FEWEST_SCORES:
        result = _with_slips(result, spread=spread)
    return replace(result, warnings=tuple(fit_warnings(result)))


def _counted(panel: Panel) -> Floats:
    """Weights (n,): 0 for marks given out of habit, 1 for all others.

    One mark for nearly all says nothing of differences, but would count as so many reviews that found the case
    ordinary. It is left out only where the rest still can be compared.
    """
    import numpy as np

    weight = (~habitual(panel)).astype(np.float64)
    loud = panel.value[weight > 0]
    return weight if len(loud) > 2 and float(np.ptp(loud)) > 0 and all(_known(panel, weight)) else np.ones(len(weight))


def _known(panel: Panel, weight: Floats | None) -> tuple[bool, bool]:
    """Whether the variance of (cases, reviewers) can be told from the error: two levels, one repeated."""
    import numpy as np

    counted = np.ones(len(panel.value)) if weight is None else weight
    cases, reviewers = panel.by_case(counted), panel.by_reviewer(counted)
    return (
        int((cases > 0).sum()) > 1 and float(cases.max()) > 1,
        int((reviewers > 0).sum()) > 1 and float(reviewers.max()) > 1,
    )


def _fit(likelihood: Likelihood, y: Floats, known: tuple[bool, bool], start: Ratios | None = None) -> Adjusted:
    if not all(known):
        start = Ratios(0.5 if known[0] else _UNKNOWN_RATIO, 0.5 if known[1] else 0.0)
    point = likelihood.maximise(y, start, free=known)
    return Adjusted(likelihood.panel, likelihood, point, y, known=known)


def _flat(panel: Panel) -> Adjusted:
    """All scores are equal: no differences, no error."""
    import numpy as np

    likelihood = Likelihood(panel)
    point = replace(likelihood.at(panel.value, Ratios(0.0, 0.0)), mean=float(panel.value[0]), error=0.0)
    point = replace(point, residual=np.zeros(len(panel.value)))
    return Adjusted(
        panel,
        likelihood,
        point,
        panel.value,
        spread_reason=msg("all scores are equal"),
        known=(False, False),
        warnings=(msg("all scores are equal: nothing tells one case from another"),),
    )


def _spread_or_not(plain: Adjusted) -> Adjusted:
    """Correct the spread if there is any to correct and a single review says more with the correction."""
    found = correct_spread(plain.likelihood, plain.value, plain.point)
    if found.omega2 <= 0:
        return replace(plain, spread=found, spread_reason=msg("the reviewers' spreads don't differ beyond chance"))
    before, after = plain.components.reliability, _reliability(found.point)
    values = {"before": round(before, 4), "after": round(after, 4)}
    if after <= before:
        reason = msg("a single review would say less with it (reliability {before} without, {after} with)", **values)
        return replace(plain, spread=found, spread_reason=reason)
    reason = msg("a single review says more with it (reliability {before} without, {after} with)", **values)
    return replace(plain, point=found.point, value=found.value, spread=found, spread_used=True, spread_reason=reason)


def _reliability(point: Point) -> float:
    return point.ratios.case / (1 + point.ratios.case)


def _with_slips(clean: Adjusted, *, spread: bool) -> Adjusted:
    """Look for slips; if there are, fit and correct again with their small weights, and look again."""
    found = find_slips(clean.panel, clean.value, clean.point, clean.likelihood.weight)
    if not found.plausible:
        return clean
    result = clean
    for _ in range(2):
        plain = _fit(found.likelihood, clean.panel.value, clean.known, found.point.ratios)
        result = _spread_or_not(plain) if spread else replace(plain, spread_reason=clean.spread_reason)
        found = find_slips(clean.panel, result.value, result.point, found.likelihood.weight)
    return replace(result, likelihood=found.likelihood, point=found.point, slips=found)
