"""`cases edition`: what is known of the editions themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from shanghai_cases.catalogue.plans import UnknownEditionError
from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command, writing
from shanghai_cases.errors import FieldError, UsageError, msg, template
from shanghai_cases.intake.fields import parse_source
from shanghai_cases.model.edition import AwardTier, Edition
from shanghai_cases.model.notation import parse_figure
from shanghai_cases.presentation.edition_tables import (
    COLUMNS,
    DETAIL,
    details,
    edition_cards,
    edition_record,
    edition_rows,
    edition_table,
)
from shanghai_cases.presentation.listing import Listing, emit

Number = Annotated[int, typer.Argument(metavar="N", help=template("The edition's number."))]
Many = list[str] | None


@command
def list_(session: Session) -> None:
    """List the editions with their counts and awards."""
    editions = session.catalogue.editions()
    emit(
        session.output(),
        Listing(
            COLUMNS,
            lambda: edition_rows(editions),
            lambda: [edition_record(edition) for edition in editions],
            lambda: edition_table(editions),
        ),
    )


@command
def show(session: Session, number: Number) -> None:
    """Show all that is known of one edition."""
    edition = session.catalogue.edition(number)
    emit(
        session.output(),
        Listing(
            DETAIL,
            lambda: [(str(number), field, value) for field, value in details(edition)],
            lambda: edition_record(edition),
            lambda: edition_cards(edition),
        ),
    )


@writing
def set_(
    session: Session,
    number: Number,
    *,
    name: Annotated[str | None, option("--name", help=template("Its full name."))] = None,
    call_opened: Annotated[
        str | None, option("--call-opened", metavar="DATE", help=template("When the call opened, such as 2023-09."))
    ] = None,
    call_closed: Annotated[
        str | None, option("--call-closed", metavar="DATE", help=template("When the call closed."))
    ] = None,
    released: Annotated[
        str | None,
        option("--released", metavar="DATE", help=template("When the awards were released, such as 2024-01-04.")),
    ] = None,
    submissions: Annotated[
        str | None,
        option(
            "--submissions",
            metavar="FIGURE",
            help=template("How many cases came in: 481, >200, ~480, nearly:2000, 361..363, ? ..."),
        ),
    ] = None,
    published_growth: Annotated[
        str | None,
        option(
            "--published-growth",
            metavar="FIGURE",
            help=template("The growth on the edition before as published, in percent."),
        ),
    ] = None,
    cumulative: Annotated[
        str | None,
        option("--cumulative", metavar="FIGURE", help=template("Cases of all editions so far, as published.")),
    ] = None,
    tier: Annotated[
        Many,
        option(
            "--tier",
            metavar="NAME=QUOTA",
            help=template("An award tier, in order of honour; may be repeated; replaces all tiers."),
        ),
    ] = None,
    awards_total: Annotated[
        str | None, option("--awards-total", metavar="FIGURE", help=template("How many awards in all."))
    ] = None,
    organiser: Annotated[
        Many, option("--organiser", help=template("An organiser; may be repeated; replaces all."))
    ] = None,
    source: Annotated[
        Many, option("--source", help=template("Where this comes from; may be repeated; is added."))
    ] = None,
    dry_run: options.DryRun = False,
) -> None:
    """Create an edition, or change what is known of it."""
    output = session.output()
    session.alone(unless=dry_run)
    try:
        before = session.catalogue.edition(number)
    except UnknownEditionError:
        before = None
    edition = before or Edition(number)
    dates = {"call_opened": call_opened, "call_closed": call_closed, "released": released}
    figures = {
        "submissions": submissions,
        "published_growth": published_growth,
        "cumulative": cumulative,
        "awards_total": awards_total,
    }
    changes: dict[str, Any] = {} if name is None else {"name": name}
    changes |= {field: value or None for field, value in dates.items() if value is not None}
    changes |= {field: parse_figure(value, field) for field, value in figures.items() if value is not None}
    if tier is not None:
        changes["tiers"] = tuple(_tier(one, edition) for one in tier if one)
    if organiser is not None:
        changes["organisers"] = tuple(one for one in organiser if one)
    if source:
        new = tuple(parse_source(one) for one in source)
        changes["sources"] = (*edition.sources, *(one for one in new if one not in edition.sources))
    edition = replace(edition, **changes)
    if edition == before or dry_run:
        output.say(msg("nothing was changed"))
        return
    session.catalogue.put_edition(edition, command="edition set")
    output.say(
        msg("edition {number} was changed", number=number)
        if before
        else msg("edition {number} was added", number=number)
    )


def _tier(written: str, edition: Edition) -> AwardTier:
    name, equals, quota = written.rpartition("=")
    if not equals or not name.strip():
        raise UsageError(msg("--tier {tier}: write it as name=quota, such as 十佳案例=10", tier=written))
    known = edition.tier(name.strip())
    try:
        figure = parse_figure(quota, "tiers")
    except FieldError as error:
        raise FieldError("tiers", written, error.reason) from error
    return replace(known, quota=figure) if known else AwardTier(name.strip(), figure)
