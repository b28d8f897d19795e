"""What a change does to the tables: each function looks at the data and returns the list of record changes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWS, Data, Document
from shanghai_cases.catalogue.schema import meta_of
from shanghai_cases.errors import DataError, msg
from shanghai_cases.model.case import Case, case_id, parse_case_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review

RETIRED = "retired"  # ids that were given once and must not be given again

_CASE_FIELDS = frozenset(field.name for field in fields(Case))


class Change(NamedTuple):
    """One record before and after; None where it isn't there."""

    table: str
    key: str
    before: Document | None
    after: Document | None


class UnknownEditionError(DataError):
    """The edition isn't in the catalogue."""

    def __init__(self, number: int) -> None:
        super().__init__(
            msg(
                "edition {number} is not in the catalogue; “cases edition set {number}” would add it",
                number=number,
            )
        )


class UnknownCaseError(DataError):
    """No case has this id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(msg("there is no case {id}", id=identifier))


class SameCaseError(DataError):
    """An equal submission is there already."""

    def __init__(self, identifier: str, title: str) -> None:
        super().__init__(
            msg(
                "{id} is already the case “{title}” of this unit in this edition; --allow-same adds it all the same",
                id=identifier,
                title=title,
            )
        )


def numbered(data: Data, drafts: Sequence[Case], now: str, *, allow_same: bool) -> list[Case]:
    """Give drafts their ids and the time; raises `UnknownEditionError`, `UnknownCaseError`, `SameCaseError`."""
    known = {document.get("number") for document in data.get(EDITIONS, {}).values()}
    ids = {document.get("id") for document in data[CASES].values()}
    highest = _highest_numbers(data)
    present = {} if allow_same else _by_submission(data[CASES].values())
    found = []
    for draft in drafts:
        if draft.edition not in known:
            raise UnknownEditionError(draft.edition)
        same = present.get(_submission(draft.edition, draft.unit, draft.title))
        if same is not None:
            raise SameCaseError(same, draft.title)
        for other in draft.related:
            if other not in ids:
                raise UnknownCaseError(other)
        highest[draft.edition] = highest.get(draft.edition, 0) + 1
        case = replace(draft, id=case_id(draft.edition, highest[draft.edition]), added_at=draft.added_at or now)
        if not allow_same:
            present[_submission(case.edition, case.unit, case.title)] = case.id
        found.append(case)
    return found


def _submission(edition: object, unit: object, title: object) -> tuple[object, str, str]:
    return edition, str(unit).strip(), str(title).strip()


def _by_submission(documents: Iterable[Document]) -> dict[tuple[object, str, str], str]:
    return {
        _submission(document.get("edition"), document.get("unit"), document.get("title")): str(document.get("id"))
        for document in documents
    }


def _highest_numbers(data: Data) -> dict[int, int]:
    """Return each edition's highest running number, ids that were removed included."""
    highest: dict[int, int] = {}
    used = [document.get("id") for document in data[CASES].values()]
    for identifier in [*used, *meta_of(data).get(RETIRED, [])]:
        parsed = parse_case_id(identifier) if isinstance(identifier, str) else None
        if parsed and parsed[1] > highest.get(parsed[0], 0):
            highest[parsed[0]] = parsed[1]
    return highest


def added(data: Data, cases: Sequence[Case]) -> list[Change]:
    """Append numbered cases."""
    return _insertions(data, CASES, [to_document(case) for case in cases])


def replaced(data: Data, cases: Sequence[Case]) -> list[Change]:
    """Put new versions in the place of the old; fields of other programs stay; equal versions are no change."""
    places = _places(data[CASES], "id")
    changes = []
    for case in cases:
        if case.id not in places:
            raise UnknownCaseError(case.id)
        for other in case.related:
            if other not in places:
                raise UnknownCaseError(other)
        key = places[case.id]
        before = data[CASES][key]
        foreign = {name: part for name, part in before.items() if name not in _CASE_FIELDS}
        changes.append(Change(CASES, key, before, {**to_document(case), **foreign}))
    return [change for change in changes if change.before != change.after]


def removed(data: Data, ids: Sequence[str]) -> list[Change]:
    """Take cases out with their reviews and remember their ids; refuses while another case points at one of them."""
    places = _places(data[CASES], "id")
    for identifier in ids:
        if identifier not in places:
            raise UnknownCaseError(identifier)
    gone = set(ids)
    for document in data[CASES].values():
        pointing = gone.intersection(document.get("related", []))
        if pointing and document.get("id") not in gone:
            raise DataError(
                msg("{id} is an earlier submission of {other}; unlink it first", id=min(pointing), other=document["id"])
            )
    meta_key, meta = next(iter(data[META].items()))
    retired = [*meta.get(RETIRED, []), *sorted(gone, key=lambda one: parse_case_id(one) or (0, 0))]
    return [
        Change(META, meta_key, meta, {**meta, RETIRED: retired}),
        *(Change(CASES, places[identifier], data[CASES][places[identifier]], None) for identifier in sorted(gone)),
        *(Change(REVIEWS, key, review, None) for key, review in data[REVIEWS].items() if review.get("case_id") in gone),
    ]


def edition_put(data: Data, edition: Edition) -> list[Change]:
    """Store an edition under its number."""
    places = _places(data[EDITIONS], "number")
    document = to_document(edition)
    key = places.get(edition.number)
    if key is None:
        return _insertions(data, EDITIONS, [document])
    before = data[EDITIONS][key]
    foreign = {name: part for name, part in before.items() if name not in {field.name for field in fields(edition)}}
    after = {**document, **foreign}
    return [] if after == before else [Change(EDITIONS, key, before, after)]


def reviews_put(data: Data, reviews: Sequence[Review]) -> list[Change]:
    """Store reviews; one of the same reviewer for the same case is replaced."""
    ids = {document.get("id") for document in data[CASES].values()}
    places = {(one.get("case_id"), one.get("reviewer")): key for key, one in data[REVIEWS].items()}
    changes, new = [], []
    for review in reviews:
        if review.case_id not in ids:
            raise UnknownCaseError(review.case_id)
        key = places.get((review.case_id, review.reviewer))
        if key is None:
            new.append(to_document(review))
        elif data[REVIEWS][key] != to_document(review):
            changes.append(Change(REVIEWS, key, data[REVIEWS][key], to_document(review)))
    return changes + _insertions(data, REVIEWS, new)


def _places(table: dict[str, Document], field: str) -> dict[object, str]:
    return {document.get(field): key for key, document in table.items()}


def _insertions(data: Data, table: str, documents: Sequence[Document]) -> list[Change]:
    first = max(map(int, data[table]), default=0) + 1
    return [Change(table, str(first + place), None, document) for place, document in enumerate(documents)]
