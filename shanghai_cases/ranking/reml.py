"""Restricted maximum likelihood for two crossed random effects, the cases eliminated first.

Model: y = mean + case + reviewer + error with variances s2 * (a, b, 1 / weight); a and b are the variance
ratios. With V the covariance of y divided by s2, minus twice the restricted log-likelihood, s2 profiled out,
is (n - 1)(1 + log(2 pi rss / (n - 1))) + log|V| + log(1' V^-1 1) (Patterson & Thompson 1971; Bates et al.
2015, eq. 42). The case effects are eliminated by a Schur complement, so only a reviewers x reviewers system
is ever solved; the gradient and average information are those of Gilmour, Thompson & Cullis 1995.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shanghai_cases.ranking.arrays import Floats
    from shanghai_cases.ranking.panel import Panel

_SMALLEST, _LARGEST = 1e-9, 1e8
_LONGEST_STEP = 2.0
_ITERATIONS = 200


@dataclass(frozen=True, slots=True)
class Ratios:
    """Variances of case and reviewer as multiples of the error variance."""

    case: float
    reviewer: float


@dataclass(frozen=True, slots=True)
class Point:
    """The restricted likelihood of y at given ratios, and what predictions need."""

    ratios: Ratios
    criterion: float
    """Minus twice the restricted log-likelihood, the error variance profiled out."""
    mean: float
    error: float
    """Error variance, rss / (n - 1)."""
    residual: Floats
    """(n,) V^-1 (y - mean)."""
    smoother: Floats
    """(J, J) covariance of the reviewer effects given the mean, in units of the error variance."""
    pull: Floats
    """(J,) 1 - smoother @ Z'W1: what one unit of the mean does to mean + reviewer effect."""
    precision: float
    """1' V^-1 1, the precision of the mean in units of the error variance."""


class Likelihood:
    """The restricted likelihood of a panel's design, for any scores on it; those of weight 0 don't count."""

    def __init__(self, panel: Panel, weight: Floats | None = None) -> None:
        import numpy as np

        self.panel = panel
        self.weight = np.ones(len(panel.value)) if weight is None else weight
        self.case_weight = panel.by_case(self.weight)
        self.reviewer_weight = panel.by_reviewer(self.weight)
        counted = self.weight > 0
        self.freedom = max(1, int(counted.sum()) - 1)
        """Number of scores that count, less one."""
        self._log_weight = float(np.log(self.weight[counted]).sum())

    def reviewer_means(self, y: Floats) -> Floats:
        """Return for each score the weighted mean of its reviewer's scores y: (n,)."""
        import numpy as np

        panel = self.panel
        weight = np.where(self.reviewer_weight[panel.reviewer] > 0, self.weight, 1.0)
        return (panel.by_reviewer(weight * y) / panel.by_reviewer(weight))[panel.reviewer]

    def whiten(self, x: Floats, case_ratio: float) -> Floats:
        """Return W x (n,), where W^-1 is the covariance of error and case effects alone."""
        shrink = case_ratio / (1 + case_ratio * self.case_weight)
        return self.weight * (x - (shrink * self.panel.by_case(self.weight * x))[self.panel.case])

    def between(self, case_ratio: float) -> Floats:
        """Return M = Z'WZ (J, J) over the reviewers."""
        import numpy as np

        shrink = case_ratio / (1 + case_ratio * self.case_weight)
        return np.diag(self.reviewer_weight) - self.panel.gram(self.weight, self.weight, shrink)

    def solve(self, x: Floats, case_ratio: float, smoother: Floats) -> Floats:
        """Return V^-1 x (n,)."""
        panel = self.panel
        inner = self.whiten(x, case_ratio)
        effect = smoother @ panel.by_reviewer(inner)
        return inner - self.whiten(effect[panel.reviewer], case_ratio)

    def at(self, y: Floats, ratios: Ratios) -> Point:
        """Evaluate at `ratios`; y (n,)."""
        import numpy as np

        panel = self.panel
        system = np.eye(len(panel.reviewers)) + ratios.reviewer * self.between(ratios.case)
        smoother: Floats = ratios.reviewer * np.linalg.inv(system).astype(np.float64, copy=False)
        flat = self.whiten(np.ones(len(y)), ratios.case)
        pull = 1 - smoother @ panel.by_reviewer(flat)
        precision = float(flat @ pull[panel.reviewer])
        totals = panel.by_reviewer(self.whiten(y, ratios.case))
        mean = float(flat @ y - panel.by_reviewer(flat) @ smoother @ totals) / precision
        residual = self.solve(y - mean, ratios.case, smoother)
        rss = float((y - mean) @ residual)
        freedom = self.freedom
        logdet = float(np.log1p(ratios.case * self.case_weight).sum()) - self._log_weight
        logdet += float(np.linalg.slogdet(system)[1])
        error = rss / freedom
        criterion = freedom * (1 + math.log(2 * math.pi * error)) if error > 0 else -math.inf
        criterion += logdet + math.log(precision)
        return Point(ratios, criterion, mean, error, residual, smoother, pull, precision)

    def slopes(self, point: Point) -> tuple[Floats, Floats]:
        """Return gradient (2,) and average information (2, 2) of the criterion in (case, reviewer) ratios."""
        import numpy as np

        panel, ratio = self.panel, point.ratios.case
        between = self.between(ratio)
        flat = self.whiten(np.ones(len(panel.value)), ratio)
        unit = flat - self.whiten((point.smoother @ panel.by_reviewer(flat))[panel.reviewer], ratio)
        shares = 1 / (1 + ratio * self.case_weight)
        crossing = panel.gram(self.weight, self.weight, shares**2)
        traces = np.array(
            [
                float((self.case_weight * shares).sum()) - float((point.smoother * crossing).sum()),
                float(np.trace(between)) - float((point.smoother * (between @ between)).sum()),
            ]
        )
        by_case, by_reviewer = panel.by_case(point.residual), panel.by_reviewer(point.residual)
        ones = (panel.by_case(unit), panel.by_reviewer(unit))
        squares = np.array([float(by_case @ by_case), float(by_reviewer @ by_reviewer)])
        flats = np.array([float(ones[0] @ ones[0]), float(ones[1] @ ones[1])])
        gradient = traces - flats / point.precision - squares / point.error
        work = (by_case[panel.case], by_reviewer[panel.reviewer])
        return gradient, self._information(point, unit, squares, work)

    def _information(self, point: Point, unit: Floats, squares: Floats, work: tuple[Floats, Floats]) -> Floats:
        import numpy as np

        columns = np.stack(work)
        solved = np.stack([self.solve(one, point.ratios.case, point.smoother) for one in work])
        solved = solved - np.outer(columns @ unit / point.precision, unit)
        information: Floats = columns @ solved.T / point.error
        return information - np.outer(squares, squares) / point.error**2 / self.freedom

    def maximise(self, y: Floats, start: Ratios | None = None, *, free: tuple[bool, bool] = (True, True)) -> Point:
        """Return the point of highest restricted likelihood; a ratio not `free` keeps its value in `start`.

        Newton steps on the logarithms of the ratios with the average information, halved until the criterion
        falls; a ratio that runs to zero is held there while its slope at zero says so.
        """
        point = self.at(y, start) if start and (all(_pair(start)) or not all(free)) else self._start(y)
        held = [not free[0], not free[1]]
        for _ in range(_ITERATIONS):
            gradient, information = self.slopes(point)
            point, held = self._release(y, point, gradient, held, free)
            active = [index for index in (0, 1) if not held[index] and _pair(point.ratios)[index] > 0]
            if not active or not math.isfinite(point.criterion):
                break
            trial, longest = self._step(y, point, gradient, information, active)
            if longest < 1e-9 or trial is point:
                point = trial
                break
            point = trial
        return point

    def _release(
        self, y: Floats, point: Point, gradient: Floats, held: list[bool], free: tuple[bool, bool]
    ) -> tuple[Point, list[bool]]:
        """Hold vanishing ratios at zero, and let go again those whose slope at zero points upward."""
        ratios = list(_pair(point.ratios))
        for index in (0, 1):
            if not free[index]:
                continue
            if not held[index] and ratios[index] <= _SMALLEST:
                ratios[index], held[index] = 0.0, True
            elif held[index] and ratios[index] == 0.0 and gradient[index] < 0:
                ratios[index], held[index] = 1e-3, False
        changed = Ratios(*ratios)
        return (point if changed == point.ratios else self.at(y, changed)), held

    def _step(
        self, y: Floats, point: Point, gradient: Floats, information: Floats, active: list[int]
    ) -> tuple[Point, float]:
        import numpy as np

        ratios = np.array(_pair(point.ratios))
        scale = ratios[active]
        slope = gradient[active] * scale
        curve = information[np.ix_(active, active)] * np.outer(scale, scale)
        curve = curve + np.eye(len(active)) * max(1e-12, 1e-9 * float(np.trace(curve)))
        move = -np.linalg.solve(curve, slope)
        move *= min(1.0, _LONGEST_STEP / max(float(np.abs(move).max()), 1e-300))
        for _ in range(40):
            trial = ratios.copy()
            trial[active] = np.clip(scale * np.exp(move), _SMALLEST / 10, _LARGEST)
            reached = self.at(y, Ratios(float(trial[0]), float(trial[1])))
            if reached.criterion <= point.criterion + 1e-10 * max(1.0, abs(point.criterion)):
                return reached, float(np.abs(np.log(trial[active] / scale)).max())
            move = move / 2
        return point, 0.0

    def _start(self, y: Floats) -> Point:
        """Return the best of a few widely spaced points."""
        trials = (Ratios(case, reviewer) for case in (0.05, 0.5, 3.0) for reviewer in (0.02, 0.3, 3.0))
        return min((self.at(y, ratios) for ratios in trials), key=lambda point: point.criterion)

    def case_effects(self, point: Point) -> Floats:
        """Best linear unbiased predictions of the case effects (I,) (Henderson 1975; Robinson 1991)."""
        return point.ratios.case * self.panel.by_case(point.residual)

    def reviewer_effects(self, point: Point) -> Floats:
        """Best linear unbiased predictions of the reviewer effects (J,)."""
        return point.ratios.reviewer * self.panel.by_reviewer(point.residual)

    def case_variances(self, point: Point) -> Floats:
        """Prediction error variances of the case effects (I,), the mean being estimated (Henderson 1975)."""
        import numpy as np

        shares = 1 / (1 + point.ratios.case * self.case_weight)
        covariance = point.smoother + np.outer(point.pull, point.pull) / point.precision
        carried = self.panel.quadratic(self.weight, covariance) * (point.ratios.case * shares) ** 2
        return point.error * (point.ratios.case * shares + carried)

    def reviewer_variances(self, point: Point) -> Floats:
        """Prediction error variances of the reviewer effects (J,), the mean being estimated."""
        import numpy as np

        moved = 1 - point.pull
        return point.error * (np.diag(point.smoother) + moved**2 / point.precision)


def _pair(ratios: Ratios) -> tuple[float, float]:
    return ratios.case, ratios.reviewer
