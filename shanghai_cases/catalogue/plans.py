"""What a change does to the tables: each function looks at the data and returns the list of record changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar, overload

from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.journal import Recorded
from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWERS, REVIEWS, Data, Document
from shanghai_cases.catalogue.schema import meta_of
from shanghai_cases.errors import DataError, msg
from shanghai_cases.model.case import Case
from shanghai_cases.model.ids import case_id, parse_case_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shanghai_cases.catalogue.journal import Entry
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review
    from shanghai_cases.model.reviewer import Reviewer

_One = TypeVar("_One")
RETIRED = "retired"  # of each edition the highest id that went away and must not be given again

_FEW = 2_000  # documents that may be in memory at a time
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


class Made(Sequence[_One]):
    """A sequence of which each item is made when it is asked for, so that they are never all in memory."""

    def __init__(self, count: int, make: Callable[[int], _One]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[_One]:
        return map(self._make, range(self._count))

    @overload
    def __getitem__(self, place: int) -> _One: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_One]: ...
    def __getitem__(self, place: int | slice) -> _One | Sequence[_One]:
        if isinstance(place, slice):
            return [self._make(one) for one in range(*place.indices(self._count))]
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self._make(place)


class Appended(Made[Change]):
    """The changes that add cases at the end, under the keys from ``first`` on."""

    def __init__(self, cases: Sequence[Case], first: int) -> None:
        few = list(map(to_document, cases)) if len(cases) <= _FEW else None  # file and journal both ask for them
        super().__init__(
            len(cases),
            lambda place: Change(
                CASES, str(first + place), None, few[place] if few is not None else to_document(cases[place])
            ),
        )
        self._cases = cases
        self._first = first

    def known_after(self, known: Known) -> Known:
        """Bring what is known up to date."""
        highest = dict(known.highest)
        for case in self._cases:
            raise_to(highest, case.id)
        return Known(highest, max(known.next_key, self._first + len(self._cases)))

    def recorded(self) -> Sequence[Recorded]:
        """Say for the journal what they do."""
        return Made(
            len(self), lambda place: Recorded(CASES, (one := self[place]).key, self._cases[place].id, None, one.after)
        )


class Known(NamedTuple):
    """What file and journal know of ids: each edition's highest number ever given, the key for the next case."""

    highest: dict[int, int]
    next_key: int


def known_of(data: Data, last: Entry | None) -> Known:
    """Gather what is known from the tables and the journal's last entry."""
    highest: dict[int, int] = dict(last.highest) if last else {}
    used = (str(document.get("id")) for document in data[CASES].values())
    for identifier in (*used, *meta_of(data).get(RETIRED, ())):
        raise_to(highest, identifier)
    following = max(map(int, data[CASES]), default=0) + 1
    return Known(highest, max(following, last.next_key if last else 1))


def known_after(known: Known, changes: Sequence[Change]) -> Known:
    """Bring what is known up to date with changes."""
    if isinstance(changes, Appended):
        return changes.known_after(known)
    highest, following = dict(known.highest), known.next_key
    for change in changes:
        if change.table == CASES and change.after is not None:
            raise_to(highest, str(change.after.get("id")))
            following = max(following, int(change.key) + 1)
    return Known(highest, following)


def raise_to(highest: dict[int, int], identifier: str) -> None:
    """Note an id among the highest of the editions."""
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
                "{id} is already the case “{title}” of this unit in this edition: cases edit {id} changes it, "
                "--allow-same adds another",
                id=identifier,
                title=title,
            )
        )


def numbered(data: Data, drafts: Sequence[Case], now: str, known: Known, *, allow_same: bool) -> list[Case]:
    """Give drafts their ids and the time; raises `UnknownEditionError`, `UnknownCaseError`, `SameCaseError`."""
    editions = {document.get("number") for document in data.get(EDITIONS, {}).values()}
    ids = {document.get("id") for document in data[CASES].values()}
    highest = dict(known.highest)
    present = {} if allow_same else by_submission(data[CASES].values())
    found = []
    for draft in drafts:
        if draft.edition not in editions:
            raise UnknownEditionError(draft.edition)
        same = present.get(submission(draft.edition, draft.unit, draft.title))
        if same is not None:
            raise SameCaseError(same, draft.title.strip())
        for other in draft.related:
            if other not in ids:
                raise UnknownCaseError(other)
        highest[draft.edition] = highest.get(draft.edition, 0) + 1
        case = replace(draft, id=case_id(draft.edition, highest[draft.edition]), added_at=draft.added_at or now)
        if not allow_same:
            present[submission(case.edition, case.unit, case.title)] = case.id
        found.append(case)
    return found


def submission(edition: object, unit: object, title: object) -> tuple[object, str, str]:
    """Return what no two cases may have in common."""
    return edition, str(unit).strip(), str(title).strip()


def by_submission(documents: Iterable[Document]) -> dict[tuple[object, str, str], str]:
    """Return the ids of cases by what makes them one submission."""
    return {
        submission(document.get("edition"), document.get("unit"), document.get("title")): str(document.get("id"))
        for document in documents
    }


def added(cases: Sequence[Case], known: Known) -> list[Change]:
    """Append numbered cases."""
    return _insertions(CASES, [to_document(case) for case in cases], known.next_key)


def replaced(data: Data, cases: Sequence[Case]) -> list[Change]:
    """Put new versions in the place of the old; fields of other programs stay; equal versions are no change.

    A reference to a case that isn't there is refused unless the old version has it already.
    """
    places = places_of(data[CASES], "id")
    changes = []
    for case in cases:
        if case.id not in places:
            raise UnknownCaseError(case.id)
        known = data[CASES][places[case.id]].get("related", ())
        for other in case.related:
            if other not in places and other not in known:
                raise UnknownCaseError(other)
        changes += replacement(data, places, case)
    return changes


def replacement(data: Data, places: dict[object, str], case: Case) -> list[Change]:
    """Put a new version of a case in the place of the old, where they differ."""
    key = places[case.id]
    before = data[CASES][key]
    foreign = {name: part for name, part in before.items() if name not in _CASE_FIELDS}
    after = {**to_document(case), **foreign}
    return [] if after == before else [Change(CASES, key, before, after)]


def removed(data: Data, ids: Sequence[str]) -> list[Change]:
    """Take cases out with their reviews and rulings and remember their ids; refused while another points at one."""
    places = places_of(data[CASES], "id")
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
        *_without_rulings(data, gone),
    ]


def _without_rulings(data: Data, gone: set[str]) -> Iterator[Change]:
    for key, edition in data[EDITIONS].items():
        rulings = edition.get("rulings", [])
        kept = [one for one in rulings if one.get("case_id") not in gone]
        if kept != rulings:
            rest = {name: part for name, part in edition.items() if name != "rulings" or kept}
            yield Change(EDITIONS, key, edition, {**rest, **({"rulings": kept} if kept else {})})


def only_adds(changes: Sequence[Change]) -> bool:
    """Whether changes do nothing but add cases at the end."""
    if isinstance(changes, Appended):
        return True
    return all(one.table == CASES and one.before is None and one.follows is None for one in changes)


def with_retired(data: Data, changes: Sequence[Change]) -> Sequence[Change]:
    """Add the change of `meta` that remembers ids which go away and are above all that stay; none is given again."""
    if isinstance(changes, Appended):
        return changes
    stays = {change.key: str((change.after or {}).get("id")) for change in changes if change.table == CASES}
    if all(change.after is not None for change in changes if change.table == CASES):
        return list(changes)
    highest: dict[int, int] = {}
    for key, document in data[CASES].items():
        raise_to(highest, stays.get(key, str(document.get("id"))))
    key, meta, others = _meta_change(data, changes)
    retired: dict[int, int] = {}
    for identifier in (
        *meta.get(RETIRED, ()),
        *(str(one.before.get("id")) for one in changes if one.table == CASES and one.before),
    ):
        raise_to(retired, identifier)
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


def recorded(data: Data, changes: Sequence[Change]) -> Sequence[Recorded]:
    """Say for the journal what changes do, with the place of what is taken away."""
    if isinstance(changes, Appended):
        return changes.recorded()
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
    places = places_of(data[EDITIONS], "number")
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
    places = places_of(table, "code")
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


def places_of(table: dict[str, Document], field: str) -> dict[object, str]:
    """Return the keys of records by the value of a field."""
    return {document.get(field): key for key, document in table.items()}


def _next(table: dict[str, Document]) -> int:
    return max(map(int, table), default=0) + 1


def _insertions(table: str, documents: Sequence[Document], first: int) -> list[Change]:
    return [Change(table, str(first + place), None, document) for place, document in enumerate(documents)]
