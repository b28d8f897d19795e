"""A form laid out in a sheet: labels and values in its cells, as on a Word form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.intake.columns import EDITION
from shanghai_cases.intake.headers import exact_field
from shanghai_cases.intake.table import Entry, Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.intake.table import Row, Table
    from shanghai_cases.intake.word import Grid

LONGEST = 100  # rows; what has more is a list
_WIDEST = 50  # columns


def read(table: Table, rows: Sequence[Row]) -> Entry | None:
    """Return the case of a form, None where the sheet tells no title and unit beside their labels."""
    from shanghai_cases.intake.forms import pairs

    width = max((len(row.cells) for row in rows), default=0)
    if not rows or len(rows) > LONGEST or rows[-1].number > 2 * LONGEST or width > _WIDEST:
        return None
    found = pairs([_grid(table, rows, width)])
    said = {exact_field(label) for label, value in found if value.strip()}
    if not {"title", "unit"} <= said:
        return None
    edition = next((match[0] for row in rows for cell in row.cells if (match := EDITION.search(cell))), "")
    fault = next((why for row in rows for why in row.faults.values()), None)
    return Entry(Origin(table.file, table.sheet), tuple(found), fault, edition)


def _grid(table: Table, rows: Sequence[Row], width: int) -> Grid:
    """Number the cells of the sheet; those of a merged range have one number."""
    from shanghai_cases.intake.word import Grid

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
