"""CSV and TSV to a table: the delimiter found, every value as it is written, a broken row told and not spread."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.intake.table import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE = 50  # lines looked at to find the delimiter
_LONGEST = 32 << 20  # characters in one value
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r]|'")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?", re.ASCII)
_QUOTES = msg('has a quotation mark that is never closed, or text after a closing one; CSV writes it twice: ""')


def read(file: str, text: str, delimiter: str | None = None) -> Table:
    """Read delimited text; the delimiter is found unless it is given."""
    lines = _LINES.findall(text)
    return Table(file, "", _rows(lines, delimiter or find_delimiter(lines)))


def find_delimiter(lines: list[str]) -> str:
    """Return the delimiter that cuts the most of the first lines into the same number of cells, at least two."""
    sample = lines[:_SAMPLE]
    return max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: list[str], delimiter: str) -> tuple[int, int]:
    try:
        counts = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    widest = max(counts, default=0)
    return (counts.count(widest), widest) if widest > 1 else (0, 0)


def _rows(lines: list[str], delimiter: str) -> Iterator[Row]:
    """Give the rows; after a broken one reading goes on with the line below."""
    csv.field_size_limit(_LONGEST)
    start = 0
    while start < len(lines):
        reader = csv.reader((lines[at] for at in range(start, len(lines))), delimiter=delimiter, strict=True)
        first = start
        try:
            for cells in reader:
                if any(cells):
                    yield Row(start + 1, tuple(map(unguarded, cells)))
                start = first + reader.line_num
        except csv.Error:
            yield Row(start + 1, (lines[start].rstrip("\r\n"),), {-1: _QUOTES})
            start += 1


def unguarded(value: str) -> str:
    """Take off the ``'`` that CSV writers put before what a spreadsheet would compute, and before a ``'``."""
    rest = value[1:]
    return rest if value[:1] == "'" and _FORMULA.match(rest) and not _NUMBER.fullmatch(rest) else value
