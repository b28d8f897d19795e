"""An edition of the campaign: its call, its figures, its award tiers and scoring criteria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model import checks
from shanghai_cases.model.figure import UNKNOWN, Figure
from shanghai_cases.model.ids import NO_AWARD
from shanghai_cases.model.value import Value

if TYPE_CHECKING:
    from shanghai_cases.model.decision import Decision, Ruling
    from shanghai_cases.model.source import Source


def _count(field: str, figure: Figure) -> None:
    """Accept a figure that counts: nothing below zero."""
    checks.instances(field, (figure,), Figure)
    for value in (figure.value, figure.minimum, figure.maximum):
        if value is not None and value < 0:
            raise FieldError(field, value, msg("must be at least {least}", least=0))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AwardTier(Value):
    """One award of an edition: its name, other names for it, and how many there are."""

    name: str
    quota: Figure = UNKNOWN
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checks.text("tiers", self.name, required=True)
        checks.texts("tiers", self.aliases)
        _count("tiers", self.quota)
        if self.name.strip().lower() == NO_AWARD:
            raise FieldError("tiers", self.name, msg("is the word for “known to have no award”"))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Criterion(Value):
    """One thing reviewers mark: its weight in the score, its scale, and which end of it is good.

    Without a name it is the one score for the whole case. Raises `FieldError`.
    """

    name: str
    weight: float = 1.0
    minimum: float = 0.0
    maximum: float = 100.0
    lower_is_better: bool = False

    def __post_init__(self) -> None:
        checks.text("criteria", self.name)
        for value in (self.weight, self.minimum, self.maximum):
            checks.number("criteria", value)
        if self.weight <= 0:
            raise FieldError("criteria", self.weight, msg("a weight must be above zero"))
        if self.minimum >= self.maximum:
            raise FieldError("criteria", self.minimum, msg("a scale must end above where it begins"))

    def has(self, value: float) -> bool:
        """Whether a mark is on the scale."""
        return self.minimum <= value <= self.maximum


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Edition(Value):
    """One edition. ``submissions`` and ``cumulative`` are counts, ``published_growth`` is in percent.

    ``tiers`` are in order of honour; ``decision`` says how the awards came about if a ranking was frozen, ``rulings``
    what people decided themselves. Dates are ISO 8601 and may stop at the month. Raises `FieldError`.
    """

    number: int
    name: str = ""
    call_opened: str | None = None
    call_closed: str | None = None
    released: str | None = None
    submissions: Figure = UNKNOWN
    published_growth: Figure = UNKNOWN
    cumulative: Figure = UNKNOWN
    tiers: tuple[AwardTier, ...] = ()
    awards_total: Figure = UNKNOWN
    criteria: tuple[Criterion, ...] = ()
    organisers: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    decision: Decision | None = None
    rulings: tuple[Ruling, ...] = ()

    def __post_init__(self) -> None:
        checks.whole("number", self.number, least=1)
        checks.text("name", self.name)
        for field in ("call_opened", "call_closed", "released"):
            checks.date(field, getattr(self, field))
        for field in ("organisers", "guidance", "supporters", "notes"):
            checks.texts(field, getattr(self, field))
        for field in ("submissions", "cumulative", "awards_total"):
            _count(field, getattr(self, field))
        checks.instances("tiers", self.tiers, AwardTier)
        checks.instances("criteria", self.criteria, Criterion)
        checks.texts("criteria", tuple(criterion.name for criterion in self.criteria))
        if self.sources != ():
            from shanghai_cases.model.source import Source

            checks.instances("sources", self.sources, Source)
        if self.rulings or self.decision is not None:
            self._check_decisions()
        checks.distinct("tiers", [name for tier in self.tiers for name in (tier.name, *tier.aliases)])
        checks.distinct("rulings", [ruling.case_id for ruling in self.rulings])

    def _check_decisions(self) -> None:
        from shanghai_cases.model.decision import Decision, Ruling

        checks.instances("rulings", self.rulings, Ruling)
        checks.instances("decision", () if self.decision is None else (self.decision,), Decision)

    def tier(self, name: str) -> AwardTier | None:
        """Find a tier by its name or an alias of it."""
        for tier in self.tiers:
            if name == tier.name or name in tier.aliases:
                return tier
        return None
