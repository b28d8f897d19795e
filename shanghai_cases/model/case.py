"""A case: one submission of one practice to one edition."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model import checks
from shanghai_cases.model.ids import parse_case_id
from shanghai_cases.model.value import Value

if TYPE_CHECKING:
    from shanghai_cases.model.figure import Figure
    from shanghai_cases.model.source import Source


class Status(StrEnum):
    """Whether a submission still stands."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class KeyFigure(Value):
    """A number that a case is proud of: what it counts, how many, in which unit of measure."""

    label: str
    figure: Figure
    unit: str = ""

    def __post_init__(self) -> None:
        if not (checks.all_texts((self.label, self.unit)) and self.label.strip()):
            checks.text("figures", self.label, required=True)
            checks.text("figures", self.unit)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Contact(Value):
    """Whom the secretariat can ask; private, left out of every output unless asked for."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __post_init__(self) -> None:
        if not checks.all_texts((self.name, self.phone, self.email)):
            for field in ("name", "phone", "email"):
                checks.text(f"contact.{field}", getattr(self, field))

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Case(Value):
    """One submission of one practice to one edition, with the fields of the catalogue file.

    ``id`` is empty until the catalogue gives one. ``district`` is a full name such as 徐汇区 or 市级, ``town`` a full
    name or empty; ``award_tier`` is None (not known), ``none`` (known to have no award) or a tier's name. Dates are
    ISO 8601. ``extra`` are columns of a sheet that are no field, by name. Raises `FieldError` for a value that a field
    can't hold.
    """

    id: str
    edition: int
    title: str
    unit: str
    unit_type: str = ""
    district: str = ""
    town: str = ""
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    figures: tuple[KeyFigure, ...] = ()
    award_tier: str | None = None
    status: Status = Status.SUBMITTED
    contact: Contact = Contact()
    sources: tuple[Source, ...] = ()
    related: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    submitted_on: str | None = None
    added_at: str | None = None
    updated_at: str | None = None
    extra: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        checks.whole("edition", self.edition, least=1)
        self._check_ids()
        public = (self.title, self.unit, self.unit_type, self.district, self.town, self.summary, self.text)
        if not (checks.all_texts(public) and self.title.strip() and self.unit.strip()):
            for field in ("title", "unit", "unit_type", "district", "town", "summary", "text"):
                checks.text(field, getattr(self, field), required=field in ("title", "unit"))
        for field in ("themes", "tags", "notes"):
            checks.texts(field, getattr(self, field))
        if self.award_tier is not None:
            checks.text("award_tier", self.award_tier, required=True)
        checks.instances("figures", self.figures, KeyFigure)
        if self.sources != ():
            from shanghai_cases.model.source import Source

            checks.instances("sources", self.sources, Source)
        if type(self.status) is not Status:
            self._read_status()
        checks.date("submitted_on", self.submitted_on)
        checks.timestamp("added_at", self.added_at)
        checks.timestamp("updated_at", self.updated_at)
        if self.extra:
            checks.texts("extra", tuple(name for name, _ in self.extra))
            for _, part in self.extra:
                checks.text("extra", part)

    def filed(self, identifier: str, related: tuple[str, ...], added_at: str | None) -> Case:
        """Return the case under its id, with links and the time; only these are checked, as the rest is."""
        case = self._unchecked(id=identifier, related=related, added_at=added_at)
        Case._check_ids(case)
        checks.timestamp("added_at", added_at)
        return case

    def _read_status(self) -> None:
        try:
            object.__setattr__(self, "status", Status(self.status))
        except ValueError:
            checks.one_of("status", self.status, [str(known) for known in Status])

    def _check_ids(self) -> None:
        if self.id:
            parsed = parse_case_id(self.id)
            if parsed is None:
                raise FieldError("id", self.id, msg("is not a case id such as E6-001"))
            if parsed[0] != self.edition:
                raise FieldError("id", self.id, msg("belongs to another edition than {edition}", edition=self.edition))
        checks.texts("related", self.related)
        for identifier in self.related:
            if parse_case_id(identifier) is None:
                raise FieldError("related", identifier, msg("is not a case id such as E6-001"))
            if identifier == self.id:
                raise FieldError("related", identifier, msg("a case can't be related to itself"))
