"""`cases reviewer`: the experts, what they know about and what they must not read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command, writing
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import DataError, msg, template
from shanghai_cases.intake.canonical import canonical_district
from shanghai_cases.model.reviewer import Reviewer
from shanghai_cases.presentation import reviewer_lists
from shanghai_cases.presentation.column_names import titles
from shanghai_cases.presentation.listing import Listing, emit
from shanghai_cases.vocabulary import find_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Code = Annotated[
    str, typer.Argument(metavar="CODE", help=template("The reviewer's code, which scores and tables show."))
]
Name = Annotated[str | None, option("--name", help=template("Their name; it is private, as contacts are."))]
Themes = Annotated[
    options.Many,
    option(
        "--theme",
        "-t",
        autocompletion=options.among(options.theme_names),
        help=template("A theme they know about; may be repeated; an empty one clears."),
    ),
]
Units = Annotated[
    options.Many,
    option(
        "--unit", "-u", help=template("A unit whose cases they must not read; may be repeated; an empty one clears.")
    ),
]
Districts = Annotated[
    options.Many,
    option(
        "--district",
        "-d",
        autocompletion=options.among(options.district_names),
        help=template("A district whose cases they must not read; may be repeated; an empty one clears."),
    ),
]


@writing
def add(
    session: Session,
    code: Code,
    *,
    name: Name = None,
    theme: Themes = None,
    unit: Units = None,
    district: Districts = None,
) -> None:
    """Add a reviewer."""
    session.alone()
    if any(one.code == code for one in session.catalogue.reviewers()):
        raise DataError(
            msg("there is a reviewer {reviewer} already; “cases reviewer edit” changes them", reviewer=code)
        )
    reviewer = _changed(Reviewer(code), name, theme, unit, district)
    session.catalogue.put_reviewers([reviewer], command="reviewer add")
    session.output().say(msg("reviewer {reviewer} was added", reviewer=code))


@writing
def edit(
    session: Session,
    code: Code,
    *,
    name: Name = None,
    theme: Themes = None,
    unit: Units = None,
    district: Districts = None,
) -> None:
    """Change what is known of a reviewer; lists given replace those there were."""
    output = session.output()
    session.alone()
    before = next((one for one in session.catalogue.reviewers() if one.code == code), None)
    if before is None:
        raise DataError(msg("there is no reviewer {reviewer}", reviewer=code))
    after = _changed(before, name, theme, unit, district)
    if after == before:
        output.say(msg("nothing was changed"))
        return
    session.catalogue.put_reviewers([after], command="reviewer edit")
    output.say(msg("reviewer {reviewer} was changed", reviewer=code))


@command
def list_(session: Session, *, with_contacts: options.WithContacts = False) -> int:
    """List the reviewers; their names only with --with-contacts."""
    output = session.output(contacts=with_contacts)
    reviewers = session.catalogue.reviewers()
    emit(
        output,
        Listing(
            reviewer_lists.columns(names=with_contacts),
            lambda: reviewer_lists.rows(reviewers, names=with_contacts),
            lambda: reviewer_lists.records(reviewers, names=with_contacts),
            lambda: reviewer_lists.table(reviewers, names=with_contacts),
            titles=titles(reviewer_lists.columns(names=with_contacts)),
        ),
    )
    if not reviewers:
        output.say(msg("there are no reviewers yet; “cases reviewer add CODE” adds one"))
        return Status.NOTHING_FOUND
    return Status.DONE


def _changed(
    reviewer: Reviewer,
    name: str | None,
    themes: Sequence[str] | None,
    units: Sequence[str] | None,
    districts: Sequence[str] | None,
) -> Reviewer:
    """Return the reviewer with the parts that were given, places and themes in canonical forms."""
    return replace(
        reviewer,
        name=reviewer.name if name is None else name.strip(),
        themes=reviewer.themes if themes is None else _each(themes, lambda one: find_theme(one) or one),
        units=reviewer.units if units is None else _each(units, str.strip),
        districts=reviewer.districts if districts is None else _each(districts, canonical_district),
    )


def _each(values: Sequence[str], canonical: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(canonical(value) for value in values if value.strip()))
