"""`cases undo` and `cases redo`: take a change back, bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.cli.session import Session, writing
from shanghai_cases.errors import msg, template
from shanghai_cases.presentation.history_tables import named

if TYPE_CHECKING:
    from shanghai_cases.catalogue.protocol import Past

Change = Annotated[
    int | None,
    typer.Argument(metavar="[CHANGE]", help=template("The change's number in the log; the last if not said.")),
]


@writing
def undo(session: Session, change: Change = None) -> None:
    """Take back the last change, or a numbered one; refused where a later change touched the same records.

    Said again it goes a step further back. “cases redo” brings back what was undone.
    """
    _tell(session, session.catalogue.undo(change))


@writing
def redo(session: Session) -> None:
    """Bring back what the last undo took back."""
    _tell(session, session.catalogue.redo())


def _tell(session: Session, made: Past) -> None:
    session.output().say(
        msg(
            "change {undone} was taken back, by change {number}: {records}",
            undone=made.undoes,
            number=made.change,
            records=named(made.records),
        )
    )
