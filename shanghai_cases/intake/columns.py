"""The header of a table: where it is, and which column is which field."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.intake.headers import SPOKEN_FOR, Guess, exact_field, guess_field, header_key, preference
from shanghai_cases.intake.records import IGNORE, JOINED
from shanghai_cases.intake.synonyms import OTHER_LABELS
from shanghai_cases.intake.table import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shanghai_cases.intake.table import Row, Span, Table

_LONGEST_HEADER = 12  # characters of a title's header further down
_SEARCHED = 30  # rows in which the header is looked for
EDITION = re.compile(r"第\s*[一二三四五六七八九十\d]{1,3}\s*届")


class Columns(NamedTuple):
    """How the columns of one table are understood; ``near`` and ``unknown`` are what a person should look at.

    ``called`` says what each field's columns are called, ``counting`` which columns hold a mere running number,
    ``title`` and ``unit`` where these stand (-1 for nowhere).
    """

    origin: Origin
    fields: Mapping[int, str]
    headers: tuple[str, ...]
    called: Mapping[str, str]
    near: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[int, str], ...] = ()
    counting: frozenset[int] = frozenset()
    title: int = -1
    unit: int = -1
    edition: str = ""


def find_columns(table: Table, mapping: Mapping[str, str]) -> tuple[Columns | None, Iterator[Row]]:
    """Return how the columns are understood, and the rows below the header; None where no row is a header."""
    rows = iter(table.rows)
    first = list(islice(rows, _SEARCHED))
    best = _header(first, mapping)
    if best is None:
        return None, chain(first, rows)
    best = _upper(first, best, table.spans)
    headers, used = _headers(first, best, table.spans)
    columns = _understood(Origin(table.file, table.sheet, first[best].number), headers, mapping)
    titles = " ".join(cell for row in first[:best] for cell in row.cells)
    edition = EDITION.search(titles)
    found = columns._replace(edition=edition[0] if edition else "")
    return found, chain(first[best + used :], rows)


def later_header(row: Row, columns: Columns, mapping: Mapping[str, str]) -> Columns | None:
    """Return how another header further down is understood, None for a row that is none."""
    cell = row.cells[columns.title] if 0 <= columns.title < len(row.cells) else ""
    if len(cell) > _LONGEST_HEADER or not cell or not exact_field(cell) or not _weight(row, mapping):
        return None
    found = _understood(columns.origin._replace(row=row.number), row.cells, mapping)
    return found._replace(edition=columns.edition) if "title" in found.called else None


def _header(first: Sequence[Row], mapping: Mapping[str, str]) -> int | None:
    """Return the first row that names the title and another field, else the one that names most, or None."""
    weights = [_weight(row, mapping) for row in first]
    whole = (place for place, weight in enumerate(weights) if weight > 1 and "title" in _named(first[place], mapping))
    most = max(range(len(first)), key=lambda place: (weights[place], -place), default=0)
    return next(whole, most if any(weights) else None)


def _named(row: Row, mapping: Mapping[str, str]) -> set[str]:
    """Return the fields that a row names, be they told by hand."""
    fields = {found for cell in row.cells if (found := mapping.get(header_key(cell)) or (cell and exact_field(cell)))}
    return fields - {IGNORE}


def _weight(row: Row, mapping: Mapping[str, str]) -> int:
    """Say how much of a header a row is: its known names, if a title or at least two of them are among them."""
    fields = _named(row, mapping)
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
    title, unit = (next((place for place, one in fields.items() if one == name), -1) for name in ("title", "unit"))
    return Columns(origin, fields, tuple(headers), called, tuple(near), unknown, counting, title, unit)


def _rank(header: str, mapping: Mapping[str, str]) -> int:
    """Say which of several columns for one field goes first: what was asked for, then the name that says it best."""
    return -1 if header_key(header) in mapping else preference(header)


def _is_settled(header: str, mapping: Mapping[str, str]) -> bool:
    """Say whether a column is left out on purpose, or is a mere running number or an earlier refusal's reason."""
    key = header_key(header)
    return mapping.get(key) == IGNORE or key in SPOKEN_FOR or header.startswith("#")
