"""Score sheets read row by row, in any of three layouts.

Long (case, reviewer, criterion, score), one column per criterion, or one column per reviewer.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, msg
from shanghai_cases.intake.score_headers import Layout, Part, layout_of, part_of
from shanghai_cases.intake.table import Origin
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.table import Content, Row, Table

_HEADER_WITHIN = 15  # rows in which the headers must come
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:分|points?)?", re.IGNORECASE | re.ASCII)
_YES = frozenset(fold(word) for word in ["是", "回避", "有", "√", "✓", "v", "x", "y", "yes", "true", "1", "recused"])
_NO = frozenset({"", *(fold(word) for word in ["否", "无", "不回避", "n", "no", "false", "0"])})


@dataclass(frozen=True, slots=True)
class SheetMark:
    """One score as it is written; ``criterion`` is empty where the sheet names none."""

    criterion: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What one row says of one case by one reviewer; ``fault`` is what of it could not be read."""

    origin: Origin
    case_id: str
    reviewer: str
    marks: tuple[SheetMark, ...]
    comment: str = ""
    recused: str = ""
    reason: str = ""
    fault: Message | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.marks or self.comment or is_yes(self.recused) or self.reason or self.fault)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The rows of all files in their order, and headers that were not understood, with their place."""

    rows: tuple[SheetRow, ...]
    ignored: tuple[tuple[Origin, tuple[str, ...]], ...] = ()


def is_yes(text: str) -> bool:
    """Whether a box is ticked; a word that is neither yes nor no counts as yes, so that no recusal is lost."""
    return fold(text).strip() not in _NO


def is_tick(text: str) -> bool:
    """Whether a box holds one of the words for yes or no."""
    return fold(text).strip() in _YES | _NO


def as_number(text: str) -> float | None:
    """Read a score such as 85, 85.5, ８５ or 85分; None for anything else."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return float(match[1]) if match else None


def read_sheets(
    contents: Iterable[tuple[str, Content]],
    criteria: Sequence[str] = (),
    reviewers: Mapping[str, str] | None = None,
    *,
    strict: bool,
) -> Sheets:
    """Read score sheets, each content under its file's name.

    ``reviewers`` maps codes to names; a column or cell may use either. ``strict`` as in `layout_of`. Raises `DataError`
    for a file from which it isn't clear who gave which score.
    """
    codes = _codes(reviewers or {})
    rows: list[SheetRow] = []
    ignored: list[tuple[Origin, tuple[str, ...]]] = []
    for file, content in contents:
        found = False
        for table in content.tables:
            for row in _table(table, criteria, codes, ignored, strict=strict):
                rows.append(row)
                found = True
        if not found:
            raise DataError(
                msg("{file} holds no scores: no row of headers such as 案例编号, 评审专家 or case, reviewer", file=file)
            )
    return Sheets(tuple(rows), tuple(ignored))


def _codes(reviewers: Mapping[str, str]) -> dict[str, str]:
    """Map folded codes and names to codes; a name that two reviewers share means neither."""
    names = [fold(name) for name in reviewers.values() if name]
    by_name = {fold(name): code for code, name in reviewers.items() if name and names.count(fold(name)) == 1}
    return {**by_name, **{fold(code): code for code in reviewers}}


def _table(
    table: Table,
    criteria: Sequence[str],
    codes: Mapping[str, str],
    ignored: list[tuple[Origin, tuple[str, ...]]],
    *,
    strict: bool,
) -> Iterator[SheetRow]:
    layout: Layout | None = None
    for place, row in enumerate(table.rows):
        origin = Origin(table.file, table.sheet, row.number)
        if layout is not None:
            yield from _read(layout, row, origin, codes)
        elif any(part_of(cell) is Part.CASE for cell in row.cells):
            layout = layout_of(origin, row.cells, criteria, codes, strict=strict)
            if layout.ignored:
                ignored.append((origin, layout.ignored))
        elif place == 0 and not strict and len(row.cells) == 3:
            layout = Layout({Part.CASE: 0, Part.REVIEWER: 1, Part.SCORE: 2}, {2: ""}, ("case", "reviewer", "score"))
            if as_number(row.cells[2]) is not None:
                yield from _read(layout, row, origin, codes)
        elif place >= _HEADER_WITHIN:
            return


def _read(layout: Layout, row: Row, origin: Origin, codes: Mapping[str, str]) -> Iterator[SheetRow]:
    cells = row.cells
    case_id = layout.cell(cells, Part.CASE)
    criterion = layout.cell(cells, Part.CRITERION)
    fault = next(iter(row.faults.values()), None)
    if not case_id and not fault and not any(_text(cells, place) for place in layout.marks):
        return
    if layout.by_reviewer:
        for place, reviewer in layout.marks.items():
            text = _text(cells, place)
            if text or fault:
                mark = SheetMark(criterion, layout.headers[place].strip(), text)
                yield SheetRow(origin, case_id, reviewer, (mark,), fault=fault)
        return
    written = layout.cell(cells, Part.REVIEWER)
    yield SheetRow(
        origin,
        case_id,
        codes.get(fold(written), written),
        tuple(
            SheetMark(name or criterion, layout.headers[place].strip(), text)
            for place, name in layout.marks.items()
            if (text := _text(cells, place))
        ),
        layout.cell(cells, Part.COMMENT),
        layout.cell(cells, Part.RECUSED),
        layout.cell(cells, Part.REASON),
        fault,
    )


def _text(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
