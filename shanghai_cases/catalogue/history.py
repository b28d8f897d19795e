"""What was changed and by whom, and how a change is taken back: the journal's entries understood together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.catalogue.journal import FORGET
from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWERS, REVIEWS, Data, Document
from shanghai_cases.catalogue.plans import RETIRED, Change, name_of
from shanghai_cases.catalogue.protocol import Difference, Past
from shanghai_cases.errors import DataError, NothingFoundError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shanghai_cases.catalogue.journal import Entry, Recorded

PRIVATE = frozenset({(CASES, "contact"), (REVIEWERS, "name")})


class NothingToUndoError(NothingFoundError):
    """No change is left that could be taken back, or brought back."""


class NotUndoableError(DataError):
    """The change can't be taken back, for a reason that the message gives."""


def undone(entries: Iterable[Entry]) -> dict[int, int]:
    """Return which changes are taken back at present, each with the number of the change that did it."""
    targets: dict[int, int] = {}
    found: dict[int, int] = {}
    for entry in entries:
        if not entry.undoes:
            continue
        targets[entry.change] = entry.undoes
        found[entry.undoes] = entry.change
        restored = targets.get(entry.undoes)
        if restored is not None and found.get(restored) == entry.undoes:
            del found[restored]
    return found


def to_undo(entries: Sequence[Entry], number: int | None) -> Entry:
    """Choose the change to take back: the numbered one, or the last that is neither an undo nor taken back.

    Raises `NothingToUndoError`, `NotUndoableError`.
    """
    gone = undone(entries)
    if number is None:
        for entry in reversed(entries):
            if not entry.undoes and not entry.outside and entry.command != FORGET and entry.change not in gone:
                return entry
        raise NothingToUndoError(msg("there is nothing to undo"))
    for entry in reversed(entries):
        if entry.change == number:
            return _undoable(entry, gone)
    raise NotUndoableError(msg("there is no change {number}; “cases log” shows them", number=number))


def _undoable(entry: Entry, gone: dict[int, int]) -> Entry:
    if entry.outside:
        raise NotUndoableError(
            msg("change {number} was made by another program, so what it changed isn't known", number=entry.change)
        )
    if entry.command == FORGET:
        raise NotUndoableError(msg("change {number} forgot personal data for good", number=entry.change))
    if entry.change in gone:
        raise NotUndoableError(
            msg("change {number} is undone already, by change {other}", number=entry.change, other=gone[entry.change])
        )
    return entry


def to_redo(entries: Sequence[Entry]) -> Entry:
    """Choose the undo to take back: the last that is not itself taken back. Raises `NothingToUndoError`."""
    gone = undone(entries)
    numbers = {entry.change: entry for entry in entries}
    for entry in reversed(entries):
        target = numbers.get(entry.undoes)
        if entry.undoes and entry.change not in gone and not (target and target.undoes):
            return entry
    raise NothingToUndoError(msg("there is nothing to redo"))


def inverse(data: Data, target: Entry, entries: Sequence[Entry]) -> list[Change]:
    """Return the changes that bring back what ``target`` found; raises `NotUndoableError` where that isn't safe."""
    present = _Present(data)
    changes: list[Change] = []
    for record in target.records:
        if record.table == META:
            changes += _meta_back(data, record)
        else:
            changes.append(_back(present, record, target, entries))
    _refuse_dangling(data, changes, target)
    return changes


class _Present:
    """The records of the file by what identifies them, whatever their keys."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self._keys = {
            (table, identity(table, document)): key
            for table in (EDITIONS, REVIEWERS, REVIEWS, CASES)
            for key, document in data.get(table, {}).items()
        }
        self._given: set[tuple[str, str]] = set()

    def find(self, record: Recorded) -> str | None:
        if record.table not in (EDITIONS, REVIEWS, CASES):  # another program's, known by its key alone
            return record.key if record.key in self.data.get(record.table, {}) else None
        return self._keys.get((record.table, identity(record.table, record.after or record.before or {})))

    def free_key(self, table: str, wanted: str) -> str:
        """Return the wanted key, or the next one where another record has it now."""
        taken = self.data.get(table, {})
        if wanted in taken or (table, wanted) in self._given:
            given = (int(key) for name, key in self._given if name == table)
            wanted = str(max([0, *map(int, taken), *given]) + 1)
        self._given.add((table, wanted))
        return wanted


def identity(table: str, document: Document) -> object:
    """Return what a record is, apart from its key: a case's id, a reviewer's code, a review's case and reviewer ..."""
    if table in (CASES, REVIEWERS):
        return document.get("id" if table == CASES else "code")
    return document.get("number") if table == EDITIONS else (document.get("case_id"), document.get("reviewer"))


def never_happened(data: Data, entry: Entry) -> bool:
    """Whether a change can be taken as one that a crash prevented: records are as before it, and none as after it.

    Another program may since have changed others of them, or given the same id as the change was to give.
    """
    present = _Present(data)
    records = [one for one in entry.records if one.table != META]
    found = [(present.find(one), one) for one in records]
    now = [(data[one.table][key] if key is not None else None, one) for key, one in found]
    return any(one == record.before for one, record in now) and not any(one == record.after for one, record in now)


def _back(present: _Present, record: Recorded, target: Entry, entries: Sequence[Entry]) -> Change:
    key = present.find(record)
    if record.after is None and record.before is not None and key is None:
        return Change(record.table, present.free_key(record.table, record.key), None, record.before, record.follows)
    now = present.data[record.table][key] if key is not None else None
    if key is None or now != record.after:
        raise NotUndoableError(
            msg(
                "change {number} can't be undone: {record} {reason}",
                number=target.change,
                record=record.name,
                reason=_touched_since(record, target, entries),
            )
        )
    return Change(record.table, key, now, record.before)


def _touched_since(record: Recorded, target: Entry, entries: Sequence[Entry]) -> object:
    for entry in reversed(entries):
        if entry.change <= target.change:
            break
        if any(one.table == record.table and one.name == record.name for one in entry.records):
            return msg(
                "was changed again by change {number} ({command}); undo that one first",
                number=entry.change,
                command=entry.command,
            )
    return msg("was changed since by another program; correct it by hand")


def _meta_back(data: Data, record: Recorded) -> list[Change]:
    """Bring back `meta`, but never forget an id that was retired since."""
    key, now = next(iter(data[META].items()))
    before = dict(record.before or {})
    if now != record.after:
        before = {**before, **({RETIRED: now[RETIRED]} if RETIRED in now else {})}
        if {**now, RETIRED: None} != {**(record.after or {}), RETIRED: None}:
            return []
    return [Change(META, key, now, before)] if before != now else []


def _refuse_dangling(data: Data, changes: Sequence[Change], target: Entry) -> None:
    """Refuse to leave a record that refers to one that isn't there, unless it did so already."""
    before = {(table, key): one for table in (EDITIONS, CASES, REVIEWS) for key, one in data[table].items()}
    after = {**before, **{(one.table, one.key): one.after or {} for one in changes}}
    looked_at = after if any(one.after is None for one in changes) else {(one.table, one.key) for one in changes}
    known = set(_dangling(before, looked_at))
    for place, lost in _dangling(after, looked_at):
        if (place, lost) not in known:
            raise NotUndoableError(
                msg(
                    "change {number} can't be undone: {record} refers to {other}; take that reference out first",
                    number=target.change,
                    record=name_of(place[0], after[place]),
                    other=lost,
                )
            )


def _dangling(
    records: Mapping[tuple[str, str], Document], looked_at: Iterable[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], object]]:
    """Give the records that refer to one that isn't there, by table and key, each with the number or id."""
    there = {(table, identity(table, one)) for (table, _), one in records.items() if one}
    for place in looked_at:
        for table, other in _pointed_at(place[0], records.get(place, {})):
            if (table, other) not in there:
                yield place, other


def _pointed_at(table: str, document: Document) -> Iterator[tuple[str, object]]:
    if not document:
        return
    if table == REVIEWS:
        yield CASES, document.get("case_id")
    if table == CASES:
        yield EDITIONS, document.get("edition")
        for other in document.get("related", ()):
            yield CASES, other
    for ruling in document.get("rulings", ()) if table == EDITIONS else ():
        yield CASES, ruling.get("case_id")


def told(entries: Sequence[Entry], *, contacts: bool = False) -> tuple[Past, ...]:
    """Tell the entries for people and scripts; without ``contacts`` no personal data is among the differences."""
    gone = undone(entries)
    return tuple(
        Past(
            entry.change,
            entry.at,
            entry.user,
            entry.command,
            tuple(dict.fromkeys(one.name for one in entry.records if one.name)),
            entry.undoes,
            gone.get(entry.change, 0),
            tuple(one for record in entry.records for one in _differences(record, contacts=contacts)),
        )
        for entry in entries
    )


def _differences(record: Recorded, *, contacts: bool) -> Iterator[Difference]:
    if record.table == META:
        return
    before, after = record.before or {}, record.after or {}
    for field in {**before, **after}:
        if before.get(field) != after.get(field):
            hidden = (record.table, field) in PRIVATE and not contacts
            values = (None, None) if hidden else (before.get(field), after.get(field))
            yield Difference(record.name, record.table, field, *values, hidden=hidden)
