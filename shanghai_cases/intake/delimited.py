"""CSV and TSV to a table: the delimiter found, every value as it is written, a broken row told and not spread."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.intake.kinds import unreadable
from shanghai_cases.intake.table import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE, _SEEN = 50, 1 << 20  # lines and characters looked at to find the delimiter
_LONGEST = 4 << 20  # characters in one line or value; the longest text of a case has 200,000
_MOST_LINES = 3_000_000
_MOST_CELLS = 10_000  # in one row
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r]|'")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?", re.ASCII)
_TOO_WIDE = msg("has more cells than any list of cases")
_QUOTES = msg('has a quotation mark that is never closed, or text after a closing one; CSV writes it twice: ""')


def read(file: str, text: str, delimiter: str | None = None) -> Table:
    """Read delimited text; the delimiter is found unless it is given. Raises `DataError` for endless lines."""
    if text.count("\n") + text.count("\r") > _MOST_LINES:
        raise unreadable(file, msg("it has more than {limit} lines", limit=_MOST_LINES))
    for number, line in enumerate(_lines(text, 0), 1):
        if len(line) > _LONGEST:
            raise unreadable(file, msg("line {line} is longer than any row of cases; is it a table?", line=number))
    return Table(file, "", _rows(text, delimiter or find_delimiter(list(islice(_lines(text[:_SEEN], 0), _SAMPLE)))))


def find_delimiter(lines: list[str]) -> str:
    """Return the delimiter that cuts the most of the first lines into the same number of cells, at least two."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(sample: list[str], delimiter: str) -> tuple[int, int]:
    try:
        counts = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    widest = max(counts, default=0)
    return (counts.count(widest), widest) if widest > 1 else (0, 0)


def _lines(text: str, start: int) -> Iterator[str]:
    """Give the lines from a place on, with their ends."""
    return (match[0] for match in _LINE.finditer(text, start))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Give the rows; after a broken one reading goes on with the line below."""
    csv.field_size_limit(_LONGEST)
    start, number = 0, 1
    while start < len(text):
        source = _Followed(text, start)
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        first = number
        try:
            for cells in reader:
                if len(cells) > _MOST_CELLS:
                    yield Row(number, (), {-1: _TOO_WIDE})
                elif any(cells):
                    yield Row(number, tuple(map(unguarded, cells)))
                start, number = source.end, first + reader.line_num
        except csv.Error:
            broken = next(_lines(text, start))
            yield Row(number, (broken.rstrip("\r\n"),), {-1: _QUOTES})
            start, number = start + len(broken), number + 1


class _Followed:
    """The lines of a text from a place on; ``end`` is where the last one given ended."""

    def __init__(self, text: str, start: int) -> None:
        self.end = start
        self._lines = _lines(text, start)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.end += len(line)
        return line


def unguarded(value: str) -> str:
    """Take off the ``'`` that CSV writers put before what a spreadsheet would compute, and before a ``'``."""
    rest = value[1:]
    return rest if value[:1] == "'" and _FORMULA.match(rest) and not _NUMBER.fullmatch(rest) else value
