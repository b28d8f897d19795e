"""The rows that were refused, as a sheet to mend and import again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.outcome import Refusal

REASON, WHERE = "reason", "where"  # headers that the next import leaves out again


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row as it stood, under the sheet's headers, with where it stood and what was wrong."""

    cells: tuple[str, ...]
    where: Message
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class RefusedSheet:
    """All refused rows of a delivery under the headers of all its files."""

    headers: tuple[str, ...]
    rows: tuple[RefusedRow, ...]


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
