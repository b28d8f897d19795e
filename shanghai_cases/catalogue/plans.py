"""What a change does to the tables: each function looks at the data and returns the list of record changes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.journal import Recorded
from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWERS, REVIEWS, Data, Document
from shanghai_cases.catalogue.schema import meta_of
from shanghai_cases.errors import DataError, msg
from shanghai_cases.model.case import Case
from shanghai_cases.model.ids import case_id, parse_case_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from shanghai_cases.catalogue.journal import Entry
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review
    from shanghai_cases.model.reviewer import Reviewer

RETIRED = "retired"  # of each edition the highest id that went away and must not be given again

_CASE_FIELDS = frozenset(field.name for field in fields(Case))
_REVIEWER_FIELDS = frozenset({"code", "name", "themes", "units", "districts"})


class Change(NamedTuple):
    """One record before and after; None where it isn't there.

    ``follows`` is for a record that comes back to its former place: the key of the one before it, empty for the first.
    """

    table: str
    key: str
    before: Document | None
    after: Document | None
    follows: str | None = None


class Known(NamedTuple):
    """What file and journal know of ids: each edition's highest number ever given, the key for the next case."""

    highest: dict[int, int]
    next_key: int


def known_of(data: Data, last: Entry | None) -> Known:
    """Gather what is known from the tables and the journal's last entry."""
    highest: dict[int, int] = dict(last.highest) if last else {}
    used = (str(document.get("id")) for document in data[CASES].values())
    for identifier in (*used, *meta_of(data).get(RETIRED, ())):
        _raise(highest, identifier)
    following = max(map(int, data[CASES]), default=0) + 1
    return Known(highest, max(following, last.next_key if last else 1))


def known_after(known: Known, changes: Sequence[Change]) -> Known:
    """Bring what is known up to date with changes."""
    highest, following = dict(known.highest), known.next_key
    for change in changes:
        if change.table == CASES and change.after is not None:
            _raise(highest, str(change.after.get("id")))
            following = max(following, int(change.key) + 1)
    return Known(highest, following)


def _raise(highest: dict[int, int], identifier: str) -> None:
    parsed = parse_case_id(identifier)
    if parsed and parsed[1] > highest.get(parsed[0], 0):
        highest[parsed[0]] = parsed[1]


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


def numbered(data: Data, drafts: Sequence[Case], now: str, known: Known, *, allow_same: bool) -> list[Case]:
    """Give drafts their ids and the time; raises `UnknownEditionError`, `UnknownCaseError`, `SameCaseError`."""
    editions = {document.get("number") for document in data.get(EDITIONS, {}).values()}
    ids = {document.get("id") for document in data[CASES].values()}
    highest = dict(known.highest)
    present = {} if allow_same else _by_submission(data[CASES].values())
    found = []
    for draft in drafts:
        if draft.edition not in editions:
            raise UnknownEditionError(draft.edition)
        same = present.get(_submission(draft.edition, draft.unit, draft.title))
        if same is not None:
            raise SameCaseError(same, draft.title.strip())
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


def added(cases: Sequence[Case], known: Known) -> list[Change]:
    """Append numbered cases."""
    return _insertions(CASES, [to_document(case) for case in cases], known.next_key)


def taken_in(
    data: Data,
    drafts: Sequence[Case],
    finish: Callable[[Sequence[str]], Sequence[Case]],
    corrections: Sequence[tuple[Case, Case]],
    known: Known,
    *,
    now: str,
) -> tuple[list[Case], list[Change]]:
    """Add drafts and correct known cases; return the new cases and the changes.

    A draft's own id stays, others get the next free one; ``finish`` makes the cases to add from their ids. Raises
    `DataError` where something changed since the corrections, pairs of before and after, were made out.
    """
    ids = _ids_for(data, drafts, known)
    new = [case if case.added_at else replace(case, added_at=now) for case in finish(ids)]
    _refuse_same(data, new)
    changes = added(new, known)
    places = _places(data[CASES], "id")
    for before, after in corrections:
        document = data[CASES].get(places.get(after.id, ""), {})
        if any(document.get(name) != part for name, part in to_document(before).items()):
            raise _overtaken(after.id)
        changes += _replacement(data, places, replace(after, updated_at=now))
    there = {*places, *ids}
    for other in (one for case in (*new, *(after for _, after in corrections)) for one in case.related):
        if other not in there:
            raise UnknownCaseError(other)
    return new, changes


def _ids_for(data: Data, drafts: Sequence[Case], known: Known) -> list[str]:
    editions = {document.get("number") for document in data.get(EDITIONS, {}).values()}
    taken = {document.get("id") for document in data[CASES].values()}
    highest = dict(known.highest)
    for draft in drafts:
        if draft.edition not in editions:
            raise UnknownEditionError(draft.edition)
        if draft.id in taken:
            raise _overtaken(draft.id)
        _raise(highest, draft.id)
    ids = []
    for draft in drafts:
        if not draft.id:
            highest[draft.edition] = highest.get(draft.edition, 0) + 1
        ids.append(draft.id or case_id(draft.edition, highest[draft.edition]))
    return ids


def _refuse_same(data: Data, cases: Sequence[Case]) -> None:
    present = _by_submission(data[CASES].values())
    for case in cases:
        same = present.get(_submission(case.edition, case.unit, case.title))
        if same is not None:
            raise _overtaken(same)


def _overtaken(identifier: str) -> DataError:
    return DataError(msg("{id} was changed by another program just now; do it again", id=identifier))


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
        changes += _replacement(data, places, case)
    return changes


def _replacement(data: Data, places: dict[object, str], case: Case) -> list[Change]:
    key = places[case.id]
    before = data[CASES][key]
    foreign = {name: part for name, part in before.items() if name not in _CASE_FIELDS}
    after = {**to_document(case), **foreign}
    return [] if after == before else [Change(CASES, key, before, after)]


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
    return [
        *(Change(CASES, places[identifier], data[CASES][places[identifier]], None) for identifier in sorted(gone)),
        *(Change(REVIEWS, key, review, None) for key, review in data[REVIEWS].items() if review.get("case_id") in gone),
    ]


def with_retired(data: Data, changes: Sequence[Change]) -> list[Change]:
    """Add the change of `meta` that remembers ids which go away and are above all that stay; none is given again."""
    stays = {change.key: str((change.after or {}).get("id")) for change in changes if change.table == CASES}
    if all(change.after is not None for change in changes if change.table == CASES):
        return list(changes)
    highest: dict[int, int] = {}
    for key, document in data[CASES].items():
        _raise(highest, stays.get(key, str(document.get("id"))))
    key, meta, others = _meta_change(data, changes)
    retired: dict[int, int] = {}
    for identifier in (
        *meta.get(RETIRED, ()),
        *(str(one.before.get("id")) for one in changes if one.table == CASES and one.before),
    ):
        _raise(retired, identifier)
    kept = set(meta.get(RETIRED, ()))
    ids = [
        case_id(edition, number)
        for edition, number in sorted(retired.items())
        if number > highest.get(edition, 0) or case_id(edition, number) in kept
    ]
    before = data[META][key]
    after = {**meta, RETIRED: ids} if ids else {name: part for name, part in meta.items() if name != RETIRED}
    return others if after == before else [Change(META, key, before, after), *others]


def _meta_change(data: Data, changes: Sequence[Change]) -> tuple[str, Document, list[Change]]:
    """Take the change of `meta`, if there is one, from the others: its key, the document it leads to, the rest."""
    key = next(iter(data[META]))
    mine = [change for change in changes if change.table == META]
    return key, (mine[0].after or {}) if mine else data[META][key], [one for one in changes if one.table != META]


def recorded(data: Data, changes: Sequence[Change]) -> tuple[Recorded, ...]:
    """Say for the journal what changes do, with the place of what is taken away."""
    neighbours = {name: _neighbours(data.get(name, {}), changes, name) for name in {one.table for one in changes}}
    return tuple(
        Recorded(
            one.table,
            one.key,
            name_of(one.table, one.after or one.before or {}),
            one.before,
            one.after,
            neighbours[one.table].get(one.key),
        )
        for one in changes
    )


def _neighbours(table: dict[str, Document], changes: Sequence[Change], name: str) -> dict[str, str]:
    gone = {one.key for one in changes if one.table == name and one.after is None}
    if not gone:
        return {}
    keys = list(table)
    return {key: before for before, key in zip(["", *keys], keys, strict=False) if key in gone}


def name_of(table: str, document: Document) -> str:
    """Name a record as the log shows it: a case and its reviews by the id, an edition by number, a reviewer by code."""
    if table == EDITIONS:
        return f"edition:{document.get('number')}"
    if table == REVIEWERS:
        return f"reviewer:{document.get('code')}"
    return str(document.get("id" if table == CASES else "case_id", ""))


def edition_put(data: Data, edition: Edition) -> list[Change]:
    """Store an edition under its number."""
    places = _places(data[EDITIONS], "number")
    document = to_document(edition)
    key = places.get(edition.number)
    if key is None:
        return _insertions(EDITIONS, [document], _next(data[EDITIONS]))
    before = data[EDITIONS][key]
    foreign = {name: part for name, part in before.items() if name not in {field.name for field in fields(edition)}}
    after = {**document, **foreign}
    return [] if after == before else [Change(EDITIONS, key, before, after)]


def awards_put(data: Data, edition: Edition, cases: Sequence[Case]) -> list[Change]:
    """Store an edition with the cases whose awards it decides, as one change."""
    return [*edition_put(data, edition), *replaced(data, cases)]


def reviewers_put(data: Data, reviewers: Sequence[Reviewer]) -> list[Change]:
    """Store reviewers by their codes; fields of other programs stay."""
    table = data.get(REVIEWERS, {})
    places = _places(table, "code")
    changes, new = [], []
    for reviewer in reviewers:
        key = places.get(reviewer.code)
        if key is None:
            new.append(to_document(reviewer))
            continue
        foreign = {name: part for name, part in table[key].items() if name not in _REVIEWER_FIELDS}
        changes.append(Change(REVIEWERS, key, table[key], {**to_document(reviewer), **foreign}))
    return [one for one in changes if one.before != one.after] + _insertions(REVIEWERS, new, _next(table))


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
    return changes + _insertions(REVIEWS, new, _next(data[REVIEWS]))


def _places(table: dict[str, Document], field: str) -> dict[object, str]:
    return {document.get(field): key for key, document in table.items()}


def _next(table: dict[str, Document]) -> int:
    return max(map(int, table), default=0) + 1


def _insertions(table: str, documents: Sequence[Document], first: int) -> list[Change]:
    return [Change(table, str(first + place), None, document) for place, document in enumerate(documents)]
