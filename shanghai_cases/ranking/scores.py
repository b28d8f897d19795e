"""Scores: one reviewer's weighted mean over the criteria for one case, turned so that higher is better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import DataError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Score(NamedTuple):
    """What one reviewer gave one case, on the edition's scale, higher is better."""

    case_id: str
    reviewer: str
    value: float


class Mark(NamedTuple):
    """What one reviewer gave one case on one criterion, on the criterion's own scale."""

    case_id: str
    reviewer: str
    criterion: str
    value: float


class Missing(StrEnum):
    """What happens to a review in which a criterion has no mark."""

    LEAVE_OUT = "leave-out"
    """The whole review does not count; it is reported as incomplete (the default)."""
    REWEIGH = "reweigh"
    """The weights of the marks that are there are scaled up to the full weight."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: a positive weight, the ends of its scale and which end is better."""

    name: str
    weight: float = 1.0
    minimum: float = 0.0
    maximum: float = 100.0
    higher_is_better: bool = True

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and self.weight > 0):
            raise DataError(msg("criterion {name}: the weight must be above 0", name=self.name))
        if not (math.isfinite(self.maximum - self.minimum) and self.maximum > self.minimum):
            raise DataError(msg("criterion {name}: the scale must end above its start", name=self.name))

    def share(self, mark: float) -> float:
        """Where `mark` lies on the scale, 0 the worst and 1 the best; raises `DataError` off the scale."""
        if not self.minimum <= mark <= self.maximum:
            raise DataError(
                msg(
                    "criterion {name}: {mark} is not on the scale {minimum} to {maximum}",
                    name=self.name,
                    mark=mark,
                    minimum=self.minimum,
                    maximum=self.maximum,
                )
            )
        distance = mark - self.minimum if self.higher_is_better else self.maximum - mark
        return distance / (self.maximum - self.minimum)


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A review that did not become a score, with the criteria that have no mark."""

    case_id: str
    reviewer: str
    missing: tuple[str, ...]


def weighted_score(
    marks: Mapping[str, float],
    criteria: Sequence[Criterion],
    *,
    scale: tuple[float, float] = (0.0, 100.0),
    missing: Missing = Missing.LEAVE_OUT,
) -> float | None:
    """Return the weighted mean of one review's marks on `scale`; None if the rule for missing marks says so.

    Each mark is first placed between the worst (0) and the best (1) end of its own scale, so criteria with
    different scales, or with lower marks that are better, can be averaged. A review without any mark is
    always None.
    """
    present = [criterion for criterion in criteria if criterion.name in marks]
    if not present or (missing is Missing.LEAVE_OUT and len(present) < len(criteria)):
        return None
    total = math.fsum(criterion.weight for criterion in present)
    shares = [criterion.weight * criterion.share(marks[criterion.name]) for criterion in present]
    low, high = scale
    return low + (high - low) * math.fsum(shares) / total


def scores_from_marks(
    marks: Iterable[Mark],
    criteria: Sequence[Criterion],
    *,
    scale: tuple[float, float] = (0.0, 100.0),
    missing: Missing = Missing.LEAVE_OUT,
) -> tuple[list[Score], list[Incomplete]]:
    """Turn marks into scores, sorted by case and reviewer, with the reviews that stayed incomplete.

    Raises `DataError` for a criterion that is not in `criteria`, a mark given twice, or one off its scale.
    """
    reviews = _by_review(marks, {criterion.name for criterion in criteria})
    scores: list[Score] = []
    incomplete: list[Incomplete] = []
    for (case_id, reviewer), given in sorted(reviews.items()):
        value = weighted_score(given, criteria, scale=scale, missing=missing)
        if value is None:
            absent = tuple(criterion.name for criterion in criteria if criterion.name not in given)
            incomplete.append(Incomplete(case_id, reviewer, absent))
        else:
            scores.append(Score(case_id, reviewer, value))
    return scores, incomplete


def _by_review(marks: Iterable[Mark], known: set[str]) -> dict[tuple[str, str], dict[str, float]]:
    reviews: dict[tuple[str, str], dict[str, float]] = {}
    for mark in marks:
        if mark.criterion not in known:
            raise DataError(msg("unknown criterion: {name}", name=mark.criterion))
        review = reviews.setdefault((mark.case_id, mark.reviewer), {})
        if mark.criterion in review:
            raise DataError(
                msg(
                    "{reviewer} marked {case_id} twice on {criterion}",
                    reviewer=mark.reviewer,
                    case_id=mark.case_id,
                    criterion=mark.criterion,
                )
            )
        review[mark.criterion] = mark.value
    return reviews


def by_case(scores: Iterable[Score]) -> dict[str, list[Score]]:
    """Group scores by case, cases and reviewers in sorted order, so that the order of input never matters.

    Raises `DataError` for a value that is not a finite number and for a reviewer who scored a case twice.
    """
    cases: dict[str, list[Score]] = {}
    seen: set[tuple[str, str]] = set()
    for score in sorted(scores):
        if not math.isfinite(score.value):
            raise DataError(
                msg(
                    "{case_id}, {reviewer}: the score must be a finite number",
                    case_id=score.case_id,
                    reviewer=score.reviewer,
                )
            )
        if (score.case_id, score.reviewer) in seen:
            raise DataError(msg("{reviewer} scored {case_id} twice", reviewer=score.reviewer, case_id=score.case_id))
        seen.add((score.case_id, score.reviewer))
        cases.setdefault(score.case_id, []).append(score)
    return cases
