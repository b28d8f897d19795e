"""The last step of a change: write the new file, record the change in the journal, put the file in its place."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.catalogue import atomic, plans
from shanghai_cases.catalogue.journal import FORGET, OUTSIDE, Entry
from shanghai_cases.catalogue.journal_end import Stamp, stamp_of
from shanghai_cases.catalogue.scan import Digest
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shanghai_cases.catalogue.home import Home
    from shanghai_cases.catalogue.layout import Data
    from shanghai_cases.catalogue.plans import Change, Known
    from shanghai_cases.catalogue.recorder import Recorder

    Parts = Iterable[bytes | memoryview]


class Note(NamedTuple):
    """What the journal is to say of a change, but for the file after it.

    ``before`` and ``canonical`` describe the file before, ``outside`` tells that another program had changed it.
    """

    command: str
    before: Digest
    data: Data
    changes: Sequence[Change]
    known: Known
    undoes: int = 0
    outside: bool = False
    canonical: bool = True

    def entries(self, home: Home, recorder: Recorder, after: Digest, stamp: Stamp) -> list[Entry]:
        """Return the entry of the change, behind one for what another program did before it."""
        last, number, now = recorder.last, recorder.number, home.clock()
        entries = []
        if self.outside and last is not None:
            number += 1
            highest, following = self.known
            outside = Entry(number, now, "", OUTSIDE, last.after, self.before, highest=highest, next_key=following)
            entries.append(outside)
        known = plans.known_after(self.known, self.changes)
        records = plans.recorded(self.data, self.changes)
        if self.command == FORGET:
            from shanghai_cases.catalogue.forgetting import without_contacts

            records = without_contacts(records)
        entries.append(
            Entry(
                number + 1,
                now,
                home.user(),
                self.command,
                self.before,
                after,
                records,
                self.undoes,
                known.highest,
                known.next_key,
                canonical=self.canonical,
                stamp=stamp,
            )
        )
        return entries


class Sum:
    """The digest of the parts of a file that were taken so far."""

    def __init__(self) -> None:
        self.digest = Digest(0, 0)

    def over(self, parts: Parts) -> Iterator[bytes | memoryview]:
        """Hand parts on and add them up."""
        for part in parts:
            self.digest = Digest(self.digest.size + len(part), zlib.crc32(part, self.digest.crc32))
            yield part


def commit(home: Home, recorder: Recorder, parts: Callable[[Sum], Parts], note: Note) -> Entry:
    """Make a change durable and return its entry; ``parts`` gives the new file and may look at the sum of what it gave.

    Raises `CatalogueError`; file and journal are then as before, and both as after it for an `UnconfirmedError`.
    """
    former = _looked_at(home)
    content = Sum()
    written: list[Entry] = []
    dressed: list[os.stat_result] = []

    def record_first(status: os.stat_result) -> None:
        dressed.append(status)
        written.extend(note.entries(home, recorder, content.digest, stamp_of(status)))
        recorder.append(written)

    try:
        atomic.replace(home.path, content.over(parts(content)), disk=home.disk, before=record_first)
    except atomic.UnconfirmedError:
        raise
    except CatalogueError:
        if written:
            recorder.take_back()
        raise
    if former is not None:
        _tell_of_owner(home, former, dressed[-1])
    return written[-1]


def _looked_at(home: Home) -> os.stat_result | None:
    """Look at the file as it is before the change; a second name is told."""
    with suppress(OSError):
        status = home.disk.status(home.path)
        if status is not None and status.st_nlink > 1:
            said = msg("{path} has a second name (a hard link); that one keeps the former content", path=str(home.path))
            home.warn(said)
        return status
    return None


def _tell_of_owner(home: Home, before: os.stat_result, after: os.stat_result) -> None:
    if (before.st_uid, before.st_gid) != (after.st_uid, after.st_gid):
        from shanghai_cases.catalogue.surroundings import owner_of

        home.warn(
            msg(
                "{path} belonged to {former} and now belongs to {owner}, as this account can't give it away; "
                "its mode is as before",
                path=str(home.path),
                former=owner_of(before),
                owner=owner_of(after),
            )
        )
