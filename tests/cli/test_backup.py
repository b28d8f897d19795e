"""`cases backup`."""

from __future__ import annotations

import json
import re
import stat
from typing import TYPE_CHECKING

from tests.cli.running import Cases, Ran

if TYPE_CHECKING:
    from pathlib import Path


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_dated_copy_beside_the_catalogue(cases: Cases) -> None:
    ran = cases("backup")
    assert (ran.status, ran.err) == (0, "")
    (name,) = copies(cases.folder / "backups")
    assert re.fullmatch(r"catalogue-\d{8}-\d{6}\.json", name)
    assert ran.out == f"{cases.folder / 'backups' / name}\n"
    copy, original = cases.folder / "backups" / name, cases.folder / "catalogue.json"
    assert copy.read_bytes() == original.read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IMODE(original.stat().st_mode)
    assert cases("doctor", "--catalogue", str(copy)).status == 0


def test_a_copy_where_it_is_wanted(cases: Cases) -> None:
    made = json.loads(cases("backup", "甲 乙", "--json").out)
    assert made == {"path": str(cases.folder / "甲 乙" / copies(cases.folder / "甲 乙")[0]), "removed": []}
    assert cases("backup", "no/such/folder").status == 4
    (cases.folder / "file").write_text("")
    assert cases("backup", "file").status == 4


def test_the_last_copies_are_kept_and_nothing_else_is_touched(cases: Cases) -> None:
    folder = cases.folder / "backups"
    folder.mkdir()
    (folder / "catalogue-old.json").write_text("")
    made = [cases("backup", "--keep", "3", "--quiet").out.strip() for _ in range(5)]
    kept = [str(folder / name) for name in copies(folder) if name != "catalogue-old.json"]
    assert sorted(kept) == sorted(made[2:])
    assert (folder / "catalogue-old.json").exists()
    last = cases("backup", "--keep", "1")
    assert last.err == "3 older cop(ies) were taken away\n"
    assert cases("backup", "--keep", "0").status == 2


def test_a_damaged_catalogue_costs_no_good_copy(cases: Cases) -> None:
    cases("backup", "--keep", "1")
    before = copies(cases.folder / "backups")
    (cases.folder / "catalogue.json").write_text('{"cases": {"1"')
    ran = cases("backup", "--keep", "1")
    assert (ran.status, ran.out) == (4, "")
    assert copies(cases.folder / "backups") == before


def test_it_offers_no_table(cases: Cases) -> None:
    said = "Error: --format table is not offered here; choose one of: tsv, csv, json, jsonl\n"
    assert cases("backup", "--format", "table") == Ran(2, "", said)
    assert cases("backup", terminal=True).out.endswith(".json\n")
