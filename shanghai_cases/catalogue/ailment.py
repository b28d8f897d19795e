"""What `doctor` finds: one fault, its place, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shanghai_cases.errors import Message


class Severity(StrEnum):
    """How bad it is.

    Damage: it can't be read. Error: the data contradict themselves or a rule. Warning: a person should look at it.
    Note: it is only said, nothing is wrong.
    """

    DAMAGE = "damage"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``table``, ``record`` (an id as people know it) and ``field`` are empty where they don't apply.

    ``fixable``: it can be mended without a decision.
    """

    severity: Severity
    message: Message
    advice: Message
    table: str = ""
    record: str = ""
    field: str = ""
    line: int = 0
    fixable: bool = False
