"""What becomes of a row: a draft of a case, or a refusal; with notes on the way."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.records import Record
    from shanghai_cases.intake.table import Origin
    from shanghai_cases.model.case import Case


class Kind(StrEnum):
    """What a note tells of."""

    MAPPED = "mapped"
    UNMAPPED = "unmapped"
    CORRECTED = "corrected"
    FILLED = "filled"
    WARNING = "warning"
    LINKED = "linked"
    UPDATED = "updated"
    SKIPPED = "skipped"
    REFUSED = "refused"


class Note(NamedTuple):
    """Something a person should know about one row or one sheet."""

    kind: Kind
    origin: Origin
    message: Message
    field: str = ""


class Draft(NamedTuple):
    """A case that could go into the catalogue. Its ``id`` is empty unless the file gives one.

    ``given`` names the fields that the file speaks of, ``blank`` those of them that it leaves empty; ``record`` is what
    the case doesn't tell of the row.
    """

    origin: Origin
    case: Case
    given: frozenset[str]
    blank: frozenset[str]
    record: Record
    notes: tuple[Note, ...] = ()

    @property
    def extra(self) -> Mapping[str, str]:
        """Columns that are no field of a case, by their header."""
        return self.record.extra


class Refusal(NamedTuple):
    """A row that can't become a case, with all that is wrong with it."""

    origin: Origin
    reasons: tuple[Message, ...]
    record: Record
