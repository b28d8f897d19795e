"""Whether the records of a catalogue agree with the model, with each other, and with gazetteer and taxonomy."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from shanghai_cases import places, vocabulary
from shanghai_cases.catalogue.ailment import Finding, Severity
from shanghai_cases.catalogue.documents import case_from, edition_from, review_from
from shanghai_cases.catalogue.layout import CASES, EDITIONS, REVIEWS
from shanghai_cases.catalogue.mending import FIX, FORMS, in_canonical_form
from shanghai_cases.catalogue.plans import name_of
from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model.case import Case, Status
from shanghai_cases.model.figure import bounds, total
from shanghai_cases.model.ids import NO_AWARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shanghai_cases.catalogue.layout import Data, Document
    from shanghai_cases.errors import Message
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review

_Value = TypeVar("_Value")

_EDIT = msg("correct it with “cases edit”")
_SET = msg("correct it with “cases edition set”")
_PRIVATE = (
    (re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)", re.ASCII), msg("a mobile phone number")),
    (re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?!\d)", re.ASCII), msg("an identity card number")),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), msg("an e-mail address")),
)
_PUBLIC = ("title", "unit", "summary", "text")


def examine(data: Data) -> Iterator[Finding]:
    """Go through all records; the tables were read strictly before."""
    editions = list(_values(data, EDITIONS, edition_from))
    cases = list(_values(data, CASES, case_from))
    reviews = list(_values(data, REVIEWS, review_from))
    yield from (one for one in (*editions, *cases, *reviews) if isinstance(one, Finding))
    known = {one.number: one for one in editions if not isinstance(one, Finding)}
    good = [one for one in cases if not isinstance(one, Finding)]
    ids = {str(document.get("id")) for document in data[CASES].values()}
    for edition in known.values():
        yield from _edition(edition)
        yield from _quotas(edition, good)
    for case in good:
        edition_of = known.get(case.edition)
        mended = in_canonical_form(case, edition_of)
        yield from _forms(case, mended)
        yield from _case(mended, edition_of, ids)
        yield from _vocabulary(mended)
        yield from _private(mended)
    for review in reviews:
        if not isinstance(review, Finding):
            yield from _review(review, known, ids)


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
            yield Finding(Severity.WARNING, message, FIX, CASES, case.id, field, fixable=True)


def _shown(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else f"“{value}”"


def _case(case: Case, edition: Edition | None, ids: set[str]) -> Iterator[Finding]:
    if edition is None:
        message = msg("edition {number} is not in the catalogue", number=case.edition)
        advice = msg("add it with “cases edition set {number}”", number=case.edition)
        yield _found(case, "edition", message, advice=advice)
    elif case.award_tier not in (None, NO_AWARD) and edition.tiers and edition.tier(str(case.award_tier)) is None:
        message = msg("edition {number} has no award {tier}", number=case.edition, tier=case.award_tier)
        yield _found(case, "award_tier", message)
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
    texts = [(field, getattr(case, field)) for field in _PUBLIC] + [("notes", note) for note in case.notes]
    for field, text in texts:
        for pattern, what in _PRIVATE:
            if pattern.search(text):
                message = msg("holds {what}, and everybody sees this field", what=what)
                yield _found(case, field, message, Severity.WARNING, msg("move it to the contact"))


def _edition(edition: Edition) -> Iterator[Finding]:
    def found(field: str, message: Message) -> Finding:
        return Finding(Severity.ERROR, message, _SET, EDITIONS, f"edition:{edition.number}", field)

    dates = [
        (field, value)
        for field in ("call_opened", "call_closed", "released")
        if (value := getattr(edition, field)) is not None
    ]
    for (_, before), (field, after) in pairwise(dates):
        length = min(len(before), len(after))
        if after[:length] < before[:length]:
            yield found(field, msg("{after} is before {before}", after=after, before=before))
    quotas = [tier.quota for tier in edition.tiers]
    summed, said = bounds(total(quotas)) if quotas else None, bounds(edition.awards_total)
    if summed and said and not (summed.vague or said.vague) and (summed.low > said.high or summed.high < said.low):
        yield found("awards_total", msg("the quotas of the tiers don't add up to it"))


def _quotas(edition: Edition, cases: list[Case]) -> Iterator[Finding]:
    given = Counter(
        tier.name
        for case in cases
        if case.edition == edition.number
        and case.status is Status.SUBMITTED
        and case.award_tier is not None
        and (tier := edition.tier(case.award_tier))
    )
    for tier in edition.tiers:
        quota = tier.quota.value if tier.quota.exact else None
        if quota is not None and given[tier.name] > quota:
            yield Finding(
                Severity.ERROR,
                msg(
                    "{count} cases have the award {tier}, its quota is {quota}",
                    count=given[tier.name],
                    tier=tier.name,
                    quota=quota,
                ),
                _EDIT,
                EDITIONS,
                f"edition:{edition.number}",
                "tiers",
            )


def _review(review: Review, editions: dict[int, Edition], ids: set[str]) -> Iterator[Finding]:
    def found(field: str, message: Message) -> Finding:
        return Finding(Severity.ERROR, message, msg("correct it and enter it again"), REVIEWS, review.case_id, field)

    if review.case_id not in ids:
        yield found("case_id", msg("{reviewer}: there is no case {id}", reviewer=review.reviewer, id=review.case_id))
        return
    edition = editions.get(int(review.case_id[1:].partition("-")[0]))
    criteria = {one.name: one for one in edition.criteria} if edition else {}
    for mark in review.marks:
        criterion = criteria.get(mark.criterion)
        if criteria and criterion is None:
            yield found(
                "marks", msg("{reviewer}: there is no criterion {name}", reviewer=review.reviewer, name=mark.criterion)
            )
        elif criterion and not criterion.has(mark.value):
            yield found(
                "marks",
                msg(
                    "{reviewer}: {value} is off the scale {low} to {high} of {name}",
                    reviewer=review.reviewer,
                    value=mark.value,
                    low=criterion.minimum,
                    high=criterion.maximum,
                    name=mark.criterion,
                ),
            )
