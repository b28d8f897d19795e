"""What is new in an edition, and which practices came again, as far as earlier editions are recorded."""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.figure import Figure, exactly, share
from shanghai_cases.model.ids import order_of
from shanghai_cases.report.coverage import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shanghai_cases.report.coverage import Tally
    from shanghai_cases.report.facts import Countable, Records

_BLOCK = 1000  # earlier cases looked through at a time: most often the first ones show that nothing is new
_KINDS = (Kind.UNIT_TYPE, Kind.DISTRICT, Kind.THEME)


class Novelty(NamedTuple):
    """Names that no recorded case of an earlier edition has, each with its number of cases now, most first.

    ``earlier_cases`` is how many cases of earlier editions are recorded; where it is 0, nothing can be called new
    and ``names`` is empty.
    """

    earlier_cases: int
    names: Mapping[Kind, tuple[tuple[str, int], ...]]


def novelty(number: int, recorded: Records, now: Tally | None) -> Novelty:
    """Find the unit types, districts and themes first recorded in edition ``number``, whose counts are ``now``."""
    earlier = [cases for edition, cases in recorded.standing.items() if edition < number]
    if now is None or not earlier:
        return Novelty(sum(map(len, earlier)), {})
    return Novelty(sum(map(len, earlier)), {kind: _fresh(kind, now.names[kind], earlier) for kind in _KINDS})


def _fresh(kind: Kind, now: Mapping[str, int], earlier: Iterable[Sequence[Countable]]) -> tuple[tuple[str, int], ...]:
    unseen = set(now).difference({""})
    for cases in earlier:
        for start in range(0, len(cases), _BLOCK):
            if not unseen:
                return ()
            values = map(attrgetter(kind), cases[start : start + _BLOCK])
            unseen.difference_update(chain.from_iterable(values) if kind is Kind.THEME else values)
    return tuple(sorted(((name, now[name]) for name in unseen), key=lambda pair: (-pair[1], pair[0])))


class Repeats(NamedTuple):
    """Recorded cases that are linked to a submission of an earlier edition, and their share of all recorded."""

    cases: Figure
    share: Figure


def repeats(number: int, recorded: Records) -> Repeats:
    """Count the practices of edition ``number`` that were submitted before."""
    now = recorded.of(number)
    linked = filter(None, map(attrgetter("related"), now))
    count = exactly(sum(any(order_of(other)[0] < number for other in others) for others in linked))
    return Repeats(count, share(count, exactly(len(now))))
