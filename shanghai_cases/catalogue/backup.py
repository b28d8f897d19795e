"""Dated copies of the catalogue, each read back before it counts."""

from __future__ import annotations

import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.catalogue import atomic, reading
from shanghai_cases.catalogue.atomic import FORMER_SUFFIX, TEMPORARY_SUFFIX
from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.catalogue.home import Home, local_time, real_path, silent
from shanghai_cases.catalogue.lock import locked
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shanghai_cases.errors import Message

FOLDER = "backups"
KEEP = 10


class Backup(NamedTuple):
    """The copy that was made, and the older ones that were taken away for it."""

    path: Path
    removed: tuple[Path, ...]


def make(
    catalogue: Path,
    folder: Path | None = None,
    *,
    keep: int = KEEP,
    clock: Callable[[], str] = local_time,
    warn: Callable[[Message], None] = silent,
    disk: Disk | None = None,
) -> Backup:
    """Copy the catalogue into ``folder`` (`backups` beside it if not said) and keep the last ``keep`` copies.

    The copy is named for the time, has the catalogue's mode, and is read back and compared; one that doesn't read back
    is taken away. A damaged catalogue is not copied, so that no good copy is given up for it. ``warn`` is told of older
    copies that can't be taken away. Raises `CatalogueError`.
    """
    catalogue, disk = real_path(catalogue), disk or Disk()
    raw = Home(catalogue, disk).read()
    reading.whole(raw, catalogue)
    folder = catalogue.parent / FOLDER if folder is None else folder
    _make_folder(folder, shared=bool(catalogue.stat().st_mode & stat.S_IWGRP))
    folder = real_path(folder)
    with locked(folder / catalogue.name):
        copy = _free_name(folder, catalogue, clock())
        atomic.replace(copy, (raw,), mode=stat.S_IMODE(catalogue.stat().st_mode), disk=disk)
        _read_back(copy, raw, disk)
        removed = []
        try:
            for left in _copies(folder, catalogue, f"(?:{TEMPORARY_SUFFIX}|{FORMER_SUFFIX})"):
                disk.unlink(left)  # a program that died left it
            for one in [one for one in _copies(folder, catalogue) if one != copy][: -keep + 1 or None]:
                disk.unlink(one)
                removed.append(one)
        except OSError as error:
            reason = error.strerror or str(error)
            warn(msg("older copies in {folder} can't be taken away: {reason}", folder=str(folder), reason=reason))
    return Backup(copy, tuple(removed))


def _read_back(copy: Path, raw: bytes, disk: Disk) -> None:
    """Raise `CatalogueError` unless the copy reads back, and take it away then, as it would pass for a good one."""
    same = False
    try:
        same = Home(copy, disk).read() == raw
    finally:
        if not same:
            with suppress(OSError):
                disk.unlink(copy)
    if not same:
        raise CatalogueError(msg("the copy {path} does not read back as it was written", path=str(copy)))


def _make_folder(folder: Path, *, shared: bool) -> None:
    """Make the folder for its owner alone, or for the group that shares the catalogue."""
    if folder.is_dir():
        return
    try:
        folder.mkdir(mode=0o700)
        if shared:
            folder.chmod(0o770)
    except OSError as error:
        raise atomic.unwritable(folder, error) from error


def _free_name(folder: Path, catalogue: Path, now: str) -> Path:
    """Name a copy for the time; a second one within a second gets a number."""
    moment = re.sub(r"\D", "", now[:19])
    base = f"{catalogue.stem}-{moment[:8]}-{moment[8:]}"
    number = 0
    while (path := folder / f"{base}{f'-{number}' if number else ''}{catalogue.suffix}").exists():
        number += 1
    return path


def _copies(folder: Path, catalogue: Path, ending: str = "") -> list[Path]:
    """Return the copies of this catalogue, oldest first, or what has such a name and this ``ending`` (a pattern)."""
    name = re.compile(re.escape(catalogue.stem) + r"-(\d{8}-\d{6})(?:-(\d+))?" + re.escape(catalogue.suffix) + ending)
    found = [(match[1], int(match[2] or 0), one) for one in folder.iterdir() if (match := name.fullmatch(one.name))]
    return [one for *_, one in sorted(found)]
