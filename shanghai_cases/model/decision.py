"""How an edition's awards came about: the ranking they were frozen from, and what people ruled."""

from __future__ import annotations

from dataclasses import dataclass

from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model import checks
from shanghai_cases.model.ids import parse_case_id
from shanghai_cases.model.value import Value


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Decision(Value):
    """Awards frozen from a ranking by ``method`` with ``options`` (as a command writes them); raises `FieldError`.

    ``digest`` is that of the scores used, so that a later change of a score is noticed.
    """

    method: str
    decided_at: str
    digest: str
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checks.text("decision", self.method, required=True)
        checks.text("decision", self.digest, required=True)
        checks.timestamp("decision", self.decided_at)
        checks.texts("decision", self.options)

    @property
    def minute(self) -> str:
        """When it was decided, to the minute."""
        return self.decided_at[:16].replace("T", " ")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ruling(Value):
    """What people decided for one case, whatever its rank: a tier or `none`, and why. Raises `FieldError`."""

    case_id: str
    tier: str
    reason: str
    ruled_at: str

    def __post_init__(self) -> None:
        if parse_case_id(self.case_id) is None:
            raise FieldError("case", self.case_id, msg("is not a case id such as E6-001"))
        checks.text("award_tier", self.tier, required=True)
        checks.text("reason", self.reason, required=True)
        checks.timestamp("ruled_at", self.ruled_at)
