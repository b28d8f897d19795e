"""From reviewers and cases as recorded to what the assignment needs: whom a conflict of interest keeps from what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.ranking.board import Reader, Subject
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shanghai_cases.catalogue.protocol import CaseRow
    from shanghai_cases.model.reviewer import Reviewer


def subjects_of(rows: Iterable[CaseRow]) -> list[Subject]:
    """Return the cases as subjects; what a case doesn't say can't conflict."""
    return [Subject(row.id, row.unit, row.district, frozenset(row.themes)) for row in rows]


def readers_of(reviewers: Iterable[Reviewer], subjects: Sequence[Subject]) -> list[Reader]:
    """Return the reviewers as readers.

    A unit conflicts where one name holds the other, so 静安区天目西路街道 also keeps from its 平安办's cases.
    """
    units = {subject.unit: fold(subject.unit) for subject in subjects if subject.unit}
    found = []
    for reviewer in reviewers:
        own = [fold(unit) for unit in reviewer.units]
        kept_from = frozenset(unit for unit, key in units.items() if any(one in key or key in one for one in own))
        found.append(Reader(reviewer.code, kept_from, frozenset(reviewer.districts), frozenset(reviewer.themes)))
    return found
