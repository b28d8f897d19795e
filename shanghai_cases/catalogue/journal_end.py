"""The end of the journal: what its last line says of the present file is all that reading the catalogue needs."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from shanghai_cases.catalogue.layout import may_hold_huge

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from pathlib import Path

    from shanghai_cases.catalogue.disk import Disk

SUFFIX = ".journal"
OLDER_SUFFIX = ".journal.1"
REST, MARK, SEAL = b',"size":', b',"mark":"', b',"seal":"'
_GLANCE = 1 << 16


class Stamp(NamedTuple):
    """What a file's status is recognised by."""

    size: int
    mtime_ns: int
    inode: int


def stamp_of(status: os.stat_result) -> Stamp:
    """Pick from a file's status what replacing leaves alone and other programs' writing changes."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)


class End(NamedTuple):
    """The journal's size, where its last whole line begins and what it holds, and where a torn end begins.

    ``start`` is None where there is no whole line, ``written`` where the line is damaged; of a long line it is without
    its records. ``torn_at`` is the size where nothing is torn.
    """

    size: int
    start: int | None
    written: Mapping[str, Any] | None
    torn_at: int


def journal_of(path: Path) -> Path:
    """Name the journal of the catalogue at the real ``path``."""
    return path.with_name(path.name + SUFFIX)


def older_of(path: Path) -> Path:
    """Name the older journal."""
    return path.with_name(path.name + OLDER_SUFFIX)


def vouched(disk: Disk, path: Path) -> Stamp | None:
    """Return what the journal of the catalogue at ``path`` says of the file that our last write left; None: nothing."""
    try:
        end = last_written(disk, journal_of(path))
        stamp = end.written["stamp"] if end and end.written else None
        return Stamp(*stamp) if stamp else None
    except (OSError, KeyError, TypeError):
        return None


def last_written(disk: Disk, path: Path) -> End | None:
    """Read the end of the journal, None where there is no journal; raises OSError."""
    if disk.status(path) is None:
        return None
    with disk.open(path) as file:
        size = file.seek(0, 2)
        glance = _GLANCE
        while True:
            start = max(0, size - glance)
            file.seek(start)
            tail = _read(file, size - start)
            end = tail.rfind(b"\n")
            begin = tail.rfind(b"\n", 0, max(end, 0)) + 1
            if start == 0 or begin > 0:
                break
            if (found := _without_records(tail[:end], start)) is not None:
                return End(size, *found, start + end + 1)
            glance *= 8
    if end < 0:
        return End(size, None, None, 0)
    return End(size, start + begin, unsealed(tail[begin:end]), start + end + 1)


def unsealed(line: bytes) -> Mapping[str, Any] | None:
    """Read a line (without its line break); None unless its checksum holds."""
    body, seal, checksum = line.rpartition(SEAL)
    if not seal or checksum != b'%08x"}' % zlib.crc32(body):
        return None
    found = _parsed(body + b"}")
    return found if isinstance(found, dict) else None


def _parsed(text: bytes) -> Any:
    if not may_hold_huge(text):
        with suppress(ValueError):
            return orjson.loads(text)
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _without_records(tail: bytes, place: int) -> tuple[int, Mapping[str, Any]] | None:
    """Read the end of a line, ``tail`` lying at ``place``; None unless all but the records is in it and whole."""
    at = tail.rfind(REST)
    end, mark, checksum = tail[max(at, 0) :].partition(MARK)
    if at < 0 or not mark or checksum.partition(b'"')[0] != b"%08x" % zlib.crc32(end):
        return None
    written = orjson.loads(b"{" + end[1:] + b"}")
    return place + at - written["size"], {**written, "records": ()}


def _read(file: Any, count: int) -> bytes:
    parts = []
    while count > 0 and (part := file.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
