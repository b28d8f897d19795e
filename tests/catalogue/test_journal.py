"""The journal beside the file: what it says, what a crash leaves in it, and that nobody needs it to be there."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.catalogue import journal, layout
from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.journal import Entry, Recorded
from shanghai_cases.catalogue.journal_end import Stamp
from shanghai_cases.catalogue.scan import Digest, digest_of
from shanghai_cases.errors import CatalogueError
from tests.catalogue.making import TIME, draft, open_catalogue, stored, write_plainly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shanghai_cases.errors import Message

ENTRY = Entry(
    3, TIME, "王", "edit", Digest(1, 2), Digest(3, 4), (Recorded("cases", "1", "E6-001", {"a": 1}, None, ""),)
)


def journal_file(path: Path) -> Path:
    return path.with_name(path.name + ".journal")


def entries(path: Path) -> list[Entry]:
    return list(journal.parse(journal_file(path).read_bytes()).entries)


def changes(path: Path) -> list[tuple[int, str, list[str]]]:
    return [(one.change, one.command, [record.name for record in one.records]) for one in entries(path)]


def test_an_entry_comes_back_as_it_was() -> None:
    whole = ENTRY._replace(undoes=2, highest={6: 481}, next_key=482, canonical=True, stamp=Stamp(5, 6, 7))
    assert journal.decode(journal.encode(whole)[:-1]) == whole
    assert journal.decode(journal.encode(ENTRY)[:-1]) == ENTRY


@given(st.integers(0, len(journal.encode(ENTRY)) - 2), st.integers(1, 255))
def test_a_line_with_any_byte_changed_is_no_entry(place: int, flip: int) -> None:
    line = bytearray(journal.encode(ENTRY)[:-1])
    line[place] ^= flip
    assert journal.decode(bytes(line)) is None


@given(st.binary(max_size=60))
def test_no_bytes_at_all_upset_the_reading(raw: bytes) -> None:
    assert journal.parse(raw).entries == ()


def test_each_change_is_one_line_with_its_records_before_and_after(path: Path) -> None:
    catalogue = open_catalogue(path)
    before = digest_of(path.read_bytes())
    added = catalogue.add([draft("甲"), draft("乙")], command="import")
    catalogue.replace([replace(added[0], title="丙")], command="edit")
    catalogue.remove(["E6-005"], command="remove")
    assert changes(path) == [
        (1, "import", ["E6-004", "E6-005"]),
        (2, "edit", ["E6-004"]),
        (3, "remove", ["", "E6-005"]),
    ]
    first, second, _ = entries(path)
    assert (first.at, first.user, first.before) == (TIME, "wang", before)
    assert (second.before, entries(path)[2].after) == (first.after, digest_of(path.read_bytes()))
    record = second.records[0]
    assert record.before is not None
    assert record.after == {**record.before, "title": "丙"}


def test_an_import_that_is_refused_leaves_no_line(path: Path) -> None:
    catalogue = open_catalogue(path)
    with pytest.raises(Exception, match="already the case"):
        catalogue.add([draft("甲"), draft("一网统管")], command="import")
    assert not journal_file(path).exists()


def test_a_change_of_another_program_gets_a_line_of_its_own(path: Path) -> None:
    open_catalogue(path).add([draft("甲")], command="add")
    write_plainly(path, {**layout.read(path.read_bytes()), "other": {"1": {"x": 1}}})
    open_catalogue(path).add([draft("乙")], command="add")
    assert changes(path) == [(1, "add", ["E6-004"]), (2, journal.OUTSIDE, []), (3, "add", ["E6-005"])]
    assert entries(path)[1].before == entries(path)[0].after
    assert entries(path)[1].after == entries(path)[2].before


def before_the_crash(path: Path) -> Callable[[], None]:
    """Remember the file; what is returned puts it back as a crash leaves it."""
    former, status = path.read_bytes(), path.stat()

    def put_back() -> None:
        old = path.with_name("old")
        old.write_bytes(former)
        os.utime(old, ns=(status.st_atime_ns, status.st_mtime_ns))
        old.replace(path)

    return put_back


@pytest.mark.parametrize("with_its_time", [True, False])
def test_a_former_version_that_git_or_a_backup_brought_back_is_a_change_from_outside(
    path: Path, *, with_its_time: bool
) -> None:
    open_catalogue(path).add([draft("甲")], command="add")
    former, status = path.read_bytes(), path.stat()
    open_catalogue(path).add([draft("乙")], command="add")
    path.write_bytes(former)
    if with_its_time:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert [one.command for one in open_catalogue(path).history().changes] == ["add", "add", journal.OUTSIDE]
    assert open_catalogue(path).add([draft("丙")], command="add")[0].id == "E6-006"
    assert changes(path) == [
        (1, "add", ["E6-004"]),
        (2, "add", ["E6-005"]),
        (3, journal.OUTSIDE, []),
        (4, "add", ["E6-006"]),
    ]


def test_a_change_that_was_recorded_but_never_happened_is_forgotten(path: Path) -> None:
    open_catalogue(path).add([draft("甲")], command="add")
    former = before_the_crash(path)
    open_catalogue(path).add([draft("乙")], command="add")
    former()
    assert open_catalogue(path).add([draft("丙")], command="add")[0].id == "E6-006"  # it might have been given
    assert changes(path) == [(1, "add", ["E6-004"]), (2, "add", ["E6-006"])]
    assert [case.title for case in open_catalogue(path).cases()][3:] == ["甲", "丙"]


def test_the_first_change_that_never_happened_is_forgotten_too(path: Path) -> None:
    former = before_the_crash(path)
    open_catalogue(path).add([draft("甲")], command="add")
    former()
    assert open_catalogue(path).add([draft("乙")], command="add")[0].id == "E6-005"
    assert changes(path) == [(1, "add", ["E6-005"])]


def test_a_change_that_never_happened_is_forgotten_though_another_program_came_after_the_crash(path: Path) -> None:
    open_catalogue(path).add([draft("甲")], command="add")
    former = layout.read(path.read_bytes())
    open_catalogue(path).add([draft("乙")], command="add")
    path.with_name("catalogue.json.tmp").write_bytes(path.read_bytes())
    write_plainly(path, {**former, "other": {"1": {"x": 1}}})
    assert open_catalogue(path).add([draft("丙")], command="add")[0].id == "E6-006"
    assert changes(path) == [(1, "add", ["E6-004"]), (2, journal.OUTSIDE, []), (3, "add", ["E6-006"])]


def test_a_change_that_never_happened_is_forgotten_though_another_program_gave_one_of_its_ids(path: Path) -> None:
    open_catalogue(path).add([draft("甲")], command="add")
    former = layout.read(path.read_bytes())
    open_catalogue(path).add([draft("乙"), draft("丙")], command="import")
    path.with_name("catalogue.json.tmp").write_bytes(path.read_bytes())
    write_plainly(path, {**former, "cases": {**former["cases"], "5": to_document(stored(5, "丁"))}})
    assert open_catalogue(path).add([draft("戊")], command="add")[0].id == "E6-007"
    assert changes(path) == [(1, "add", ["E6-004"]), (2, journal.OUTSIDE, []), (3, "add", ["E6-007"])]


def test_a_crash_right_after_another_programs_change_was_noticed(path: Path) -> None:
    open_catalogue(path).add([draft("甲")], command="add")
    write_plainly(path, {**layout.read(path.read_bytes()), "other": {"1": {"x": 1}}})
    former = before_the_crash(path)
    open_catalogue(path).add([draft("乙")], command="add")
    former()
    whole = journal_file(path).read_bytes()
    journal_file(path).write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 1])  # as a refused change leaves it
    open_catalogue(path).add([draft("丙")], command="add")
    assert changes(path) == [(1, "add", ["E6-004"]), (2, journal.OUTSIDE, []), (3, "add", ["E6-005"])]
    assert [case.title for case in open_catalogue(path).cases()] == [
        "一网统管",
        "红色物业",
        "邻里“议事”\n厅",
        "甲",
        "丙",
    ]
    assert layout.is_canonical(path.read_bytes(), layout.read(path.read_bytes()))


def test_a_torn_end_is_overwritten(path: Path) -> None:
    open_catalogue(path).add([draft("甲")], command="add")
    with journal_file(path).open("ab") as file:
        file.write(b'{"change":2,"at":"20')
    said: list[Message] = []
    open_catalogue(path, warn=said.append).add([draft("乙")], command="add")
    assert (changes(path), said) == ([(1, "add", ["E6-004"]), (2, "add", ["E6-005"])], [])


@pytest.mark.parametrize("content", [b"foreign\n", b"\x00" * 5000 + b"\n", b'{"change":1}\n', b"\n\n"])
def test_a_journal_of_something_else_costs_a_warning_and_is_kept(path: Path, content: bytes) -> None:
    journal_file(path).write_bytes(content)
    said: list[Message] = []
    assert open_catalogue(path, warn=said.append).add([draft("甲")], command="add")[0].id == "E6-004"
    assert [str(one) for one in said] == [
        f"the end of the journal {journal_file(path)} can't be read; earlier changes may be missing"
    ]
    assert journal_file(path).read_bytes().startswith(content)
    assert changes(path) == [(1, "add", ["E6-004"])]


def test_another_catalogues_journal_costs_nothing_but_a_line(path: Path, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    other = tmp_path / "b" / "catalogue.json"
    write_plainly(other, layout.read(path.read_bytes()))
    open_catalogue(other).replace([stored(1, "别的")], command="edit")
    journal_file(other).rename(journal_file(path))
    assert open_catalogue(path).add([draft("甲")], command="add")[0].id == "E6-004"
    assert [one.title for one in open_catalogue(path).cases()] == ["一网统管", "红色物业", "邻里“议事”\n厅", "甲"]


def test_a_journal_that_cant_be_written_costs_a_warning(path: Path) -> None:
    journal_file(path).mkdir()
    said: list[Message] = []
    assert open_catalogue(path, warn=said.append).add([draft("甲")], command="add")[0].id == "E6-004"
    assert [one.text for one in said] == ["can't use the journal {journal}: {reason}; this change can't be undone"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_place_of_the_journal_is_not_waited_for(path: Path) -> None:
    os.mkfifo(journal_file(path))
    assert open_catalogue(path).add([draft("甲")], command="add")[0].id == "E6-004"
    assert list(open_catalogue(path).get(["E6-001"])) == ["E6-001"]


def test_a_link_in_the_place_of_the_journal_is_not_followed(path: Path) -> None:
    victim = path.with_name("victim")
    victim.write_bytes(b"mine")
    for target in (victim, path.with_name("nowhere")):
        journal_file(path).symlink_to(target)
        said: list[Message] = []
        added = open_catalogue(path, warn=said.append).add([draft("甲")], command="add", allow_same=True)
        assert len(added) == 1
        assert [str(one) for one in said] == [
            (
                f"can't use the journal {journal_file(path)}: it is a link, and none is followed; "
                "this change can't be undone"
            )
        ]
        with pytest.raises(CatalogueError):
            open_catalogue(path).undo()
        journal_file(path).unlink()
    assert victim.read_bytes() == b"mine"


def test_a_deleted_journal_begins_anew(path: Path) -> None:
    open_catalogue(path).add([draft("甲")], command="add")
    journal_file(path).unlink()
    open_catalogue(path).add([draft("乙")], command="add")
    assert changes(path) == [(1, "add", ["E6-005"])]


def test_the_journal_takes_the_catalogues_mode_when_that_changes(path: Path) -> None:
    open_catalogue(path).add([draft("甲")], command="add")
    path.chmod(0o664)
    open_catalogue(path).add([draft("乙")], command="add")
    assert journal_file(path).stat().st_mode == path.stat().st_mode


def test_a_journal_grown_too_big_becomes_the_older_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 1500)
    for place in range(6):
        open_catalogue(path).add([draft(f"新{place}")], command="add")
    older = path.with_name(path.name + ".journal.1")
    kept = [one.change for one in journal.parse(older.read_bytes()).entries]
    assert kept + [one.change for one in entries(path)] == list(range(kept[0], 7))
    assert older.stat().st_size < 2500
    assert sorted(one.name for one in path.parent.iterdir()) == [
        "catalogue.json",
        "catalogue.json.journal",
        "catalogue.json.journal.1",
    ]
