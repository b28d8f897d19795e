"""What a report needs to know of a case: a light row, so that 100,000 of them are counted without building `Case`."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from shanghai_cases.model.case import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Countable(Protocol):
    """What is counted: a `CaseFacts`, a row of the catalogue, or a whole `Case`."""

    @property
    def id(self) -> str:
        """The case's id."""

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
    status: str = Status.SUBMITTED
    related: Sequence[str] = ()


class Records(NamedTuple):
    """The recorded cases by edition; withdrawn ones are only numbered, they count nowhere else."""

    standing: Mapping[int, Sequence[Countable]]
    withdrawn: Mapping[int, int]

    def of(self, edition: int) -> Sequence[Countable]:
        """Return the standing cases of an edition, none for an edition without records."""
        return self.standing.get(edition, ())


def records(cases: Iterable[Countable]) -> Records:
    """Sort rows by edition."""
    standing: dict[int, Sequence[Countable]] = {}
    withdrawn: dict[int, int] = {}
    gone = str(Status.WITHDRAWN)
    by_edition = attrgetter("edition")
    for edition, rows in groupby(sorted(cases, key=by_edition), by_edition):
        taken = list(rows)
        kept = taken
        if gone in map(attrgetter("status"), taken):
            kept = [case for case in taken if case.status != gone]
        withdrawn[edition] = len(taken) - len(kept)
        if kept:
            standing[edition] = kept
    return Records(standing, withdrawn)
