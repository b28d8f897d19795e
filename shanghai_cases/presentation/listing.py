"""A list of records in any of the general formats; only its table is made by whoever knows the records."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, assert_never, cast

from shanghai_cases.presentation import delimited
from shanghai_cases.presentation.messages import words
from shanghai_cases.text.display import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Literal

    from rich.console import RenderableType

    from shanghai_cases.presentation.output import Output

_AT_ONCE = 500
_MARKDOWN = r"([\\`*_{}\[\]<>()#+!|~&$-])"


class Listing(NamedTuple):
    """Records with fixed columns.

    ``columns`` are the machine names of the columns; ``rows`` the values, all text, one per column; ``records`` makes
    the JSON values (a list, or an object that holds more); ``table`` makes what a terminal shows. ``titles`` are the
    columns' names for people (English templates), where they differ from the machine names.
    """

    columns: Sequence[str]
    rows: Callable[[], Iterable[Sequence[str]]]
    records: Callable[[], object]
    table: Callable[[], RenderableType]
    titles: Sequence[str] = ()


def emit(output: Output, listing: Listing) -> None:
    """Write a listing in the format the output has chosen."""
    style = cast("Literal['table', 'tsv', 'csv', 'json', 'jsonl', 'markdown', 'ids']", output.format)
    match style:
        case "table":
            output.show(listing.table())
        case "tsv":
            _lines(output, delimited.tsv(_with_header(listing, header=output.header)))
        case "csv":
            output.write("\ufeff" if output.bom else "")
            _lines(output, delimited.csv(_with_header(listing, header=True)))
        case "json" | "jsonl":
            _json(output, listing.records(), style)
        case "markdown":
            _lines(output, markdown(listing))
        case "ids":
            _lines(output, (one_line(row[0]) + "\n" for row in listing.rows()))
        case _:
            assert_never(style)


def _json(output: Output, records: object, style: Literal["json", "jsonl"]) -> None:
    from shanghai_cases.presentation import json_text

    if style == "json":
        output.write(json_text.pretty(records))
    else:
        _lines(output, map(json_text.line, records if isinstance(records, list) else [records]))


def _with_header(listing: Listing, *, header: bool) -> Iterator[Sequence[str]]:
    if header:
        yield listing.columns
    yield from listing.rows()


def _lines(output: Output, lines: Iterable[str]) -> None:
    """Write many lines at a time: where nothing buffers the stream, each writing is a call of the system."""
    rest = iter(lines)
    while piece := "".join(islice(rest, _AT_ONCE)):
        output.out.write(piece)


def markdown(listing: Listing) -> Iterator[str]:
    """Write the rows as a Markdown table, with titles in the reader's language."""
    from shanghai_cases.presentation.labels import label

    titles = [words(title) for title in listing.titles] or [label(column) for column in listing.columns]
    yield _markdown_row(titles)
    yield "|" + " --- |" * len(titles) + "\n"
    for row in listing.rows():
        yield _markdown_row(row)


def _markdown_row(values: Sequence[str]) -> str:
    return "| " + " | ".join(escape_markdown(value) for value in values) + " |\n"


_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def escape_markdown(value: str) -> str:
    """Make text from others plain text in Markdown and in the HTML it becomes."""
    return re.sub(_MARKDOWN, lambda sign: _ENTITIES.get(sign[0], f"\\{sign[0]}"), one_line(value))
