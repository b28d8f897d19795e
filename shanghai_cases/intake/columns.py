"""Rows of a table to records: where the header is, which column is which field, merged cells filled down."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import msg
from shanghai_cases.intake.headers import SPOKEN_FOR, Guess, exact_field, guess_field, header_key, preference
from shanghai_cases.intake.records import IGNORE, JOINED, Record, headed, joined
from shanghai_cases.intake.synonyms import OTHER_LABELS
from shanghai_cases.intake.table import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shanghai_cases.intake.table import Row, Span, Table

_SEARCHED = 30  # rows in which the header is looked for
EDITION = re.compile(r"第\s*[一二三四五六七八九十\d]{1,3}\s*届")
_TOTAL = re.compile(r".{0,8}?[合总小]\s*计\s*(?:[:：]|[:：（(]?\s*\d.*)?")  # 合计, 徐汇区小计：3个
_RUNNING = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,6}[)）.．、]?")
_FOOTERS = ("填表", "填报", "制表", "审核", "注:", "注：", "备注", "说明", "联系人:", "联系人：", "联系电话", "报送")
_TOO_MANY = msg("has more cells than the header; is a comma or tab in a value without quotation marks?")


class Columns(NamedTuple):
    """How the columns of one table are understood; ``near`` and ``unknown`` are what a person should look at.

    ``called`` says what each field's columns are called, ``counting`` which columns hold a mere running number.
    """

    origin: Origin
    fields: Mapping[int, str]
    headers: tuple[str, ...]
    called: Mapping[str, str]
    near: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[int, str], ...] = ()
    counting: frozenset[int] = frozenset()
    edition: str = ""


def find_columns(table: Table, mapping: Mapping[str, str]) -> tuple[Columns | None, Iterator[Row]]:
    """Return how the columns are understood, and the rows below the header; None where no row is a header."""
    rows = iter(table.rows)
    first = list(islice(rows, _SEARCHED))
    best = max(range(len(first)), key=lambda place: (_weight(first[place], mapping), -place), default=0)
    if not first or not _weight(first[best], mapping):
        return None, chain(first, rows)
    best = _upper(first, best, table.spans)
    headers, used = _headers(first, best, table.spans)
    columns = _understood(Origin(table.file, table.sheet, first[best].number), headers, mapping)
    titles = " ".join(cell for row in first[:best] for cell in row.cells)
    edition = EDITION.search(titles)
    found = columns._replace(edition=edition[0] if edition else "")
    return found, chain(first[best + used :], rows)


def _weight(row: Row, mapping: Mapping[str, str]) -> int:
    """Say how much of a header a row is: its known names, if a title or at least two of them are among them."""
    fields = {found for cell in row.cells if (found := mapping.get(header_key(cell)) or (cell and exact_field(cell)))}
    fields.discard(IGNORE)
    return len(fields) if len(fields) > 1 or (fields == {"title"} and _cells(row) == 1) else 0


def _cells(row: Row) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _upper(first: Sequence[Row], best: int, spans: Sequence[Span]) -> int:
    """Return the upper row of a header of two, told by a cell of it that is merged down to the one found."""
    lower = first[best].number
    if (
        best
        and first[best - 1].number == lower - 1
        and any(one.top == lower - 1 and one.bottom == lower for one in spans)
    ):
        return best - 1
    return best


def _headers(first: Sequence[Row], best: int, spans: Sequence[Span]) -> tuple[tuple[str, ...], int]:
    """Return the headers, and how many rows they take: two where a merged cell stands above its parts."""
    head = first[best]
    wide = [span for span in spans if span.top == span.bottom == head.number and span.right > span.left]
    below = first[best + 1] if best + 1 < len(first) else None
    if not wide or below is None or below.number != head.number + 1:
        return head.cells, 1
    headers = list(head.cells) + [""] * (len(below.cells) - len(head.cells))
    split = False
    for span in wide:
        parts = below.cells[span.left - 1 : span.right]
        if sum(1 for part in parts if part and len(part) <= 12) > 1 and not any(map(str.isdigit, "".join(parts))):
            headers[span.left - 1 : span.right] = [_part(head.cells[span.left - 1], part) for part in parts]
            split = True
    return tuple(headers), 2 if split else 1


def _part(group: str, part: str) -> str:
    """Name a column below a merged header: by both if that is known or the group is another person, else by itself."""
    both = f"{group}{part}"
    return both if exact_field(both) or not exact_field(part) or header_key(group) in OTHER_LABELS else part


def _understood(origin: Origin, headers: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    fields: dict[int, str] = {}
    unsure: list[tuple[int, Guess]] = []
    for place, header in sorted(enumerate(headers), key=lambda one: _rank(one[1], mapping)):
        key = header_key(header) if header.strip() else ""
        chosen = mapping.get(key) or (exact_field(header) if key else None)
        if chosen and chosen != IGNORE and (chosen not in fields.values() or chosen in JOINED):
            fields[place] = chosen
        elif key and not chosen and (guess := guess_field(header)):
            unsure.append((place, guess))
    fields = dict(sorted(fields.items()))
    near = []
    for place, guess in unsure:
        if guess.field not in fields.values():
            fields[place] = guess.field
            near.append((headers[place].strip(), guess.field))
    unknown = tuple(
        (place, header.strip())
        for place, header in enumerate(headers)
        if header.strip() and place not in fields and not _is_settled(header, mapping)
    )
    called: dict[str, str] = {}
    for place, name in fields.items():
        header = headers[place].strip()
        called[name] = f"{called[name]}, {header}" if name in called else header
    counting = frozenset(
        place for place, header in enumerate(headers) if place not in fields and header_key(header) in SPOKEN_FOR
    )
    return Columns(origin, fields, tuple(headers), called, tuple(near), unknown, counting)


def _rank(header: str, mapping: Mapping[str, str]) -> int:
    """Say which of several columns for one field goes first: what was asked for, then the name that says it best."""
    return -1 if header_key(header) in mapping else preference(header)


def _is_settled(header: str, mapping: Mapping[str, str]) -> bool:
    """Say whether a column is left out on purpose, or is a mere running number or an earlier refusal's reason."""
    key = header_key(header)
    return mapping.get(key) == IGNORE or key in SPOKEN_FOR or header.startswith("#")


def table_records(table: Table, columns: Columns, rows: Iterable[Row], aside: list[int]) -> Iterator[Record]:
    """Give the records below the header; empty rows and repeated headers are no records.

    Neither are totals, footers and the names of sections; their row numbers are put ``aside``, to be told.
    """
    fill = _Fill(table.spans)
    wide = {(span.top, span.left) for span in table.spans if span.right > span.left}
    named = [header.strip() for header in columns.headers]
    for row in rows:
        filled = fill.down(row)
        told = _told(row)
        if -1 not in row.faults:
            only_numbered = columns.counting.issuperset(told)
            if only_numbered and all(map(_RUNNING.fullmatch, told.values())):
                continue
            if [cell.strip() for cell in filled] == named[: len(filled)]:
                continue
            section = len(told) == 1 and (row.number, next(iter(told)) + 1) in wide
            if only_numbered or section or _is_aside(filled, columns):
                aside.append(row.number)
                continue
        yield _record(Origin(table.file, table.sheet, row.number), filled, row, columns)


def _told(row: Row) -> dict[int, str]:
    """Return what the row itself says, by its place; what is merged down from above is not its own."""
    there = {place: cell.strip() for place, cell in enumerate(row.cells) if cell.strip()}
    return {**dict.fromkeys(row.faults, ""), **there}


def _is_aside(cells: Sequence[str], columns: Columns) -> bool:
    """Say whether a row is a total, or a note below the table."""
    used = [cell.strip() for cell in cells if cell.strip()] or [""]
    if _TOTAL.fullmatch(used[0]):
        return True
    title = next((place for place, name in columns.fields.items() if name == "title"), -1)
    has_title = 0 <= title < len(cells) and cells[title].strip()
    return len(used) <= 2 and used[0].startswith(_FOOTERS) and (not has_title or cells[title].strip() == used[0])


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
    wide = len(columns.headers)
    faults = [
        (columns.headers[place].strip() if 0 <= place < wide else "", why)
        for place, why in row.faults.items()
        if place in columns.fields or not 0 <= place < wide
    ]
    if any(cell.strip() for cell in cells[wide:]):
        faults.append(("", _TOO_MANY))
    extra = {name: cells[place] for place, name in columns.unknown if place < len(cells) and cells[place]}
    unread = tuple((name, row.faults[place]) for place, name in columns.unknown if place in row.faults)
    told = (origin, values, columns.called, columns.headers, cells, extra, tuple(faults), columns.edition)
    return Record(*told, unread=unread)


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
