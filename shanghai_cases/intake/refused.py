"""The rows that were refused, as a sheet to mend and import again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.intake.outcome import Refusal
from shanghai_cases.intake.records import IGNORE
from shanghai_cases.intake.writing import cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.outcome import Draft

_PLACE, _CONTACT = ("district", "town"), ("contact_name", "contact_phone", "contact_email")
REASON, WHERE = "reason", "where"  # headers that the next import leaves out again


class RefusedRow(NamedTuple):
    """One row as it stood, under the sheet's headers, with where it stood and what was wrong."""

    cells: tuple[str, ...]
    where: Message
    reasons: tuple[Message, ...]


class RefusedSheet(NamedTuple):
    """All refused rows of a delivery under the headers of all its files."""

    headers: tuple[str, ...]
    rows: tuple[RefusedRow, ...]


def refuse(draft: Draft, reason: Message) -> Refusal:
    """Refuse a row that could have become a case by itself."""
    record = draft.record
    if record.fields and not record.cells:
        cells = tuple(map(partial(_written, draft), record.fields, record.names))
        record = record._replace(cells=cells)
    return Refusal(draft.origin, (reason,), record)


def _written(draft: Draft, field: str | None, name: str) -> str:
    """Write what a row said under a name, as its case has it."""
    if field == "place":
        return "".join(cell(draft.case, part) for part in _PLACE)
    if field == "contact":
        return " ".join(filter(None, (cell(draft.case, part) for part in _CONTACT)))
    return draft.record.extra.get(name, "") if field in (None, IGNORE) else cell(draft.case, str(field))


def refused_sheet(refusals: Iterable[Refusal]) -> RefusedSheet:
    """Put refused rows of any files under one row of headers; files refused whole have none."""
    written = [(refusal, refusal.record.written()) for refusal in refusals if refusal.record.cells]
    named = dict.fromkeys(name for _, cells in written for name in cells)
    headers = tuple(name for name in named if name.strip().lower() not in (REASON, WHERE))
    rows = [
        RefusedRow(tuple(cells.get(name, "") for name in headers), refusal.origin.message, refusal.reasons)
        for refusal, cells in written
    ]
    return RefusedSheet(headers, tuple(rows))
