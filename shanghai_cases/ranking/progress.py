"""How far the reviews have come: who is missing what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.review import OVERALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shanghai_cases.model.review import Review


class Progress(NamedTuple):
    """One reviewer's cases by state; ``incomplete`` lack the mark of a criterion."""

    reviewer: str
    done: tuple[str, ...]
    incomplete: tuple[str, ...]
    missing: tuple[str, ...]
    recused: tuple[str, ...]

    @property
    def assigned(self) -> int:
        """How many cases they have to read, recusals left out."""
        return len(self.done) + len(self.incomplete) + len(self.missing)


class Standing(NamedTuple):
    """All reviewers by code, and the cases with fewer complete or awaited reviews than wanted."""

    reviewers: tuple[Progress, ...]
    lacking: tuple[tuple[str, int], ...]
    """Cases with the number of reviewers they have, where that is below the number wanted."""
    done: int
    awaited: int
    """Reviews still missing or incomplete."""


def standing_of(
    reviews: Iterable[Review], criteria: Sequence[str], reviewers: Iterable[str], cases: Iterable[str], wanted: int
) -> Standing:
    """Sort reviews by state; ``wanted`` is how many reviewers each of the ``cases`` should have."""
    needed = set(criteria) or {OVERALL}
    states: dict[str, dict[str, list[str]]] = {code: {} for code in reviewers}
    having = dict.fromkeys(cases, 0)
    for review in sorted(reviews, key=lambda one: (one.reviewer, one.case_id)):
        state = _state(review, needed)
        states.setdefault(review.reviewer, {}).setdefault(state, []).append(review.case_id)
        if state != "recused" and review.case_id in having:
            having[review.case_id] += 1
    found = tuple(
        Progress(code, *(tuple(states[code].get(state, ())) for state in ("done", "incomplete", "missing", "recused")))
        for code in sorted(states)
    )
    return Standing(
        found,
        tuple((case_id, count) for case_id, count in having.items() if count < wanted),
        sum(len(one.done) for one in found),
        sum(len(one.missing) + len(one.incomplete) for one in found),
    )


def _state(review: Review, needed: set[str]) -> str:
    if review.recused:
        return "recused"
    if not review.marks:
        return "missing"
    return "done" if needed <= {mark.criterion for mark in review.marks} else "incomplete"
