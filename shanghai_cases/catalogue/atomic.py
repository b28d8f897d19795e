"""Replacing a file in one step: a reader sees the old content or the new, never something between."""

from __future__ import annotations

import contextlib
import errno
import stat
import time
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.errors import CatalogueError, msg, template

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from pathlib import Path

TEMPORARY_SUFFIX = ".tmp"  # one fixed name, used only by the holder of the lock
FORMER_SUFFIX = ".old"  # a second name of the old file while the new one is put in its place
_RETRIES, _PAUSE = 20, 0.05  # for a file that another program holds open on Windows
_CANNOT_SYNC = frozenset(
    code
    for name in ("EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EBADF", "EISDIR")
    if (code := getattr(errno, name, None)) is not None
)

_THE_DISK = Disk()


class UnconfirmedError(CatalogueError):
    """The new file is in its place, but the disk did not confirm that it stays there."""


def replace(
    path: Path,
    parts: Iterable[bytes | memoryview],
    *,
    mode: int | None = None,
    disk: Disk = _THE_DISK,
    before: Callable[[os.stat_result], None] | None = None,
) -> None:
    """Put ``parts`` in place of the file at the real ``path``, durable when this returns.

    Owner, mode and access list are kept; a new file gets ``mode``. ``before`` is called with the status of
    the new file when its content is safe and the old still in place. The caller holds the lock.

    Raises `CatalogueError`; the old file is then in its place, and nothing is left beside it. Only where the disk
    takes neither the new file for good nor the old one back is it `UnconfirmedError`.
    """
    temporary = path.with_name(path.name + TEMPORARY_SUFFIX)
    try:
        status = disk.status(path)
        if status is not None:
            refuse_read_only(path, status, disk)

        def dress(descriptor: int) -> None:
            if status is not None:
                disk.dress(descriptor, temporary, status, path)
            elif mode is not None:
                disk.set_mode(descriptor, temporary, mode)

        _clear(disk, temporary, path)
        written = _write_durably(disk, temporary, parts, dress)
        if before is not None:
            before(written)
        _swap(disk, temporary, path, new=status is None)
    except OSError as error:
        _discard(disk, temporary)
        raise unwritable(path, error) from error
    except BaseException:
        _discard(disk, temporary)
        raise


def tidy(path: Path, disk: Disk = _THE_DISK) -> bool:
    """Take away what a writer that died left beside the file; tell whether its new file was there.

    The caller holds the lock.
    """
    died = False
    with contextlib.suppress(OSError):
        died = disk.status(path.with_name(path.name + TEMPORARY_SUFFIX)) is not None
    for suffix in (TEMPORARY_SUFFIX, FORMER_SUFFIX):
        _discard(disk, path.with_name(path.name + suffix))
    return died


def unwritable(path: Path, error: BaseException) -> CatalogueError:
    """Say in one sentence why the file could not be written."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return CatalogueError(msg("can't write {path}: {reason}; nothing was changed", path=str(path), reason=reason))


def refuse_read_only(path: Path, status: os.stat_result, disk: Disk) -> None:
    """Replacing a read-only file would get around its mode, one in a sticky folder fail; raises PermissionError."""
    if not disk.replaceable(path, status):
        raise PermissionError(errno.EPERM, template("Operation not permitted"))
    if not disk.writable(path) or not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(errno.EACCES, template("the file is read-only"))


def _clear(disk: Disk, temporary: Path, path: Path) -> None:
    """Take away what a writer that died left; what we may not, because another account left it, is named."""
    try:
        disk.unlink(temporary)
    except (PermissionError, IsADirectoryError) as error:
        raise CatalogueError(
            msg(
                "can't write {path}: {left} is in the way and can't be taken away ({reason}); nothing was changed",
                path=str(path),
                left=str(temporary),
                reason=error.strerror or str(error),
            )
        ) from error


def _write_durably(
    disk: Disk,
    temporary: Path,
    parts: Iterable[bytes | memoryview],
    dress: Callable[[int], None],
) -> os.stat_result:
    descriptor = disk.create(temporary)
    try:
        dress(descriptor)
        for part in parts:
            disk.write(descriptor, part)
        disk.sync(descriptor)
        return disk.status_of(descriptor)
    finally:
        disk.close(descriptor)


def _swap(disk: Disk, temporary: Path, path: Path, *, new: bool) -> None:
    """Rename and make that durable; when it can't be made durable the old file comes back, a new one goes."""
    former = path.with_name(path.name + FORMER_SUFFIX)
    try:
        with contextlib.suppress(OSError):  # no old file, or a file system without hard links
            disk.unlink(former)
            disk.link(path, former)
        _rename(disk, temporary, path)
        try:
            disk.sync_folder(path.parent)
        except OSError as error:
            if error.errno not in _CANNOT_SYNC:  # some network file systems can't sync a folder
                _put_back(disk, former, path, error, new=new)
                raise
    finally:
        _discard(disk, former)


def _put_back(disk: Disk, former: Path, path: Path, error: OSError, *, new: bool) -> None:
    try:
        if new:
            disk.unlink(path)
        else:
            disk.rename(former, path)
    except OSError:
        raise UnconfirmedError(
            msg(
                "{path} is written, but the disk did not confirm it ({reason}); look at it before you go on",
                path=str(path),
                reason=error.strerror or str(error),
            )
        ) from error


def _rename(disk: Disk, temporary: Path, path: Path) -> None:
    for left in reversed(range(_RETRIES)):
        try:
            disk.rename(temporary, path)
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _discard(disk: Disk, path: Path) -> None:
    """Take a file away; what can't be, the next writer will."""
    for _ in range(2):
        with contextlib.suppress(OSError):
            disk.unlink(path)
            break
