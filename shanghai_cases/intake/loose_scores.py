"""Scores of any award, without a catalogue to check them against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, msg
from shanghai_cases.intake.score_sheets import as_number, is_yes, read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.score_sheets import SheetRow
    from shanghai_cases.intake.table import Content, Origin


@dataclass(frozen=True, slots=True)
class LooseScores:
    """Marks by case and reviewer, each by criterion (empty where there is none), and the recused pairs."""

    marks: dict[tuple[str, str], dict[str, float]]
    recused: tuple[tuple[str, str], ...]

    @property
    def criteria(self) -> tuple[str, ...]:
        """All criteria, by name."""
        return tuple(sorted({name for given in self.marks.values() for name in given}))

    @property
    def scale(self) -> tuple[float, float]:
        """The lowest and the highest mark there is."""
        values = [value for given in self.marks.values() for value in given.values()]
        low, high = min(values), max(values)
        return (low, high) if low < high else (low, low + 1)


def read_loose(file: str, content: Content) -> LooseScores:
    """Read a file of scores; raises `DataError` that names the first row at fault and how many there are."""
    sheets = read_sheets([(file, content)], strict=False)
    marks: dict[tuple[str, str], dict[str, float]] = {}
    recused: dict[tuple[str, str], None] = {}
    faults: list[tuple[Origin, Message]] = []
    for row in sheets.rows:
        if is_yes(row.recused):
            recused[row.case_id, row.reviewer] = None
            continue
        faults += [(row.origin, problem) for problem in _take(row, marks)]
    if faults:
        origin, problem = faults[0]
        raise DataError(
            msg("{place}: {problem} ({count} faults in all)", place=origin.message, problem=problem, count=len(faults))
        )
    return LooseScores({pair: given for pair, given in marks.items() if pair not in recused}, tuple(recused))


def _take(row: SheetRow, marks: dict[tuple[str, str], dict[str, float]]) -> Iterator[Message]:
    if row.fault is not None:
        yield row.fault
        return
    missing = _missing(row.case_id, row.reviewer)
    if missing is not None:
        yield missing
        return
    given = marks.setdefault((row.case_id, row.reviewer), {}) if row.marks else {}
    for mark in row.marks:
        value = as_number(mark.text)
        if value is None:
            yield msg("column {column}: “{value}” is not a number", column=mark.column, value=mark.text)
        elif mark.criterion in given:
            yield msg("{reviewer} scored {case_id} twice", reviewer=row.reviewer, case_id=row.case_id)
        else:
            given[mark.criterion] = value


def _missing(*parts: str) -> Message | None:
    names: Sequence[Message] = (msg("the case id is missing"), msg("the reviewer is missing"))
    return next((name for part, name in zip(parts, names, strict=True) if not part), None)
