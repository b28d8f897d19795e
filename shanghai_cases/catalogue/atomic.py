"""Replacing a file in one step: a reader sees the old content or the new, never something between."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING

from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY_SUFFIX = ".tmp"  # one fixed name, used only by the holder of the lock
LOCK_SUFFIX = ".lock"
LOCK_SECONDS = 10.0


class LockedError(CatalogueError):
    """Another program held the catalogue for longer than we were ready to wait."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(
            msg(
                "another program is writing {path} and did not finish within {seconds} s; try again",
                path=str(path),
                seconds=f"{seconds:g}",
            )
        )


@contextlib.contextmanager
def locked(path: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the catalogue's lock, which lies beside the real file and is freed by the kernel when its holder dies.

    Raises `LockedError` after ``seconds``, `CatalogueError` where the folder can't hold a lock file.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(f"{path}{LOCK_SUFFIX}", timeout=seconds, mode=0o666)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(path, seconds) from None
    except (OSError, NotImplementedError) as error:
        raise unwritable(path, error) from error
    try:
        yield
    finally:
        lock.release()


def replace(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Put ``content`` in place of the file at the real ``path``, durable when this returns.

    Mode and owner are kept; a new file gets ``mode``.

    Raises `CatalogueError`; the old file is then untouched and nothing is left beside it.
    """
    temporary = path.with_name(path.name + TEMPORARY_SUFFIX)
    try:
        _refuse_read_only(path)
        _write_durably(temporary, content, like=path, mode=mode)
        os.replace(temporary, path)  # noqa: PTH105 (the function DESIGN names; Path.replace is the same call)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise unwritable(path, error) from error
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def unwritable(path: Path, error: BaseException) -> CatalogueError:
    """Say in one sentence why the catalogue could not be written."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return CatalogueError(msg("can't write {path}: {reason}; nothing was changed", path=str(path), reason=reason))


def _refuse_read_only(path: Path) -> None:
    """Replacing a read-only file would get around its mode."""
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
        raise PermissionError(13, "the file is read-only")


def _write_durably(temporary: Path, content: bytes, *, like: Path, mode: int | None) -> None:
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        _copy_ownership(descriptor, temporary, like)
        if mode is not None:
            temporary.chmod(mode)
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _copy_ownership(descriptor: int, temporary: Path, like: Path) -> None:
    try:
        wanted = like.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "fchown"):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, wanted.st_uid, wanted.st_gid)
    temporary.chmod(stat.S_IMODE(wanted.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, on systems where a folder can be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):  # some network file systems can't sync a folder
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
