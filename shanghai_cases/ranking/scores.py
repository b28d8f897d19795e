"""Scores: one reviewer's weighted mean over the criteria for one case, turned so that higher is better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import DataError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shanghai_cases.model.edition import Criterion


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


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A review that did not become a score, with the criteria that have no mark."""

    case_id: str
    reviewer: str
    missing: tuple[str, ...]


def share(criterion: Criterion, mark: float) -> float:
    """Where a mark on the criterion's scale lies, 0 the worst and 1 the best."""
    low, high = criterion.minimum, criterion.maximum
    return (high - mark if criterion.lower_is_better else mark - low) / (high - low)


def weighted_score(
    marks: Mapping[str, float],
    criteria: Sequence[Criterion],
    *,
    scale: tuple[float, float] = (0.0, 100.0),
) -> float | None:
    """Return the weighted mean of one review's marks on `scale`; None where a criterion has no mark.

    Each mark is first placed between the worst (0) and the best (1) end of its own scale, so criteria with
    different scales, or with lower marks that are better, can be averaged.
    """
    if any(criterion.name not in marks for criterion in criteria):
        return None
    total = math.fsum(criterion.weight for criterion in criteria)
    shares = [criterion.weight * share(criterion, marks[criterion.name]) for criterion in criteria]
    low, high = scale
    return low + (high - low) * math.fsum(shares) / total


def scores_from_marks(
    marks: Iterable[Mark],
    criteria: Sequence[Criterion],
    *,
    scale: tuple[float, float] = (0.0, 100.0),
) -> tuple[list[Score], list[Incomplete]]:
    """Turn marks into scores, sorted by case and reviewer, with the reviews that stayed incomplete.

    Raises `DataError` for a criterion that is not in `criteria`, a mark given twice, or one off its scale.
    """
    reviews = _by_review(marks, {criterion.name: criterion for criterion in criteria})
    scores: list[Score] = []
    incomplete: list[Incomplete] = []
    for (case_id, reviewer), given in sorted(reviews.items()):
        value = weighted_score(given, criteria, scale=scale)
        if value is None:
            absent = tuple(criterion.name for criterion in criteria if criterion.name not in given)
            incomplete.append(Incomplete(case_id, reviewer, absent))
        else:
            scores.append(Score(case_id, reviewer, value))
    return scores, incomplete


def _by_review(marks: Iterable[Mark], criteria: Mapping[str, Criterion]) -> dict[tuple[str, str], dict[str, float]]:
    reviews: dict[tuple[str, str], dict[str, float]] = {}
    for mark in marks:
        if mark.criterion not in criteria:
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
        _check_scale(mark, criteria[mark.criterion])
        review[mark.criterion] = mark.value
    return reviews


def _check_scale(mark: Mark, criterion: Criterion) -> None:
    if not criterion.has(mark.value):
        raise DataError(
            msg(
                "{reviewer} gave {case_id} {mark} on {criterion}, which is not on the scale {minimum} to {maximum}",
                reviewer=mark.reviewer,
                case_id=mark.case_id,
                mark=f"{mark.value:g}",
                criterion=criterion.name or msg("the whole"),
                minimum=f"{criterion.minimum:g}",
                maximum=f"{criterion.maximum:g}",
            )
        )


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
