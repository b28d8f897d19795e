"""`cases backup`: a dated copy that was read back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from shanghai_cases.catalogue import backup as backups
from shanghai_cases.cli.options import option, place
from shanghai_cases.cli.session import Session, command
from shanghai_cases.errors import msg, template
from shanghai_cases.presentation.listing import Listing, emit

Folder = Annotated[
    Path | None,
    place("[DIR]", template("Where to; the folder backups beside the catalogue if not said.")),
]


@command
def backup(
    session: Session,
    folder: Folder = None,
    *,
    keep: Annotated[
        int,
        option("--keep", metavar="N", min=1, help=template("Keep the last so many copies (10), this one among them.")),
    ] = backups.KEEP,
) -> None:
    """Make a dated copy of the catalogue, read it back, and print where it is.

    A damaged catalogue is not copied, so that no good copy is given up for it.
    """
    output = session.output(("tsv", "csv", "json", "jsonl"), usual="tsv")
    made = backups.make(session.path, folder, keep=keep, warn=session.warn)
    removed = tuple(map(str, made.removed))
    emit(
        output,
        Listing(
            ("path",), lambda: [(str(made.path),)], lambda: {"path": str(made.path), "removed": removed}, lambda: ""
        ),
    )
    if removed:
        output.say(msg("{count} older cop(ies) were taken away", count=len(removed)))
