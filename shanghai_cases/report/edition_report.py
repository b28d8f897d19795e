"""One edition's report: its figures, its awards, and where its recorded cases come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases import places
from shanghai_cases.errors import DataError, msg
from shanghai_cases.report.coverage import Group, Kind, Tallies, Tally, breakdown, tally
from shanghai_cases.report.facts import records
from shanghai_cases.report.growth import Comparison, compare
from shanghai_cases.report.new_towns import NewTown, new_towns
from shanghai_cases.report.novelty import Novelty, Repeats, novelty, repeats
from shanghai_cases.report.overview import EditionLine, complete, line
from shanghai_cases.report.remarks import remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shanghai_cases.errors import Message
    from shanghai_cases.model.case import Source
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.report.facts import Countable, Records


@dataclass(frozen=True, slots=True)
class EditionReport:
    """Everything the report says of one edition; every renderer draws from this.

    ``trend`` has all editions in a row, ``against`` is the other edition asked for, if any. The groups count what is
    recorded in the catalogue, which may be a part of the submissions only; nothing is extrapolated. ``districts`` has
    all 16 and the city level, ``towns`` and ``units`` only those with a case in one of the editions compared.
    """

    line: EditionLine
    trend: tuple[EditionLine, ...]
    against: Comparison | None
    districts: tuple[Group, ...]
    unit_types: tuple[Group, ...]
    themes: tuple[Group, ...]
    towns: tuple[Group, ...]
    new_towns: tuple[NewTown, ...]
    units: tuple[Group, ...]
    novelty: Novelty
    repeats: Repeats
    remarks: tuple[Message, ...]
    sources: tuple[Source, ...]

    @property
    def number(self) -> int:
        """The edition's number."""
        return self.line.number


def edition_report(
    editions: Iterable[Edition], cases: Iterable[Countable], number: int, against: int | None = None
) -> EditionReport:
    """Report one edition against the one just before it, and against a further one if asked for.

    Raises `DataError` for an edition that is not in the catalogue.
    """
    recorded = records(cases)
    known = complete(editions, recorded)
    require(known, number, *(() if against is None else (against,)))
    other = None if against is None else tally_of(recorded, against)
    tallies = Tallies(tally_of(recorded, number), tally_of(recorded, number - 1), other)
    lines = {each: line(known[each], known, recorded) for each in sorted(known)}
    return EditionReport(
        lines[number],
        tuple(lines.values()),
        None if against is None else compare(known[number], against, known),
        breakdown(Kind.DISTRICT, tallies, district_names()),
        breakdown(Kind.UNIT_TYPE, tallies),
        breakdown(Kind.THEME, tallies),
        breakdown(Kind.TOWN, tallies),
        new_towns(tallies),
        breakdown(Kind.UNIT, tallies),
        novelty(number, recorded),
        repeats(number, recorded),
        remarks(lines[number]),
        _sources(known, number, number - 1, against),
    )


def require(known: Mapping[int, Edition], *numbers: int) -> None:
    """Raise `DataError` for the first edition that is not in the catalogue."""
    for number in numbers:
        if number not in known:
            raise DataError(msg("edition {number} is not in the catalogue", number=number))


def tally_of(recorded: Records, number: int) -> Tally | None:
    """Count an edition's recorded cases; None where there are none."""
    cases = recorded.of(number)
    return tally(cases) if cases else None


def district_names() -> tuple[str, ...]:
    """Return the 16 districts in official order, then the city level."""
    return (*(district.name for district in places.districts()), places.CITY_LEVEL)


def _sources(known: Mapping[int, Edition], *numbers: int | None) -> tuple[Source, ...]:
    """Collect the sources of some editions, each once."""
    found: dict[str, Source] = {}
    for number in numbers:
        if number is not None and number in known:
            for source in known[number].sources:
                found.setdefault(source.key, source)
    return tuple(found.values())
