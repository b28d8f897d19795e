"""Cases as an export writes them: which columns a format has, and its text or workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.intake.writing import CONTACTS
from shanghai_cases.presentation.case_cards import case_record
from shanghai_cases.presentation.export_columns import PUBLIC, choose_columns, export_rows
from shanghai_cases.presentation.hits import COLUMNS
from shanghai_cases.presentation.listing import Listing, emit
from shanghai_cases.text.display import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import PurePath

    from shanghai_cases.model.case import Case
    from shanghai_cases.presentation.output import Output

FORMATS = ("tsv", "csv", "json", "jsonl", "markdown", "xlsx")
_BY_NAME = {".md": "markdown", **{f".{name}": name for name in FORMATS}}
_MATCH = "match"
_SHORT = tuple(name for name in COLUMNS if name != _MATCH)


def format_by_name(path: PurePath | None) -> str:
    """Return the format that a file's name asks for, TSV where it asks for none."""
    return _BY_NAME.get(path.suffix.lower() if path else "", "tsv")


def columns_of(style: str, asked: Sequence[str], *, contacts: bool) -> tuple[str, ...]:
    """Return the columns to write: those asked for, else every field; TSV and Markdown have those of a search.

    Raises `UsageError` for a column that there isn't, and for a private one without ``contacts``.
    """
    if asked:
        return choose_columns(asked, contacts=contacts)
    if style in ("tsv", "markdown"):
        short = COLUMNS if style == "tsv" else _SHORT
        return (*short, *CONTACTS) if contacts else short
    return choose_columns((), contacts=contacts)


def content(
    cases: Sequence[Case], columns: Sequence[str], levels: Mapping[str, str], output: Output
) -> tuple[bytes, int]:
    """Return a file in the output's format, and how many values lost line breaks or the like in it."""
    if output.format == "xlsx":
        from shanghai_cases.presentation.workbook import workbook

        return workbook(columns, rows(cases, columns, levels)), 0
    text = io.StringIO()
    emit(output._replace(out=text), listing(cases, columns, levels, contacts=output.contacts))
    return text.getvalue().encode(), flattened(cases, columns, output)


def listing(cases: Sequence[Case], columns: Sequence[str], levels: Mapping[str, str], *, contacts: bool) -> Listing:
    """Return cases as a listing; ``levels`` say by id how a search met them."""
    return Listing(
        columns,
        lambda: rows(cases, columns, levels),
        lambda: [record(case, columns, contacts=contacts) for case in cases],
        lambda: "",
    )


def rows(cases: Sequence[Case], columns: Sequence[str], levels: Mapping[str, str]) -> Iterator[list[str]]:
    """Write cases as rows of text."""
    if _MATCH not in columns:
        yield from export_rows(cases, columns)
        return
    place = columns.index(_MATCH)
    plain = [name for name in columns if name != _MATCH]
    for case, row in zip(cases, export_rows(cases, plain), strict=True):
        yield [*row[:place], levels.get(case.id, "exact"), *row[place:]]


def record(case: Case, columns: Sequence[str], *, contacts: bool) -> dict[str, Any]:
    """Return the chosen fields of a case as JSON values; a whole contact is an object of its own."""
    whole = case_record(case, contacts=True)
    contact = whole.pop("contact")
    if set(PUBLIC) <= set(columns):
        return {**whole, "contact": contact} if contacts else whole
    parts = {f"contact_{name}": part for name, part in contact.items()}
    return {name: whole[name] if name in whole else parts[name] for name in columns}


def flattened(cases: Sequence[Case], columns: Sequence[str], output: Output) -> int:
    """Count the values that a format of one line per case can't keep as they are."""
    if output.format not in ("csv", "tsv", "markdown"):
        return 0
    return sum(value != one_line(value) for row in rows(cases, columns, {}) for value in row)


def check_target(style: str, target: PurePath | None) -> None:
    """Raise `UsageError` for a workbook that would go to standard output."""
    if style == "xlsx" and target is None:
        raise UsageError(msg("a workbook needs a file: --output FILE"))
