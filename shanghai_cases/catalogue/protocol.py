"""What the layers above may ask of a catalogue, whatever it is kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review
    from shanghai_cases.model.reviewer import Reviewer


class CaseRow(NamedTuple):
    """The public fields of a case that counting needs, read without building a `Case`."""

    id: str
    edition: int
    title: str
    unit: str
    unit_type: str
    district: str
    town: str
    themes: tuple[str, ...]
    award_tier: str | None
    status: str
    related: tuple[str, ...]


class Outline(NamedTuple):
    """Which submission a case is, and of which place."""

    id: str
    edition: int
    title: str
    unit: str
    district: str
    town: str


def outline_of(one: Case | CaseRow) -> Outline:
    """Say of a case which it is."""
    return Outline(one.id, one.edition, one.title, one.unit, one.district, one.town)


class Difference(NamedTuple):
    """One field of one record that a change made different; values are plain JSON values, None where there is none.

    ``hidden``: personal data that was not asked for, so the values are left out.
    """

    record: str
    table: str
    field: str
    before: object
    after: object
    hidden: bool = False


class Past(NamedTuple):
    """One change of the past. ``change`` is its number, 0 for one by another program that has no number yet.

    ``undoes`` is the number of the change it took back, ``undone_by`` of the one that took it back, else 0.
    ``command`` is `(outside)` for a change made by another program.
    """

    change: int
    at: str
    user: str
    command: str
    records: tuple[str, ...]
    undoes: int = 0
    undone_by: int = 0
    differences: tuple[Difference, ...] = ()


class History(NamedTuple):
    """All changes that are known, oldest first, and what is wrong with the record of them."""

    changes: tuple[Past, ...]
    warnings: tuple[Message, ...] = ()

    def of_record(self, name: str) -> tuple[Past, ...]:
        """Return the changes of one record, with its differences only."""
        return tuple(
            one._replace(differences=tuple(part for part in one.differences if part.record == name))
            for one in self.changes
            if name in one.records
        )


class Catalogue(Protocol):
    """A catalogue of cases. Reading never changes or creates anything.

    Every writing method is one change: it happens whole or not at all, is durable when the method returns, and is
    recorded under ``command``. All raise `CatalogueError` (missing, damaged, locked, not writable) and, for values that
    contradict the data, `DataError`.
    """

    def editions(self) -> tuple[Edition, ...]:
        """Return all editions by number."""
        ...

    def edition(self, number: int) -> Edition:
        """Return one edition; raises `UnknownEditionError`."""
        ...

    def get(self, ids: Iterable[str]) -> dict[str, Case]:
        """Return the cases that exist of those asked for, by id, in the order asked for."""
        ...

    def cases(self) -> Iterator[Case]:
        """Go through all cases in the order of the catalogue."""
        ...

    def rows(self, edition: int | None = None) -> Iterator[CaseRow]:
        """Go through all cases, or those of one edition, as light rows."""
        ...

    def outlines(self) -> Sequence[Outline]:
        """Say of every case which it is, in the order of the catalogue."""
        ...

    def reviewers(self) -> tuple[Reviewer, ...]:
        """Return all reviewers by code."""
        ...

    def reviews(self, edition: int) -> tuple[Review, ...]:
        """Return the reviews of an edition's cases."""
        ...

    def preview(self, drafts: Sequence[Case], *, allow_same: bool = False) -> tuple[Case, ...]:
        """Return the drafts as `add` would store them, without storing; raises what `add` would raise."""
        ...

    def add(self, drafts: Sequence[Case], *, command: str, allow_same: bool = False) -> tuple[Case, ...]:
        """Store new cases and return them with their ids."""
        ...

    def take_in(
        self,
        drafts: Sequence[Case],
        finish: Callable[[Sequence[str]], Sequence[Case]],
        corrections: Sequence[tuple[Case, Case]] = (),
        *,
        command: str,
    ) -> tuple[Case, ...]:
        """Add and correct cases in one change; return the new ones as stored.

        A draft keeps its own id where it has one, which must be free. ``finish`` is called with the ids of all drafts
        and returns the cases to add; ``corrections`` are known cases before and after.
        """
        ...

    def replace(self, cases: Sequence[Case], *, command: str) -> tuple[Case, ...]:
        """Store new versions of existing cases and return them as stored."""
        ...

    def remove(self, ids: Sequence[str], *, command: str) -> None:
        """Remove cases; their ids are never given again."""
        ...

    def put_edition(self, edition: Edition, *, command: str) -> None:
        """Store an edition, new or changed."""
        ...

    def put_awards(self, edition: Edition, cases: Sequence[Case], *, command: str) -> None:
        """Store an edition together with the cases whose awards it decides."""
        ...

    def put_reviewers(self, reviewers: Sequence[Reviewer], *, command: str) -> None:
        """Store reviewers, new or changed."""
        ...

    def put_reviews(self, reviews: Sequence[Review], *, command: str) -> None:
        """Store reviews; a reviewer's earlier review of the same case is replaced."""
        ...

    def history(self, *, contacts: bool = False) -> History:
        """Return the changes of the past, without personal data unless asked for."""
        ...

    def undo(self, change: int | None = None) -> Past:
        """Take back the last change, or a numbered one, as a new change, which is returned.

        Raises `NothingToUndoError`, `NotUndoableError` (no such change, or a later one touched the same records).
        """
        ...

    def redo(self) -> Past:
        """Take back the last undo. Raises as `undo` does."""
        ...
