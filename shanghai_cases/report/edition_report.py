"""One edition's report: its figures, its awards, and where its recorded cases come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.figure import exactly
from shanghai_cases.report.coverage import Group, Kind, Tallies, breakdown
from shanghai_cases.report.districts import CITY_LEVEL, DISTRICTS
from shanghai_cases.report.growth import Comparison, compare
from shanghai_cases.report.new_towns import NewTown, new_towns
from shanghai_cases.report.novelty import Novelty, Repeats, novelty, repeats
from shanghai_cases.report.overview import EditionLine, complete, line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.catalogue.rows import Census
    from shanghai_cases.errors import Message
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.figure import Figure
    from shanghai_cases.model.source import Source

MOST_UNITS = 100


class EditionReport(NamedTuple):
    """Everything the report says of one edition; every renderer draws from this.

    ``editions`` and ``recorded`` are what the report was made from; ``against`` is the other edition asked for, if
    any. The groups count what is recorded in the catalogue, which may be a part of the submissions only; nothing is
    extrapolated. ``districts`` has all 16 and the city level, ``towns`` those with a case in one of the editions
    compared, ``units`` the first `MOST_UNITS` of ``units_total`` different ones.
    """

    line: EditionLine
    editions: Mapping[int, Edition]
    recorded: Census
    against: Comparison | None
    districts: tuple[Group, ...]
    unit_types: tuple[Group, ...]
    themes: tuple[Group, ...]
    towns: tuple[Group, ...]
    new_towns: tuple[NewTown, ...]
    units: tuple[Group, ...]
    units_total: Figure
    novelty: Novelty
    repeats: Repeats
    sources: tuple[Source, ...]

    @property
    def number(self) -> int:
        """The edition's number."""
        return self.line.number

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What contradicts itself in the data."""
        from shanghai_cases.report.remarks import remarks

        return remarks(self.line)

    @property
    def trend(self) -> tuple[EditionLine, ...]:
        """All editions in a row; made when asked for, because a pipe does not need it."""
        return tuple(line(edition, self.editions, self.recorded) for edition in self.editions.values())


def edition_report(recorded: Census, number: int, against: int | None = None) -> EditionReport:
    """Report one edition against the one just before it, and against a further one if asked for.

    Raises `DataError` for an edition that is not in the catalogue.
    """
    known = complete(recorded)
    require(known, number, *(() if against is None else (against,)))
    other = None if against is None else recorded.of(against)
    tallies = Tallies(recorded.of(number), recorded.of(number - 1), other)
    own = line(known[number], known, recorded)
    return EditionReport(
        own,
        known,
        recorded,
        None if against is None else compare(known[number], against, known),
        breakdown(Kind.DISTRICT, tallies, (*DISTRICTS, CITY_LEVEL)),
        breakdown(Kind.UNIT_TYPE, tallies),
        breakdown(Kind.THEME, tallies),
        breakdown(Kind.TOWN, tallies),
        new_towns(tallies),
        breakdown(Kind.UNIT, tallies, most=MOST_UNITS),
        exactly(len(tallies.now.names[Kind.UNIT]) if tallies.now else 0),
        novelty(number, recorded, tallies.now, tallies.before),
        repeats(number, tallies.now),
        _sources(known, number, number - 1, against),
    )


def require(known: Mapping[int, Edition], *numbers: int) -> None:
    """Raise `UnknownEditionError` (a `DataError`) for the first edition that is not in the catalogue."""
    for number in numbers:
        if number not in known:
            from shanghai_cases.catalogue.plans import UnknownEditionError

            raise UnknownEditionError(number)


def _sources(known: Mapping[int, Edition], *numbers: int | None) -> tuple[Source, ...]:
    """Collect the sources of some editions, each once."""
    found: dict[str, Source] = {}
    for number in numbers:
        if number is not None and number in known:
            for source in known[number].sources:
                found.setdefault(source.key, source)
    return tuple(found.values())
