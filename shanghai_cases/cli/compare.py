"""`cases compare`: two editions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.cli.session import Session, command
from shanghai_cases.errors import template
from shanghai_cases.presentation.listing import Listing, emit
from shanghai_cases.presentation.report_compare import COMPARE_COLUMNS, compare_json, compare_rows
from shanghai_cases.report.comparison import compare_editions

if TYPE_CHECKING:
    from rich.console import RenderableType


@command
def compare(
    session: Session,
    first: Annotated[int, typer.Argument(metavar="FIRST", help=template("The number of one edition."))],
    second: Annotated[int, typer.Argument(metavar="SECOND", help=template("The number of another."))],
) -> None:
    """Put two editions side by side: what rose, fell, came and went."""
    output = session.output(("table", "tsv", "csv", "json", "jsonl", "markdown"))
    census = session.catalogue.census([first, second])
    made = compare_editions(census.editions, census, first, second)

    def table() -> RenderableType:
        from shanghai_cases.presentation.report_compare import compare_document
        from shanghai_cases.presentation.report_tables import document_table

        return document_table(compare_document(made), output)

    emit(output, Listing(COMPARE_COLUMNS, lambda: compare_rows(made), lambda: compare_json(made), table))
