"""`cases report`: submissions, growth, awards and coverage, on a screen, in a pipe or as a file to publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, cast

from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.presentation.listing import emit
from shanghai_cases.presentation.report_rows import report_listing
from shanghai_cases.report import edition_report, overview

if TYPE_CHECKING:
    from shanghai_cases.presentation.output import Output
    from shanghai_cases.presentation.report_files import Format
    from shanghai_cases.report import EditionReport, Overview

FILES = ("html", "docx")
DOCUMENTS = (*FILES, "markdown")
FORMATS = ("table", "tsv", "csv", "json", "jsonl", *DOCUMENTS)
BY_SUFFIX = {".html": "html", ".htm": "html", ".docx": "docx", ".md": "markdown"}

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
    output = session.output(FORMATS, usual=_by_suffix(output_))
    wanted = Wanted(edition, against, _sections(section), output_, force=force, sources=sources, press=press, top=top)
    wanted.check(output)
    census = session.catalogue.census(wanted.editions)
    if edition is None:
        _list(overview(census), output, wanted)
        return Status.DONE
    made = edition_report(census, edition, against)
    if press:
        return _press(made, output)
    if output.format in DOCUMENTS:
        _publish(made, session, output, wanted)
    else:
        _list(made, output, wanted)
    if made.line.nothing_known:
        output.say(msg("nothing is known of edition {number} yet", number=edition))
        return Status.NOTHING_FOUND
    return Status.DONE


def _by_suffix(target: Path | None) -> str | None:
    return None if target is None else BY_SUFFIX.get(target.suffix.lower())


class Wanted(NamedTuple):
    """What was asked for."""

    edition: int | None
    against: int | None
    sections: tuple[str, ...]
    target: Path | None
    force: bool
    sources: bool
    press: bool
    top: int | None

    @property
    def editions(self) -> list[int] | None:
        """The editions whose cases are looked at; None for all."""
        if self.edition is None:
            return None
        return [one for one in (self.edition - 1, self.edition, self.against) if one is not None]

    def check(self, output: Output) -> None:
        """Raise `UsageError` for what does not go together."""
        alone = {"--against": self.against is not None, "--press": self.press, "--output": self.target is not None}
        for name, given in alone.items():
            if given and self.edition is None:
                raise UsageError(msg("{option} needs --edition", option=name))
        published = output.format in DOCUMENTS and not self.press
        if self.target is not None and not published:
            raise UsageError(msg("--output is for html, markdown and docx; send other formats to a file with >"))
        if self.target is None and output.format in FILES and not self.press:
            raise UsageError(msg("--format {format} needs --output FILE", format=output.format))


def _sections(written: str | None) -> tuple[str, ...]:
    if written is None:
        return ()
    from shanghai_cases.presentation.report_sections import read_sections

    return read_sections(written)


def _list(made: Overview | EditionReport, output: Output, wanted: Wanted) -> None:
    emit(output, report_listing(made, output, wanted.sections, sources=wanted.sources, top=wanted.top))


def _press(made: EditionReport, output: Output) -> int:
    from shanghai_cases.presentation.report_press import press_text

    text = press_text(made)
    if not text:
        output.say(msg("nothing is known of edition {number} yet", number=made.number))
        return Status.NOTHING_FOUND
    output.write(f"{text}\n")
    return Status.DONE


def _publish(made: EditionReport, session: Session, output: Output, wanted: Wanted) -> None:
    """Write the report as a document: to its file and those beside it, or as Markdown to standard output."""
    from shanghai_cases.presentation.report_files import markdown_text, refuse_existing, report_files, write_whole
    from shanghai_cases.presentation.report_sections import TOP, edition_document
    from shanghai_cases.report.showcase import showcase

    if wanted.target is not None and not wanted.force:
        refuse_existing([wanted.target])
    with output.working(msg("Reading the cases …")):
        shelves = showcase(made.line.edition, session.catalogue.cases())
    document = edition_document(made, shelves, sections=wanted.sections, top=wanted.top or TOP)
    if wanted.target is None:
        output.write(markdown_text(document))
        return
    with output.working(msg("Writing the report …")):
        files = report_files(document, wanted.target, cast("Format", output.format))
        write_whole(files, force=wanted.force)
    output.say(msg("written: {files}", files=tuple(map(str, reversed(files)))))
