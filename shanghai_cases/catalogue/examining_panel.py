"""Whether reviewers and reviews agree with the cases, the criteria, gazetteer and taxonomy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases import places, vocabulary
from shanghai_cases.catalogue.ailment import Finding, Severity
from shanghai_cases.catalogue.layout import REVIEWERS, REVIEWS
from shanghai_cases.catalogue.private import private_kinds
from shanghai_cases.errors import msg
from shanghai_cases.model.ids import parse_case_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from shanghai_cases.errors import Message
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review
    from shanghai_cases.model.reviewer import Reviewer

_AGAIN = msg("correct it and enter it again")
_REVIEWER = msg("correct it with “cases reviewer edit”")


def examine(
    reviewers: Sequence[Reviewer], reviews: Sequence[Review], editions: Mapping[int, Edition], ids: AbstractSet[str]
) -> Iterator[Finding]:
    """Give what is wrong with reviewers and reviews; ``ids`` are those of all cases."""
    for reviewer in reviewers:
        yield from _reviewer(reviewer)
    codes = {one.code for one in reviewers}
    for review in reviews:
        yield from _review(review, editions, ids)
        if codes and review.reviewer not in codes:
            message = msg("there is no reviewer {reviewer}", reviewer=review.reviewer)
            advice = msg("add them with “cases reviewer add {reviewer}”", reviewer=review.reviewer)
            yield _found(review, "reviewer", message, Severity.WARNING, advice)


def _reviewer(reviewer: Reviewer) -> Iterator[Finding]:
    record = f"reviewer:{reviewer.code}"
    for name in reviewer.districts:
        district = places.find_district(name)
        if name != places.CITY_LEVEL and (district is None or district.name != name):
            message = msg("{value} is not a district", value=name)
            yield Finding(Severity.ERROR, message, _REVIEWER, REVIEWERS, record, "districts")
    for theme in reviewer.themes:
        if vocabulary.find_theme(theme) != theme:
            message = msg("{value} is not a theme of the taxonomy", value=theme)
            yield Finding(Severity.NOTE, message, _REVIEWER, REVIEWERS, record, "themes")


def _found(
    review: Review, field: str, message: Message, severity: Severity = Severity.ERROR, advice: Message = _AGAIN
) -> Finding:
    return Finding(severity, message, advice, REVIEWS, review.case_id, field)


def _review(review: Review, editions: Mapping[int, Edition], ids: AbstractSet[str]) -> Iterator[Finding]:
    for field in ("reason", "comment"):
        for what in private_kinds(getattr(review, field)):
            message = msg("{reviewer}: holds {what}", reviewer=review.reviewer, what=what)
            yield _found(review, field, message, Severity.WARNING)
    if review.case_id not in ids:
        message = msg("{reviewer}: there is no case {id}", reviewer=review.reviewer, id=review.case_id)
        yield _found(review, "case_id", message)
        return
    edition = editions.get((parse_case_id(review.case_id) or (0, 0))[0])
    criteria = {one.name: one for one in edition.criteria} if edition else {}
    for mark in review.marks:
        criterion = criteria.get(mark.criterion)
        if criteria and criterion is None:
            message = msg("{reviewer}: there is no criterion {name}", reviewer=review.reviewer, name=mark.criterion)
            yield _found(review, "marks", message)
        elif criterion and not criterion.has(mark.value):
            message = msg(
                "{reviewer}: {value} is off the scale {low} to {high} of {name}",
                reviewer=review.reviewer,
                value=mark.value,
                low=criterion.minimum,
                high=criterion.maximum,
                name=mark.criterion,
            )
            yield _found(review, "marks", message)
