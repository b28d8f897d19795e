"""Where a catalogue lives and what changing it needs, handed together to whoever changes it."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.lock import LOCK_SECONDS
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shanghai_cases.catalogue.disk import Disk
    from shanghai_cases.errors import Message

_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EINVAL})  # the last: drives of Windows without real names


def local_time() -> str:
    """Return this moment in local time with its offset, to the second."""
    from datetime import datetime

    return datetime.now().astimezone().isoformat(timespec="seconds")


def account() -> str:
    """Name whoever runs the program, for the journal."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable):
            return name.encode(errors="replace").decode()
    return str(os.getuid()) if hasattr(os, "getuid") else ""


def real_path(path: Path) -> Path:
    """Follow links to the real file, which need not be there; raises `CatalogueError`.

    A link that the disk won't show must not pass for the file itself: a change would put a file in the link's place.
    """
    try:
        return path.resolve(strict=True)
    except OSError as error:
        if error.errno in _NOT_THERE:
            return path.resolve()
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> CatalogueError:
    """Say why a file can't be read."""
    return CatalogueError(msg("can't read {path}: {reason}", path=str(path), reason=error.strerror or str(error)))


def silent(message: Message) -> None:
    """Warn nobody."""


class Home:
    """The real path of the file, the disk it is on, how long to wait for the lock, and whom to warn."""

    def __init__(
        self,
        path: Path,
        disk: Disk,
        seconds: float = LOCK_SECONDS,
        *,
        clock: Callable[[], str] = local_time,
        user: Callable[[], str] = account,
        warn: Callable[[Message], None] = silent,
    ) -> None:
        self.path = path
        self.disk = disk
        self.seconds = seconds
        self.clock = clock
        self.user = user
        self.warn = warn

    def read(self) -> bytes:
        """Read the whole file; raises `CatalogueError`."""
        try:
            return self.disk.read(self.path)
        except OSError as error:
            raise self.unreadable(error) from error

    def unreadable(self, error: OSError) -> CatalogueError:
        """Say why the file can't be read."""
        return unreadable(self.path, error)
