"""What every reader gives: tables of text cells that remember where in which file they stood."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Origin(NamedTuple):
    """Where a row comes from: the file, the sheet (empty where it has none), the row counted from 1."""

    file: str
    sheet: str = ""
    row: int = 0

    @property
    def message(self) -> Message:
        """Name the place for people."""
        if self.row and self.sheet:
            return msg("{file}, sheet {sheet}, row {row}", file=self.file, sheet=self.sheet, row=self.row)
        if self.sheet:
            return msg("{file}, sheet {sheet}", file=self.file, sheet=self.sheet)
        if self.row:
            return msg("{file}, row {row}", file=self.file, row=self.row)
        return msg("{file}", file=self.file)


class Row(NamedTuple):
    """One row of text cells; ``faults`` says by column (from 0; -1 is the whole row) what could not be read."""

    number: int
    cells: tuple[str, ...]
    faults: Mapping[int, Message] = {}


class Span(NamedTuple):
    """A merged range, rows and columns counted from 1, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


class Table(NamedTuple):
    """A sheet, or a whole file of delimited text. ``rows`` can be gone through once."""

    file: str
    sheet: str
    rows: Iterable[Row]
    spans: tuple[Span, ...] = ()


class Entry(NamedTuple):
    """One case as its file tells it, with names of its own: a JSON object, or a Word form.

    ``values`` are texts, or lists and objects as JSON has them; a label may have been found several times.
    ``edition`` is what a title line says about it, as in 第六届.
    """

    origin: Origin
    values: tuple[tuple[str, object], ...]
    fault: Message | None = None
    edition: str = ""


class Content(NamedTuple):
    """All that one file holds: tables with header rows, or entries that name their own fields."""

    tables: tuple[Table, ...] = ()
    entries: Iterable[Entry] = ()
    encoding: str = ""
