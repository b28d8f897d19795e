"""`cases init`."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import ROOT, Ran

if TYPE_CHECKING:
    from tests.cli.running import Cases

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


def test_an_empty_catalogue_is_made_here(bare: Cases) -> None:
    assert bare("init", "--name", "案例库") == Ran(0, "", "catalogue.json was made\n")
    assert (bare.folder / "catalogue.json").read_text(encoding="utf-8") == (
        '{\n"meta":{\n"1":{"schema":1,"name":"案例库"}\n},\n"editions":{\n},\n"reviews":{\n},\n"cases":{\n}\n}\n'
    )
    assert bare("search") == Ran(1, "", "nothing found\n")
    assert bare("report") == Ran(0)
    assert bare("edition", "list") == Ran(0)


def test_it_is_made_where_it_is_wanted(bare: Cases) -> None:
    (bare.folder / "甲 乙").mkdir()
    where = os.path.join("甲 乙", "catalogue.json")  # noqa: PTH118 (as it is shown)
    assert bare("init", "甲 乙") == Ran(0, "", f"{where} was made\n")
    assert bare("init", "其他.json", "--quiet") == Ran(0)
    assert bare("init", "--catalogue", "another.json") == Ran(0, "", "another.json was made\n")
    assert sorted(file.name for file in bare.folder.rglob("*.json")) == [
        "another.json",
        "catalogue.json",
        "其他.json",
    ]


def test_the_sample_is_the_shipped_catalogue(bare: Cases) -> None:
    assert bare("init", "--sample", CASES_LANG="zh") == Ran(0, "", "已新建 catalogue.json\n")
    assert (bare.folder / "catalogue.json").read_bytes() == (ROOT / "catalogue.json").read_bytes()


def test_a_catalogue_is_never_overwritten(cases: Cases) -> None:
    before = (cases.folder / "catalogue.json").read_bytes()
    assert cases("init", "--sample") == Ran(4, "", "Error: catalogue.json exists already; nothing was changed\n")
    assert (cases.folder / "catalogue.json").read_bytes() == before


@POSIX
def test_another_program_that_makes_it_is_waited_for_as_long_as_asked(bare: Cases) -> None:
    import fcntl

    with (bare.folder / "catalogue.json.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ran = bare("init", "--wait", "0")
    said = f"another program is writing {bare.folder / 'catalogue.json'} and did not finish within 0 s; "
    assert ran == Ran(4, "", f"Error: {said}try again, or wait longer with --wait\n")
    assert not (bare.folder / "catalogue.json").exists()


@POSIX
def test_only_the_owner_reads_it_unless_it_is_shared(bare: Cases) -> None:
    bare("init", "own.json")
    bare("init", "group.json", "--shared")
    modes = [stat.S_IMODE((bare.folder / name).stat().st_mode) for name in ("own.json", "group.json")]
    assert modes == [0o600, 0o660]


def test_a_folder_that_is_not_there_is_named(bare: Cases) -> None:
    ran = bare("init", "nowhere/catalogue.json")
    assert (ran.status, ran.out) == (4, "")
    assert "nowhere" in ran.err
