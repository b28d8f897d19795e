"""`cases similar`: cases that may be the same practice, with how surely and why."""

from __future__ import annotations

from typing import Annotated

import typer

from shanghai_cases.catalogue.plans import UnknownCaseError
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.show import read_ids
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.presentation import similar_tables
from shanghai_cases.presentation.listing import emit


def _share(value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise UsageError(msg("--limit {value}: choose a number from 0 to 1", value=value))
    return share


@command
def similar(
    session: Session,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help=template("Ids of cases; - takes them from standard input.")),
    ] = None,
    *,
    edition: Annotated[
        int | None, option("--edition", "-e", metavar="N", help=template("All cases of this edition."))
    ] = None,
    limit: Annotated[
        float | None,
        option("--limit", metavar="SCORE", parser=_share, help=template("Pairs from this score on, 0 to 1; 0.7.")),
    ] = None,
) -> int:
    """Find cases of any edition that may be the same practice as these."""
    from shanghai_cases.intake.similar import LIMIT, pairs

    if bool(ids) == (edition is not None):
        raise UsageError(msg("say which cases: their ids, or --edition N"))
    output = session.output()
    if edition is not None:
        session.catalogue.edition(edition)
    rows = {row.id: row for row in session.catalogue.outlines()}
    wanted = read_ids(ids) if ids else [row.id for row in rows.values() if row.edition == edition]
    for identifier in wanted:
        if identifier not in rows:
            raise UnknownCaseError(identifier)
    asked = [rows[identifier] for identifier in wanted]
    with output.working(msg("looking for cases sent before")):
        found = pairs(asked, rows.values(), limit=LIMIT if limit is None else limit)
    if found or output.format != "table":
        emit(output, similar_tables.listing(found, rows, output))
    if not found:
        output.say(msg("nothing found"))
    return Status.DONE if found else Status.NOTHING_FOUND
