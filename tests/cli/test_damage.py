"""Every kind of damaged file through the commands: refused with its place and never overwritten, or read as what it is.

Of the many pairs of a kind and a command each run tries some; `CASES_LONG=1` tries all.
"""

from __future__ import annotations

import json
import os
from itertools import cycle, islice
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue import layout, reading
from tests.cli.damages import (
    CONTRADICTORY,
    DAMAGED,
    FIELDS,
    HIT,
    MISS,
    OTHERWISE,
    SYNTAX,
    TABLES,
    VALUES,
    WHOLE_FILE,
    good,
)
from tests.cli.running import Cases, Ran

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

LONG = os.environ.get("CASES_LONG") == "1"
READING = (
    ("search",),
    ("search", HIT),
    ("search", HIT, "--json"),
    ("search", "--district", "宝山区", "--edition", "6"),
    ("show", "E6-002"),
    ("report", "--edition", "6"),
    ("rank", "--edition", "6", "--quiet"),
    ("export", "--format", "csv"),
    ("export", HIT, "--format", "json", "--with-contacts"),
    ("stats", "--by", "district"),
    ("similar", "--edition", "6"),
    ("edition", "show", "6"),
    ("reviewer", "list"),
    ("backup", "copies"),
)
WRITING = (
    ("add", "--edition", "6", "--title", "甲", "--unit", "乙"),
    ("add", "--edition", "6", "--title", "甲", "--unit", "乙", "--allow-same", "--contact-name", "张三"),
    ("edit", "E6-001", "--set", "summary=新"),
    ("edit", "E6-002", "--set", "tags=新"),
    ("remove", "E6-005", "--yes"),
    ("edition", "set", "6", "--name", "甲"),
    ("reviewer", "add", "R9", "--name", "九"),
    ("criteria", "set", "成效=100", "--edition", "5"),
    ("forget", "--all", "--yes"),
    ("import", "more.csv"),
    ("doctor", "--fix"),
)
MORE = "题目,单位,届次\n甲,乙,6\n"
LARGE = 1200  # cases more, so that the file is not small enough to be read whole each time


def catalogue(folder: Path, raw: bytes) -> Cases:
    folder.mkdir(parents=True)
    (folder / "catalogue.json").write_bytes(raw)
    (folder / "catalogue.json").chmod(0o600)
    (folder / "more.csv").write_text(MORE, encoding="utf-8")
    return Cases(folder)


def refused(ran: Ran) -> bool:
    told = ran.err.removeprefix("Error: ")
    return (ran.status, ran.out) == (4, "") and told != ran.err and ran.err.count("\n") == 1 and told[0] != " "


def left(cases: Cases) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cases.folder.iterdir() if path.is_file()}


def sample_of(commands: tuple[tuple[str, ...], ...], kind: str, kinds: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Return all commands, or two that differ from kind to kind."""
    place = list(kinds).index(kind)
    return commands if LONG else islice(cycle(commands), 2 * place % len(commands), 2 * place % len(commands) + 2)


def every(kinds: Iterable[str], step: int = 1) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", list(kinds)[:: 1 if LONG else step])


@pytest.mark.parametrize("arguments", [*READING, *WRITING], ids=" ".join)
def test_on_the_whole_file_each_command_has_something_to_say_or_do(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    cases = catalogue(tmp_path / "a", good())
    ran = cases(*arguments)
    assert ran.status in {0, 1}
    assert ran.out or arguments in WRITING or arguments[0] == "similar"
    assert ((cases.folder / "catalogue.json").read_bytes() == good()) == (arguments in READING)


@every(DAMAGED)
def test_damage_is_refused_by_every_command_and_never_overwritten(tmp_path: Path, kind: str) -> None:
    cases = catalogue(tmp_path / "a", DAMAGED[kind](good()))
    before = left(cases)
    for arguments in sample_of(READING + WRITING, kind, DAMAGED):
        ran = cases(*arguments, "--quiet")
        assert refused(ran), (arguments, ran)
        assert left(cases) == before, arguments


@every(DAMAGED, 3)
def test_damage_is_found_by_doctor(tmp_path: Path, kind: str) -> None:
    cases = catalogue(tmp_path / "a", DAMAGED[kind](good()))
    before = left(cases)
    ran = cases("doctor", "--json")
    assert ran.status == 1
    assert json.loads(ran.out)[0]["severity"] == "damage"
    assert ran.err == ""
    assert left(cases) == before


def test_what_is_said_of_each_damage(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    said = {}
    for place, (kind, damage) in enumerate((DAMAGED | VALUES).items()):
        if kind == "comma at the end":  # from Python 3.13 on it is called a comma too many
            continue
        cases = catalogue(tmp_path / str(place), damage(good()))
        asked = ("edition", "show", "6") if kind.startswith("edition's") else ("show", "E6-002")
        said[kind] = cases(*asked).err.replace(str(cases.folder), "").rstrip("\n")
    assert said == snapshot


@every(DAMAGED, 5)
def test_in_a_large_file_damage_of_what_is_used_is_refused(tmp_path: Path, kind: str) -> None:
    cases = catalogue(tmp_path / "a", DAMAGED[kind](good(filling=LARGE)))
    before = left(cases)
    for arguments in (("search", "--district", "宝山区"), ("show", "E6-002"), WRITING[0]):
        if not (kind.startswith(("review", "hole", "another table")) and arguments[0] in {"search", "show"}):
            assert refused(cases(*arguments, "--quiet")), arguments
    assert left(cases) == before


@every(DAMAGED, 5)
def test_in_a_large_file_no_answer_comes_from_damage(tmp_path: Path, kind: str) -> None:
    whole = catalogue(tmp_path / "whole", good(filling=LARGE))
    cases = catalogue(tmp_path / "a", DAMAGED[kind](good(filling=LARGE)))
    for arguments in (("show", "E6-001"), ("search", MISS), ("report", "--edition", "6"), ("show", "E5-400")):
        ran = cases(*arguments, "--quiet")
        if (kind, arguments[0]) != ("hole", "search"):
            assert refused(ran) or ran == whole(*arguments, "--quiet"), arguments


@pytest.mark.parametrize("filling", [0, LARGE] if LONG else [0])
@every(OTHERWISE | CONTRADICTORY)
def test_what_is_whole_is_read_as_what_it_says(tmp_path: Path, kind: str, filling: int) -> None:
    raw = (OTHERWISE | CONTRADICTORY)[kind](good(filling=filling))
    cases = catalogue(tmp_path / "a", raw)
    data, _ = reading.strictly(raw, cases.folder)
    ours = catalogue(tmp_path / "b", layout.write(data))
    for arguments in sample_of(READING[:-1], kind, [*OTHERWISE, *CONTRADICTORY]):
        assert cases(*arguments) == ours(*arguments), arguments


@every(OTHERWISE | CONTRADICTORY | VALUES, 2)
def test_a_change_of_what_is_whole_keeps_all_else(tmp_path: Path, kind: str) -> None:
    cases = catalogue(tmp_path / "a", (OTHERWISE | CONTRADICTORY | VALUES)[kind](good()))
    before = json.loads((cases.folder / "catalogue.json").read_bytes().lstrip(b"\xef\xbb\xbf"))
    ran = cases("edit", "E6-004", "--set", "summary=新")
    after = json.loads((cases.folder / "catalogue.json").read_bytes().lstrip(b"\xef\xbb\xbf"))
    if refused(ran):
        assert after == before
    else:
        assert ran.status == 0
        assert after["cases"]["4"]["summary"] == "新"
        for field in ("summary", "updated_at"):
            before["cases"]["4"].pop(field, None)
            after["cases"]["4"].pop(field, None)
        assert after == {"meta": after["meta"]} | before


@every(CONTRADICTORY | VALUES)
def test_doctor_finds_what_contradicts_itself(tmp_path: Path, kind: str) -> None:
    cases = catalogue(tmp_path / "a", (CONTRADICTORY | VALUES)[kind](good()))
    ran = cases("doctor", "--json")
    assert ran.status == 1
    assert json.loads(ran.out)[0]["severity"] in {"damage", "error", "warning"}


@every([kind for kind in SYNTAX | FIELDS | TABLES if not kind.startswith(("no table cases", "table cases"))], 4)
def test_salvage_saves_all_that_is_whole(tmp_path: Path, kind: str) -> None:
    cases = catalogue(tmp_path / "a", DAMAGED[kind](good()))
    ran = cases("doctor", "--salvage", "new.json")
    if kind == "schema newer":
        assert refused(ran)
        return
    assert ran.status in {0, 1}
    saved = cases("search", "--format", "ids", "--catalogue", "new.json").out.split()
    assert set(saved) >= {f"E6-{number:03d}" for number in (1, *range(3, 12))} - {"E6-003" if "comma" in kind else ""}
    assert cases("doctor", "--catalogue", "new.json").status in {0, 1}


@every(WHOLE_FILE, 4)
def test_salvage_of_what_is_no_catalogue_ends_in_a_sentence(tmp_path: Path, kind: str) -> None:
    cases = catalogue(tmp_path / "a", DAMAGED[kind](good()))
    ran = cases("doctor", "--salvage", "new.json")
    assert ran.status in {0, 1}
    assert cases("search", "--catalogue", "new.json").status in {0, 1}
