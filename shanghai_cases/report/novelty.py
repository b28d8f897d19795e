"""What is new in an edition, and which practices came again, as far as earlier editions are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.figure import Figure, exactly, share
from shanghai_cases.model.ids import order_of
from shanghai_cases.report.coverage import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.catalogue.rows import Census
    from shanghai_cases.catalogue.tally import Tally

_KINDS = (Kind.UNIT_TYPE, Kind.DISTRICT, Kind.THEME)


class Novelty(NamedTuple):
    """Names that no recorded case of an earlier edition has, each with its number of cases now, most first.

    ``earlier_cases`` is how many cases of earlier editions are recorded; where it is 0, nothing can be called new
    and ``names`` is empty.
    """

    earlier_cases: int
    names: Mapping[Kind, tuple[tuple[str, int], ...]]


def novelty(number: int, recorded: Census, now: Tally | None, before: Tally | None) -> Novelty:
    """Find the unit types, districts and themes first recorded in edition ``number``, whose counts are ``now``.

    ``before`` are the counts of the edition just before, which most often already has them all.
    """
    earlier = recorded.before(number)
    if now is None or not earlier:
        return Novelty(earlier, {})
    found = {}
    for kind in _KINDS:
        unseen = {name for name in now.names[kind] if name and not (before and before.names[kind][name])}
        if unseen:
            unseen -= recorded.names_before(number, kind, unseen)
        found[kind] = tuple(sorted(((name, now.names[kind][name]) for name in unseen), key=_most_first))
    return Novelty(earlier, found)


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


class Repeats(NamedTuple):
    """Recorded cases that are linked to a submission of an earlier edition, and their share of all recorded."""

    cases: Figure
    share: Figure


def repeats(number: int, now: Tally | None) -> Repeats:
    """Count the practices of edition ``number``, whose counts are ``now``, that were submitted before."""
    linked = now.related if now else ()
    count = exactly(sum(any(order_of(other)[0] < number for other in others) for others in linked))
    return Repeats(count, share(count, exactly(now.cases if now else 0)))
