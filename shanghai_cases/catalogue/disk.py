"""The system calls under the catalogue, each as one method, so that tests can put a failing disk in their place."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING

from shanghai_cases.errors import template

if TYPE_CHECKING:
    from io import BytesIO, FileIO
    from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(
    os, "O_NONBLOCK", 0
)  # neither follow a planted link nor wait on a pipe


class Disk:
    """Files by path and descriptor; every method may raise OSError."""

    def status(self, path: Path) -> os.stat_result | None:
        """Return what is known of a file, None where there is none."""
        try:
            return path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def is_link(self, path: Path) -> bool:
        """Whether the name is a symbolic link."""
        return path.is_symlink()

    def writable(self, path: Path) -> bool:
        """Whether our account may write the file."""
        return os.access(path, os.W_OK)

    def replaceable(self, path: Path, status: os.stat_result) -> bool:
        """Whether our account may put another file in the place of this one: not somebody else's in a sticky folder."""
        folder = self.status(path.parent)
        if folder is None or not folder.st_mode & stat.S_ISVTX or not hasattr(os, "geteuid"):
            return True
        return os.geteuid() in {0, status.st_uid, folder.st_uid}

    def read(self, path: Path) -> bytes:
        """Return a whole file."""
        with self.open(path) as file:
            return file.read()

    def open(self, path: Path) -> FileIO | BytesIO:
        """Open a regular file for reading, unbuffered."""
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise OSError(22, template("it is not a file"))
        return path.open("rb", buffering=0)

    def create(self, path: Path) -> int:
        """Make a new file that only we can read, and return its descriptor; refuses one that is there."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)

    def reopen(self, path: Path) -> int:
        """Open an existing file for writing where it stands; a link is not followed."""
        descriptor = os.open(path, os.O_WRONLY | _BINARY | _NO_LINKS)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(22, template("it is not a file"))
        return descriptor

    def write(self, descriptor: int, content: bytes | memoryview) -> None:
        """Write all of ``content`` at the descriptor's place."""
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]

    def seek(self, descriptor: int, place: int) -> None:
        """Go to a place in the file."""
        os.lseek(descriptor, place, os.SEEK_SET)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file off after ``size`` bytes."""
        os.ftruncate(descriptor, size)

    def sync(self, descriptor: int) -> None:
        """Make the file's content durable."""
        os.fsync(descriptor)

    def status_of(self, descriptor: int) -> os.stat_result:
        """Return what is known of an open file."""
        return os.fstat(descriptor)

    def close(self, descriptor: int) -> None:
        """Give the descriptor back."""
        os.close(descriptor)

    def dress(self, descriptor: int, path: Path, like: os.stat_result, model: Path) -> None:
        """Give a new file the owner, group, mode and access list of another, as far as our account may."""
        if hasattr(os, "fchown"):
            for owner in (like.st_uid, -1):
                with contextlib.suppress(OSError):
                    os.fchown(descriptor, owner, like.st_gid)
                    break
        with contextlib.suppress(OSError):
            self._copy_attributes(descriptor, model)
        self.set_mode(descriptor, path, stat.S_IMODE(like.st_mode))

    def set_mode(self, descriptor: int, path: Path, mode: int) -> None:
        """Set who may do what with the file."""
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)
        else:
            path.chmod(mode)

    def _copy_attributes(self, descriptor: int, model: Path) -> None:
        if hasattr(os, "listxattr"):
            for name in os.listxattr(model):
                with contextlib.suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(model, name))

    def rename(self, old: Path, new: Path) -> None:
        """Put ``old`` in the place of ``new`` in one step."""
        old.replace(new)

    def link(self, old: Path, new: Path) -> None:
        """Give a file a second name."""
        new.hardlink_to(old)

    def unlink(self, path: Path) -> None:
        """Take a name away; one that isn't there is fine."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Make renames in the folder durable, on systems where a folder can be opened."""
        if hasattr(os, "O_DIRECTORY"):
            try:
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            except PermissionError:  # a folder that may be written but not listed
                os.sync()
                return
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
