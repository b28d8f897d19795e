"""What a report needs to know of a case: a light row, so that 100,000 of them are counted without building `Case`."""

from __future__ import annotations

from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from shanghai_cases.catalogue.rows import SUBMITTED, WITHDRAWN, Census

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence


class Countable(Protocol):
    """What is counted: a `CaseFacts`, a row of the catalogue, or a whole `Case`."""

    @property
    def edition(self) -> int:
        """The edition's number."""

    @property
    def district(self) -> str:
        """The district's full name, or 市级; empty where it is not said, as in the texts below."""

    @property
    def town(self) -> str:
        """The town's full name."""

    @property
    def unit(self) -> str:
        """The submitting unit."""

    @property
    def unit_type(self) -> str:
        """The unit's type."""

    @property
    def themes(self) -> Sequence[str]:
        """The themes, each once."""

    @property
    def award_tier(self) -> str | None:
        """The award; None: not known."""

    @property
    def status(self) -> str:
        """Whether the submission stands."""

    @property
    def related(self) -> Sequence[str]:
        """Ids of earlier submissions of the same practice."""


class CaseFacts(NamedTuple):
    """The countable side of a case; empty text, no theme and None mean that the catalogue does not say."""

    id: str
    edition: int
    district: str = ""
    town: str = ""
    unit: str = ""
    unit_type: str = ""
    themes: Sequence[str] = ()
    award_tier: str | None = None
    status: str = SUBMITTED
    related: Sequence[str] = ()


def facts_of(document: Mapping[str, Any]) -> CaseFacts:
    """Take the countable side of a case from its document, in which fields may be missing."""
    return CaseFacts(
        document["id"],
        document["edition"],
        document.get("district", ""),
        document.get("town", ""),
        document["unit"],
        document.get("unit_type", ""),
        tuple(document.get("themes", ())),
        document.get("award_tier"),
        document.get("status", SUBMITTED),
        tuple(document.get("related", ())),
    )


class Records(NamedTuple):
    """The recorded cases by edition; withdrawn ones are only numbered, they count nowhere else.

    ``standing`` has the cases of the editions that are reported, ``numbers`` says how many every edition has.
    ``names_before`` tells which of some names a standing case of an edition before the given one has in a field.
    """

    standing: Mapping[int, Sequence[Countable]]
    numbers: Mapping[int, int]
    withdrawn: Mapping[int, int]
    names_before: Callable[[int, str, Collection[str]], set[str]]

    def of(self, edition: int) -> Sequence[Countable]:
        """Return the standing cases of an edition that is reported, none for one without records."""
        return self.standing.get(edition, ())

    def number(self, edition: int) -> int:
        """Return how many standing cases an edition has."""
        return self.numbers.get(edition, 0)

    def before(self, edition: int) -> int:
        """Return how many standing cases the editions before one have."""
        return sum(count for number, count in self.numbers.items() if number < edition)


def records(cases: Iterable[Countable] | Census | Records) -> Records:
    """Sort rows by edition, or take over what a catalogue has counted."""
    if isinstance(cases, Records):
        return cases
    if isinstance(cases, Census):
        standing = {edition: kept for edition, rows in cases.rows.items() if (kept := _standing(rows))}
        numbers = {edition: count - cases.withdrawn.get(edition, 0) for edition, count in cases.numbers.items()}
        return Records(standing, numbers, cases.withdrawn, cases.names_before)
    return _sorted(cases)


def _sorted(cases: Iterable[Countable]) -> Records:
    standing: dict[int, Sequence[Countable]] = {}
    withdrawn: dict[int, int] = {}
    by_edition = attrgetter("edition")
    for edition, rows in groupby(sorted(cases, key=by_edition), by_edition):
        taken = list(rows)
        kept = _standing(taken)
        withdrawn[edition] = len(taken) - len(kept)
        if kept:
            standing[edition] = kept

    def names_before(number: int, field: str, names: Collection[str]) -> set[str]:
        earlier = (case for edition, kept in standing.items() if edition < number for case in kept)
        values = map(attrgetter(field), earlier)
        return set(chain.from_iterable(values) if field == "themes" else values).intersection(names)

    return Records(standing, {edition: len(kept) for edition, kept in standing.items()}, withdrawn, names_before)


def _standing(rows: Sequence[Countable]) -> Sequence[Countable]:
    if WITHDRAWN not in map(attrgetter("status"), rows):
        return rows
    return [case for case in rows if case.status != WITHDRAWN]
