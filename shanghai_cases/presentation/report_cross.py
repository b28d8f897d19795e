"""Cross tables: as a document with a picture, as tidy rows, as JSON."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.model.notation import machine_value
from shanghai_cases.presentation.charts import Chart, HeatChart, bar_chart
from shanghai_cases.presentation.document import Column, Document, Note, Picture, Section, Table
from shanghai_cases.presentation.figure_words import outward, percent_words
from shanghai_cases.presentation.listing import Listing
from shanghai_cases.presentation.report_rows import UNSAID
from shanghai_cases.report.cross import Cross, Dimension

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from shanghai_cases.presentation.figure_words import Shown
    from shanghai_cases.presentation.output import Output

_MOST = 40  # rows and columns that a heat map shows; the table has all
_DIMENSIONS = {
    Dimension.EDITION: ("edition", msg("edition")),
    Dimension.DISTRICT: ("district", msg("district")),
    Dimension.TOWN: ("town", msg("town")),
    Dimension.UNIT: ("unit", msg("unit")),
    Dimension.UNIT_TYPE: ("unit_type", msg("unit type")),
    Dimension.THEME: ("theme", msg("theme")),
    Dimension.AWARD: ("award_tier", msg("award")),
    Dimension.STATUS: ("status", msg("status")),
}


def cross_listing(cross: Cross, output: Output) -> Listing:
    """Return a cross table in all the general formats."""

    def table() -> RenderableType:
        from shanghai_cases.presentation.report_tables import document_table

        return document_table(cross_document(cross), output)

    return Listing(cross_columns(cross), lambda: cross_rows(cross), lambda: cross_json(cross), table)


def cross_document(cross: Cross) -> Document:
    """Arrange a cross table with its totals and its picture."""
    title = _title(cross)
    table = _matrix(title, cross) if len(cross.by) > 1 else _list(title, cross)
    notes = [Note(msg("{count} cases are counted.", count=cross.total))]
    if cross.withdrawn:
        notes.append(Note(msg("Withdrawn cases ({count}) are not counted.", count=cross.withdrawn)))
    if cross.overlapping:
        notes.append(Note(msg("A case with several themes counts in each of them and once in a total.")))
    picture = [Picture(partial(cross_chart, cross))] if cross.total else []
    return Document(title, (), (Section("cross", title, (*picture, table, *notes)),))


def _title(cross: Cross) -> Message:
    names = [_DIMENSIONS[dimension][1] for dimension in cross.by]
    if len(names) == 1:
        return msg("Cases by {name}", name=names[0])
    return msg("Cases by {first} and {second}", first=names[0], second=names[1])


def cross_chart(cross: Cross) -> Chart:
    """Draw a cross table: bars for one dimension, a heat map for two, of the first names only."""
    if len(cross.by) == 1:
        return bar_chart(_title(cross), [(_named(name), cross.row_totals.get(name, 0)) for name in cross.rows])
    rows, columns = cross.rows[:_MOST], cross.columns[:_MOST]
    cells = tuple(tuple(cross.cell(row, column) for column in columns) for row in rows)
    description = msg("A table of cells; a number counts the cell's cases, a deeper colour says that it is higher.")
    return HeatChart(_title(cross), description, tuple(map(_named, rows)), tuple(map(_named, columns)), cells)


def _named(name: str) -> Shown:
    return name or msg("not said")


def _matrix(caption: Shown, cross: Cross) -> Table:
    columns = [Column(_DIMENSIONS[cross.by[0]][1]), *(Column(_named(name), right=True) for name in cross.columns)]
    columns += [Column(msg("total"), right=True), Column(msg("share"), right=True)]
    rows: list[tuple[Shown, ...]] = []
    for row in cross.rows:
        total = cross.row_totals.get(row, 0)
        cells = [str(cross.cell(row, column)) for column in cross.columns]
        rows.append((_named(row), *cells, str(total), percent_words(cross.share_of(total))))
    totals = [str(cross.column_totals.get(column, 0)) for column in cross.columns]
    rows.append((msg("total"), *totals, str(cross.total), percent_words(cross.share_of(cross.total))))
    return Table(caption, tuple(columns), tuple(rows))


def _list(caption: Shown, cross: Cross) -> Table:
    columns = (
        Column(_DIMENSIONS[cross.by[0]][1]),
        Column(msg("cases"), right=True),
        Column(msg("share"), right=True),
    )
    counts = [cross.row_totals.get(name, 0) for name in cross.rows]
    rows = [
        (_named(name), str(count), percent_words(cross.share_of(count)))
        for name, count in zip(cross.rows, counts, strict=True)
    ]
    most = max(counts, default=0) or 1
    return Table(caption, columns, tuple(rows), tuple(count / most for count in counts))


def cross_columns(cross: Cross) -> tuple[str, ...]:
    """Return the machine names of the columns: the dimensions, then ``cases`` and ``share_percent``."""
    return (*(_DIMENSIONS[dimension][0] for dimension in cross.by), "cases", "share_percent")


def cross_rows(cross: Cross) -> list[tuple[str, ...]]:
    """Return tidy rows of every cell that has cases, then the totals, in which a name is ``total``."""
    return [
        (*names, str(count), machine_value(outward(cross.share_of(count), 2), 2)) for names, count in _counted(cross)
    ]


def _counted(cross: Cross) -> Iterator[tuple[tuple[str, ...], int]]:
    def name(written: str) -> str:
        return written or UNSAID

    if len(cross.by) == 1:
        for row in cross.rows:
            yield (name(row),), cross.row_totals.get(row, 0)
        yield ("total",), cross.total
        return
    for row in cross.rows:
        for column in cross.columns:
            if count := cross.cell(row, column):
                yield (name(row), name(column)), count
    for row in cross.rows:
        yield (name(row), "total"), cross.row_totals.get(row, 0)
    for column in cross.columns:
        yield ("total", name(column)), cross.column_totals.get(column, 0)
    yield ("total", "total"), cross.total


def cross_json(cross: Cross) -> dict[str, object]:
    """Return the dimensions, the total, and the rows of `cross_rows` as objects."""
    columns = cross_columns(cross)
    return {
        "by": list(columns[:-2]),
        "total": cross.total,
        "rows": [
            {
                **dict(zip(columns, names, strict=False)),
                "cases": count,
                "share_percent": outward(cross.share_of(count), 2).value,
            }
            for names, count in _counted(cross)
        ],
    }
