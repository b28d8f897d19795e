"""Where a catalogue lives and what changing it needs, handed together to whoever changes it."""

from __future__ import annotations

import errno
import os
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.lock import LOCK_SECONDS, locked
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from shanghai_cases.catalogue.disk import Disk
    from shanghai_cases.errors import Message

_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EINVAL})  # the last: drives of Windows without real names


def local_time(seconds: float | None = None) -> str:
    """Return this moment (or one in seconds since 1970) in local time with its offset, to the second.

    Where the zone is further off than a day (TZ is free text) it is told in UTC; empty beyond the calendar.
    """
    import time
    from datetime import UTC, datetime

    moment = time.time() if seconds is None else seconds
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(moment).astimezone().isoformat(timespec="seconds")
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
    return ""


def account() -> str:
    """Name whoever runs the program, for the journal."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable):
            return name.encode(errors="replace").decode()
    if not hasattr(os, "getuid"):
        return ""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


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
        self._held: ExitStack | None = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock for one change; one held since `hold` is given back after it. Raises as `lock.locked` does."""
        if self._held is None:
            with locked(self.path, self.seconds):
                yield
            return
        try:
            yield
        finally:
            self.release()

    def hold(self) -> None:
        """Take the lock before reading what a change depends on. Raises what `lock.locked` does."""
        stack = ExitStack()
        stack.enter_context(locked(self.path, self.seconds))
        self._held = stack

    def release(self) -> None:
        """Give back a lock that is held, where no change came of it."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def read(self) -> bytes:
        """Read the whole file; raises `CatalogueError`."""
        try:
            return self.disk.read(self.path)
        except OSError as error:
            raise self.unreadable(error) from error

    def unreadable(self, error: OSError) -> CatalogueError:
        """Say why the file can't be read."""
        return unreadable(self.path, error)
