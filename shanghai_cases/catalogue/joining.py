"""Merging catalogue files: as git's merge driver, or another person's file into the catalogue."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import atomic, journal_end, layout, reading, schema, writing
from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.catalogue.home import Home, real_path, silent
from shanghai_cases.catalogue.lock import LOCK_SECONDS, locked
from shanghai_cases.catalogue.merge import Merged, merge
from shanghai_cases.catalogue.plans import Change
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shanghai_cases.catalogue.layout import Data
    from shanghai_cases.catalogue.plans import Known
    from shanghai_cases.errors import Message


def merge_files(
    base: Path, ours: Path, theirs: Path, *, seconds: float = LOCK_SECONDS, warn: Callable[[Message], None] = silent
) -> Merged:
    """Join ``theirs`` into ``ours``, both grown from ``base``, and write the result to ``ours``.

    ``base`` may be an empty file where there is no common one (git gives that). Where ``ours`` has a journal the merge
    is a change in it, which can be undone. Raises `CatalogueError`; ``ours`` is then as it was. The result is whole
    even where conflicts are listed.
    """
    home = Home(real_path(ours), Disk(), seconds, warn=warn)
    former, other = _read(base, empty=True), _read(theirs)
    merged: list[Merged] = []

    def plan(data: Data, known: Known) -> list[Change]:
        del known
        merged.append(merge(former, data, other))
        return _changes(data, merged[-1].data)

    if journal_end.journal_of(home.path).exists():
        writing.change(home, plan, "merge")
    else:
        with locked(home.path, seconds):
            merged.append(merge(former, _read(home.path), other))
            atomic.replace(home.path, (layout.write(merged[-1].data),))
    return merged[-1]


def merge_to(new: Path, base: Path, ours: Path, theirs: Path, *, force: bool = False) -> Merged:
    """Join as `merge_files` does, but write the result to ``new``, with the mode of ``ours``, and leave ``ours`` alone.

    Raises `CatalogueError`, also where ``new`` is there already and not ``force``.
    """
    merged = merge(_read(base, empty=True), _read(ours), _read(theirs))
    new = real_path(new)
    with locked(new):
        if new.exists() and not force:
            raise CatalogueError(msg("{path} exists already; nothing was changed", path=str(new)))
        atomic.replace(new, (layout.write(merged.data),), mode=stat.S_IMODE(ours.stat().st_mode))
    return merged


def _changes(before: Data, after: Data) -> list[Change]:
    """List what has to change in the one to make it the other."""
    return [
        Change(name, key, before.get(name, {}).get(key), after.get(name, {}).get(key))
        for name in dict.fromkeys((*before, *after))
        for key in dict.fromkeys((*before.get(name, {}), *after.get(name, {})))
        if before.get(name, {}).get(key) != after.get(name, {}).get(key)
    ]


def _read(path: Path, *, empty: bool = False) -> Data:
    raw = Home(real_path(path), Disk()).read()
    if empty and not raw.strip():
        return schema.empty("")
    return reading.whole(raw, path)
