"""Reading the past without writing: the journal's entries, set against the file as it is now.

Nobody is kept from writing meanwhile. A change is in the journal before it is in the file, so the file is read first;
what the journal has got since then is no sign of another program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.catalogue import history, journal, journal_end
from shanghai_cases.catalogue.home import local_time
from shanghai_cases.catalogue.protocol import History, Past
from shanghai_cases.catalogue.scan import digest_of
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    from shanghai_cases.catalogue.disk import Disk
    from shanghai_cases.catalogue.home import Home
    from shanghai_cases.catalogue.journal import Contents, Entry, Line
    from shanghai_cases.catalogue.scan import Digest
    from shanghai_cases.errors import Message


def read(home: Home, *, contacts: bool = False) -> History:
    """Return all changes that are known; a change by another program since the last one comes last, without a number.

    Raises `CatalogueError` where the catalogue itself or its journal can't be read.
    """
    path, older = journal_end.journal_of(home.path), journal_end.older_of(home.path)
    warnings: list[Message] = []
    try:
        before, status = end_of(home.disk, path), home.disk.status(home.path)
        present = digest_of(home.read())
        former = _older(home, older, warnings)
        recent = contents(home.disk, path)
    except OSError as error:
        raise CatalogueError(_unreadable(path, error)) from error
    _look_at(recent, path, warnings)
    if recent.torn_at is not None and recent.size == before.size:
        warnings.append(msg("the last line of the journal {journal} is not whole", journal=str(path)))
    entries = (*former.entries, *recent.entries)
    count = happened(entries, len(former.entries) + known(recent, before), present, status)
    changes = history.told(entries[:count], contacts=contacts)
    outside = bool(entries) and count is None
    return History((*changes, _outside(home)) if outside else changes, tuple(warnings))


def happened(entries: Sequence[Entry], known: int, present: Digest, status: os.stat_result | None) -> int | None:
    """Return how many of a journal's entries the file holds that was read as ``present``; None: it fits to none.

    The first ``known`` were written before the file was read, of which the last may not have happened.
    """
    for count in range(len(entries), max(known, 1) - 1, -1):
        if entries[count - 1].after == present:
            return count
    if known:
        return known - 1 if journal.never_made(entries[known - 1], present, status) else None
    return 0 if entries and entries[0].before == present else None


class End(NamedTuple):
    """What a journal was before the file was read: its size and its last whole line."""

    size: int = 0
    line: Line | None = None


def end_of(disk: Disk, path: Path) -> End:
    """Look at the end of a journal; raises OSError."""
    size, line, _ = journal.last_line(disk, path)
    return End(size, line)


def known(found: Contents, before: End) -> int:
    """Count the entries that a journal had before the file was read; one that a crash left there may since be gone."""
    if before.line is None:
        return 0
    start, last = before.line
    still = any(one.start == start and one.entry and last and journal.same(one.entry, last) for one in found.lines)
    return sum(one.entry is not None and one.start < start + still for one in found.lines)


def contents(disk: Disk, path: Path) -> Contents:
    """Read a journal file, empty where there is none; raises OSError."""
    there = disk.status(path) is not None or disk.is_link(path)  # a link that leads nowhere is not taken for nothing
    return journal.parse(disk.read(path)) if there else journal.Contents()


def _older(home: Home, path: Path, warnings: list[Message]) -> Contents:
    try:
        found = contents(home.disk, path)
    except OSError as error:
        warnings.append(_unreadable(path, error))
        return journal.Contents()
    _look_at(found, path, warnings)
    if found.torn_at is not None:
        warnings.append(msg("the last line of the journal {journal} is not whole", journal=str(path)))
    return found


def _look_at(found: Contents, path: Path, warnings: list[Message]) -> None:
    if found.damaged:
        warnings.append(
            msg("{count} lines of the journal {journal} can't be read", count=found.damaged, journal=str(path))
        )


def _unreadable(path: Path, error: OSError) -> Message:
    return msg("can't read the journal {journal}: {reason}", journal=str(path), reason=error.strerror or str(error))


def _outside(home: Home) -> Past:
    status = home.disk.status(home.path)
    return Past(0, local_time(status.st_mtime) if status else "", "", journal.OUTSIDE, ())
