"""Whether the records of a catalogue agree with the model, with each other, and with gazetteer and taxonomy."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from shanghai_cases import places, vocabulary
from shanghai_cases.catalogue import examining_editions, examining_panel
from shanghai_cases.catalogue.ailment import Finding, Severity
from shanghai_cases.catalogue.documents import case_from, edition_from, review_from, reviewer_from
from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWERS, REVIEWS
from shanghai_cases.catalogue.mending import FIX, FORMS, in_canonical_form
from shanghai_cases.catalogue.plans import RETIRED, name_of, submission
from shanghai_cases.catalogue.private import private_fields
from shanghai_cases.catalogue.schema import meta_of
from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model.case import Case, Status
from shanghai_cases.model.ids import NO_AWARD, parse_case_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shanghai_cases.catalogue.layout import Data, Document
    from shanghai_cases.errors import Message
    from shanghai_cases.model.edition import Edition

_Value = TypeVar("_Value")

_EDIT = msg("correct it with “cases edit”")
_MOVE = msg("move it to the contact")


def examine(data: Data) -> Iterator[Finding]:
    """Go through all records; the tables were read strictly before."""
    editions = list(_values(data, EDITIONS, edition_from))
    cases = list(_values(data, CASES, case_from))
    reviewers = list(_values(data, REVIEWERS, reviewer_from))
    reviews = list(_values(data, REVIEWS, review_from))
    yield from (one for one in (*editions, *cases, *reviewers, *reviews) if isinstance(one, Finding))
    yield from _meta(data)
    known = {one.number: one for one in editions if not isinstance(one, Finding)}
    good = [one for one in cases if not isinstance(one, Finding)]
    ids = {str(document.get("id")) for document in data[CASES].values()}
    for edition in known.values():
        yield from examining_editions.examine(edition, good, ids)
    yield from _same(good)
    numbers = {document.get("number") for document in data.get(EDITIONS, {}).values()}
    for case in good:
        edition_of = known.get(case.edition)
        mended = in_canonical_form(case, edition_of)
        yield from _forms(case, mended)
        if case.edition not in numbers:
            message = msg("edition {number} is not in the catalogue", number=case.edition)
            advice = msg("add it with “cases edition set {number}”", number=case.edition)
            yield _found(case, "edition", message, advice=advice)
        yield from _case(mended, edition_of, ids)
        yield from _vocabulary(mended)
        yield from _private(mended)
    yield from examining_panel.examine(
        [one for one in reviewers if not isinstance(one, Finding)],
        [one for one in reviews if not isinstance(one, Finding)],
        known,
        ids,
    )


def _meta(data: Data) -> Iterator[Finding]:
    for identifier in meta_of(data).get(RETIRED, ()):
        if parse_case_id(identifier) is None:
            message = msg("{id} is no case id", id=identifier)
            yield Finding(Severity.ERROR, message, msg("take it out in an editor"), META, "", RETIRED)


def _same(cases: list[Case]) -> Iterator[Finding]:
    first: dict[object, str] = {}
    for case in cases:
        other = first.setdefault(submission(case.edition, case.unit, case.title), case.id)
        if other != case.id:
            message = msg("{record} and {other} are the same submission", record=other, other=case.id)
            advice = msg("if it is one, remove the other with “cases remove”")
            yield _found(case, "title", message, Severity.NOTE, advice)


def _values(data: Data, table: str, make: Callable[[Document], _Value]) -> Iterator[_Value | Finding]:
    for document in data.get(table, {}).values():
        try:
            yield make(document)
        except FieldError as error:
            yield Finding(
                Severity.DAMAGE,
                error.message,
                msg("correct it in an editor, or use --salvage"),
                table,
                name_of(table, document),
                error.field,
            )


def _found(
    case: Case, field: str, message: Message, severity: Severity = Severity.ERROR, advice: Message = _EDIT
) -> Finding:
    return Finding(severity, message, advice, CASES, case.id, field)


def _forms(case: Case, mended: Case) -> Iterator[Finding]:
    for field in FORMS:
        old, new = getattr(case, field), getattr(mended, field)
        if old != new:
            message = msg("{old} is written {new}", old=_shown(old), new=_shown(new))
            if not old:
                message = msg("is missing; the town tells it: {new}", new=_shown(new))
            yield Finding(Severity.WARNING, message, FIX, CASES, case.id, field, fixable=True)


def _shown(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else f"“{value}”"


def _case(case: Case, edition: Edition | None, ids: set[str]) -> Iterator[Finding]:
    tier = case.award_tier if case.award_tier != NO_AWARD else None
    if edition and tier and edition.tiers and edition.tier(tier) is None:
        yield _found(case, "award_tier", msg("edition {number} has no award {tier}", number=case.edition, tier=tier))
    if tier and case.status is Status.WITHDRAWN:
        message = msg("it was withdrawn, yet has the award {tier}", tier=tier)
        yield _found(case, "award_tier", message, Severity.WARNING)
    for other in case.related:
        if other not in ids:
            yield _found(case, "related", msg("there is no case {id}", id=other))
    keys = {source.key for source in case.sources}
    for figure in case.figures:
        if figure.figure.source and figure.figure.source not in keys:
            message = msg("{label}: there is no source {key}", label=figure.label, key=figure.figure.source)
            yield _found(case, "figures", message)


def _vocabulary(case: Case) -> Iterator[Finding]:
    if case.unit_type and vocabulary.find_unit_type(case.unit_type) != case.unit_type:
        yield _found(case, "unit_type", msg("{value} is not a type of unit", value=case.unit_type))
    for theme in case.themes:
        if vocabulary.find_theme(theme) != theme:
            yield _found(case, "themes", msg("{value} is not a theme of the taxonomy", value=theme), Severity.NOTE)
    district = places.find_district(case.district) if case.district else None
    if case.district and case.district != places.CITY_LEVEL and (district is None or district.name != case.district):
        yield _found(case, "district", msg("{value} is not a district", value=case.district))
    elif case.town and case.town not in [town.name for town in places.find_towns(case.town, case.district or None)]:
        message = msg("{town} is not a town of {district}", town=case.town, district=case.district)
        yield _found(case, "town", message)


def _private(case: Case) -> Iterator[Finding]:
    for field, what in private_fields(case):
        message = msg("holds what looks like {what}, and everybody can read it", what=what)
        yield _found(case, field, message, Severity.WARNING, _MOVE)
