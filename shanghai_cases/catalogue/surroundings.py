"""What lies around a catalogue file: its journal, its mode, what dead programs and sync programs left beside it."""

from __future__ import annotations

import re
import shlex
import stat
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import journal_end, past
from shanghai_cases.catalogue.ailment import Finding, Severity
from shanghai_cases.catalogue.atomic import FORMER_SUFFIX, TEMPORARY_SUFFIX
from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.catalogue.history import PRIVATE
from shanghai_cases.catalogue.lock import LOCK_SUFFIX
from shanghai_cases.catalogue.scan import digest_of
from shanghai_cases.errors import msg

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

    from shanghai_cases.catalogue.layout import Data

_NEXT_WRITE = msg("the next change takes it away")
_COPY_MARKS = (
    r".*(?:conflict|冲突|副本|\bcopy\b).*",  # Dropbox, Nextcloud, Syncthing, 坚果云, 百度网盘, Explorer, Finder
    r"(?: |_conf)?\(\d+\)",  # Google Drive, browsers
    r"[ _]\d{1,2}",  # iCloud
    r"-(?-i:[A-Z][A-Z0-9-]{1,14})",  # OneDrive puts the computer's name there
    r"-.*(?:DESKTOP|LAPTOP|MacBook|iMac|电脑|笔记本).*",
)


def conflict_copies(path: Path) -> tuple[Path, ...]:
    """Return the files beside the catalogue that sync programs and people name as other versions of it."""
    stem, whole = re.escape(path.stem), re.escape(path.name)
    name = re.compile(
        f"{stem}(?:{'|'.join(_COPY_MARKS)}){re.escape(path.suffix)}"
        rf"|{whole}(?:.*(?:conflict|冲突|副本).*|\(\d+\))|(?:Copy of |副本 ?){whole}",
        re.IGNORECASE,
    )
    try:
        return tuple(sorted(one for one in path.parent.iterdir() if name.fullmatch(one.name)))
    except OSError:
        return ()


def owner_of(status: os.stat_result) -> str:
    """Name the owner and the group of a file, by number where they have no name."""
    try:
        import grp
        import pwd
    except ImportError:
        return f"{status.st_uid}:{status.st_gid}"
    try:
        user = pwd.getpwuid(status.st_uid).pw_name
    except KeyError:
        user = str(status.st_uid)
    try:
        group = grp.getgrgid(status.st_gid).gr_name
    except KeyError:
        group = str(status.st_gid)
    return f"{user}:{group}"


def look_around(path: Path, raw: bytes, data: Data | None, *, journal_before: past.End) -> Iterator[Finding]:
    """Go through what lies around the real ``path``, whose bytes and, if it could be read, tables are given.

    ``journal_before`` is the end of the journal before these bytes were read.
    """
    yield from _journal(path, raw, journal_before)
    status = path.stat()
    private = data is None or any(
        field in document for table, field in PRIVATE for document in data.get(table, {}).values()
    )
    why = msg("it may hold contacts") if data is None else msg("it holds contacts")
    if private and status.st_mode & stat.S_IROTH:
        message = msg("everybody on this machine can read {file}, and {why}", file=str(path), why=why)
        advice = msg("let only its owner or group read it: chmod o-r {file}", file=str(path))
        yield Finding(Severity.WARNING, message, advice)
    for file in (journal_end.journal_of(path), journal_end.older_of(path)):
        if (
            private
            and file.exists()
            and (wider := file.stat().st_mode & ~status.st_mode & (stat.S_IRGRP | stat.S_IROTH))
        ):
            message = msg("more people can read {file} than the catalogue, and {why}", file=str(file), why=why)
            advice = msg("take that right away: chmod {change} {file}", change=_less(wider), file=str(file))
            yield Finding(Severity.WARNING, message, advice)
    if status.st_nlink > 1:
        message = msg("{file} has a second name (a hard link)", file=str(path))
        yield Finding(Severity.NOTE, message, msg("the next change parts them"))
    for left in _left(path):
        if left.exists():
            message = msg("{file} is there: a program is writing, or died while it did", file=str(left))
            yield Finding(Severity.NOTE, message, _NEXT_WRITE)
    for copy in conflict_copies(path):
        message = msg("{file} looks like another version of this catalogue", file=str(copy))
        advice = msg(
            "join it with “cases merge BASE {file} {copy}” (BASE: a backup from before both, or an empty file), "
            "then move it away",
            file=shlex.quote(str(path)),
            copy=shlex.quote(str(copy)),
        )
        if copy.suffix in {".journal", ".lock"}:
            advice = msg("delete it once the catalogue is as it should be; it may hold contacts")
        yield Finding(Severity.WARNING, message, advice)


def _left(path: Path) -> Iterator[Path]:
    """Name what a program that dies may leave beside the file."""
    for file in (path, journal_end.journal_of(path), journal_end.older_of(path)):
        for suffix in (TEMPORARY_SUFFIX, FORMER_SUFFIX):
            yield file.with_name(file.name + suffix)
    yield path.with_name(path.name + LOCK_SUFFIX)


def _less(bits: int) -> str:
    """Name rights to read as chmod takes them away."""
    return ("g" if bits & stat.S_IRGRP else "") + ("o" if bits & stat.S_IROTH else "") + "-r"


def _journal(path: Path, raw: bytes, before: past.End) -> Iterator[Finding]:
    file = journal_end.journal_of(path)
    try:
        older, present = past.contents(Disk(), journal_end.older_of(path)), past.contents(Disk(), file)
    except OSError:
        message = msg("the journal {file} can't be read", file=str(file))
        yield Finding(Severity.WARNING, message, msg("changes can't be undone until it can be"))
        return
    if older.damaged or present.damaged:
        message = msg("{count} lines of the journal can't be read", count=older.damaged + present.damaged)
        yield Finding(Severity.WARNING, message, msg("the changes in them can't be undone"))
    if present.torn_at is not None and present.size == before.size:
        yield Finding(Severity.NOTE, msg("the journal's last line is not whole"), _NEXT_WRITE)
    entries = (*older.entries, *present.entries)
    known = len(older.entries) + past.known(present, before)
    count = past.happened(entries, known, digest_of(raw), path.stat())
    if count is not None and count < known:
        message = msg("change {number} was recorded but did not happen", number=entries[count].change)
        yield Finding(Severity.NOTE, message, _NEXT_WRITE)
    elif count is None and entries:
        message = msg("the file was changed by another program since change {number}", number=entries[-1].change)
        yield Finding(Severity.NOTE, message, msg("nothing needs to be done"))
