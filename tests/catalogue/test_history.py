"""What was changed, and taking it back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue import journal, layout
from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.catalogue.history import NothingToUndoError, NotUndoableError
from shanghai_cases.catalogue.protocol import Difference, Past
from shanghai_cases.model.case import Contact
from shanghai_cases.model.edition import Edition
from shanghai_cases.model.review import Review
from shanghai_cases.model.reviewer import Reviewer
from tests.catalogue.making import TIME, draft, open_catalogue, write_plainly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shanghai_cases.catalogue.file import FileCatalogue


def short(catalogue: FileCatalogue) -> list[tuple[int, str, str, int, int]]:
    return [
        (one.change, one.command, " ".join(one.records), one.undoes, one.undone_by)
        for one in catalogue.history().changes
    ]


class BusyDisk(Disk):
    """A disk on which others make changes while a file is being read."""

    def __init__(self, work: Callable[[], object], name: str) -> None:
        self.work, self.name = work, name

    def read(self, path: Path) -> bytes:
        if path.name != self.name:
            return super().read(path)
        self.name = ""
        content = super().read(path)
        self.work()
        return content


@pytest.mark.parametrize("name", ["catalogue.json", "catalogue.json.journal"])
def test_a_change_made_while_the_past_is_read_is_not_another_programs(path: Path, name: str) -> None:
    catalogue = open_catalogue(path)
    catalogue.add([draft("甲")], command="add")

    def work() -> None:
        catalogue.add([draft("乙")], command="add")
        catalogue.remove(["E6-005"], command="remove")

    past = open_catalogue(path, disk=BusyDisk(work, name)).history()
    assert past.warnings == ()
    assert [one.command for one in past.changes] == ["add"]
    assert [one.command for one in catalogue.history().changes] == ["add", "add", "remove"]


def edit(catalogue: FileCatalogue, identifier: str, **fields: object) -> None:
    catalogue.replace([replace(catalogue.get([identifier])[identifier], **fields)], command="edit")  # type: ignore[arg-type]


CHANGES: dict[str, Callable[[FileCatalogue], object]] = {
    "edit": lambda one: edit(one, "E6-002", title="改", tags=("甲",)),
    "remove from the middle": lambda one: one.remove(["E6-002"], command="remove"),
    "remove neighbours": lambda one: one.remove(["E6-001", "E6-002"], command="remove"),
    "remove the last": lambda one: one.remove(["E6-003"], command="remove"),
    "remove all": lambda one: one.remove(["E6-003", "E6-001", "E6-002"], command="remove"),
    "new edition": lambda one: one.put_edition(Edition(7), command="edition set"),
    "edition": lambda one: one.put_edition(Edition(6, name="第六届"), command="edition set"),
    "reviewers": lambda one: one.put_reviewers([Reviewer("R2", "王"), Reviewer("R3")], command="reviewer add"),
    "reviews": lambda one: one.put_reviews([Review("E6-001", "王"), Review("E6-003", "王")], command="review"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_undo_gives_the_former_bytes_back_and_redo_the_later(path: Path, name: str) -> None:
    catalogue = open_catalogue(path)
    catalogue.put_reviewers([Reviewer("R1")], command="reviewer add")
    catalogue.put_reviews([Review("E6-002", "李")], command="review")
    before = path.read_bytes()
    CHANGES[name](catalogue)
    after = path.read_bytes()
    assert catalogue.undo().undoes == 3
    assert path.read_bytes() == before
    assert catalogue.redo().undoes == 4
    assert path.read_bytes() == after


def test_undoing_the_first_reviewers_leaves_no_empty_table(path: Path) -> None:
    catalogue = open_catalogue(path)
    before = path.read_bytes()
    assert b'"reviewers":' not in before
    catalogue.put_reviewers([Reviewer("R1"), Reviewer("R2")], command="reviewer add")
    assert b'"reviewers":' in path.read_bytes()

    catalogue.undo()

    assert path.read_bytes() == before


def test_undoing_an_addition_remembers_its_id(path: Path) -> None:
    catalogue = open_catalogue(path)
    before = layout.read(path.read_bytes())
    catalogue.add([draft("甲"), draft("乙")], command="import")
    added = path.read_bytes()
    catalogue.undo()
    after = layout.read(path.read_bytes())
    assert after["meta"] == {"1": {"schema": 1, "name": "试", "retired": ["E6-005"]}}
    assert {**after, "meta": before["meta"]} == before
    catalogue.redo()
    assert path.read_bytes() == added
    catalogue.undo()
    path.with_name(path.name + ".journal").unlink()
    assert open_catalogue(path).add([draft("丙")], command="add")[0].id == "E6-006"


def test_undo_steps_back_and_redo_forward(path: Path) -> None:
    catalogue = open_catalogue(path)
    states = [path.read_bytes()]
    for title in ("一", "二", "三"):
        edit(catalogue, "E6-001", title=title)
        states.append(path.read_bytes())
    for state in reversed(states[:-1]):
        catalogue.undo()
        assert path.read_bytes() == state
    with pytest.raises(NothingToUndoError):
        catalogue.undo()
    for state in states[1:]:
        catalogue.redo()
        assert path.read_bytes() == state
    with pytest.raises(NothingToUndoError):
        catalogue.redo()
    catalogue.undo()
    assert path.read_bytes() == states[2]
    assert [line[3:] for line in short(catalogue)] == [
        (0, 0), (0, 0), (0, 10), (3, 9), (2, 8), (1, 7), (6, 0), (5, 0), (4, 0), (3, 0),
    ]  # fmt: skip


def test_a_named_change_is_undone_where_nothing_later_touched_its_records(path: Path) -> None:
    catalogue = open_catalogue(path)
    edit(catalogue, "E6-001", title="一")
    edit(catalogue, "E6-002", title="二")
    edit(catalogue, "E6-001", title="三")
    with pytest.raises(
        NotUndoableError, match=r"change 1 can't be undone: E6-001 was changed again by change 3 \(edit\)"
    ):
        catalogue.undo(1)
    assert catalogue.undo(2) == Past(
        4, TIME, "wang", "undo", ("E6-002",), 2, 0, (Difference("E6-002", "cases", "title", "二", "红色物业"),)
    )
    with pytest.raises(NotUndoableError, match="change 2 is undone already, by change 4"):
        catalogue.undo(2)
    with pytest.raises(NotUndoableError, match="there is no change 9; “cases log” shows them"):
        catalogue.undo(9)
    assert catalogue.undo(4).undoes == 4
    assert [case.title for case in catalogue.cases()][:2] == ["三", "二"]


def test_what_other_records_point_at_is_not_taken_away(path: Path) -> None:
    catalogue = open_catalogue(path)
    catalogue.put_edition(Edition(7), command="edition set")
    catalogue.add([draft("甲", edition=7)], command="add")
    catalogue.add([draft("乙", related=("E7-001",))], command="add")
    with pytest.raises(NotUndoableError, match="change 2 can't be undone: E6-004 refers to E7-001"):
        catalogue.undo(2)
    with pytest.raises(NotUndoableError, match="change 1 can't be undone: E7-001 refers to 7"):
        catalogue.undo(1)


def test_what_comes_back_must_not_point_at_what_is_gone(path: Path) -> None:
    catalogue = open_catalogue(path)
    catalogue.add([draft("甲", related=("E6-001",))], command="add")
    edit(catalogue, "E6-004", related=())
    catalogue.remove(["E6-001"], command="remove")
    with pytest.raises(NotUndoableError, match="change 2 can't be undone: E6-004 refers to E6-001"):
        catalogue.undo(2)


def test_a_change_by_another_program_is_shown_and_not_undone(path: Path) -> None:
    catalogue = open_catalogue(path)
    edit(catalogue, "E6-001", title="一")
    data = layout.read(path.read_bytes())
    data["cases"]["1"]["title"] = "外面"
    write_plainly(path, data)
    assert [line[:3] for line in short(catalogue)] == [(1, "edit", "E6-001"), (0, journal.OUTSIDE, "")]
    with pytest.raises(NotUndoableError, match="E6-001 was changed since by another program"):
        catalogue.undo()
    edit(catalogue, "E6-002", title="二")
    assert [line[:3] for line in short(catalogue)] == [
        (1, "edit", "E6-001"), (2, journal.OUTSIDE, ""), (3, "edit", "E6-002"),
    ]  # fmt: skip
    with pytest.raises(NotUndoableError, match="change 2 was made by another program"):
        catalogue.undo(2)


def test_a_record_comes_back_though_its_key_was_taken(path: Path) -> None:
    catalogue = open_catalogue(path)
    catalogue.remove(["E6-003"], command="remove")
    data = layout.read(path.read_bytes())
    data["cases"]["3"] = {"id": "E6-009", "edition": 6, "title": "外面", "unit": "静安区"}
    write_plainly(path, data)
    catalogue.undo()
    assert [case.id for case in catalogue.cases()] == ["E6-001", "E6-002", "E6-003", "E6-009"]


def test_personal_data_is_told_only_when_asked_for(path: Path) -> None:
    catalogue = open_catalogue(path)
    edit(catalogue, "E6-001", contact=Contact("王", "13800000000"))
    assert catalogue.history().changes[0].differences == (
        Difference("E6-001", "cases", "contact", None, None, hidden=True),
    )
    assert catalogue.history(contacts=True).changes[0].differences == (
        Difference("E6-001", "cases", "contact", None, {"name": "王", "phone": "13800000000"}),
    )


def test_reading_the_past_makes_no_file_and_tells_what_is_wrong_with_it(path: Path) -> None:
    catalogue = open_catalogue(path)
    assert catalogue.history() == ((), ())
    assert [one.name for one in path.parent.iterdir()] == ["catalogue.json"]
    edit(catalogue, "E6-001", title="一")
    edit(catalogue, "E6-001", title="二")
    file = path.with_name(path.name + ".journal")
    file.write_bytes(file.read_bytes().replace(b'"change":1', b'"change":7'))
    past = catalogue.history()
    assert [one.change for one in past.changes] == [2]
    assert [str(one) for one in past.warnings] == [f"1 lines of the journal {file} can't be read"]


def test_a_change_recorded_but_not_made_is_not_told(path: Path) -> None:
    catalogue = open_catalogue(path)
    old = path.with_name("old")
    shutil.copy2(path, old)
    edit(catalogue, "E6-001", title="一")
    old.replace(path)
    assert catalogue.history().changes == ()
    with pytest.raises(NothingToUndoError):
        catalogue.undo()
