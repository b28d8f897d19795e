"""Two editions side by side: what rose, fell, came and went."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.model.figure import UNKNOWN, Figure, exactly, share
from shanghai_cases.report.coverage import Kind
from shanghai_cases.report.edition_report import require
from shanghai_cases.report.growth import Comparison, compare
from shanghai_cases.report.overview import EditionLine, complete, line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.catalogue.rows import Census
    from shanghai_cases.catalogue.tally import Tally


class Movement(StrEnum):
    """How a name fared from the first edition to the second."""

    CAME = "came"
    ROSE = "rose"
    SAME = "same"
    FELL = "fell"
    WENT = "went"
    UNKNOWN = "unknown"


class Pair(NamedTuple):
    """One name's recorded cases in two editions, with their shares (percent) of what is recorded of each."""

    name: str
    first: Figure
    second: Figure
    first_share: Figure
    second_share: Figure

    @property
    def change(self) -> Figure:
        """The change of the count; unknown where nothing of an edition is recorded."""
        if self.first.value is None or self.second.value is None:
            return UNKNOWN
        return exactly(self.second.value - self.first.value)

    @property
    def movement(self) -> Movement:
        """What the change is called."""
        change = self.change.value
        if change is None:
            return Movement.UNKNOWN
        if change > 0:
            return Movement.ROSE if self.first.value else Movement.CAME
        if change < 0:
            return Movement.FELL if self.second.value else Movement.WENT
        return Movement.SAME


class EditionsCompared(NamedTuple):
    """Two editions beside each other; ``submissions`` compares the second with the first."""

    first: EditionLine
    second: EditionLine
    submissions: Comparison
    pairs: Mapping[Kind, tuple[Pair, ...]]


def compare_editions(recorded: Census, first: int, second: int) -> EditionsCompared:
    """Put edition ``second`` beside edition ``first``. Raises `DataError`, and `UsageError` for one edition twice."""
    if first == second:
        raise UsageError(msg("name two different editions to compare"))
    known = complete(recorded)
    require(known, first, second)
    one, two = recorded.of(first), recorded.of(second)
    return EditionsCompared(
        line(known[first], known, recorded),
        line(known[second], known, recorded),
        compare(known[second], first, known),
        {kind: _pairs(kind, one, two) for kind in (Kind.DISTRICT, Kind.UNIT_TYPE, Kind.THEME)},
    )


def _pairs(kind: Kind, first: Tally | None, second: Tally | None) -> tuple[Pair, ...]:
    names = {*(first.names[kind] if first else ()), *(second.names[kind] if second else ())}
    pairs = [_pair(kind, name, first, second) for name in names]
    return tuple(sorted(pairs, key=lambda pair: (-(pair.change.value or 0), -(pair.second.value or 0), pair.name)))


def _pair(kind: Kind, name: str, first: Tally | None, second: Tally | None) -> Pair:
    counts = [exactly(tally.names[kind][name]) if tally else UNKNOWN for tally in (first, second)]
    wholes = [exactly(tally.cases) if tally else UNKNOWN for tally in (first, second)]
    return Pair(name, *counts, *(share(count, whole) for count, whole in zip(counts, wholes, strict=True)))
