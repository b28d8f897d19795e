"""The columns of an export: every field of a case that can go into a table, in the order of the catalogue file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.intake.writing import CONTACTS, cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shanghai_cases.model.case import Case

PUBLIC = (
    "id",
    "edition",
    "title",
    "unit",
    "unit_type",
    "district",
    "town",
    "themes",
    "tags",
    "summary",
    "text",
    "figures",
    "award_tier",
    "status",
    "sources",
    "related",
    "notes",
    "submitted_on",
    "added_at",
    "updated_at",
    "extra",
)


def export_columns(*, contacts: bool) -> tuple[str, ...]:
    """Return the columns of a full export; the contact's only when asked for."""
    return (*PUBLIC, *CONTACTS) if contacts else PUBLIC


def choose_columns(asked: Sequence[str], *, contacts: bool) -> tuple[str, ...]:
    """Return the columns asked for, all of them if none is. Raises `UsageError` for an unknown or private one."""
    known = export_columns(contacts=contacts)
    for name in asked:
        if name in CONTACTS and not contacts:
            raise UsageError(msg("{column} is private; --with-contacts writes it", column=name))
        if name not in known:
            raise UsageError(msg("unknown column {column}; the columns are: {columns}", column=name, columns=known))
    return tuple(dict.fromkeys(asked)) or known


def export_rows(cases: Iterable[Case], columns: Sequence[str]) -> Iterator[list[str]]:
    """Write cases as rows of text that an import reads back to the same cases."""
    for case in cases:
        yield [cell(case, column) for column in columns]
