"""What is new in an edition, and which practices came again, as far as earlier editions are recorded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from shanghai_cases.model.case import order_of
from shanghai_cases.model.figure import Figure, exactly, share
from shanghai_cases.report.coverage import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.report.facts import Countable, Records

_KINDS = (Kind.UNIT_TYPE, Kind.DISTRICT, Kind.THEME)


@dataclass(frozen=True, slots=True)
class Novelty:
    """Names that no recorded case of an earlier edition has, each with its number of cases now, most first.

    ``earlier_cases`` is how many cases of earlier editions are recorded; where it is 0, nothing can be called new
    and ``names`` is empty.
    """

    earlier_cases: int
    names: Mapping[Kind, tuple[tuple[str, int], ...]]


def novelty(number: int, recorded: Records) -> Novelty:
    """Find the unit types, districts and themes first recorded in edition ``number``."""
    earlier = [case for edition, cases in recorded.standing.items() if edition < number for case in cases]
    if not earlier:
        return Novelty(0, {})
    now = recorded.of(number)
    return Novelty(len(earlier), {kind: _fresh(kind, now, earlier) for kind in _KINDS})


def _fresh(kind: Kind, now: Sequence[Countable], earlier: Sequence[Countable]) -> tuple[tuple[str, int], ...]:
    if kind is Kind.THEME:
        counts = Counter(chain.from_iterable(case.themes for case in now))
        known = set(chain.from_iterable(case.themes for case in earlier))
    else:
        counts = Counter(map(attrgetter(kind), now))
        known = set(map(attrgetter(kind), earlier))
    fresh = [(name, count) for name, count in counts.items() if name and name not in known]
    return tuple(sorted(fresh, key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class Repeats:
    """Recorded cases that are linked to a submission of an earlier edition, and their share of all recorded."""

    count: Figure
    share: Figure


def repeats(number: int, recorded: Records) -> Repeats:
    """Count the practices of edition ``number`` that were submitted before."""
    now = recorded.of(number)
    count = exactly(sum(1 for case in now if any(order_of(other)[0] < number for other in case.related)))
    return Repeats(count, share(count, exactly(len(now))))
