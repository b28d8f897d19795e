"""`cases compare`: two editions side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from shanghai_cases.cli.session import Session, command
from shanghai_cases.errors import template
from shanghai_cases.presentation.listing import emit
from shanghai_cases.presentation.report_compare import compare_listing
from shanghai_cases.report.comparison import compare_editions


@command
def compare(
    session: Session,
    first: Annotated[int, typer.Argument(metavar="FIRST", help=template("The number of one edition."))],
    second: Annotated[int, typer.Argument(metavar="SECOND", help=template("The number of another."))],
) -> None:
    """Put two editions side by side: what rose, fell, came and went."""
    output = session.output(("table", "tsv", "csv", "json", "jsonl", "markdown"))
    made = compare_editions(session.catalogue.census([first, second]), first, second)

    emit(output, compare_listing(made, output))
