"""One edition's report: its figures, its awards, and where its recorded cases come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, msg
from shanghai_cases.report.coverage import Group, Kind, Tally, breakdown, tally
from shanghai_cases.report.facts import records
from shanghai_cases.report.growth import Comparison, compare
from shanghai_cases.report.overview import EditionLine, complete, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shanghai_cases.model.edition import Edition
    from shanghai_cases.report.facts import CaseFacts, Records


@dataclass(frozen=True, slots=True)
class EditionReport:
    """Everything the report says of one edition; every renderer draws from this.

    ``against`` is the other edition asked for, if any. The groups count what is recorded in the catalogue, which may
    be a part of the submissions only; nothing is extrapolated.
    """

    line: EditionLine
    against: Comparison | None
    districts: tuple[Group, ...]
    unit_types: tuple[Group, ...]
    themes: tuple[Group, ...]


def edition_report(
    editions: Iterable[Edition], cases: Iterable[CaseFacts], number: int, against: int | None = None
) -> EditionReport:
    """Report one edition against the one just before it, and against a further one if asked for.

    Raises `DataError` for an edition that is not in the catalogue.
    """
    recorded = records(cases)
    known = complete(editions, recorded)
    for asked in (number, against):
        if asked is not None and asked not in known:
            raise DataError(msg("edition {number} is not in the catalogue", number=asked))
    now, before, other = (_tally(recorded, wanted) for wanted in (number, number - 1, against))
    edition = known[number]
    return EditionReport(
        line(edition, known, recorded),
        None if against is None else compare(edition, against, known),
        breakdown(Kind.DISTRICT, now, before, other),
        breakdown(Kind.UNIT_TYPE, now, before, other),
        breakdown(Kind.THEME, now, before, other),
    )


def _tally(recorded: Records, number: int | None) -> Tally | None:
    cases: Sequence[CaseFacts] = () if number is None else recorded.of(number)
    return tally(cases) if cases else None
