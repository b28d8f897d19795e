"""`cases add`: one new case from options, or asked for on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from shanghai_cases.cli import asking, options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, writing
from shanghai_cases.errors import DataError, UsageError, msg, template
from shanghai_cases.intake.canonical import canonical
from shanghai_cases.intake.fields import parse_source
from shanghai_cases.model.case import Case, Contact
from shanghai_cases.model.notation import parse_key_figure
from shanghai_cases.presentation.case_cards import case_record
from shanghai_cases.presentation.labels import label
from shanghai_cases.presentation.listing import Listing, emit

if TYPE_CHECKING:
    from shanghai_cases.presentation.output import Output

Many = list[str] | None
_MOST_TOLD = 3  # cases that a new one is like


@writing
def add(
    session: Session,
    *,
    edition: Annotated[
        int | None, option("--edition", "-e", metavar="N", help=template("The edition's number."))
    ] = None,
    title: Annotated[str | None, option("--title", help=template("The case's title."))] = None,
    unit: Annotated[str | None, option("--unit", help=template("The unit that submits it."))] = None,
    unit_type: Annotated[
        str | None,
        option(
            "--unit-type",
            autocompletion=options.among(options.unit_type_names),
            help=template("Its type; told by its name if it can be."),
        ),
    ] = None,
    district: Annotated[
        str | None,
        option(
            "--district",
            autocompletion=options.among(options.district_names),
            help=template("The district, or 市级; told by the unit's name if it can be."),
        ),
    ] = None,
    town: Annotated[
        str | None, option("--town", help=template("The town; told by the unit's name if it can be."))
    ] = None,
    theme: Annotated[
        Many,
        option(
            "--theme", autocompletion=options.among(options.theme_names), help=template("A theme; may be repeated.")
        ),
    ] = None,
    tag: Annotated[Many, option("--tag", help=template("A tag; may be repeated."))] = None,
    summary: Annotated[str, option("--summary", help=template("A short summary."))] = "",
    text: Annotated[
        str | None,
        option("--text", metavar="FILE|-", help=template("The full text, read from a file or standard input.")),
    ] = None,
    figure: Annotated[
        Many, option("--figure", help=template("A key figure such as 覆盖居村委会=6581个; may be repeated."))
    ] = None,
    award: Annotated[
        str | None, option("--award", help=template("The award tier, or none for “known to have no award”."))
    ] = None,
    status: Annotated[
        str, option("--status", metavar="submitted|withdrawn", help=template("Whether it still stands."))
    ] = "submitted",
    contact_name: Annotated[str, option("--contact-name", help=template("Whom to ask; kept private."))] = "",
    contact_phone: Annotated[str, option("--contact-phone", help=template("Their phone number; kept private."))] = "",
    contact_email: Annotated[str, option("--contact-email", help=template("Their e-mail address; kept private."))] = "",
    source: Annotated[
        Many, option("--source", help=template("Where this comes from: a title, an address or both; may be repeated."))
    ] = None,
    related: Annotated[
        Many,
        option(
            "--related", metavar="ID", help=template("An earlier submission of the same practice; may be repeated.")
        ),
    ] = None,
    note: Annotated[Many, option("--note", help=template("A remark of the secretariat; may be repeated."))] = None,
    submitted_on: Annotated[
        str | None, option("--submitted-on", metavar="DATE", help=template("The day it came in, such as 2023-10-15."))
    ] = None,
    allow_same: Annotated[
        bool, option("--allow-same", help=template("Add it even if this unit's edition has an equal title already."))
    ] = False,
    dry_run: options.DryRun = False,
) -> None:
    """Add one case and print its id."""
    output = session.output()
    draft = Case(
        id="",
        edition=edition if edition is not None else _asked_edition(session),
        title=title if title is not None else _asked(session, "title", "--title"),
        unit=unit if unit is not None else _asked(session, "unit", "--unit"),
        unit_type=unit_type or "",
        district=district or "",
        town=town or "",
        themes=tuple(theme or ()),
        tags=tuple(tag or ()),
        summary=summary,
        text=_read_text(text),
        figures=tuple(parse_key_figure(one) for one in figure or ()),
        award_tier=award or None,
        status=status,  # type: ignore[arg-type]  # the model reads it
        contact=Contact(contact_name, contact_phone, contact_email),
        sources=tuple(parse_source(one) for one in source or ()),
        related=tuple(related or ()),
        notes=tuple(note or ()),
        submitted_on=submitted_on,
    )
    case, remarks = canonical(draft, session.catalogue.edition(draft.edition))
    for remark in remarks:
        output.say(remark)
    if dry_run:
        stored = session.catalogue.preview([case], allow_same=allow_same)
        output.say(msg("nothing was changed; this would be added:"))
    else:
        stored = session.catalogue.add([case], command="add", allow_same=allow_same)
    emit(
        output,
        Listing(
            columns=("id",),
            rows=lambda: [(one.id,) for one in stored],
            records=lambda: [case_record(one, contacts=False) for one in stored],
            table=lambda: "\n".join(one.id for one in stored),
        ),
    )
    if session.interactive:
        _tell_of_earlier(session, output, stored[0], dry=dry_run)


def _tell_of_earlier(session: Session, output: Output, case: Case, *, dry: bool) -> None:
    """Name the cases that may be the same practice, and how to link the likeliest; a person's time bears the look."""
    from shanghai_cases.catalogue.protocol import outline_of
    from shanghai_cases.intake.batch import Match
    from shanghai_cases.intake.similar import pairs
    from shanghai_cases.presentation.import_words import match_line

    known = {row.id: row for row in session.catalogue.outlines()}
    told = [pair for pair in pairs([outline_of(case)], known.values()) if pair.other_id not in case.related]
    for pair in told[:_MOST_TOLD]:
        other = known[pair.other_id]
        output.say(match_line(Match(other.id, None, f"{other.title} ({other.unit})", pair.score, pair.reason)))
    if told and dry:
        output.say(msg("if it is the same practice, add it with --related {other}", other=told[0].other_id))
    elif told:
        output.say(
            msg(
                "if it is the same practice: cases edit {id} --set related={other} links them, "
                "cases undo takes this one back",
                id=case.id,
                other=";".join((*case.related, told[0].other_id)),
            )
        )


def _asked(session: Session, field: str, name: str) -> str:
    if not session.interactive:
        raise UsageError(msg("{option} is missing", option=name))
    return asking.ask(label(field))


def _asked_edition(session: Session) -> int:
    if not session.interactive:
        raise UsageError(msg("{option} is missing", option="--edition"))
    while True:
        answer = asking.ask(label("edition"))
        if answer.isascii() and answer.isdecimal():
            return int(answer)
        asking.tell(msg("{value} is not a whole number", value=answer))


def _read_text(place: str | None) -> str:
    """Read the full text from a file or standard input; raises `DataError` for what can't be read or isn't UTF-8."""
    if place is None:
        return ""
    try:
        raw = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
        return raw.decode("utf-8-sig").replace("\r\n", "\n").strip("\n")
    except UnicodeDecodeError as error:
        raise DataError(msg("--text {place}: byte {byte} is not UTF-8", place=place, byte=error.start + 1)) from error
    except OSError as error:
        raise DataError(msg("--text {place}: {reason}", place=place, reason=error.strerror or str(error))) from error
