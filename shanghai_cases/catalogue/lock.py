"""One writer at a time: a lock beside the real file, freed by the kernel when its holder dies.

Where `fcntl` exists its `flock` is called here at once, the same call on the same file that `filelock` makes (so both
exclude each other); importing filelock costs a third of a typer import, more than all else that adding a case does.
Everywhere else, Windows first of all, filelock does the work. The lock file holds the holder's process and host, and
is taken away at the end while the lock is still held, so whoever gets it looks whether it is still the named file.
It has the catalogue's owner and mode, so whoever may write that may lock it. One that a dead program of another account
left is locked all the same where it can be read, and one of our own takes its place.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shanghai_cases.errors import Message

LOCK_SUFFIX = ".lock"
LOCK_SECONDS = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05
_DRESSING = 10  # attempts while another account may just be giving its new lock file the right mode
_HELD = frozenset({errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK})
_HOLDER_BYTES = 300


class LockedError(CatalogueError):
    """Another program held the catalogue for longer than we were ready to wait."""

    def __init__(self, path: Path, seconds: float, holder: str) -> None:
        who = _holder_message(holder)
        super().__init__(
            msg(
                "{who} is writing {path} and did not finish within {seconds} s; try again, or wait longer with --wait",
                who=who,
                path=str(path),
                seconds=f"{seconds:g}",
            )
        )


def _holder_message(holder: str) -> Message:
    process, _, host = holder.partition(" ")
    if process.isdecimal() and host:
        return msg("process {process} on {host}", process=process, host=host)
    return msg("another program")


@contextlib.contextmanager
def locked(path: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock of the file at the real ``path``.

    Raises `LockedError` after ``seconds``, `CatalogueError` where the folder or its file system can't hold a lock.
    """
    name = path.with_name(path.name + LOCK_SUFFIX)
    try:
        import fcntl  # noqa: F401 (only whether it is there)
    except ImportError:
        with _portable(path, name, seconds):
            yield
        return
    descriptor = _acquire(path, name, seconds)
    try:
        yield
    finally:
        _release(descriptor, name)


def _release(descriptor: int, name: Path) -> None:
    """Take the lock file away while it is held, then let go; what fails here is left to the next holder."""
    for _ in range(2):
        with contextlib.suppress(OSError):
            name.unlink()
            break
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _acquire(path: Path, name: Path, seconds: float) -> int:
    deadline = time.monotonic() + seconds
    pause = _FIRST_PAUSE
    attempts = 0
    while True:
        attempts += 1
        try:
            descriptor = _open(path, name)
            if _try(descriptor, name):
                return descriptor
        except OSError as error:
            kept = _is_kept_from_us(name, error)
            if attempts > (_DRESSING if kept else 1) or (kept and time.monotonic() >= deadline):
                raise _unlockable(path, name, error) from error
        if attempts > 1 and time.monotonic() >= deadline:
            raise LockedError(path, seconds, _holder(name))
        time.sleep(max(_FIRST_PAUSE, min(pause, deadline - time.monotonic())))
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _unlockable(path: Path, name: Path, error: OSError) -> CatalogueError:
    if _is_kept_from_us(name, error):
        return CatalogueError(
            msg(
                "can't lock {path}: another account has left {lock} and we may not use it; "
                "if nobody is writing, take it away; nothing was changed",
                path=str(path),
                lock=str(name),
            )
        )
    reason = error.strerror or str(error)
    return CatalogueError(msg("can't lock {path}: {reason}; nothing was changed", path=str(path), reason=reason))


def _is_kept_from_us(name: Path, error: OSError) -> bool:
    """Whether a lock file is there that we may neither write nor read."""
    return isinstance(error, PermissionError) and os.path.lexists(name)


def _open(path: Path, name: Path) -> int:
    """Open the lock file, made with the catalogue's owner and mode; never through a link, never waiting on a pipe."""
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        return os.open(name, os.O_RDWR | flags)
    except FileNotFoundError:
        pass
    except PermissionError:
        return os.open(name, os.O_RDONLY | flags)  # enough to lock it
    try:
        descriptor = os.open(name, os.O_RDWR | flags | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return os.open(name, os.O_RDWR | flags)
    disk = Disk()
    with contextlib.suppress(OSError):
        like = disk.status(path)
        if like is not None:
            disk.dress(descriptor, name, like, path)
        else:
            disk.set_mode(descriptor, name, 0o600)
    return descriptor


def _try(descriptor: int, name: Path) -> bool:
    """Lock the open file and sign it; where that isn't possible it is closed. Raises OSError."""
    import fcntl

    held = False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = _is_named(descriptor, name) and (_sign(descriptor) or not _taken_away(name))
    except OSError as error:
        if error.errno not in _HELD:
            raise
    finally:
        if not held:
            os.close(descriptor)
    return held


def _taken_away(name: Path) -> bool:
    """Take away a lock file that we hold but may not write, so that one which tells who we are takes its place."""
    try:
        name.unlink()
    except OSError:
        return False
    return True


def _is_named(descriptor: int, name: Path) -> bool:
    """Whether the locked file is still the one by that name; the holder before us may have taken it away."""
    try:
        found = name.stat()
    except FileNotFoundError:
        return False
    ours = os.fstat(descriptor)
    return (found.st_dev, found.st_ino) == (ours.st_dev, ours.st_ino)


def _sign(descriptor: int) -> bool:
    """Write who holds the lock; False where we may only read. A full disk must not stop what may free it."""
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} {_host()}\n".encode())
    except OSError as error:
        return error.errno not in (errno.EBADF, errno.EINVAL)
    return True


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _holder(name: Path) -> str:
    try:
        with name.open("rb") as file:
            return file.read(_HOLDER_BYTES).decode(errors="replace").strip()
    except OSError:
        return ""


@contextlib.contextmanager
def _portable(path: Path, name: Path, seconds: float) -> Iterator[None]:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it falls back to the kind of lock this system has
        from filelock import FileLock, Timeout

        lock = FileLock(name, timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(path, seconds, "") from None
    except (OSError, NotImplementedError) as error:
        raise CatalogueError(
            msg("can't lock {path}: {reason}; nothing was changed", path=str(path), reason=str(error))
        ) from error
    try:
        yield
    finally:
        lock.release()
