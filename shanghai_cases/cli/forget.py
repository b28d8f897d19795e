"""`cases forget`: remove people's data for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.cli import asking, options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, writing
from shanghai_cases.cli.show import read_ids
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.presentation.history_tables import named

if TYPE_CHECKING:
    from shanghai_cases.errors import Message

SomeIds = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help=template("Case ids such as E6-001; - reads them from standard input.")),
]


@writing
def forget(
    session: Session,
    ids: SomeIds = None,
    *,
    contact: Annotated[
        str | None,
        option(
            "--contact",
            metavar="WORD",
            help=template("Forget the contact or reviewer of exactly this name, phone or e-mail."),
        ),
    ] = None,
    everybody: Annotated[
        bool, option("--all", help=template("Forget the contacts of all cases and the names of all reviewers."))
    ] = False,
    yes: options.Yes = False,
) -> int:
    """Remove contacts (name, phone, e-mail) and names of reviewers from the catalogue and its journal, for good.

    It can't be undone. Backups and versions in git are out of its reach.
    """
    if bool(ids) + (contact is not None) + everybody != 1 or (contact is not None and not contact.strip()):
        raise UsageError(msg("say whose contacts: case ids, --contact WORD or --all"))
    output = session.output()
    wanted = read_ids(ids) if ids else []
    if not yes:
        if not session.interactive or "-" in (ids or ()):
            raise UsageError(msg("forgetting asks first; without a terminal say --yes"))
        if not asking.agreed(_question(wanted, contact)):
            output.say(msg("nothing was changed"))
            return Status.DONE
    found = session.catalogue.forget(wanted, person=(contact or "").strip(), everybody=everybody)
    if not found:
        output.say(msg("no such contact is in the catalogue or its journal"))
        return Status.NOTHING_FOUND
    output.say(msg("{count} contact(s) were forgotten, those of: {ids}", count=len(found), ids=named(found)))
    output.say(msg("backups, copies and versions in git may still hold them"))
    return Status.DONE


def _question(ids: list[str], contact: str | None) -> Message:
    if ids:
        return msg("Forget the contacts of {ids} for good?", ids=tuple(ids))
    if contact is not None:
        return msg("Forget the contact {contact} for good?", contact=contact)
    return msg("Forget all contacts for good?")
