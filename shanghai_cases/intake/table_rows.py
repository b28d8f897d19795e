"""Rows of a table to records: what is a case and what is not, merged cells filled down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.intake.columns import later_header
from shanghai_cases.intake.records import Record, headed, joined
from shanghai_cases.intake.table import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.columns import Columns
    from shanghai_cases.intake.table import Row, Span, Table

_TOTAL = re.compile(r".{0,8}?[合总小]\s*计\s*(?:[:：]|[:：（(]?\s*\d.*)?")  # 合计, 徐汇区小计：3个
_RUNNING = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,6}[)）.．、]?")
_FOOTERS = ("填表", "填报", "制表", "审核", "注:", "注：", "备注", "说明", "联系人:", "联系人：", "联系电话", "报送")
_TOO_MANY = msg("has more cells than the header; is a comma or tab in a value without quotation marks?")


def table_records(
    table: Table,
    columns: Columns,
    rows: Iterable[Row],
    mapping: Mapping[str, str],
    *,
    aside: list[int],
    told: Callable[[Columns], object],
) -> Iterator[Record]:
    """Give the records below the header; empty rows and repeated headers are no records.

    Neither are totals, footers and the names of sections; their row numbers are put ``aside``, to be told. A header
    of other columns further down goes for what follows it, and is ``told``. Rows over which both title and unit are
    merged are one case.
    """
    fill = _Fill(table.spans)
    wide = {(span.top, span.left) for span in table.spans if span.right > span.left}
    record: Record | None = None
    for row in rows:
        filled = fill.down(row)
        if (other := later_header(row, columns, mapping)) is not None:
            if other.headers != columns.headers:
                columns = other
                told(columns)
        elif record is not None and fill.spans and {columns.title, columns.unit} <= fill.covered(row.number):
            record = _with_more(record, row, columns)
        elif -1 in row.faults or not _is_bare(row, columns):
            if -1 not in row.faults and _is_aside(row, filled, columns, wide):
                aside.append(row.number)
                continue
            if record is not None:
                yield record
            record = _record(Origin(table.file, table.sheet, row.number), filled, row, columns)
    if record is not None:
        yield record


def _with_more(record: Record, row: Row, columns: Columns) -> Record:
    """Add what another row says of the same case."""
    values = dict(record.values)
    for place, name in columns.fields.items():
        text = row.cells[place].strip() if place < len(row.cells) else ""
        before = str(values[name])
        if text and text not in before:
            values[name] = joined(before, text, "\n" if name in ("text", "summary") else ";")
    return record._replace(values=values, faults=(*record.faults, *_faults(row, columns)))


def _is_bare(row: Row, columns: Columns) -> bool:
    """Say whether a row itself says nothing but a running number; what is merged down from above is not its own."""
    told = _told(row)
    return columns.counting.issuperset(told) and all(map(_RUNNING.fullmatch, told.values()))


def _told(row: Row) -> dict[int, str]:
    """Return what the row itself says, by its place."""
    there = {place: text for place, cell in enumerate(row.cells) if (text := cell.strip())}
    return {**dict.fromkeys(row.faults, ""), **there} if row.faults else there


def _is_aside(row: Row, filled: Sequence[str], columns: Columns, wide: Container[tuple[int, int]]) -> bool:
    """Say whether a row is a total, the name of a section, or a note below the table."""
    told = _told(row)
    if columns.counting.issuperset(told) or (len(told) == 1 and (row.number, next(iter(told)) + 1) in wide):
        return True
    used = [cell.strip() for cell in filled if cell.strip()] or [""]
    if _TOTAL.fullmatch(used[0]):
        return True
    title = filled[columns.title].strip() if 0 <= columns.title < len(filled) else ""
    return len(used) <= 2 and used[0].startswith(_FOOTERS) and title in ("", used[0])


def _record(origin: Origin, cells: Sequence[str], row: Row, columns: Columns) -> Record:
    values: dict[str, object] = {}
    several = len(columns.called) < len(columns.fields)
    sections = several and list(columns.fields.values()).count("text") > 1
    for place, name in columns.fields.items():
        text = cells[place] if place < len(cells) else ""
        if sections and name == "text":
            text = headed(columns.headers[place].strip(), text)
        if several and name in values:
            text = joined(str(values[name]), text, "\n\n" if name == "text" else ";")
        values[name] = text
    faults = _faults(row, columns)
    if any(cell.strip() for cell in cells[len(columns.headers) :]):
        faults.append(("", _TOO_MANY))
    extra = {name: cells[place] for place, name in columns.unknown if place < len(cells) and cells[place]}
    unread = tuple((name, row.faults[place]) for place, name in columns.unknown if place in row.faults)
    told = (origin, values, columns.called, columns.headers, cells, extra, tuple(faults), columns.edition)
    return Record(*told, unread=unread)


def _faults(row: Row, columns: Columns) -> list[tuple[str, Message]]:
    """Return what could not be read in columns that are fields, and in such as have no header."""
    wide = len(columns.headers)
    return [
        (columns.headers[place].strip() if 0 <= place < wide else "", why)
        for place, why in row.faults.items()
        if place in columns.fields or not 0 <= place < wide
    ]


class _Fill:
    """Repeats the value of a cell that was merged over several rows."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted((span for span in spans if span.bottom > span.top), key=lambda span: span.top)
        self.open: list[tuple[Span, str]] = []
        self.next = 0

    def down(self, row: Row) -> tuple[str, ...]:
        if not self.spans:
            return row.cells
        while self.next < len(self.spans) and self.spans[self.next].top <= row.number:
            span = self.spans[self.next]
            value = row.cells[span.left - 1] if span.top == row.number and span.left <= len(row.cells) else ""
            self.open.append((span, value))
            self.next += 1
        self.open = [(span, value) for span, value in self.open if span.bottom >= row.number]
        cells = list(row.cells)
        for span, value in self.open:
            place = span.left - 1
            cells.extend([""] * (place + 1 - len(cells)))
            cells[place] = cells[place] or value
        return tuple(cells)

    def covered(self, row: int) -> set[int]:
        """Return the columns (from 0) that cells merged from above cover in the row just filled."""
        return {span.left - 1 for span, _ in self.open if span.top < row}
