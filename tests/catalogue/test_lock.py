"""One writer at a time, named while it holds the lock, never in the way once it is dead."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock, Timeout

from shanghai_cases.catalogue.lock import LockedError, locked
from shanghai_cases.errors import CatalogueError
from tests.catalogue.making import draft, open_catalogue

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys, time
from pathlib import Path
from shanghai_cases.catalogue.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_held_lock_is_told_with_its_holder_and_freed_by_its_death(path: Path) -> None:
    holder = hold(path)
    try:
        with pytest.raises(LockedError) as caught:
            open_catalogue(path, seconds=0.1).add([draft("新")], command="add")
        assert str(caught.value) == (
            f"process {holder.pid} on {os.uname().nodename} is writing {path} and did not finish within 0.1 s; "
            "try again, or wait longer with --wait"
        )
        assert len(list(open_catalogue(path).cases())) == 3
    finally:
        holder.kill()
        holder.wait()
        assert holder.stdout is not None
        holder.stdout.close()
    open_catalogue(path, seconds=0.1).add([draft("新")], command="add")
    assert not path.with_name("catalogue.json.lock").exists()


def test_the_lock_and_filelocks_exclude_each_other(path: Path) -> None:
    name = path.with_name("catalogue.json.lock")
    with FileLock(name), pytest.raises(LockedError), locked(path, 0.05):
        pass
    with locked(path), pytest.raises(Timeout):
        FileLock(name, timeout=0.05).acquire()


def test_a_link_in_the_place_of_the_lock_file_is_not_followed(path: Path) -> None:
    victim = path.with_name("victim")
    victim.write_text("mine", encoding="utf-8")
    path.with_name("catalogue.json.lock").symlink_to(victim)
    with pytest.raises(CatalogueError, match="can't lock"), locked(path):
        pass
    assert victim.read_text(encoding="utf-8") == "mine"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="nothing was changed"), locked(tmp_path / "no" / "c.json"):
        pass


def test_without_fcntl_filelock_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = f"""
import sys, warnings
sys.modules["fcntl"] = None
from pathlib import Path
from shanghai_cases.catalogue.file import FileCatalogue
from shanghai_cases.catalogue.lock import LockedError, locked
from shanghai_cases.model.case import Case
path = Path({str(path)!r})
print(FileCatalogue(path).add([Case("", 6, "新", "徐汇区")], command="add")[0].id)
with locked(path):
    try:
        FileCatalogue(path, seconds=0.05).add([Case("", 6, "再", "徐汇区")], command="add")
    except LockedError as error:
        print(error.status)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("E6-004\n4\n", "")
