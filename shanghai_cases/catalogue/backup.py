"""Dated copies of the catalogue, each read back before it counts."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.catalogue import atomic, reading
from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.catalogue.home import Home, local_time
from shanghai_cases.catalogue.lock import locked
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDER = "backups"
KEEP = 10


class Backup(NamedTuple):
    """The copy that was made, and the older ones that were taken away for it."""

    path: Path
    removed: tuple[Path, ...]


def make(
    catalogue: Path, folder: Path | None = None, *, keep: int = KEEP, clock: Callable[[], str] = local_time
) -> Backup:
    """Copy the catalogue into ``folder`` (`backups` beside it if not said) and keep the last ``keep`` copies.

    The copy is named for the time, has the catalogue's mode, and is read back and compared. A damaged catalogue is not
    copied, so that no good copy is given up for it. Raises `CatalogueError`.
    """
    catalogue = catalogue.resolve()
    home = Home(catalogue, Disk())
    raw = home.read()
    reading.whole(raw, catalogue)
    folder = catalogue.parent / FOLDER if folder is None else folder
    _make_folder(folder, shared=bool(catalogue.stat().st_mode & stat.S_IWGRP))
    with locked(folder.resolve() / catalogue.name):
        copy = _free_name(folder.resolve(), catalogue, clock())
        atomic.replace(copy, (raw,), mode=stat.S_IMODE(catalogue.stat().st_mode))
        if Home(copy, Disk()).read() != raw:
            raise CatalogueError(msg("the copy {path} does not read back as it was written", path=str(copy)))
        removed = [one for one in _copies(copy.parent, catalogue) if one != copy][: -keep + 1 or None]
        for one in removed:
            one.unlink()
    return Backup(copy, tuple(removed))


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


def _copies(folder: Path, catalogue: Path) -> list[Path]:
    """Return the copies of this catalogue, oldest first."""
    name = re.compile(re.escape(catalogue.stem) + r"-(\d{8}-\d{6})(?:-(\d+))?" + re.escape(catalogue.suffix))
    found = [(match[1], int(match[2] or 0), one) for one in folder.iterdir() if (match := name.fullmatch(one.name))]
    return [one for *_, one in sorted(found)]
