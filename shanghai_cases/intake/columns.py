"""Rows of a table to records: where the header is, which column is which field, merged cells filled down."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, UsageError, msg
from shanghai_cases.intake.headers import FIELDS, SPOKEN_FOR, Guess, exact_field, guess_field, header_key
from shanghai_cases.intake.table import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shanghai_cases.intake.table import Entry, Row, Span, Table

IGNORE = "-"  # as a field of --map: leave this column out
JOINED = frozenset(
    {"contact_phone", "text", "themes", "tags", "notes", "figures", "sources"}
)  # may have several columns
_SEARCHED = 30  # rows in which the header is looked for
_NOTHING: Mapping[str, str] = {}
EDITION = re.compile(r"第\s*[一二三四五六七八九十\d]{1,3}\s*届")
_TOTALS = ("合计", "总计", "小计", "合 计", "总 计")
_FOOTERS = ("填表", "填报", "制表", "审核", "注:", "注：", "备注", "说明", "联系人:", "联系人：")
_TOO_MANY = msg("has more cells than the header; is a comma or tab in a value without quotation marks?")


@dataclass(frozen=True, slots=True)
class Record:
    """One case as its file tells it, by fields: texts, or lists and objects as JSON has them.

    ``headers`` says what a field's column is called; ``cells`` is the row as it stood, under ``names``; ``faults`` has
    a header (or nothing) and what is wrong there; ``edition`` is what the title above the table says.
    """

    origin: Origin
    values: Mapping[str, object]
    headers: Mapping[str, str]
    names: Sequence[str]
    cells: Sequence[object]
    extra: Mapping[str, str]
    faults: tuple[tuple[str, Message], ...] = ()
    edition: str = ""

    def written(self) -> dict[str, str]:
        """Return the row as it stood, by the names of its columns; those without one have their number."""
        names = [*self.names, *[""] * (len(self.cells) - len(self.names))]
        return {
            name or f"#{place}": cell if isinstance(cell, str) else _json(cell)
            for place, (name, cell) in enumerate(zip(names, self.cells, strict=False), 1)
            if name or cell
        }


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of one table are understood; ``near`` and ``unknown`` are what a person should look at."""

    origin: Origin
    fields: Mapping[int, str]
    headers: tuple[str, ...]
    near: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[int, str], ...] = ()
    edition: str = ""


def parse_mapping(written: Iterable[str]) -> dict[str, str]:
    """Read ``列名=field`` options into fields by header key. Raises `UsageError` for an unknown field."""
    chosen = {}
    for option in written:
        header, mark, name = option.rpartition("=")
        if not mark or not header.strip():
            raise UsageError(msg("--map takes COLUMN=FIELD (got {value})", value=option))
        found = IGNORE if name.strip() in ("", IGNORE) else exact_field(name)
        if found is None:
            raise UsageError(msg("unknown field {name}; the fields are: {fields}", name=name, fields=FIELDS))
        chosen[header_key(header)] = found
    return chosen


def find_columns(table: Table, mapping: Mapping[str, str]) -> tuple[Columns | None, Iterator[Row]]:
    """Return how the columns are understood, and the rows below the header; None where no row is a header."""
    rows = iter(table.rows)
    first = list(islice(rows, _SEARCHED))
    best = max(range(len(first)), key=lambda place: (_weight(first[place], mapping), -place), default=0)
    if not first or not _weight(first[best], mapping):
        return None, chain(first, rows)
    headers, used = _headers(first, best, table.spans)
    columns = _understood(Origin(table.file, table.sheet, first[best].number), headers, mapping)
    titles = " ".join(cell for row in first[:best] for cell in row.cells)
    edition = EDITION.search(titles)
    found = replace(columns, edition=edition[0] if edition else "")
    return found, chain(first[best + used :], rows)


def _weight(row: Row, mapping: Mapping[str, str]) -> int:
    """Say how much of a header a row is: its known names, if a title or at least two of them are among them."""
    fields = {found for cell in row.cells if (found := mapping.get(header_key(cell)) or (cell and exact_field(cell)))}
    fields.discard(IGNORE)
    return len(fields) if len(fields) > 1 or (fields == {"title"} and _cells(row) == 1) else 0


def _cells(row: Row) -> int:
    return sum(1 for cell in row.cells if cell.strip())


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
    """Name a column below a merged header: by itself if that is known, else by both."""
    return part if exact_field(part) or not group else f"{group}{part}"


def _understood(origin: Origin, headers: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    fields: dict[int, str] = {}
    unsure: list[tuple[int, Guess]] = []
    for place, header in enumerate(headers):
        key = header_key(header) if header.strip() else ""
        chosen = mapping.get(key) or (exact_field(header) if key else None)
        if chosen and chosen != IGNORE and (chosen not in fields.values() or chosen in JOINED):
            fields[place] = chosen
        elif key and not chosen and (guess := guess_field(header)):
            unsure.append((place, guess))
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
    return Columns(origin, fields, tuple(headers), tuple(near), unknown)


def _is_settled(header: str, mapping: Mapping[str, str]) -> bool:
    """Say whether a column is left out on purpose, or is a mere running number or an earlier refusal's reason."""
    key = header_key(header)
    return mapping.get(key) == IGNORE or key in SPOKEN_FOR or header.startswith("#")


def table_records(table: Table, columns: Columns, rows: Iterable[Row]) -> Iterator[Record]:
    """Give the records below the header; empty rows, repeated headers and footers are no records."""
    fill = _Fill(table.spans)
    named = tuple(header.strip() for header in columns.headers)
    for row in rows:
        filled = fill.down(row)
        if _is_case(filled, named, columns):
            yield _record(Origin(table.file, table.sheet, row.number), filled, row, columns)


def _is_case(cells: Sequence[str], named: Sequence[str], columns: Columns) -> bool:
    used = [cell.strip() for cell in cells if cell.strip()]
    if not used or [cell.strip() for cell in cells] == list(named)[: len(cells)]:
        return False
    title = next((place for place, name in columns.fields.items() if name == "title"), -1)
    has_title = 0 <= title < len(cells) and cells[title].strip()
    if used[0] in _TOTALS:
        return False
    return not (len(used) <= 2 and used[0].startswith(_FOOTERS) and (not has_title or cells[title].strip() == used[0]))


def _record(origin: Origin, cells: Sequence[str], row: Row, columns: Columns) -> Record:
    values: dict[str, object] = {}
    headers: dict[str, str] = {}
    for place, name in columns.fields.items():
        text = cells[place] if place < len(cells) else ""
        header = columns.headers[place].strip()
        values[name] = joined(name, header, str(values[name]), text) if name in values else text
        headers[name] = f"{headers[name]}, {header}" if name in headers else header
    wide = len(columns.headers)
    faults = [(columns.headers[place] if 0 <= place < wide else "", why) for place, why in row.faults.items()]
    if any(cell.strip() for cell in cells[wide:]):
        faults.append(("", _TOO_MANY))
    extra = {name: cells[place] for place, name in columns.unknown if place < len(cells) and cells[place]}
    return Record(origin, values, headers, columns.headers, cells, extra, tuple(faults), columns.edition)


def joined(name: str, header: str, before: str, text: str) -> str:
    """Put two columns of one field together: texts under the name of their column, the rest as a list."""
    if not text.strip() or not before.strip():
        return before if before.strip() else text
    return f"{before}\n\n{header}\n{text}" if name == "text" else f"{before};{text}"


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


def entry_record(entry: Entry, mapping: Mapping[str, str]) -> Record:
    """Turn an entry that names its own fields into a record; names that repeat are put together."""
    flat = list(_flat(entry.values))
    names = tuple(name for name, _ in flat)
    cells = [value for _, value in flat]
    fields, headers = _entry_fields(names, tuple(mapping.items()))
    values: dict[str, object] = {}
    extra: dict[str, str] = {}
    for field, name, value in zip(fields, names, cells, strict=True):
        if field is None or (field in values and not _can_join(field, values[field], value)):
            if name:
                extra.setdefault(name, str(value))
        elif field in values:
            values[field] = joined(field, name, str(values[field]), str(value))
        elif field != IGNORE:
            values[field] = value
    faults = (("", entry.fault),) if entry.fault else ()
    return Record(entry.origin, values, headers, names, cells, extra or _NOTHING, faults, entry.edition)


@lru_cache(maxsize=256)
def _entry_fields(
    names: tuple[str, ...], mapping: tuple[tuple[str, str], ...]
) -> tuple[tuple[str | None, ...], Mapping[str, str]]:
    """Return the fields that names stand for, and what each field is called; shared by entries of one make."""
    chosen = dict(mapping)
    fields = tuple(_entry_field(name, chosen) for name in names)
    headers: dict[str, str] = {}
    for field, name in zip(fields, names, strict=True):
        if field is not None:
            headers.setdefault(field, name)
    return fields, headers


def _flat(values: Iterable[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    """Give the parts of a contact object as fields of their own."""
    for name, value in values:
        if name == "contact" and isinstance(value, dict):
            yield from ((f"contact_{part}", inner) for part, inner in value.items())
        else:
            yield name, value


def _entry_field(name: str, mapping: Mapping[str, str]) -> str | None:
    if not name:
        return None
    if chosen := mapping.get(header_key(name)):
        return chosen
    guess = guess_field(name)
    return guess.field if guess else None


def _can_join(name: str, before: object, value: object) -> bool:
    return isinstance(before, str) and isinstance(value, str) and (name in JOINED or not before.strip())


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
