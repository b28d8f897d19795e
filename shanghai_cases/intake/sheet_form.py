"""A form laid out in a sheet: labels and values in its cells, as on a Word form."""

from __future__ import annotations

from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from shanghai_cases.intake.columns import EDITION
from shanghai_cases.intake.headers import exact_field
from shanghai_cases.intake.table import Entry, Origin, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.word import Grid

LONGEST = 100  # rows; what has more is a list
_WIDEST = 50  # columns


def read(table: Table, rows: Sequence[Row]) -> Entry | None:
    """Return the case of a form, None where the sheet tells no title and unit beside their labels, or several."""
    from shanghai_cases.intake.forms import pairs

    if not _is_small(rows):
        return None
    grid = _grid(table, rows)
    found = pairs([grid])
    told = {exact_field(label) for label, value in found if value.strip()}
    if not {"title", "unit"} <= told or len(_titles(grid)) > 1:
        return None
    fault = next((why for row in rows for why in row.faults.values()), None)
    return Entry(Origin(table.file, table.sheet), tuple(found), fault, _edition(rows))


def turned(table: Table, rows: Sequence[Row]) -> Table | None:
    """Return a list of cases that stand beside one another, each below the last; None for any other table."""
    if not _is_small(rows):
        return None
    grid = _grid(table, rows)
    if len(_titles(grid)) < 2:
        return None
    below = [[grid.texts[cell] for cell in row] for row in grid.rows]
    heads = list(dropwhile(lambda cells: not any(map(_field, cells)), below))
    above = len(below) - len(heads)
    faults: dict[int, dict[int, Message]] = {}
    for row in rows:
        for place, why in row.faults.items():
            faults.setdefault(place + 1, {})[row.number - 1 - above] = why
    lines = [Row(number, cells, faults.get(number, {})) for number, cells in enumerate(zip(*heads, strict=True), 1)]
    return Table(table.file, table.sheet, [Row(0, (_edition(rows),)), *lines])


def _is_small(rows: Sequence[Row]) -> bool:
    width = max((len(row.cells) for row in rows), default=0)
    return 0 < len(rows) <= LONGEST and rows[-1].number <= 2 * LONGEST and width <= _WIDEST


def _field(text: str) -> str | None:
    return exact_field(text) if text else None


def _titles(grid: Grid) -> set[int]:
    """Return the cells with something else than a label in the rows of the title's label."""
    rows = [row for row in grid.rows if any(_field(grid.texts[cell]) == "title" for cell in row)]
    return {cell for row in rows for cell in row if grid.texts[cell] and not _field(grid.texts[cell])}


def _edition(rows: Sequence[Row]) -> str:
    """Return what the lines above all labels say of the edition."""
    titles = takewhile(lambda row: not any(map(_field, row.cells)), rows)
    return next((match[0] for row in titles for cell in row.cells if (match := EDITION.search(cell))), "")


def _grid(table: Table, rows: Sequence[Row]) -> Grid:
    """Number the cells of the sheet; those of a merged range have one number."""
    from shanghai_cases.intake.word import Grid

    width = max(len(row.cells) for row in rows)
    height = rows[-1].number
    cells = {(row.number, column): text for row in rows for column, text in enumerate(row.cells, 1)}
    down, across = range(1, height + 1), range(1, width + 1)
    numbers = {(row, column): (row - 1) * width + column - 1 for row in down for column in across}
    for span in table.spans:
        for row in range(span.top, min(span.bottom, height) + 1):
            for column in range(span.left, min(span.right, width) + 1):
                numbers[row, column] = numbers[span.top, span.left]
    return Grid(
        tuple(tuple(numbers[row, column] for column in across) for row in down),
        tuple(cells.get(place, "").strip() for place in sorted(numbers)),
    )
