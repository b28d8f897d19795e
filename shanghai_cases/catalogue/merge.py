"""Joining two people's versions of one catalogue that both came from a third.

Records are matched by what they are (a case's id, an edition's number, a review's case and reviewer), fields are joined
one by one, those of contacts and the rulings for single cases too. Two different new cases that got the same id are
both kept: theirs gets the next free id, and what refers to it follows. Nothing is lost silently: where both changed one
field differently ours stays and a conflict is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.catalogue import schema
from shanghai_cases.catalogue.history import identity
from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWERS, REVIEWS
from shanghai_cases.catalogue.plans import RETIRED, by_submission, known_of, name_of, submission
from shanghai_cases.errors import msg
from shanghai_cases.model.ids import case_id, parse_case_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from shanghai_cases.catalogue.layout import Data, Document
    from shanghai_cases.errors import Message

    _Table = dict[object, Document]

_RIGHT: Mapping[str, Callable[..., Any]] = {"updated_at": max, "added_at": min}  # which of two times is right
_OBJECTS = frozenset({"contact", "extra"})
_RULINGS = "rulings"
_ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the two sides changed differently; ``field`` is empty where one removed the whole record. Ours was kept."""

    table: str
    record: str
    field: str
    ours: object
    theirs: object
    message: Message


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined tables, the new ids of theirs that had to give way, and what people must decide."""

    data: Data
    renumbered: Mapping[str, str]
    conflicts: tuple[Conflict, ...]


def merge(base: Data, ours: Data, theirs: Data) -> Merged:
    """Join ``ours`` and ``theirs``, which both grew from ``base`` (empty tables where there is none)."""
    renumbered = _renumbered(base, ours, theirs)
    theirs = _renamed(theirs, renumbered)
    conflicts: list[Conflict] = []
    data: Data = {}
    for name in dict.fromkeys((*ours, *theirs)):
        data[name] = _joined(name, base.get(name, {}), ours.get(name, {}), theirs.get(name, {}), conflicts)
    data[META] = _meta(ours, theirs)
    known = {*_dangling(ours), *_dangling(theirs)}
    conflicts += [_lost(*one) for one in _dangling(data) if one not in known]
    conflicts += _twice(ours, theirs, data)
    return Merged(data, renumbered, tuple(conflicts))


def _renumbered(base: Data, ours: Data, theirs: Data) -> dict[str, str]:
    """Give new ids to cases that both sides added under one id, unless they are the same submission."""
    old = {one.get("id") for one in base.get(CASES, {}).values()}
    mine = {one.get("id"): one for one in ours.get(CASES, {}).values()}
    highest = dict(known_of({META: {}, CASES: {}, **ours}, None).highest)
    for edition, number in known_of({META: {}, CASES: {}, **theirs}, None).highest.items():
        highest[edition] = max(number, highest.get(edition, 0))
    found: dict[str, str] = {}
    for document in theirs.get(CASES, {}).values():
        identifier = document["id"]
        if identifier in old or identifier not in mine or _same_submission(document, mine[identifier]):
            continue
        if not old and document.get("added_at") and document["added_at"] == mine[identifier].get("added_at"):
            continue  # without a common version this tells that it is one case, of which a title was changed
        edition = (parse_case_id(identifier) or (0, 0))[0]
        highest[edition] = highest.get(edition, 0) + 1
        found[identifier] = case_id(edition, highest[edition])
    return found


def _same_submission(one: Document, other: Document) -> bool:
    return all(str(one.get(field)).strip() == str(other.get(field)).strip() for field in ("edition", "unit", "title"))


def _renamed(theirs: Data, renumbered: Mapping[str, str]) -> Data:
    """Let ids and references follow the renumbering."""
    if not renumbered:
        return theirs

    def followed(table: str, document: Document) -> Document:
        changed = dict(document)
        if table == EDITIONS and _RULINGS in document:
            changed[_RULINGS] = [
                {**one, "case_id": renumbered.get(one.get("case_id"), one.get("case_id"))} for one in document[_RULINGS]
            ]
        field = {CASES: "id", REVIEWS: "case_id"}.get(table)
        if field:
            changed[field] = renumbered.get(document[field], document[field])
        if table == CASES and "related" in document:
            changed["related"] = [renumbered.get(one, one) for one in document["related"]]
        return changed

    return {name: {key: followed(name, one) for key, one in table.items()} for name, table in theirs.items()}


def _joined(
    name: str,
    base: dict[str, Document],
    ours: dict[str, Document],
    theirs: dict[str, Document],
    conflicts: list[Conflict],
) -> dict[str, Document]:
    """Join one table: ours in its order, then what they added."""
    old, mine, yours = (_by_identity(name, table) for table in (base, ours, theirs))
    joined: dict[str, Document] = {}
    for key, document in ours.items():
        what = _identity(name, key, document)
        kept = _record(name, old.get(what), document, yours.get(what), conflicts)
        if kept is not None:
            joined[key] = kept
    following = max((int(key) for key in (*ours, *theirs)), default=0) + 1
    for key, document in theirs.items():
        what = _identity(name, key, document)
        kept = None if what in mine else _record(name, old.get(what), None, document, conflicts)
        if kept is not None:
            free = key not in joined and key not in ours
            joined[key if free else str(following)] = kept
            following += not free
    return joined


def _identity(name: str, key: str, document: Document) -> object:
    return identity(name, document) if name in (CASES, EDITIONS, REVIEWERS, REVIEWS) else key


def _by_identity(name: str, table: dict[str, Document]) -> _Table:
    return {_identity(name, key, document): document for key, document in table.items()}


def _record(
    name: str, base: Document | None, ours: Document | None, theirs: Document | None, conflicts: list[Conflict]
) -> Document | None:
    """Join one record; a record that one side removed and the other changed is kept and listed."""
    if ours is not None and theirs is not None:
        return _fields(_Place(name, name_of(name, ours)), base or {}, ours, theirs, conflicts)
    left = ours if ours is not None else theirs
    if base is None or left is None:
        return left
    if left == base:
        return None
    record = name_of(name, left)
    message = (
        msg("{record} was removed by them and changed by us; it was kept", record=record)
        if ours is not None
        else msg("{record} was removed by us and changed by them; it was kept", record=record)
    )
    conflicts.append(Conflict(name, record, "", ours, theirs, message))
    return left


class _Place(NamedTuple):
    """A record, or an object within it: what people call it, and what stands before its fields' names."""

    table: str
    record: str
    prefix: str = ""


def _fields(at: _Place, base: Document, ours: Document, theirs: Document, conflicts: list[Conflict]) -> Document:
    joined: Document = {}
    for field in dict.fromkeys((*_order(ours, theirs), *theirs)):
        was, mine, yours = (one.get(field, _ABSENT) for one in (base, ours, theirs))
        chosen = mine if yours in (was, mine) else yours
        if mine not in (was, yours) and yours not in (was, mine):
            chosen = _of_both(at, field, (was, mine, yours), conflicts)
        if chosen is not _ABSENT:
            joined[field] = chosen
    return joined


def _of_both(at: _Place, field: str, values: tuple[Any, Any, Any], conflicts: list[Conflict]) -> Any:
    """Join a field that both changed (was, ours, theirs): part by part where it has parts, else ours stays."""
    _, mine, yours = values
    there = mine is not _ABSENT and yours is not _ABSENT
    if there and field in _RIGHT:
        return _RIGHT[field](str(mine), str(yours))
    if there and not at.prefix and (field in _OBJECTS or (at.table == EDITIONS and field == _RULINGS)):
        old, ours, theirs = map(_parts, values)
        joined = _fields(_Place(at.table, at.record, f"{field}."), old, ours, theirs, conflicts)
        return list(joined.values()) if field == _RULINGS else joined
    conflicts.append(_conflict(at.table, at.record, at.prefix + field, mine, yours))
    return mine


def _parts(value: Any) -> Document:
    """Return the parts of an object by name, of rulings by case."""
    if isinstance(value, list):
        return {str(one.get("case_id")): one for one in value}
    return {} if value is _ABSENT else value


def _order(ours: Document, theirs: Document) -> Iterable[str]:
    """Keep ours in order, with their new fields where they have them."""
    names = list(ours)
    for place, field in enumerate(theirs):
        if field not in ours:
            before = [one for one in list(theirs)[:place] if one in names]
            names.insert(names.index(before[-1]) + 1 if before else 0, field)
    return names


def _conflict(table: str, record: str, field: str, mine: Any, yours: Any) -> Conflict:
    ours, theirs = (None if one is _ABSENT else one for one in (mine, yours))
    message = msg("{record}: both changed “{field}” differently; ours was kept", record=record, field=field)
    return Conflict(table, record, field, ours, theirs, message)


def _meta(ours: Data, theirs: Data) -> dict[str, Document]:
    """Keep our `meta`, with the retired ids of both."""
    mine, yours = schema.meta_of(ours), schema.meta_of(theirs)
    highest: dict[int, int] = {}
    for identifier in (*mine.get(RETIRED, ()), *yours.get(RETIRED, ())):
        edition, number = parse_case_id(identifier) or (0, 0)
        highest[edition] = max(number, highest.get(edition, 0))
    retired = [case_id(edition, number) for edition, number in sorted(highest.items()) if edition]
    joined = {"schema": schema.VERSION, **yours, **mine, **({RETIRED: retired} if retired else {})}
    return {next(iter(ours.get(META, {})), "1"): joined}


def _twice(ours: Data, theirs: Data, data: Data) -> list[Conflict]:
    """List the submissions that each side added under an id of its own."""
    first = by_submission(ours.get(CASES, {}).values())
    mine, yours = ({one.get("id") for one in side.get(CASES, {}).values()} for side in (ours, theirs))
    found = []
    for one in data[CASES].values():
        other = first.get(submission(one["edition"], one["unit"], one["title"]))
        if other is not None and one["id"] not in mine and other not in yours:
            message = msg("{record} and {other} are the same submission", record=other, other=one["id"])
            found.append(Conflict(CASES, other, "", other, one["id"], message))
    return found


def _dangling(data: Data) -> Iterator[tuple[str, str, str, str]]:
    """Give table, record and field of what refers to a case that isn't there, and that case."""
    ids = {one["id"] for one in data.get(CASES, {}).values()}
    for one in data.get(CASES, {}).values():
        yield from ((CASES, one["id"], "related", other) for other in one.get("related", ()) if other not in ids)
    for one in data.get(REVIEWS, {}).values():
        if one["case_id"] not in ids:
            yield REVIEWS, one["case_id"], "case_id", one["case_id"]
    for one in data.get(EDITIONS, {}).values():
        ruled = (str(ruling.get("case_id")) for ruling in one.get(_RULINGS, ()))
        yield from ((EDITIONS, name_of(EDITIONS, one), _RULINGS, other) for other in ruled if other not in ids)


def _lost(table: str, record: str, field: str, other: str) -> Conflict:
    message = msg("{record} refers to {other}, which is gone", record=record, other=other)
    return Conflict(table, record, field, other, None, message)
