"""Reading the past without writing: the journal's entries, set against the file as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.catalogue import history, journal, journal_end
from shanghai_cases.catalogue.home import local_time
from shanghai_cases.catalogue.protocol import History, Past
from shanghai_cases.catalogue.scan import digest_of
from shanghai_cases.errors import msg

if TYPE_CHECKING:
    from pathlib import Path

    from shanghai_cases.catalogue.home import Home
    from shanghai_cases.catalogue.journal import Contents
    from shanghai_cases.errors import Message


def read(home: Home, *, contacts: bool = False) -> History:
    """Return all changes that are known; a change by another program since the last one comes last, without a number.

    Raises `CatalogueError` where the catalogue itself can't be read.
    """
    warnings: list[Message] = []
    entries = [
        entry
        for path in (journal_end.older_of(home.path), journal_end.journal_of(home.path))
        for entry in _contents(home, path, warnings).entries
    ]
    outside = False
    if entries:
        present = digest_of(home.read())
        if journal.never_made(entries[-1], present, home.disk.status(home.path)):
            entries.pop()
        outside = bool(entries) and present != entries[-1].after
    changes = history.told(entries, contacts=contacts)
    return History((*changes, _outside(home)) if outside else changes, tuple(warnings))


def _contents(home: Home, path: Path, warnings: list[Message]) -> Contents:
    try:
        if home.disk.status(path) is None:
            return journal.Contents()
        found = journal.parse(home.disk.read(path))
    except OSError as error:
        reason = error.strerror or str(error)
        warnings.append(msg("can't read the journal {journal}: {reason}", journal=str(path), reason=reason))
        return journal.Contents()
    if found.damaged:
        warnings.append(
            msg("{count} lines of the journal {journal} can't be read", count=found.damaged, journal=str(path))
        )
    if found.torn_at is not None:
        warnings.append(msg("the last line of the journal {journal} is not whole", journal=str(path)))
    return found


def _outside(home: Home) -> Past:
    status = home.disk.status(home.path)
    return Past(0, local_time(status.st_mtime) if status else "", "", journal.OUTSIDE, ())
