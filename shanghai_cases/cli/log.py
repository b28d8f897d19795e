"""`cases log`: what was changed, when and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import msg, template
from shanghai_cases.presentation import history_tables
from shanghai_cases.presentation.listing import Listing, emit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.catalogue.protocol import Past
    from shanghai_cases.presentation.output import Output

FIRST = 20  # how many changes a terminal shows unless told otherwise

Record = Annotated[
    str | None, typer.Argument(metavar="[ID]", help=template("Only the changes of this case, or of edition:6."))
]


@command
def log(
    session: Session,
    record: Record = None,
    *,
    limit: Annotated[
        int | None,
        option(
            "--limit",
            "-n",
            metavar="N",
            min=0,
            help=template("Only the last so many; a terminal shows 20 unless told otherwise."),
        ),
    ] = None,
    everything: Annotated[bool, option("--all", help=template("Show all changes on a terminal too."))] = False,
    diff: Annotated[bool, option("--diff", help=template("Show field by field what was different."))] = False,
    with_contacts: options.WithContacts = False,
) -> int:
    """List the changes of the catalogue, the newest first on a terminal and last in a pipe."""
    output = session.output(contacts=with_contacts)
    history = session.catalogue.history(contacts=with_contacts)
    for problem in history.warnings:
        session.warn(problem)
    found = history.changes if record is None else history.of_record(record)
    most = limit if limit is not None or everything or output.format != "table" else FIRST
    shown = found if most is None else found[len(found) - min(most, len(found)) :]
    if shown or output.format != "table":
        emit(output, _listing(shown, output, diff=diff))
    if output.format == "table" and 0 < len(shown) < len(found):
        output.say(msg("the last {count} of {total} changes; --all shows all", count=len(shown), total=len(found)))
    if record is not None and not found:
        output.say(msg("no change of {record} is recorded", record=record))
        return Status.NOTHING_FOUND
    if not found:
        output.say(msg("no change is recorded"))
    return Status.DONE


def _listing(changes: Sequence[Past], output: Output, *, diff: bool) -> Listing:
    if diff and output.format != "ids":
        return Listing(
            history_tables.DIFFERENCES,
            lambda: history_tables.difference_rows(changes),
            lambda: history_tables.history_records(changes, differences=True),
            lambda: history_tables.difference_cards(changes),
            (template("change no."), template("record"), template("field"), template("before"), template("after")),
        )
    return Listing(
        history_tables.COLUMNS,
        lambda: history_tables.history_rows(changes),
        lambda: history_tables.history_records(changes, differences=False),
        lambda: history_tables.history_table(changes, output.width),
        (template("change no."), template("when"), template("who"), template("command"), template("records")),
    )
