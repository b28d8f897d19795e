"""`cases show`: cases with all their fields."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from shanghai_cases.cli import options
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import DataError, UsageError, msg, template
from shanghai_cases.intake.fields import CONTACT, FIXED, write_field
from shanghai_cases.model.case import Case
from shanghai_cases.presentation.case_cards import case_cards, case_record
from shanghai_cases.presentation.listing import Listing, emit

Ids = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help=template("Case ids such as E6-001; - reads them from standard input.")),
]

_FIRST = ("id", "edition", "title", "unit", "unit_type", "district", "town", "themes", "tags", "award_tier", "status")
_REST = ("summary", "figures", "text", "sources", "related", "notes", "extra", "submitted_on")


@command
def show(session: Session, ids: Ids, *, with_contacts: options.WithContacts = False) -> int:
    """Show cases field by field; says which ids don't exist, with status 1."""
    wanted = read_ids(ids)
    output = session.output(contacts=with_contacts)
    found = session.catalogue.get(wanted)
    cases = list(found.values())
    fields = (*_FIRST, *_REST, *(CONTACT if with_contacts else ()), *FIXED[2:])
    emit(
        output,
        Listing(
            columns=("id", "field", "value"),
            rows=lambda: [(case.id, field, value) for case in cases for field, value in _written(case, fields)],
            records=lambda: [case_record(case, contacts=with_contacts) for case in cases],
            table=lambda: case_cards(cases, fields),
            titles=(template("id"), template("field"), template("value")),
        )
        if output.format != "ids"
        else _only_ids(cases),
    )
    missing = [identifier for identifier in wanted if identifier not in found]
    if missing:
        output.say(msg("there is no case {ids}", ids=tuple(missing)))
    return Status.NOTHING_FOUND if missing else Status.DONE


def _only_ids(cases: list[Case]) -> Listing:
    rows = [(case.id,) for case in cases]
    return Listing(("id",), lambda: rows, lambda: [row[0] for row in rows], lambda: "")


def _written(case: Case, fields: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(field, value) for field in fields if (value := write_field(case, field))]


def read_ids(given: list[str]) -> list[str]:
    """Return the ids named, those on standard input for ``-``, each once; raises `UsageError` where there are none."""
    ids: list[str] = []
    for one in given:
        ids += [line.split("\t")[0].strip() for line in _lines()] if one == "-" else [one.strip()]
    ids = [one for one in dict.fromkeys(ids) if one]
    if not ids:
        raise UsageError(msg("no case id was given"))
    return ids


def named_cases(session: Session, ids: list[str]) -> list[Case]:
    """Return the cases of these ids; raises `UnknownCaseError` unless all are there."""
    found = session.catalogue.get(ids)
    for identifier in ids:
        if identifier not in found:
            from shanghai_cases.catalogue.plans import UnknownCaseError

            raise UnknownCaseError(identifier)
    return list(found.values())


def _lines() -> list[str]:
    try:
        return sys.stdin.read().removeprefix("\ufeff").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(msg("standard input is not UTF-8")) from error
