"""Dated copies: verified, limited in number, never of a damaged file."""

from __future__ import annotations

import errno
import os
import stat
from itertools import count
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue import backup
from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.catalogue.layout import DamagedError
from shanghai_cases.errors import CatalogueError, Message
from tests.catalogue.making import TIME

if TYPE_CHECKING:
    from pathlib import Path


def test_a_copy_is_named_for_the_time_and_has_content_and_mode(path: Path) -> None:
    path.chmod(0o640)
    made = backup.make(path, clock=lambda: TIME)
    assert (made.path, made.removed) == (path.parent / "backups" / "catalogue-20240104-093000.json", ())
    assert made.path.read_bytes() == path.read_bytes()
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o640
    assert [one.name for one in made.path.parent.iterdir()] == [made.path.name]


def test_the_last_copies_are_kept_and_nothing_else_is_touched(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("other-20200101-000000.json", "catalogue.json", "catalogue-x.json"):
        (folder / name).write_text("mine", encoding="utf-8")
    moments = (f"2024-01-0{day}T00:00:00+08:00" for day in count(1))
    made = [backup.make(path, folder, keep=2, clock=lambda: next(moments)) for _ in range(4)]
    assert [len(one.removed) for one in made] == [0, 0, 1, 1]
    assert sorted(one.name for one in folder.iterdir()) == [
        "catalogue-20240103-000000.json",
        "catalogue-20240104-000000.json",
        "catalogue-x.json",
        "catalogue.json",
        "other-20200101-000000.json",
    ]


def test_copies_within_a_second_do_not_meet(path: Path) -> None:
    names = [backup.make(path, keep=2, clock=lambda: TIME).path.name for _ in range(3)]
    assert names == [f"catalogue-20240104-093000{end}.json" for end in ("", "-1", "-2")]
    assert sorted(one.name for one in (path.parent / "backups").iterdir()) == names[1:]


def test_what_a_dead_program_left_of_a_copy_is_taken_away(path: Path) -> None:
    folder = backup.make(path, clock=lambda: TIME).path.parent
    for name in ("catalogue-20240103-093000.json.tmp", "catalogue-20240103-093000-1.json.old", "mine.json.tmp"):
        (folder / name).write_text("left", encoding="utf-8")
    made = backup.make(path, keep=1)
    assert sorted(folder.iterdir()) == [made.path, folder / "mine.json.tmp"]


def test_a_damaged_catalogue_is_not_copied(path: Path) -> None:
    backup.make(path, keep=1, clock=lambda: TIME)
    path.write_bytes(path.read_bytes()[:-2])
    with pytest.raises(DamagedError):
        backup.make(path, keep=1)
    assert len(list((path.parent / "backups").iterdir())) == 1


class WornDisk(Disk):
    """A disk that shows nothing of what was copied, or takes no copy away."""

    def __init__(self, *, reads: bool, unlinks: bool) -> None:
        self.reads, self.unlinks = reads, unlinks

    def read(self, path: Path) -> bytes:
        return b"" if path.parent.name == backup.FOLDER and not self.reads else super().read(path)

    def unlink(self, path: Path) -> None:
        if path.exists() and not self.unlinks:
            raise OSError(errno.EIO, "Input/output error")
        super().unlink(path)


def test_a_copy_that_does_not_read_back_does_not_stay(path: Path) -> None:
    kept = backup.make(path, keep=1, clock=lambda: TIME).path
    with pytest.raises(CatalogueError, match="does not read back as it was written"):
        backup.make(path, keep=1, disk=WornDisk(reads=False, unlinks=True))
    assert list(kept.parent.iterdir()) == [kept]


def test_older_copies_that_cant_be_taken_away_are_told_and_the_new_one_counts(path: Path) -> None:
    kept = backup.make(path, keep=1, clock=lambda: TIME).path
    said: list[Message] = []
    made = backup.make(path, keep=1, warn=said.append, disk=WornDisk(reads=True, unlinks=False))
    assert made.removed == ()
    assert sorted(kept.parent.iterdir()) == [kept, made.path]
    assert [str(one) for one in said] == [f"older copies in {kept.parent} can't be taken away: Input/output error"]


@pytest.mark.skipif(os.name == "nt", reason="modes of Unix")
def test_the_folder_is_for_those_who_may_change_the_catalogue(path: Path, tmp_path: Path) -> None:
    modes = []
    for mode, name in ((0o600, "alone"), (0o660, "together")):
        path.chmod(mode)
        backup.make(path, tmp_path / name)
        modes.append(stat.S_IMODE((tmp_path / name).stat().st_mode))
    assert modes == [0o700, 0o770]


def test_a_folder_that_cant_be_made_is_told(path: Path) -> None:
    (path.parent / "backups").write_text("a file", encoding="utf-8")
    with pytest.raises(CatalogueError):
        backup.make(path)
