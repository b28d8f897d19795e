"""Applying changes of records to the tables, through TinyDB, which keeps its own rules of ids and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.catalogue.layout import REVIEWERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shanghai_cases.catalogue.layout import Data, Document
    from shanghai_cases.catalogue.plans import Change


def edited(data: Data, changes: Sequence[Change]) -> Data:
    """Return the tables after the changes, ``data`` left alone; records that come back stand where they stood."""
    from tinydb import TinyDB
    from tinydb.storages import MemoryStorage
    from tinydb.table import Document as TinyDocument

    with TinyDB(storage=MemoryStorage) as database:
        database.storage.write(_copied(data, changes))
        for name in dict.fromkeys(change.table for change in changes):
            mine = [change for change in changes if change.table == name]
            kept = [change for change in mine if change.before is not None and change.after is not None]
            table = database.table(name)
            table.remove(doc_ids=[int(change.key) for change in mine if change.after is None])
            table.update(_replacing(kept), doc_ids=[int(change.key) for change in kept])
            table.insert_multiple(
                TinyDocument(change.after, doc_id=int(change.key))
                for change in mine
                if change.before is None and change.after is not None
            )
        tables: Data = database.storage.read() or {}
    if not tables.get(REVIEWERS, True):
        del tables[REVIEWERS]  # a catalogue without reviewers has no table of them
    for name in {change.table for change in changes if change.follows is not None}:
        tables[name] = _in_place(tables[name], [one for one in changes if one.table == name])
    return tables


def _copied(data: Data, changes: Sequence[Change]) -> Data:
    """Copy what TinyDB changes in place."""
    copy = {name: dict(table) for name, table in data.items()}
    for change in changes:
        if change.before is not None:
            copy[change.table][change.key] = dict(change.before)
    return copy


def _replacing(changes: Sequence[Change]) -> Callable[[Any], None]:
    """Make the transform that TinyDB calls for each document, in the order of the ids it was given."""
    versions = iter([change.after for change in changes])

    def put(document: Any) -> None:
        document.clear()
        document.update(next(versions))

    return put


def _in_place(table: dict[str, Document], changes: Sequence[Change]) -> dict[str, Document]:
    """Move records that came back behind the ones they followed; those whose neighbour is gone stay at the end."""
    back = {one.key: one.follows for one in changes if one.follows is not None and one.before is None}
    followers: dict[str, list[str]] = {}
    for key, follows in back.items():
        followers.setdefault(follows, []).append(key)
    order: list[str] = []
    for key in ["", *(key for key in table if key not in back)]:
        _place(key, followers, order)
    placed = set(order)
    order += [key for key in back if key not in placed]
    return {key: table[key] for key in order if key}


def _place(key: str, followers: dict[str, list[str]], order: list[str]) -> None:
    waiting = [key]
    while waiting:
        here = waiting.pop()
        order.append(here)
        waiting.extend(reversed(followers.pop(here, [])))
