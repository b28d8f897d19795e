"""`cases report`: submissions, growth, awards and coverage, on a screen, in a pipe or as a file to publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.presentation.listing import Listing, emit
from shanghai_cases.presentation.report_rows import COLUMNS, report_json, report_rows
from shanghai_cases.report import EditionReport, edition_report, overview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.presentation.document import Document
    from shanghai_cases.presentation.output import Output
    from shanghai_cases.report import Overview

DOCUMENTS = ("html", "markdown", "docx")

Number = Annotated[
    int | None, option("--edition", "-e", metavar="N", help=template("Report this edition; without it, all in a row."))
]
Against = Annotated[int | None, option("--against", metavar="N", help=template("Compare with this edition too."))]
Sections = Annotated[
    str | None,
    option(
        "--section",
        metavar="NAMES",
        help=template("Only these parts, such as growth,districts; an unknown name lists them all."),
    ),
]
WithSources = Annotated[bool, option("--sources", help=template("List where the published figures come from."))]
Press = Annotated[bool, option("--press", help=template("Only the paragraph for a release, made of the figures."))]
Top = Annotated[
    int | None, option("--top", metavar="N", min=1, help=template("How many towns and units a table shows (10)."))
]


@command
def report(
    session: Session,
    *,
    edition: Number = None,
    against: Against = None,
    section: Sections = None,
    sources: WithSources = False,
    press: Press = False,
    top: Top = None,
    output_: options.OutputFile = None,
    force: options.Force = False,
) -> int:
    """Report all editions in a row, or one edition in detail."""
    output = session.output(("table", "tsv", "csv", "json", "jsonl", *DOCUMENTS), standard=_standard(output_))
    published = output.format in DOCUMENTS
    if edition is None and (against is not None or press):
        raise UsageError(msg("{option} needs --edition", option="--press" if press else "--against"))
    if output_ is not None and (press or not published):
        raise UsageError(msg("--output is for --format html, markdown and docx; otherwise redirect with >"))
    if output_ is None and output.format in ("html", "docx"):
        raise UsageError(msg("--format {format} needs --output FILE", format=output.format))
    chosen = _sections(section)
    wanted = None if edition is None else [one for one in (edition - 1, edition, against) if one is not None]
    census = session.catalogue.census(wanted)
    made: Overview | EditionReport
    made = overview(census.editions, census) if edition is None else edition_report(
        census.editions, census, edition, against
    )
    if press and isinstance(made, EditionReport):
        return _press(made, output)
    if published:
        _publish(_document(made, session, chosen, sources=sources, top=top), output, output_, force=force)
    else:
        emit(output, _listing(made, output, chosen, sources=sources, top=top))
    if isinstance(made, EditionReport) and made.line.nothing_known:
        output.say(msg("nothing is known of edition {number} yet", number=made.line.number))
        return Status.NOTHING_FOUND
    return Status.DONE
