"""The catalogue file: what a change does to its bytes, what other programs may do to it, what is refused."""

from __future__ import annotations

import errno
import gc
import json
import os
import re
import stat
from dataclasses import replace
from io import BytesIO, FileIO
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue import layout
from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.catalogue.file import create
from shanghai_cases.catalogue.layout import DamagedError
from shanghai_cases.catalogue.schema import NewerSchemaError
from shanghai_cases.errors import CatalogueError, DataError, Message
from shanghai_cases.model.edition import Edition
from tests.catalogue.making import draft, lines, open_catalogue, stored, tables, write_plainly
from tests.search.readers import spaced

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shanghai_cases.catalogue.file import FileCatalogue


def test_adding_adds_a_line_and_touches_no_other(path: Path, catalogue: FileCatalogue) -> None:
    for place in range(3):  # the first add parses the file, the others splice
        before = lines(path)
        catalogue.add([draft(f"新{place}")], command="add")
        after = lines(path)
        assert after[: len(before) - 4] == before[:-4]
        assert after[len(before) - 4] == before[-4] + b","
        assert len(after) == len(before) + 1
        assert layout.is_canonical(path.read_bytes(), layout.read(path.read_bytes()))


def test_editing_changes_one_line(path: Path, catalogue: FileCatalogue) -> None:
    before = lines(path)
    catalogue.replace([replace(catalogue.get(["E6-002"])["E6-002"], title="改")], command="edit")
    assert sum(one != other for one, other in zip(before, lines(path), strict=True)) == 1


def test_an_edit_that_changes_nothing_leaves_the_file_alone(path: Path, catalogue: FileCatalogue) -> None:
    inode = path.stat().st_ino
    catalogue.replace([catalogue.get(["E6-002"])["E6-002"]], command="edit")
    catalogue.put_edition(Edition(6), command="edition set")
    assert path.stat().st_ino == inode


def test_fields_and_tables_of_other_programs_are_kept(path: Path) -> None:
    data = layout.read(path.read_bytes())
    data["cases"]["2"]["colour"] = {"r": 1}
    data["editions"]["2"]["mood"] = "good"
    data["notes"] = {"9": {"x": [None, 1.5]}}
    path.write_text(json.dumps(data), encoding="utf-8")
    catalogue = open_catalogue(path)
    catalogue.replace([replace(catalogue.get(["E6-002"])["E6-002"], title="改")], command="edit")
    catalogue.put_edition(Edition(6, name="第六届"), command="edition set")
    after = layout.read(path.read_bytes())
    assert after["cases"]["2"]["colour"] == {"r": 1}
    assert after["editions"]["2"] == {
        "number": 6,
        "name": "第六届",
        "submissions": {"value": None, "qualifier": "unknown"},
        "mood": "good",
    }
    assert after["notes"] == data["notes"]
    assert list(after) == ["meta", "editions", "notes", "reviews", "cases"]


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1, 10**30])
@pytest.mark.parametrize("value", [lambda number: number, lambda number: {"a": [number, 1.5, number]}])
def test_huge_numbers_of_other_programs_keep_every_digit(
    path: Path, number: int, value: Callable[[int], object]
) -> None:
    data = layout.read(path.read_bytes())
    data["cases"]["2"]["theirs"] = value(number)
    write_plainly(path, data)
    catalogue = open_catalogue(path)
    for title in ("甲", "乙", "丙"):
        for case in catalogue.get(["E6-001", "E6-002"]).values():
            catalogue.replace([replace(case, title=title)], command="edit")
    catalogue.undo()
    catalogue.remove(["E6-002"], command="remove")
    catalogue.undo()
    assert layout.read(path.read_bytes())["cases"]["2"]["theirs"] == value(number)


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_layout_reads_the_same_and_the_next_write_restores_ours(
    path: Path, indent: int | None, ending: str, mark: str
) -> None:
    catalogue = open_catalogue(path)
    expected = list(catalogue.cases())
    written = json.dumps(json.loads(path.read_bytes()), indent=indent, ensure_ascii=indent == 1)
    path.write_bytes((mark + written.replace("\n", ending) + ending).encode())
    again = open_catalogue(path)
    assert list(again.get(["E6-002"])) == ["E6-002"]
    assert list(again.cases()) == expected
    again.add([draft("新")], command="add")
    assert layout.is_canonical(path.read_bytes(), layout.read(path.read_bytes()))
    assert list(open_catalogue(path).cases())[:3] == expected


def test_spaces_after_colons_and_commas_are_read_line_by_line_too(path: Path) -> None:
    fill = "长" * 600_000  # so large that a file is not read whole at once
    open_catalogue(path).add([draft("新", text=fill)], command="add")
    expected = open_catalogue(path).get(["E6-002", "E6-009"])
    path.write_bytes(spaced(path.read_bytes()))
    again = open_catalogue(path)
    assert again.get(["E6-002", "E6-009"]) == expected
    assert again.get(["E6-002"]) == expected
    assert [one.number for one in again.editions()] == [5, 6]
    assert [row.id for row in again.rows(6)] == [case.id for case in again.cases()]


def test_a_table_that_stands_twice_in_a_large_file_is_refused(path: Path) -> None:
    open_catalogue(path).add([draft("新", text="长" * 600_000)], command="add")
    path.write_bytes(path.read_bytes().replace(b'\n"reviews":{', b'\n"reviews":{\n},\n"reviews":{'))
    with pytest.raises(DamagedError):
        open_catalogue(path).get(["E6-002"])


def test_a_file_without_meta_gets_it_with_the_first_write(path: Path) -> None:
    data = json.loads(path.read_bytes())
    path.write_text(json.dumps({"editions": data["editions"], "cases": data["cases"]}), encoding="utf-8")
    assert [edition.number for edition in open_catalogue(path).editions()] == [5, 6]
    open_catalogue(path).add([draft("新")], command="add")
    assert layout.read(path.read_bytes())["meta"] == {"1": {"schema": 1}}


def damage(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            '"id":"E6-002"',
            '"id":"E6-001"',
            "line 13, table “cases”, record E6-001: the same cases record stands at 1 too",
        ),
        ('"title":"红色物业"', '"title":5', "line 13, table “cases”, record E6-002: field “title” must be text"),
        (
            '"title":"红色物业"',
            '"title":"x","themes":[5]',
            "line 13, table “cases”, record E6-002: field “themes” must be a list of texts",
        ),
        ('"title":"红色物业",', "", "line 13, table “cases”, record E6-002: field “title” is missing"),
        (
            '"edition":6,"title":"红',
            '"edition":5,"title":"红',
            "line 13, table “cases”, record E6-002: field “id”: E6-002 is no case id of edition 5",
        ),
        ('"schema":1,', "", "the table “meta” must hold one record, with the schema"),
        ('"reviews":{', '"previews":{', "the table “reviews” is missing"),
        ('"cases":{', '"cases ":{', "the table “cases” is missing"),
        ('"number":5', '"number":6', "line 7, table “editions”, record 2: the same editions record stands at 1 too"),
    ],
)
def test_wrong_documents_are_refused_with_their_place_and_never_overwritten(
    path: Path, old: str, new: str, reason: str
) -> None:
    damage(path, old, new)
    before = path.read_bytes()
    with pytest.raises(DamagedError) as caught:
        open_catalogue(path).add([draft("新")], command="add")
    assert str(caught.value.reason) == reason
    with pytest.raises(DamagedError):
        list(open_catalogue(path).cases())
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["catalogue.json"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"id":"E6-003"', '"id":"E6-001"'),
        ('\n"3":', '\n"1":'),
        ("\n}\n}\n", "\n}\n"),
        ('"schema":1', '"schema":2'),
        ('"name":"试"', '"name":"\\ud800"'),
    ],
)
def test_showing_one_case_is_refused_as_reading_all_is(path: Path, old: str, new: str) -> None:
    damage(path, old, new)
    with pytest.raises(CatalogueError) as by_bytes:
        open_catalogue(path).get(["E6-001"])
    with pytest.raises(CatalogueError) as whole:
        list(open_catalogue(path).cases())
    assert str(by_bytes.value) == str(whole.value)


def test_a_newer_schema_is_refused_whatever_else_is_new(path: Path) -> None:
    data = json.loads(path.read_bytes())
    data["meta"]["1"]["schema"] = 2
    data["cases"]["1"] = {"id": 7}
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(NewerSchemaError):
        open_catalogue(path).add([draft("新")], command="add")


def test_damage_of_the_asked_for_record_is_told_with_field(path: Path) -> None:
    damage(path, '"title":"红色物业"', '"title":"红色物业","submitted_on":"2023-13"')
    with pytest.raises(DamagedError, match="line 13, table “cases”, record E6-002: submitted_on: is not a date"):
        open_catalogue(path).get(["E6-002"])
    assert list(open_catalogue(path).get(["E6-001"])) == ["E6-001"]


def test_mode_and_link_are_kept_and_nothing_is_left_beside(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.json"
    link.symlink_to(path)
    open_catalogue(link).add([draft("新")], command="add")
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert stat.S_IMODE(path.with_name("catalogue.json.journal").stat().st_mode) == 0o640
    assert sorted(one.name for one in tmp_path.iterdir()) == ["catalogue.json", "catalogue.json.journal", "elsewhere"]
    assert [one.name for one in folder.iterdir()] == ["link.json"]


def test_a_link_that_the_disk_wont_show_is_not_taken_for_the_file(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(path)
    look = os.lstat

    def failing(one: str) -> os.stat_result:
        if str(one) == str(link):
            raise OSError(errno.EIO, "Input/output error")
        return look(one)

    monkeypatch.setattr(os, "lstat", failing)
    with pytest.raises(CatalogueError, match=f"can't read {link}: Input/output error"):
        open_catalogue(link).add([draft("新")], command="add")
    assert link.is_symlink()


class UnclosedDisk(Disk):
    """A disk that reports a fault when a catalogue that was read is closed."""

    def open(self, path: Path) -> FileIO | BytesIO:
        return Unclosed(path) if path.suffix == ".json" else super().open(path)


class Unclosed(FileIO):
    """A file whose closing fails."""

    def close(self) -> None:
        wrong = not self.closed
        super().close()
        if wrong:
            raise OSError(errno.EIO, "Input/output error")


def test_a_fault_in_closing_what_was_read_is_not_heard_of(path: Path) -> None:
    open_catalogue(path).add([draft("新")], command="add")
    lines = open_catalogue(path, disk=UnclosedDisk()).lines()
    assert lines is not None
    assert len(list(lines.matching())) == 4
    del lines
    gc.collect()  # an exception that nobody can catch would fail the test


def test_a_hard_link_keeps_the_former_content_and_that_is_said(path: Path) -> None:
    other = path.with_name("other.json")
    other.hardlink_to(path)
    before = other.read_bytes()
    said: list[Message] = []
    open_catalogue(path, warn=said.append).add([draft("新")], command="add")
    assert other.read_bytes() == before
    assert [str(one) for one in said] == [f"{path} has a second name (a hard link); that one keeps the former content"]


def test_a_read_only_file_is_refused(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(CatalogueError, match="the file is read-only; nothing was changed"):
        open_catalogue(path).add([draft("新")], command="add")
    assert [one.name for one in path.parent.iterdir()] == ["catalogue.json"]


def test_reading_makes_no_file_and_needs_no_right_to_write(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    catalogue = open_catalogue(path)
    assert len(list(catalogue.cases())) == 3
    assert list(open_catalogue(path).get(["E6-001"])) == ["E6-001"]
    path.parent.chmod(0o755)
    assert [one.name for one in path.parent.iterdir()] == ["catalogue.json"]


def test_what_a_dead_writer_left_is_cleaned_up(path: Path) -> None:
    journals = [f".journal{older}{suffix}" for older in ("", ".1") for suffix in (".tmp", ".old")]
    for suffix in (".tmp", ".old", ".lock", *journals):
        path.with_name(path.name + suffix).write_bytes(b"left")
    open_catalogue(path, seconds=0.5).add([draft("新")], command="add")
    assert sorted(one.name for one in path.parent.iterdir()) == ["catalogue.json", "catalogue.json.journal"]


def test_what_cant_be_taken_away_is_named(path: Path) -> None:
    left = path.with_name("catalogue.json.tmp")
    left.mkdir()
    said = f"can't write {path}: {left} is in the way and can't be taken away (Is a directory); nothing was changed"
    with pytest.raises(CatalogueError, match=re.escape(said)):
        open_catalogue(path).add([draft("新")], command="add")


def test_a_missing_file_is_not_made_by_reading_or_writing(tmp_path: Path) -> None:
    missing = open_catalogue(tmp_path / "no.json")
    with pytest.raises(CatalogueError, match="No such file"):
        missing.editions()
    with pytest.raises(CatalogueError, match="No such file"):
        missing.add([draft()], command="add")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_or_folder_in_the_place_of_the_file_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(CatalogueError):
            open_catalogue(tmp_path / name).editions()
        with pytest.raises(CatalogueError):
            open_catalogue(tmp_path / name).add([draft()], command="add")


def test_a_new_catalogue_is_its_owners_alone_or_shared_with_the_group(tmp_path: Path) -> None:
    create(tmp_path / "a.json", tables())
    create(tmp_path / "b.json", tables(), shared=True)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a.json", "b.json")] == [0o600, 0o660]
    with pytest.raises(CatalogueError, match=r"a\.json exists already"):
        create(tmp_path / "a.json", tables())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.json", "b.json"]


def test_a_long_line_and_many_blocks_are_read_by_bytes_as_whole(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    long = stored(1, "长", text="社" * 400_000)
    create(path, tables(long, *(stored(number, f"题{number}", text="x" * 900) for number in range(2, 900))))
    assert open_catalogue(path).get(["E6-001", "E6-899"])["E6-001"] == long
    assert [row.id for row in open_catalogue(path).rows(6)] == [f"E6-{number:03d}" for number in range(1, 900)]


def test_a_delivery_is_refused_where_another_program_was_faster(path: Path, catalogue: FileCatalogue) -> None:
    catalogue.put_edition(Edition(6, released="2024-01"), command="edition set")  # the file is our own write now
    known = {one.title for one in catalogue.outlines()}

    def take_in(*titles: str) -> tuple[str, ...]:
        drafts = [draft(title) for title in titles]
        filed = catalogue.take_in(
            drafts,
            lambda ids: [one.filed(new, (), None) for one, new in zip(drafts, ids, strict=True)],
            command="import",
        )
        return tuple(one.id for one in filed)

    assert "甲" not in known
    open_catalogue(path).add([draft("甲")], command="add")
    before = path.read_bytes()
    with pytest.raises(DataError, match="was changed by another program just now"):
        take_in("乙", "甲")
    assert path.read_bytes() == before

    catalogue.outlines()
    path.write_bytes(path.read_bytes().replace("甲".encode(), "丙".encode()))
    before = path.read_bytes()
    with pytest.raises(DataError, match="was changed by another program just now"):
        take_in("丙")
    assert path.read_bytes() == before

    assert len(catalogue.outlines()) == len(known) + 1
    take_in("乙", "甲")
    assert {one.title for one in catalogue.outlines()} == known | {"甲", "乙", "丙"}
