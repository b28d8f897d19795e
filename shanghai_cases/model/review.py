"""A review: one reviewer's scores for one case."""

from __future__ import annotations

from dataclasses import dataclass

from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model import checks
from shanghai_cases.model.ids import parse_case_id
from shanghai_cases.model.value import Value

OVERALL = ""  # the criterion of an edition that has none: one score for the whole case


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Mark(Value):
    """A number given on one criterion's own scale."""

    criterion: str
    value: float

    def __post_init__(self) -> None:
        checks.text("criterion", self.criterion)
        checks.number("score", self.value)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Review(Value):
    """One reviewer's marks for one case, or a recusal 回避 with its reason. Raises `FieldError`."""

    case_id: str
    reviewer: str
    marks: tuple[Mark, ...] = ()
    recused: bool = False
    reason: str = ""
    comment: str = ""
    received_at: str | None = None

    def __post_init__(self) -> None:
        if parse_case_id(self.case_id) is None:
            raise FieldError("case", self.case_id, msg("is not a case id such as E6-001"))
        checks.text("reviewer", self.reviewer, required=True)
        checks.text("reason", self.reason)
        checks.text("comment", self.comment)
        checks.instances("marks", self.marks, Mark)
        checks.distinct("marks", [mark.criterion for mark in self.marks])
        checks.timestamp("received_at", self.received_at)
        if self.recused and self.marks:
            raise FieldError("recused", self.case_id, msg("a recused reviewer gives no score"))
