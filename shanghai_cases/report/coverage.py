"""Where the recorded cases come from: counts, shares and changes by district, unit type, theme, town, unit."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.figure import UNKNOWN, Figure, exactly, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.catalogue.tally import Tally


class Kind(StrEnum):
    """What cases are counted by; the value is the field of a case."""

    DISTRICT = "district"
    TOWN = "town"
    UNIT = "unit"
    UNIT_TYPE = "unit_type"
    THEME = "themes"


class Group(NamedTuple):
    """One name's recorded cases, their share of all recorded (percent), and what they were in other editions.

    ``name`` is empty for cases that do not say. ``before`` and ``against`` are unknown where no case of that edition
    is recorded: a change from nothing recorded is not a rise.
    """

    name: str
    cases: int
    share: Figure
    before: Figure
    against: Figure

    @property
    def change(self) -> Figure:
        """The change of the count on the edition before."""
        return _change(self.cases, self.before)

    @property
    def change_against(self) -> Figure:
        """The change of the count on the other edition asked for."""
        return _change(self.cases, self.against)


def _change(count: int, other: Figure) -> Figure:
    return UNKNOWN if other.value is None else exactly(count - other.value)


class Tallies(NamedTuple):
    """The counts of an edition, of the one before it and of another; None where no case is recorded."""

    now: Tally | None
    before: Tally | None
    against: Tally | None


def breakdown(kind: Kind, tallies: Tallies, order: Sequence[str] = (), *, most: int | None = None) -> tuple[Group, ...]:
    """Make the groups of one kind: the names of ``order`` first (zeros included), then others, most cases first.

    ``most`` keeps only so many of the others.
    """
    counts = [tally.names[kind] for tally in tallies if tally]
    present = tallies.now.names[kind] if tallies.now else Counter[str]()
    others = set(chain.from_iterable(counts)).difference(order, {""})
    ordered = sorted(others, key=lambda name: (-present[name], name))[:most]
    names = (*order, *ordered, *([""] if present[""] else ()))
    return tuple([group_of(kind, name, (name,), tallies) for name in names])


def group_of(kind: Kind, title: str, names: Sequence[str], tallies: Tallies) -> Group:
    """Count the cases of several names of one kind together (of kinds of which a case has only one)."""
    counts = [None if tally is None else sum([tally.names[kind][name] for name in names]) for tally in tallies]
    cases = counts[0] or 0
    whole = exactly(tallies.now.cases if tallies.now else 0)
    before, against = [UNKNOWN if count is None else exactly(count) for count in counts[1:]]
    return Group(title, cases, share(exactly(cases), whole), before, against)
