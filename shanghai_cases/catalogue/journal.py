"""The journal beside the catalogue: JSON Lines, one line per change, only ever appended to.

A line carries every record before and after, the digest of the file before and after, and its own checksum; what
follows the records has one more, so that nobody must read a long line to know the present file. A line is durable
before the file is replaced, so after a crash the present file tells whether the last line's change happened. When the
journal has grown beyond `MOST_BYTES` it becomes the older journal, in the place of the one before, and a new one
begins. A catalogue is whole without its journal.
"""

from __future__ import annotations

import zlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.catalogue.journal_end import MARK, REST, SEAL, Stamp, last_written, unsealed
from shanghai_cases.catalogue.layout import dumps
from shanghai_cases.catalogue.scan import Digest

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from shanghai_cases.catalogue.disk import Disk
    from shanghai_cases.catalogue.layout import Document

MOST_BYTES = 16 << 20
OUTSIDE = "(outside)"  # the command of a change that another program made
FORGET = "forget"  # the command of a change that took personal data away for good
_AT_ONCE = 500  # records


class Recorded(NamedTuple):
    """One record before and after a change; None where it isn't there.

    ``name`` is what people call it, such as the case's id. ``follows`` is for a record taken away: the key of the one
    before it in the file, empty for the first.
    """

    table: str
    key: str
    name: str
    before: Document | None
    after: Document | None
    follows: str | None = None


class Entry(NamedTuple):
    """One change. ``undoes`` is the number of the change it takes back, 0 for one of its own.

    ``highest`` holds each edition's highest case number ever given, ``next_key`` the key for the next case,
    ``canonical`` tells whether the file before was laid out as ours, ``stamp`` what the new file's status is.
    """

    change: int
    at: str
    user: str
    command: str
    before: Digest
    after: Digest
    records: Sequence[Recorded] = ()
    undoes: int = 0
    highest: Mapping[int, int] = MappingProxyType({})
    next_key: int = 0
    canonical: bool = False
    stamp: Stamp | None = None

    @property
    def outside(self) -> bool:
        """Whether another program made the change, so that nothing is known but that it happened."""
        return self.command == OUTSIDE


def same(one: Entry, other: Entry) -> bool:
    """Whether two are one entry, of which either may be without its records."""
    return one._replace(records=()) == other._replace(records=())


def never_made(entry: Entry, present: Digest, status: os.stat_result | None) -> bool:
    """Whether a crash prevented a change: the file is as before it, and no newer than what was to take its place.

    A former version that git or a backup brought back is newer, or was written over what had taken its place, so that
    the change stays in the log.
    """
    if entry.outside or present != entry.before:
        return False
    if entry.stamp is None or status is None:
        return True
    return status.st_mtime_ns <= entry.stamp.mtime_ns and status.st_ino != entry.stamp.inode


class Line(NamedTuple):
    """A line of the journal: where it begins in its file, and its entry; None where it is damaged."""

    start: int
    entry: Entry | None


class Contents(NamedTuple):
    """What a journal file holds: its lines in order, its size, and whether its end is a line torn in the writing."""

    lines: tuple[Line, ...] = ()
    size: int = 0
    torn_at: int | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines that are whole."""
        return tuple(line.entry for line in self.lines if line.entry is not None)

    @property
    def damaged(self) -> int:
        """How many whole lines can't be understood."""
        return sum(line.entry is None for line in self.lines)


def encode(entry: Entry) -> bytes:
    """Write an entry as its line."""
    return b"".join(pieces(entry))


def pieces(entry: Entry) -> Iterator[bytes]:
    """Write an entry as its line, piece by piece: the records, then the rest of it under a checksum of its own."""
    seal = size = 0
    for piece in _records(entry.records):
        seal, size = zlib.crc32(piece, seal), size + len(piece)
        yield piece
    rest = {
        "change": entry.change,
        "at": entry.at,
        "user": entry.user,
        "command": entry.command,
        "undoes": entry.undoes,
        "highest": {str(edition): number for edition, number in entry.highest.items()},
        "next_key": entry.next_key,
        "canonical": entry.canonical,
        "stamp": entry.stamp,
        "before": entry.before._asdict(),
        "after": entry.after._asdict(),
    }
    end = REST + b"%d," % size + dumps(rest)[1:-1]
    end += MARK + b'%08x"' % zlib.crc32(end)
    yield end
    yield SEAL + b'%08x"}\n' % zlib.crc32(end, seal)


def _records(records: Sequence[Recorded]) -> Iterator[bytes]:
    yield b'{"records":['
    for start in range(0, len(records), _AT_ONCE):
        some = b",".join([dumps(one._asdict()) for one in records[start : start + _AT_ONCE]])
        yield b"," + some if start else some
    yield b"]"


def decode(line: bytes) -> Entry | None:
    """Read a line (without its line break); None unless its checksum holds and every part is there."""
    return _entry(unsealed(line))


def _entry(written: Mapping[str, Any] | None) -> Entry | None:
    if written is None:
        return None
    try:
        return Entry(
            written["change"],
            written["at"],
            written["user"],
            written["command"],
            Digest(**written["before"]),
            Digest(**written["after"]),
            tuple(Recorded(**one) for one in written["records"]),
            written["undoes"],
            {int(edition): number for edition, number in written["highest"].items()},
            written["next_key"],
            written["canonical"],
            Stamp(*written["stamp"]) if written["stamp"] else None,
        )
    except (TypeError, KeyError, AttributeError, ValueError):
        return None


def parse(raw: bytes) -> Contents:
    """Read a journal's bytes; what is damaged is told, never raised."""
    lines, start = [], 0
    while (end := raw.find(b"\n", start)) >= 0:
        lines.append(Line(start, decode(raw[start:end])))
        start = end + 1
    return Contents(tuple(lines), len(raw), start if start < len(raw) else None)


def last_line(disk: Disk, path: Path) -> tuple[int, Line | None, int]:
    """Return the journal's size, its last whole line, and where a torn end begins (the size where there is none).

    Only the end of the file is read; the entry of a long line is without its records. Raises OSError.
    """
    end = last_written(disk, path)
    if end is None:
        return 0, None, 0
    if end.start is None:
        return end.size, None, end.torn_at
    return end.size, Line(end.start, _entry(end.written)), end.torn_at
