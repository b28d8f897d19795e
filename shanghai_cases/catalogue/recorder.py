"""Writing the journal within one change of the catalogue: settle what a crash left, append, take back on failure."""

from __future__ import annotations

import contextlib
import errno
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import journal, journal_end
from shanghai_cases.errors import CatalogueError, msg, template

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from shanghai_cases.catalogue.disk import Disk
    from shanghai_cases.catalogue.journal import Entry
    from shanghai_cases.catalogue.scan import Digest
    from shanghai_cases.errors import Message

_DISK_FAILS = frozenset({errno.ENOSPC, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})


class Recorder:
    """The journal of the catalogue at ``path``, for the holder of its lock.

    A journal that can't be read or written costs a warning, never the change; only a disk that is full or fails does.
    """

    def __init__(self, disk: Disk, path: Path, warn: Callable[[Message], None], *, died: bool = False) -> None:
        self.died = died  # whether the writer before us left its new file behind
        self._disk = disk
        self._catalogue = path
        self._path = journal_end.journal_of(path)
        self._older = journal_end.older_of(path)
        self._warn = warn
        self._size = 0  # of what is valid; anything beyond is cut off before appending
        self._start = 0
        self._works = True
        self._forgotten: Entry | None = None
        self.last: Entry | None = None
        self._load()

    def _load(self) -> None:
        if self._disk.is_link(self._path):
            self._out_of_order(OSError(errno.ELOOP, template("it is a link, and none is followed")))
            return
        try:
            size, line, self._size = journal.last_line(self._disk, self._path)
            if line is None and size == 0:
                _, line, _ = journal.last_line(self._disk, self._older)
            elif line is None:
                self._foreign()
        except OSError as error:
            self._out_of_order(error)
            return
        self.last = line.entry if line else None
        self._start = line.start if line else 0
        if line is not None and line.entry is None:
            self._foreign()

    def _foreign(self) -> None:
        self._warn(
            msg(
                "the end of the journal {journal} can't be read; earlier changes may be missing",
                journal=str(self._path),
            )
        )

    def _out_of_order(self, error: OSError) -> None:
        self._works = False
        self._warn(
            msg(
                "can't use the journal {journal}: {reason}; this change can't be undone",
                journal=str(self._path),
                reason=error.strerror or str(error),
            )
        )

    @property
    def number(self) -> int:
        """The highest number a change that is known was given."""
        if self.last is not None:
            return self.last.change
        try:
            return max((entry.change for entry in self.entries()), default=0)
        except CatalogueError:
            return 0

    @property
    def vouched(self) -> Digest | None:
        """What the file must be for our last write to be the last of all."""
        return self.last.after if self.last and not self.last.outside else None

    def trusts(self, present: Digest) -> bool:
        """Whether a file was read whole once and found sound and canonical: what we wrote last, or wrote upon."""
        if self.last is None or self.last.outside:
            return False
        return present == self.last.after or (self.last.canonical and present == self.last.before)

    @property
    def latest(self) -> Entry | None:
        """The entry that knows which ids were given, even if forgotten: git may have taken its change back."""
        return self._forgotten or self.last

    def settle(self, present: Digest) -> bool:
        """Compare the file with the last entry; tell whether another program changed it since.

        An entry whose change never happened is forgotten, and overwritten by the next.
        """
        if self.last is None or present == self.last.after:
            return False
        status = None
        with contextlib.suppress(OSError):
            status = self._disk.status(self._catalogue)
        if not journal.never_made(self.last, present, status):
            return True
        self.step_back()
        return bool(self.last) and present != self.last.after

    def whole(self) -> Entry | None:
        """Return the last entry with all its records."""
        try:
            return next(reversed(self.entries()), None)
        except CatalogueError:
            return None

    def step_back(self) -> None:
        """Go back to the entry before the one that never happened."""
        self._forgotten = self.last
        try:
            if self._read(self._path):
                self._size = self._start
            self.last = next(reversed(self.entries()), None)
        except CatalogueError:
            self.last = None

    def entries(self) -> tuple[Entry, ...]:
        """Return all changes that are known and happened, oldest first. Raises `CatalogueError`."""
        if not self._works:
            raise CatalogueError(
                msg("the journal {journal} can't be used, so nothing was undone", journal=str(self._path))
            )
        found = (*self._read(self._older), *self._read(self._path))
        return found[:-1] if found and self._forgotten and journal.same(found[-1], self._forgotten) else found

    def _read(self, path: Path) -> tuple[Entry, ...]:
        try:
            return journal.parse(self._disk.read(path)).entries if self._disk.status(path) else ()
        except OSError as error:
            reason = error.strerror or str(error)
            raise CatalogueError(
                msg("can't read the journal {journal}: {reason}", journal=str(path), reason=reason)
            ) from error

    def append(self, entries: Sequence[Entry]) -> None:
        """Make entries durable at the end of the journal; raises OSError only when the disk is full or fails."""
        if not self._works:
            return
        try:
            self._append(piece for entry in entries for piece in journal.pieces(entry))
        except OSError as error:
            self.take_back()
            if error.errno in _DISK_FAILS:
                raise
            self._out_of_order(error)

    def _append(self, pieces: Iterable[bytes]) -> None:
        if self._size > journal.MOST_BYTES:
            self._disk.rename(self._path, self._older)
            self._size = 0
        descriptor = self._open()
        try:
            self._disk.truncate(descriptor, self._size)
            self._disk.seek(descriptor, self._size)
            for piece in pieces:
                self._disk.write(descriptor, piece)
            self._disk.sync(descriptor)
        finally:
            self._disk.close(descriptor)

    def _open(self) -> int:
        """Open the journal, with the catalogue's owner and mode even where these changed, as far as we may."""
        wanted, found = self._disk.status(self._catalogue), self._disk.status(self._path)
        descriptor = self._disk.create(self._path) if found is None else self._disk.reopen(self._path)
        if wanted is not None and (found is None or _rights(found) != _rights(wanted)):
            try:
                with contextlib.suppress(PermissionError):  # another account's, which we may write
                    self._disk.dress(descriptor, self._path, wanted, self._catalogue)
            except OSError:
                self._disk.close(descriptor)
                raise
        return descriptor

    def take_back(self) -> None:
        """Cut off what `append` wrote, as its change did not happen; if even that fails the next writer sees it."""
        with contextlib.suppress(OSError):
            descriptor = self._disk.reopen(self._path)
            try:
                self._disk.truncate(descriptor, self._size)
            finally:
                self._disk.close(descriptor)


def _rights(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mode, status.st_uid, status.st_gid
