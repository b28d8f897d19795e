"""Records to drafts of cases: every value read and checked, every reason for a refusal told at once."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.errors import DataError, FieldError, FieldName, Message, msg
from shanghai_cases.intake import checks, parsing
from shanghai_cases.intake.canonical import canonical_award_tier
from shanghai_cases.intake.outcome import Draft, Kind, Note, Refusal
from shanghai_cases.model.case import Case, Contact
from shanghai_cases.model.ids import parse_case_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.intake.records import Record
    from shanghai_cases.model.edition import Edition

_PLAIN = ("unit_type", "district", "town", "title", "unit", "summary", "text")
_SHARED = ("unit_type", "district", "town", "unit")  # many rows say the same
_LISTED = tuple((name, parse) for name, parse in parsing.PARSERS.items() if name != "edition")
_CONTACT = ("contact_name", "contact_phone", "contact_email")


class Rules(NamedTuple):
    """What rows are checked against. ``edition`` goes for all rows; ``editions`` are those of the catalogue.

    ``keep_extra``: columns that are no field are kept under `extra`.
    """

    editions: Mapping[int, Edition]
    edition: int | None = None
    keep_extra: bool = False


class _Work:
    """One record on its way to a draft."""

    __slots__ = ("notes", "reasons", "record", "rules", "values")

    def __init__(self, record: Record, rules: Rules) -> None:
        self.record = record
        self.rules = rules
        self.values: dict[str, Any] = {}
        self.reasons: list[Message] = []
        self.notes: list[Note] = []

    def refuse(self, error: DataError) -> None:
        if isinstance(error, FieldError):
            self.reasons.append(field_reason(error, self.record.headers))
        else:
            self.reasons.append(error.message)

    def note(self, kind: Kind, name: str, message: Message) -> None:
        self.notes.append(Note(kind, self.record.origin, message, name))

    def corrected(self, name: str, before: str, after: str) -> None:
        """Note a change of wording, if it is one."""
        if before != after:
            column = column_name(self.record.headers, name)
            self.note(
                Kind.CORRECTED, name, msg("{column}: {before} → {after}", column=column, before=before, after=after)
            )


def column_name(headers: Mapping[str, str], field: str) -> str:
    """Return what a field's column is called in the file, or the field's own name."""
    return headers.get(field) or FieldName(field)


def field_reason(error: FieldError, headers: Mapping[str, str]) -> Message:
    """Say what is wrong with a field, under the name that its column has in the file."""
    column = column_name(headers, error.field.replace(".", "_"))
    if error.value in ("", None):
        return msg("{column}: {reason}", column=column, reason=error.reason)
    value = checks.shortened(str(error.value))
    return msg("{column}: {reason} (got {value})", column=column, reason=error.reason, value=value)


def draft(record: Record, rules: Rules) -> Draft | Refusal:
    """Read and check one record."""
    work = _Work(record, rules)
    for header, fault in (*record.faults, *record.unread) if rules.keep_extra else record.faults:
        if not header:
            return Refusal(record.origin, (fault,), record)
        work.reasons.append(msg("{column}: {reason}", column=header, reason=fault))
    for step in (_plain_fields, _listed_fields, _identifier, _edition, _place, _unit_type, _contact, _extra):
        step(work)
    case = _case(work)
    if case is None:
        return Refusal(record.origin, tuple(work.reasons), record)
    for name, warning in checks.private_data(case):
        column = column_name(record.headers, name)
        work.note(Kind.WARNING, name, msg("{column}: {reason}", column=column, reason=warning))
    given = _given((*record.values, "extra") if rules.keep_extra and record.extra else tuple(record.values))
    blank = _names(
        tuple(
            [
                name
                for name, value in record.values.items()
                if (not value or value.isspace() if isinstance(value, str) else not _shows(value))
            ]
        )
    )
    return Draft(record.origin, case, given, blank, record.lightened(), tuple(work.notes))


@lru_cache(maxsize=256)
def _names(names: tuple[str, ...]) -> frozenset[str]:
    """Return one set for all rows that have the same."""
    return frozenset(names)


@lru_cache(maxsize=256)
def _given(names: tuple[str, ...]) -> frozenset[str]:
    """Return the fields that columns speak of; combined columns speak of several."""
    given = frozenset(names)
    given |= {"district", "town"} if "place" in given else frozenset()
    return given | (frozenset(_CONTACT) if "contact" in given else frozenset())


def _shows(value: object) -> bool:
    return not (value == "" or value.isspace()) if isinstance(value, str) else value not in (None, [], {})


def _case(work: _Work) -> Case | None:
    if work.reasons:
        return None
    try:
        return Case(**work.values)
    except FieldError as error:
        work.refuse(error)
        return None


def _plain_fields(work: _Work) -> None:
    given, headers = work.record.values, work.record.headers
    for name in _PLAIN:
        if name in given:
            try:
                text = parsing.as_text(name, given[name]).strip()
                if len(text) > checks.LEAST_LIMIT:
                    checks.within_limit(name, text)
            except FieldError as error:
                work.refuse(error)
            else:
                work.values[name] = sys.intern(text) if name in _SHARED else text
    if checks.is_damaged("".join(work.values.values())):
        _tell_of_damage(work)
    for name in ("title", "unit"):
        if name not in given:
            work.refuse(FieldError(name, "", msg("no column or label for it was found")))
        elif work.values.get(name) == "" and all(header != headers.get(name) for header, _ in work.record.faults):
            work.refuse(FieldError(name, "", msg("must not be empty")))


def _tell_of_damage(work: _Work) -> None:
    for name in _PLAIN:
        try:
            checks.undamaged(name, work.values.get(name, ""))
        except FieldError as error:
            work.refuse(error)


def _listed_fields(work: _Work) -> None:
    given = work.record.values
    for name, parse in _LISTED:
        if name in given:
            try:
                work.values[name] = found = parse(given[name])
                if name in ("tags", "themes", "notes"):
                    checks.listed(name, found)
            except FieldError as error:
                work.refuse(error)
    if themes := work.values.get("themes"):
        known = checks.themes(themes)
        if known != themes:
            work.corrected("themes", ";".join(themes), ";".join(known))
            work.values["themes"] = known
    if submitted := work.values.get("submitted_on"):
        work.corrected("submitted_on", str(work.record.values["submitted_on"]).strip(), submitted)


def _identifier(work: _Work) -> None:
    written = str(work.record.values.get("id") or "").strip().upper()
    work.values["id"] = written if parse_case_id(written) else ""
    if written and not work.values["id"]:
        work.refuse(FieldError("id", written, msg("is not a case id such as E6-001")))


def _edition(work: _Work) -> None:
    try:
        number = _edition_number(work)
        edition = checks.edition_known(number, work.rules.editions)
        work.values["edition"] = number
        tier = canonical_award_tier(work.values.get("award_tier"), edition)
    except DataError as error:
        work.refuse(error)
        return
    work.corrected("award_tier", work.values.get("award_tier") or "", tier or "")
    work.values["award_tier"] = tier


def _edition_number(work: _Work) -> int:
    asked = work.rules.edition
    written = work.record.values.get("edition")
    if not _shows(written):
        identified = parse_case_id(work.values["id"])
        if asked is not None or identified:
            return asked if asked is not None else identified[0] if identified else 0
        if work.record.edition:
            return parsing.as_edition(work.record.edition)
        raise DataError(msg("the file doesn't say which edition this is; --edition does"))
    number = parsing.as_edition(written)
    if asked is not None and number != asked:
        raise FieldError("edition", number, msg("is not the edition asked for, {edition}", edition=asked))
    return number


def _place(work: _Work) -> None:
    values = work.values
    district, town = values.get("district", ""), values.get("town", "")
    together = str(work.record.values.get("place") or "").strip()
    try:
        if together and not district and not town:
            values["district"], values["town"] = checks.place_in(together)
            work.corrected("place", together, values["district"] + values["town"])
        elif district or town:
            values["district"], values["town"] = checks.district_and_town(district, town)
            work.corrected("district", district, values["district"])
            work.corrected("town", town, values["town"])
        if "town" not in work.record.values and "place" not in work.record.values:
            _place_from_unit(work)
    except FieldError as error:
        work.refuse(error)


def _place_from_unit(work: _Work) -> None:
    """Where the file has no column for towns, or for places at all, the unit's name may tell."""
    place = checks.unit_place(work.values.get("unit", ""))
    told = (work.values.get("district", ""), work.values.get("town", ""))
    if place is None or told[1] or ("district" in work.record.values and told[0] != place.district):
        return
    found = (place.district, place.town or "")
    if found != told:
        work.values["district"], work.values["town"] = found
        work.note(Kind.FILLED, "district", msg("place by the unit's name: {place}", place="".join(found)))


def _unit_type(work: _Work) -> None:
    written = work.values.get("unit_type", "")
    try:
        if written:
            work.values["unit_type"] = checks.unit_type(written)
            work.corrected("unit_type", written, work.values["unit_type"])
        elif "unit_type" not in work.record.values and work.values.get("unit"):
            unit = work.values["unit"]
            if kind := checks.unit_kind(unit):
                work.values["unit_type"] = kind
                work.note(Kind.FILLED, "unit_type", msg("type by the unit's name: {type}", type=kind))
    except FieldError as error:
        work.refuse(error)


def _contact(work: _Work) -> None:
    try:
        given = work.record.values
        whole = parsing.as_contact(given.get("contact"))
        parts = [parsing.as_text(name, given[name]).strip() if name in given else "" for name in _CONTACT]
        if not parts[0] and (both := parsing.named_phone(parts[1])):
            parts[:2] = both
        elif not whole.name and parsing.tells_how_to_reach(parts[0]) and not (parts[1] or parts[2]):
            whole, parts[0] = parsing.as_contact(parts[0]), ""
        if "E+" in parts[1]:
            parsing.whole_phone(parts[1])
        for name, part in zip(_CONTACT, parts, strict=True):
            if len(part) > checks.LEAST_LIMIT:
                checks.within_limit(name, part)
        work.values["contact"] = Contact(parts[0] or whole.name, parts[1] or whole.phone, parts[2] or whole.email)
    except FieldError as error:
        work.refuse(error)


def _extra(work: _Work) -> None:
    """Keep columns that are no field, if that was asked for."""
    if not (work.rules.keep_extra and work.record.extra):
        return
    try:
        for name, value in work.record.extra.items():
            checks.undamaged("extra", name + value)
            checks.within_limit("text", value)
    except FieldError as error:
        work.refuse(error)
    else:
        work.values["extra"] = tuple({**dict(work.values.get("extra", ())), **work.record.extra}.items())
