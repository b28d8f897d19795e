"""Faults of file, disk, lock and process, through every command that meets them: one sentence and its status."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Cases, Ran

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READING = (
    ("show", "E6-001"),
    ("search",),
    ("search", "徐汇"),
    ("report",),
    ("report", "--edition", "6"),
    ("rank", "--edition", "6"),
    ("edition", "list"),
    ("edition", "show", "6"),
    ("backup",),
    ("doctor", "--salvage", "new.json"),
)
WRITING = (
    ("add", "--edition", "6", "--title", "甲", "--unit", "乙", "--contact-name", "张三"),
    ("edit", "E6-001", "--set", "summary=a"),
    ("remove", "E6-001", "--yes"),
    ("edition", "set", "6", "--name", "甲"),
    ("undo",),
    ("redo",),
    ("forget", "--all", "--yes"),
    ("doctor", "--fix"),
)
each_reading = pytest.mark.parametrize("arguments", READING, ids=" ".join)
each_writing = pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
on_unix = pytest.mark.skipif(os.name == "nt", reason="signals, modes and limits of Unix")


@pytest.fixture
def desk(cases: Cases) -> Cases:
    """Stand where each writing command has something to do."""
    file = cases.folder / "catalogue.json"
    file.write_bytes(file.read_bytes().replace('"district":"徐汇区"'.encode(), '"district":"徐汇"'.encode()))
    cases("edit", "E6-002", "--set", "contact.name=李四", "--quiet")
    cases("edit", "E6-003", "--set", "summary=b", "--quiet")
    cases("undo", "--quiet")
    return cases


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(ran: Ran) -> bool:
    return (ran.status, ran.out) == (4, "") and ran.err.startswith("Error: ") and ran.err.count("\n") == 1


@each_writing
def test_each_writing_command_has_something_to_do(desk: Cases, arguments: tuple[str, ...]) -> None:
    before = (desk.folder / "catalogue.json").read_bytes()
    desk(*arguments)
    assert (desk.folder / "catalogue.json").read_bytes() != before
    assert sorted(everything(desk.folder)) == ["catalogue.json", "catalogue.json.journal"]


@pytest.mark.parametrize("damage", [b"", b"\xff", b'{"meta":', b"{}garbage", b'{"cases":{"1":{"id":NaN}}}'])
@pytest.mark.parametrize("arguments", [*READING[:-1], *WRITING], ids=" ".join)
def test_a_damaged_file_is_refused_and_never_overwritten(
    desk: Cases, arguments: tuple[str, ...], damage: bytes
) -> None:
    (desk.folder / "catalogue.json").write_bytes(damage)
    before = everything(desk.folder)
    assert refused(desk(*arguments, "--quiet"))
    assert everything(desk.folder) == before


@pytest.mark.parametrize("arguments", [*READING, *WRITING], ids=" ".join)
def test_a_newer_schema_is_refused(desk: Cases, arguments: tuple[str, ...]) -> None:
    file = desk.folder / "catalogue.json"
    file.write_bytes(file.read_bytes().replace(b'"schema":', b'"schema":9'))
    before = everything(desk.folder)
    assert refused(desk(*arguments, "--quiet"))
    assert everything(desk.folder) == before


@on_unix
@each_writing
def test_a_read_only_file_is_refused(desk: Cases, arguments: tuple[str, ...]) -> None:
    (desk.folder / "catalogue.json").chmod(0o444)
    before = everything(desk.folder)
    ran = desk(*arguments, "--quiet")
    assert refused(ran)
    assert "the file is read-only; nothing was changed\n" in ran.err
    assert everything(desk.folder) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="an account that modes bind")
@each_writing
def test_a_read_only_folder_is_refused(desk: Cases, arguments: tuple[str, ...]) -> None:
    before = everything(desk.folder)
    desk.folder.chmod(0o555)
    ran = desk(*arguments, "--quiet")
    desk.folder.chmod(0o755)
    assert refused(ran)
    assert everything(desk.folder) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="an account that modes bind")
@pytest.mark.parametrize("arguments", [("merge", "catalogue.json", "catalogue.json", "catalogue.json"), ("search",)])
def test_a_file_that_may_not_be_read_is_refused(desk: Cases, arguments: tuple[str, ...]) -> None:
    path = desk.folder / "catalogue.json"
    path.chmod(0o200)
    assert desk(*arguments) == Ran(4, "", f"Error: can't read {path}: Permission denied\n")


@pytest.fixture
def locked(desk: Cases) -> Iterator[Cases]:
    """Stand where another program holds the lock."""
    fcntl = pytest.importorskip("fcntl")
    with (desk.folder / "catalogue.json.lock").open("w") as file:
        file.write("4711 otherhost\n")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        yield desk


@each_writing
def test_a_locked_catalogue_is_waited_for_as_long_as_asked(locked: Cases, arguments: tuple[str, ...]) -> None:
    before = everything(locked.folder)
    ran = locked(*arguments, "--quiet", "--wait", "0.02")
    assert ran == Ran(
        4,
        "",
        f"Error: process 4711 on otherhost is writing {locked.folder / 'catalogue.json'} and did not finish "
        "within 0.02 s; try again, or wait longer with --wait\n",
    )
    assert everything(locked.folder) == before


@pytest.mark.parametrize("arguments", [*READING[:-2], ("log",), ("doctor",)], ids=" ".join)
def test_reading_waits_for_no_lock(locked: Cases, arguments: tuple[str, ...]) -> None:
    started = time.monotonic()
    assert locked(*arguments, "--quiet").status in (0, 1)
    assert time.monotonic() - started < 5


def test_how_long_to_wait(cases: Cases) -> None:
    assert cases("--wait", "1", "edit", "E6-001", "--set", "summary=a", "--quiet") == Ran(0)
    assert cases("edit", "E6-001", "--set", "summary=a", "--wait=-1").status == 2
    assert cases("undo", "--wait", "long") == Ran(2, "", "Error: --wait: long is not a number\n")
    assert cases("show", "E6-001", "--wait", "1").status == 2


@on_unix
@each_writing
def test_a_full_disk_leaves_the_old_file_and_nothing_else(desk: Cases, arguments: tuple[str, ...]) -> None:
    before = everything(desk.folder)
    line = " ".join(f"'{argument}'" for argument in arguments)
    ran = desk.shell(f"ulimit -f 1; cases {line} --quiet", PYTHONDONTWRITEBYTECODE="1")
    assert ran.status == 4
    assert ran.out == ""
    assert ran.err.startswith("Error: can't write ")
    assert ran.err.count("\n") == 1
    assert everything(desk.folder) == before


@on_unix
def test_a_hard_link_is_told(cases: Cases) -> None:
    (cases.folder / "other.json").hardlink_to(cases.folder / "catalogue.json")
    said = f"{cases.folder / 'catalogue.json'} has a second name (a hard link); that one keeps the former content"
    ran = cases("edit", "E6-001", "--set", "summary=a", "--quiet")
    assert ran == Ran(0, "", f"warning: {said}\n")


@on_unix
def test_the_journal_lies_beside_the_real_file_with_its_mode(cases: Cases, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "catalogue.json").symlink_to(cases.folder / "catalogue.json")
    (cases.folder / "catalogue.json").chmod(0o640)
    assert Cases(folder)("edit", "E6-001", "--set", "summary=a", "--quiet") == Ran(0)
    assert [path.name for path in folder.iterdir()] == ["catalogue.json"]
    modes = [stat.S_IMODE((cases.folder / f"catalogue.json{end}").stat().st_mode) for end in ("", ".journal")]
    assert modes == [0o640, 0o640]


@on_unix
@pytest.mark.parametrize(
    ("number", "status", "sentence"),
    [(signal.SIGINT, 130, b"Error: interrupted\n"), (signal.SIGTERM, 143, b"Error: terminated\n")],
)
def test_a_signal_in_the_middle_of_writing_leaves_the_old_file(
    desk: Cases, number: signal.Signals, status: int, sentence: bytes
) -> None:
    before = (desk.folder / "catalogue.json").read_bytes()
    pipe = desk.folder / "catalogue.json.journal"
    fcntl = pytest.importorskip("fcntl")
    with (desk.folder / "catalogue.json.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        process = desk.start("add", "--edition", "6", "--title", "新", "--unit", "徐汇区", "--wait", "60")
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"district: ")  # from here on it waits for the lock
        time.sleep(0.2)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.splitlines(keepends=True)[-1]) == (status, b"", sentence)
    assert (desk.folder / "catalogue.json").read_bytes() == before
    assert pipe.exists()
    assert desk("edit", "E6-001", "--set", "summary=a", "--quiet") == Ran(0)


DYING = """
import os, signal, sys
from shanghai_cases.__main__ import main
from shanghai_cases.catalogue.locate import CaseLines

def __del__(lines):
    os.kill(os.getpid(), signal.SIGTERM)

CaseLines.__del__ = __del__
main()
"""


@on_unix
def test_a_signal_that_comes_while_an_object_dies_is_not_lost(desk: Cases) -> None:
    assert desk("edit", "E6-001", "--set", "summary=a", "--quiet") == Ran(0)  # from now on the file is read by lines
    before = (desk.folder / "catalogue.json").read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", DYING, "edit", "E6-001", "--set", "summary=b"],
        cwd=desk.folder,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (143, b"", b"")
    assert (desk.folder / "catalogue.json").read_bytes() == before


@on_unix
def test_signals_at_any_moment_leave_a_whole_file_and_no_traceback(desk: Cases) -> None:
    for turn in range(12):
        process = desk.start("edit", "E6-001", "--set", f"summary={turn}", "--quiet")
        time.sleep(0.1 + 0.02 * turn)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
        assert process.returncode in (0, 143, -signal.SIGTERM)
        assert err in (b"", b"Error: terminated\n")
    assert desk("doctor", "--quiet").status == 1  # for the district alone
    assert [name for name in sorted(everything(desk.folder)) if name.endswith((".tmp", ".old"))] == []


@on_unix
def test_a_signal_that_is_ignored_stays_ignored(desk: Cases) -> None:
    program = f'"{sys.executable}" -m shanghai_cases edit E6-001 --set summary=a --quiet'
    ran = desk.shell(f"trap '' TERM INT; {program} & id=$!; sleep 0.1; kill -TERM $id; kill -INT $id; wait $id")
    assert ran == Ran(0)
    assert "summary\ta\n" in desk("show", "E6-001").out
