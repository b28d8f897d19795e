"""What is said of a panel of reviewers: each of them, and how far all agree."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.ranking.alpha import krippendorff_alpha
from shanghai_cases.ranking.icc import panel_icc
from shanghai_cases.ranking.mixed_model import adjust
from shanghai_cases.ranking.reviewers import report_reviewers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.ranking.distributions import Interval
    from shanghai_cases.ranking.icc import PanelIcc
    from shanghai_cases.ranking.mixed_model import Adjusted
    from shanghai_cases.ranking.reviewers import ReviewerReport
    from shanghai_cases.ranking.scores import Score


class PanelReport(NamedTuple):
    """The reviewers by code, the panel's agreement (None or NaN where the scores can't tell), and the model."""

    reviewers: Sequence[ReviewerReport]
    icc: PanelIcc | None
    alpha: Interval | None
    fit: Adjusted


def report_panel(
    scores: Sequence[Score], *, spread: bool, order: Mapping[tuple[str, str], float] | None = None
) -> PanelReport:
    """Describe the panel; ``order`` may say when (case, reviewer) was read. Raises as `adjust` does."""
    fit = adjust(scores, spread=spread)
    alpha = krippendorff_alpha(scores)
    return PanelReport(report_reviewers(fit, order), panel_icc(fit), None if math.isnan(alpha.estimate) else alpha, fit)
