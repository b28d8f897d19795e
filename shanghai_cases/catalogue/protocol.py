"""What the layers above may ask of a catalogue, whatever it is kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review


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

    def reviews(self, edition: int) -> tuple[Review, ...]:
        """Return the reviews of an edition's cases."""
        ...

    def preview(self, drafts: Sequence[Case], *, allow_same: bool = False) -> tuple[Case, ...]:
        """Return the drafts as `add` would store them, without storing; raises what `add` would raise."""
        ...

    def add(self, drafts: Sequence[Case], *, command: str, allow_same: bool = False) -> tuple[Case, ...]:
        """Store new cases and return them with their ids."""
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

    def put_reviews(self, reviews: Sequence[Review], *, command: str) -> None:
        """Store reviews; a reviewer's earlier review of the same case is replaced."""
        ...
