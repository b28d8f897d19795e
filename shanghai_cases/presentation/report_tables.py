"""A report on a terminal: Rich tables and bars that read well at 80 columns and with Chinese text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from shanghai_cases.errors import msg
from shanghai_cases.presentation.document import Cards, Document, Facts, Note, Picture, Section, Sources, Table
from shanghai_cases.presentation.figure_words import say
from shanghai_cases.presentation.report_headline import trend_section
from shanghai_cases.presentation.report_sections import ON_TERMINAL, TOP, edition_document, sources_section
from shanghai_cases.report import Overview
from shanghai_cases.text.display import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table as RichTable

    from shanghai_cases.presentation.document import Block
    from shanghai_cases.presentation.figure_words import Shown
    from shanghai_cases.presentation.output import Output
    from shanghai_cases.report import EditionReport

_LONGEST_BAR, _SHORTEST_BAR, _LONGEST_WORD = 40, 8, 12
_FOLDABLE = 8  # columns of a table that may fold its cells rather than be cut
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def report_table(
    report: Overview | EditionReport,
    output: Output,
    sections: Sequence[str] = (),
    *,
    sources: bool = False,
    top: int | None = None,
) -> RenderableType:
    """Return a report as something that Rich can print; ``sections`` chooses parts of an edition's report."""
    if isinstance(report, Overview):
        cited = {source.key: source for line in report.lines for source in line.edition.sources}
        parts = [trend_section(report.lines), *([sources_section(tuple(cited.values()))] if sources else [])]
        return document_table(Document(msg("All editions"), (), tuple(parts)), output)
    chosen = (*(sections or ON_TERMINAL), *(("sources",) if sources else ()))
    return document_table(edition_document(report, sections=chosen, top=top or TOP), output)


def document_table(document: Document, output: Output) -> RenderableType:
    """Return a document as something that Rich can print; its pictures stay out, their tables say the same."""
    from rich.console import Group
    from rich.text import Text

    title = Text(say(document.title), style="bold")
    lines = [Text(say(line)) for line in document.subtitle]
    parts = [part for section in document.sections for part in _section(section, output)]
    alone = len(document.sections) == 1 and document.sections[0].title == document.title
    return Group(*([] if alone else [title, *lines, Text()]), *parts)


def _section(section: Section, output: Output) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(say(section.title), style="bold")
    said: set[str] = set()
    for block in section.blocks:
        if isinstance(block, Note) and say(block.text) in said:
            continue
        if isinstance(block, Note):
            said.add(say(block.text))
        if isinstance(block, Table) and block.caption != section.title:
            yield Text(f" {say(block.caption)}", style="italic")
        yield from _block(block, output)
    yield Text()


def _block(block: Block, output: Output) -> Iterator[RenderableType]:
    from rich.text import Text

    match block:
        case Facts(rows):
            yield _grid([(row.label, row.value, row.source and f"[{row.source}]") for row in rows])
        case Note(text, warning):
            yield Text(say(text), style="bold red" if warning else "dim")
        case Table():
            for part in split_table(_said(block), output.width):
                yield _table(part, output.width)
        case Cards(title, cases):
            yield _grid(
                [*([] if title is None else [(title, "", "")]), *((case.id, case.title, case.unit) for case in cases)]
            )
        case Sources(sources):
            yield _grid([(f"[{source.key}]", source.title, f"{source.publisher} {source.date}") for source in sources])
        case Picture():
            return


def _said(table: Table) -> Table:
    """Put a table into words, once for measuring and showing."""
    columns = tuple(column._replace(title=say(column.title)) for column in table.columns)
    return table._replace(columns=columns, rows=tuple(tuple(map(say, row)) for row in table.rows))


def _grid(rows: Sequence[tuple[Shown, Shown, Shown]]) -> RichTable:
    from rich.table import Table as RichTable

    from shanghai_cases.presentation.cells import Cell

    grid = RichTable.grid()
    for label, value, source in rows:
        grid.add_row(Cell(say(label), (2, 2)), Cell(say(value), (0, 2)), Cell(say(source), (0, 0), style="dim"))
    return grid


def _table(table: Table, columns: int) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable

    from shanghai_cases.presentation.cells import Cell

    widths = _widths(table)
    fits = sum(widths) - 1 <= columns
    bar = _bar_width(columns - sum(widths)) if any(table.bars) else 0
    rich = RichTable(box=box.SIMPLE_HEAD, show_edge=False, padding=0, header_style="")
    for column, taken in zip(table.columns, widths, strict=True):
        title = say(column.title)
        least = max(map(width, title.split()), default=0)
        side: Literal["left", "right"] = "right" if column.right else "left"
        known = taken - 1 if fits else None  # then Rich need not measure
        rich.add_column(Cell(title), justify=side, width=known, min_width=min(least, _LONGEST_WORD) + 2)
    if bar:
        rich.add_column("", width=bar + 2)
    for place, row in enumerate(table.rows):
        cells = [Cell(say(cell)) for cell in row]
        rich.add_row(*cells, *([Cell(_bar(table.bars[place], bar), style="cyan")] if bar else []))
    return rich


def split_table(table: Table, columns: int) -> Iterator[Table]:
    """Cut a table of too many columns into tables that fit, each beginning with the first column."""
    widths = _widths(table)
    if sum(widths) - 1 <= columns or (len(widths) <= _FOLDABLE and sum(_widths(table, words=True)) - 1 <= columns):
        yield table
        return
    start = 1
    while start < len(widths):
        end, taken = start, widths[0]
        while end < len(widths) and (end == start or taken + widths[end] - 1 <= columns):
            taken += widths[end]
            end += 1
        chosen = (0, *range(start, end))
        rows = tuple(tuple(row[place] for place in chosen) for row in table.rows)
        yield Table(table.caption, tuple(table.columns[place] for place in chosen), rows)
        start = end


def _widths(table: Table, *, words: bool = False) -> list[int]:
    """Return how many cells of the terminal each column takes, with the space around it; ``words``: when folded."""
    texts = zip(*([column.title for column in table.columns], *table.rows), strict=True)
    shown = [[say(cell) for cell in cells] for cells in texts]
    parts = [[part for cell in cells for part in cell.split()] if words else cells for cells in shown]
    return [max(map(width, cells), default=0) + 3 for cells in parts]


def _bar_width(spare: int) -> int:
    """Return how long the longest bar may be in the columns that the text leaves; 0 for none."""
    room = min(_LONGEST_BAR, spare - 4)
    return room if room >= _SHORTEST_BAR else 0


def _bar(length: float, longest: int) -> str:
    eighths = round(length * longest * 8)
    if length and not eighths:
        eighths = 1
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
