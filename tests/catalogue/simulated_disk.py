"""A disk in memory that knows what a power cut would leave of it, and fails or dies at any system call.

Content becomes durable by `sync`, names by `sync_folder`; until then a power cut keeps any part of what was written and
any first part of the changes of names, as journaling file systems do. What was durable stays where a file only grew.
"""

from __future__ import annotations

import errno
import io
import itertools
import os
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from shanghai_cases.catalogue.disk import Disk

if TYPE_CHECKING:
    from collections.abc import Callable

Names = dict[Path, "Inode"]


class DiedError(BaseException):
    """The process was killed here, or the power failed."""


@dataclass(eq=False)
class Inode:
    """A file's content, now and as a power cut would leave it."""

    number: int
    content: bytes = b""
    durable: bytes = b""
    mode: int = 0o600
    moment: int = 0


@dataclass
class Fault:
    """What goes wrong at the ``at``-th call: an error number, or death (None)."""

    at: int
    error: int | None


@dataclass
class SimulatedDisk(Disk):
    """Files by path; ``fault`` is what will go wrong, ``calls`` what was called since it was set.

    ``room`` is how many bytes can still be written, ``busy`` how many renames fail as on Windows when another program
    holds the file open.
    """

    names: Names = field(default_factory=dict)
    durable_names: Names = field(default_factory=dict)
    pending: list[Callable[[Names], None]] = field(default_factory=list)
    opened: dict[int, list[Any]] = field(default_factory=dict)
    fault: Fault | None = None
    calls: list[str] = field(default_factory=list)
    dead: bool = False
    room: int | None = None
    busy: int = 0
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _moments: Any = field(default_factory=lambda: itertools.count(10**18, 10**7))

    def fail_at(self, fault: Fault | None) -> None:
        """Arrange what goes wrong next."""
        self.fault, self.calls, self.dead = fault, [], False
        self.opened.clear()

    def power_cut(self, choose: Callable[[int], int]) -> None:
        """Lose what was not durable; ``choose(n)`` picks a number from 0 to n."""
        names = dict(self.durable_names)
        for change in self.pending[: choose(len(self.pending))]:
            change(names)
        for inode in dict.fromkeys(names.values()):  # in one order, as runs must be repeatable
            if inode.content != inode.durable:
                same = len(os.path.commonprefix([inode.durable, inode.content]))  # noqa: RUF071 (bytes; what was added to stays)
                torn = inode.content[: same + choose(len(inode.content) - same)]
                inode.content = (inode.durable, inode.content, torn)[choose(2)]
                inode.durable = inode.content
        self.names, self.durable_names, self.pending = names, dict(names), []

    def put(self, path: Path, content: bytes) -> None:
        """Write a file as another program does, durably and in place."""
        inode = self.names.get(path) or Inode(next(self._numbers))
        inode.content = inode.durable = content
        inode.moment = next(self._moments)
        self.names[path] = self.durable_names[path] = inode

    def _step(self, name: str) -> None:
        if self.dead:
            raise DiedError
        self.calls.append(name)
        if self.fault is not None and len(self.calls) == self.fault.at:
            if self.fault.error is None:
                self.dead = True
                raise DiedError
            raise OSError(self.fault.error, "injected")

    def _inode(self, path: Path) -> Inode:
        if path not in self.names:
            raise FileNotFoundError(errno.ENOENT, "No such file")
        return self.names[path]

    def _rename_names(self, change: Callable[[Names], None]) -> None:
        change(self.names)
        self.pending.append(change)

    def _status(self, inode: Inode) -> os.stat_result:
        links = sum(one is inode for one in self.names.values())
        found: Any = SimpleNamespace(
            st_mode=0o100000 | inode.mode,
            st_uid=0,
            st_gid=0,
            st_nlink=links,
            st_size=len(inode.content),
            st_mtime_ns=inode.moment,
            st_mtime=inode.moment / 10**9,
            st_ino=inode.number,
        )
        return found  # type: ignore[no-any-return]

    def is_link(self, path: Path) -> bool:
        return False

    def status(self, path: Path) -> os.stat_result | None:
        self._step("status")
        return self._status(self.names[path]) if path in self.names else None

    def writable(self, path: Path) -> bool:
        self._step("writable")
        return True

    def open(self, path: Path) -> io.BytesIO:
        self._step("open")
        return io.BytesIO(self._inode(path).content)

    def create(self, path: Path) -> int:
        self._step("create")
        if path in self.names:
            raise FileExistsError(errno.EEXIST, "File exists")
        inode = Inode(next(self._numbers), moment=next(self._moments))
        self._rename_names(lambda names: names.__setitem__(path, inode))
        return self._opened(inode)

    def reopen(self, path: Path) -> int:
        self._step("reopen")
        return self._opened(self._inode(path))

    def _opened(self, inode: Inode) -> int:
        descriptor: int = next(self._numbers)
        self.opened[descriptor] = [inode, 0]
        return descriptor

    def write(self, descriptor: int, content: bytes | memoryview) -> None:
        half = len(content) // 2
        for piece in (bytes(content[:half]), bytes(content[half:])):
            self._step("write")
            part = piece if self.room is None else piece[: self.room]
            inode, place = self.opened[descriptor]
            inode.content = inode.content[:place].ljust(place, b"\0") + part + inode.content[place + len(part) :]
            inode.moment = next(self._moments)
            self.opened[descriptor][1] += len(part)
            self._use_room(len(part))

    def _use_room(self, count: int) -> None:
        if self.room is not None:
            self.room -= count
            if not self.room:
                raise OSError(errno.ENOSPC, "No space left on device")

    def seek(self, descriptor: int, place: int) -> None:
        self._step("seek")
        self.opened[descriptor][1] = place

    def truncate(self, descriptor: int, size: int) -> None:
        self._step("truncate")
        inode = self.opened[descriptor][0]
        inode.content = inode.content[:size].ljust(size, b"\0")

    def sync(self, descriptor: int) -> None:
        self._step("sync")
        inode = self.opened[descriptor][0]
        inode.durable = inode.content

    def status_of(self, descriptor: int) -> os.stat_result:
        self._step("status_of")
        return self._status(self.opened[descriptor][0])

    def close(self, descriptor: int) -> None:
        self._step("close")
        del self.opened[descriptor]

    def dress(self, descriptor: int, path: Path, like: os.stat_result, model: Path) -> None:
        self.set_mode(descriptor, path, like.st_mode & 0o777)

    def set_mode(self, descriptor: int, path: Path, mode: int) -> None:
        self._step("set_mode")
        self.opened[descriptor][0].mode = mode & 0o777

    def rename(self, old: Path, new: Path) -> None:
        self._step("rename")
        if self.busy:
            self.busy -= 1
            raise PermissionError(errno.EACCES, "another program has the file open")
        inode = self._inode(old)

        def change(names: Names) -> None:
            names.pop(old, None)
            names[new] = inode

        self._rename_names(change)

    def link(self, old: Path, new: Path) -> None:
        self._step("link")
        inode = self._inode(old)
        self._rename_names(lambda names: names.__setitem__(new, inode))

    def unlink(self, path: Path) -> None:
        self._step("unlink")

        def change(names: Names) -> None:
            names.pop(path, None)

        self._rename_names(change)

    def sync_folder(self, folder: Path) -> None:
        self._step("sync_folder")
        self.durable_names, self.pending = dict(self.names), []
