"""Where the recorded cases come from: counts, shares and changes by district, unit type, theme, town, unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from shanghai_cases.model.figure import UNKNOWN, Figure, exactly, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.report.facts import CaseFacts


class Kind(StrEnum):
    """What cases are counted by; the value is the field of `CaseFacts`."""

    DISTRICT = "district"
    TOWN = "town"
    UNIT = "unit"
    UNIT_TYPE = "unit_type"
    THEME = "themes"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many recorded cases of one edition each name has; the empty name is for cases that do not say.

    A case with several themes counts once in each.
    """

    cases: int
    names: Mapping[Kind, Counter[str]]


def tally(cases: Sequence[CaseFacts]) -> Tally:
    """Count one edition's cases by every kind of name."""
    names: dict[Kind, Counter[str]] = {}
    for kind in (Kind.DISTRICT, Kind.TOWN, Kind.UNIT, Kind.UNIT_TYPE):
        names[kind] = Counter(map(attrgetter(kind), cases))
    names[Kind.THEME] = Counter(chain.from_iterable(case.themes or ("",) for case in cases))
    return Tally(len(cases), names)


@dataclass(frozen=True, slots=True)
class Group:
    """One name's recorded cases, their share of all recorded (percent), and what they were in other editions.

    ``name`` is empty for cases that do not say. ``before`` and ``against`` are unknown where no case of that edition
    is recorded: a change from nothing recorded is not a rise.
    """

    name: str
    count: int
    share: Figure
    before: Figure
    against: Figure

    @property
    def change(self) -> Figure:
        """The change of the count on the edition before."""
        return _change(self.count, self.before)

    @property
    def change_against(self) -> Figure:
        """The change of the count on the other edition asked for."""
        return _change(self.count, self.against)


def _change(count: int, other: Figure) -> Figure:
    return UNKNOWN if other.value is None else exactly(count - other.value)


def breakdown(
    kind: Kind, now: Tally | None, before: Tally | None, against: Tally | None, order: Sequence[str] = ()
) -> tuple[Group, ...]:
    """Make the groups of one kind: the names of ``order`` first (zeros included), then others, most cases first.

    None stands for an edition of which no case is recorded.
    """
    present = now.names[kind] if now else Counter[str]()
    past = [tally.names[kind] for tally in (before, against) if tally]
    others = {*present, *chain.from_iterable(past)}.difference(order, {""})
    ordered = sorted(others, key=lambda name: (-present[name], name))
    everything = exactly(now.cases if now else 0)
    return tuple(
        Group(
            name,
            present[name],
            share(exactly(present[name]), everything),
            _recorded(before, kind, name),
            _recorded(against, kind, name),
        )
        for name in (*order, *ordered, *([""] if present[""] else ()))
    )


def _recorded(counts: Tally | None, kind: Kind, name: str) -> Figure:
    return exactly(counts.names[kind][name]) if counts else UNKNOWN
