"""`cases init`: a new catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shanghai_cases.catalogue import schema
from shanghai_cases.catalogue.file import create
from shanghai_cases.catalogue.finding import FILE_NAME
from shanghai_cases.catalogue.sample import sample
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, writing
from shanghai_cases.errors import msg, template


@writing
def init(
    session: Session,
    path: Annotated[
        str | None,
        typer.Argument(metavar="[PATH]", help=template("Where to make it; catalogue.json here if not said.")),
    ] = None,
    *,
    name: Annotated[str, option("--name", help=template("What the catalogue calls itself."))] = "",
    sample_: Annotated[
        bool, option("--sample", help=template("Start from the published facts of the campaign."))
    ] = False,
    shared: Annotated[bool, option("--shared", help=template("Let the group read and write it too."))] = False,
) -> None:
    """Make a new, empty catalogue that only its owner can read."""
    target = Path(path or session.catalogue_named or FILE_NAME)
    target = target / FILE_NAME if target.is_dir() else target
    create(target, sample() if sample_ else schema.empty(name), shared=shared, seconds=session.wait)
    session.output().say(msg("{path} was made", path=str(target)))
