"""Every system call fails or is the last one: the file is the old or the new, and what was acknowledged stays.

A long run: CASES_LONG=1 python -m pytest tests/catalogue/test_faults.py
"""

from __future__ import annotations

import errno
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shanghai_cases.catalogue import atomic, layout
from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.history import NothingToUndoError
from shanghai_cases.catalogue.home import silent
from shanghai_cases.errors import CatalogueError
from shanghai_cases.model.case import Contact
from tests.catalogue.making import draft, open_catalogue, stored, tables
from tests.catalogue.simulated_disk import DiedError, Fault, SimulatedDisk

if TYPE_CHECKING:
    from collections.abc import Callable

    from shanghai_cases.catalogue.file import FileCatalogue
    from shanghai_cases.catalogue.layout import Data
    from shanghai_cases.errors import Message
    from shanghai_cases.model.case import Case

ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, None]
WANG = Contact("王某")
FIRST = (stored(1, "一", contact=WANG), stored(2, "二"), stored(3, "三", contact=WANG))
START = tables(*FIRST)

CHANGES: dict[str, Callable[[FileCatalogue], object]] = {
    "add": lambda one: one.add([draft("甲")], command="add"),
    "import": lambda one: one.add([draft(f"甲{place}") for place in range(6)], command="import"),
    "edit": lambda one: one.replace([stored(2, "改")], command="edit"),
    "remove": lambda one: one.remove(["E6-003"], command="remove"),
    "undo": lambda one: one.undo(),
    "forget": lambda one: one.forget(everybody=True),
}


def catalogue_on(disk: SimulatedDisk, path: Path, warn: Callable[[Message], None] = silent) -> FileCatalogue:
    return open_catalogue(path, disk=disk, seconds=0.0, warn=warn)


def prepared(path: Path) -> SimulatedDisk:
    disk = SimulatedDisk()
    disk.put(path, layout.write(START))
    catalogue_on(disk, path).replace([stored(1, "一一")], command="edit")
    return disk


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("error", ERRORS)
def test_at_every_single_call(tmp_path: Path, name: str, error: int | None) -> None:
    path = tmp_path / "catalogue.json"
    at = 0
    while True:
        at += 1
        disk = prepared(path)
        before = disk.read(path)
        reference = prepared(path)
        CHANGES[name](catalogue_on(reference, path))
        after = reference.read(path)
        disk.fail_at(Fault(at, error))
        outcome = "done"
        try:
            CHANGES[name](catalogue_on(disk, path))
        except CatalogueError:
            outcome = "refused"
        except DiedError:
            outcome = "died"
        reached = len(disk.calls) >= at
        where = disk.calls[at - 1] if reached else ""
        disk.fail_at(None)
        found = disk.read(path)
        assert found in {"done": (after,), "refused": (before,), "died": (before, after)}[outcome], (at, where)
        left = sorted(one.name for one in disk.names if one.suffix in (".tmp", ".old"))
        assert left == [] or outcome == "died" or where == "unlink", (at, where, left)
        catalogue_on(disk, path).add([draft("再")], command="add")
        assert [one.title for one in catalogue_on(disk, path).cases()][-1] == "再"
        assert sorted(one.name for one in disk.names if one.suffix in (".tmp", ".old")) == []
        if name == "forget":
            catalogue_on(disk, path).forget(everybody=True)
            assert not [one for one, inode in disk.names.items() if "王某".encode() in inode.content], (at, where)
        if not reached:
            return


@pytest.mark.parametrize("name", ["add", "edit"])
def test_a_disk_that_is_full_at_any_byte(tmp_path: Path, name: str) -> None:
    path = tmp_path / "catalogue.json"
    outcomes = set()
    for room in range(1, 2200, 9):
        disk = prepared(path)
        before = dict(disk.names)
        contents = {one: inode.content for one, inode in before.items()}
        disk.room = room
        try:
            CHANGES[name](catalogue_on(disk, path))
            outcomes.add("done")
        except CatalogueError as error:
            outcomes.add(str(error))
            assert {one: inode.content for one, inode in disk.names.items()} == contents
        disk.room = None
        assert [one.id for one in catalogue_on(disk, path).cases()][:3] == ["E6-001", "E6-002", "E6-003"]
    assert outcomes == {"done", f"can't write {path}: No space left on device; nothing was changed"}


def test_a_new_file_that_the_disk_does_not_confirm_is_not_there(tmp_path: Path) -> None:
    disk = SimulatedDisk()
    place = tmp_path / "copy.json"
    atomic.replace(place, [b"{}"], disk=disk)
    at = len(disk.calls) - disk.calls[::-1].index("sync_folder")
    disk = SimulatedDisk()
    disk.fail_at(Fault(at, errno.EIO))
    with pytest.raises(CatalogueError, match=f"can't write {place}: injected; nothing was changed"):
        atomic.replace(place, [b"{}"], disk=disk)
    assert disk.names == {}


class LinklessDisk(SimulatedDisk):
    """A disk that knows no second names of files and confirms no rename at first."""

    confirms = False

    def link(self, old: Path, new: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    def sync_folder(self, folder: Path) -> None:
        if not self.confirms:
            raise OSError(errno.EIO, "Input/output error")
        super().sync_folder(folder)


def test_a_change_that_is_neither_confirmed_nor_taken_back_can_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    disk = LinklessDisk()
    disk.put(path, layout.write(START))
    with pytest.raises(CatalogueError, match="is written, but the disk did not confirm it"):
        CHANGES["add"](catalogue_on(disk, path))
    assert [one.title for one in catalogue_on(disk, path).cases()] == ["一", "二", "三", "甲"]
    disk.confirms = True
    catalogue_on(disk, path).undo()
    assert [one.title for one in catalogue_on(disk, path).cases()] == ["一", "二", "三"]
    assert [one.command for one in catalogue_on(disk, path).history().changes] == ["add", "undo"]


def test_forgetting_that_only_the_journal_took_is_told_and_finished_by_doing_it_again(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"

    def filled() -> SimulatedDisk:
        disk = prepared(path)
        catalogue_on(disk, path).remove(["E6-001"], command="remove")
        catalogue_on(disk, path).replace([replace(FIRST[2], title="改")], command="edit")
        disk.fail_at(None)
        return disk

    reference = filled()
    catalogue_on(reference, path).forget(everybody=True)
    disk = filled()
    disk.fail_at(Fault(len(reference.calls) - reference.calls[::-1].index("rename"), errno.ENOSPC))
    problem = f"can't write {path}: injected; nothing was changed"
    with pytest.raises(
        CatalogueError, match=f"only a part of the contacts is forgotten, so do it again: {re.escape(problem)}"
    ):
        catalogue_on(disk, path).forget(everybody=True)
    disk.fail_at(None)
    assert catalogue_on(disk, path).forget(everybody=True) == ("E6-003",)
    assert not [one for one, inode in disk.names.items() if "王某".encode() in inode.content]


def test_a_file_that_another_program_holds_open_is_replaced_once_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogue.json"
    monkeypatch.setattr(atomic, "_PAUSE", 0.0)
    disk = prepared(path)
    disk.busy = 3
    CHANGES["edit"](catalogue_on(disk, path))
    assert [one.title for one in catalogue_on(disk, path).cases()] == ["一一", "改", "三"]
    before = {one: inode.content for one, inode in disk.names.items()}
    disk.busy = 1000
    with pytest.raises(CatalogueError, match="another program has the file open; nothing was changed"):
        CHANGES["remove"](catalogue_on(disk, path))
    assert {one: inode.content for one, inode in disk.names.items()} == before


class Faults(RuleBasedStateMachine):
    """Changes of all kinds with and without faults, against a plain model: the cases, and what undo gives back."""

    def __init__(self) -> None:
        super().__init__()
        self.path = Path(os.environ.get("TMPDIR", "/tmp")).resolve() / f"cases-{os.getpid()}.json"  # noqa: S108 (its lock)
        self.disk = SimulatedDisk()
        self.cases: dict[str, Case] = {}
        self.given: set[str] = set()
        self.past: list[dict[str, Case]] = []
        self.future: list[dict[str, Case]] = []
        self.foreign = False  # another program's records may have taken the places of ours
        self.doubtful = False  # the last change died and may be in the journal without having happened
        self.mistaken = False  # another program wrote then, so that it may be taken for one that happened
        self.warnings: list[Message] = []  # one means that a change is not in the journal, so undo knows less

    @initialize()
    def start(self) -> None:
        self.disk.put(self.path, layout.write(START))
        self.cases = {one.id: one for one in FIRST}
        self.given = set(self.cases)

    @property
    def catalogue(self) -> FileCatalogue:
        return catalogue_on(self.disk, self.path, self.warnings.append)

    def present(self) -> dict[str, Case]:
        return {case.id: case for case in self.catalogue.cases()}

    def change(
        self,
        work: Callable[[FileCatalogue], object],
        fault: Fault | None,
        expected: Callable[[], dict[str, Case]] | None,
    ) -> None:
        """Do something that may fail or die; take over what came of it."""
        self.disk.fail_at(fault)
        outcome = "done"
        try:
            work(self.catalogue)
        except CatalogueError:
            outcome = "refused"
        except DiedError:
            outcome = "died"
        failed = self.disk.calls[fault.at - 1 : fault.at] if fault else []
        self.disk.fail_at(None)
        if outcome == "died" or (outcome == "refused" and failed == ["sync_folder"]):
            self.disk.sync_folder(self.path.parent)  # the system lives on; a power cut now would be a second fault
        now = self.present()
        self.doubtful = now == self.cases and (self.doubtful or outcome == "died")
        if outcome == "refused":
            assert now == self.cases
        elif outcome == "done" and expected is not None:
            assert now == expected()
        if now != self.cases:
            self.given |= set(now)
            self.cases = now

    fault = st.none() | st.builds(Fault, st.integers(1, 60), st.sampled_from(ERRORS))

    def remember(self, before: dict[str, Case]) -> None:
        if self.cases != before:
            self.past.append(before)
            self.future.clear()

    @rule(count=st.integers(1, 7), fault=fault)
    def add(self, count: int, fault: Fault | None) -> None:
        before = self.cases
        stored_ids: list[str] = []
        name = f"新{len(self.given)}"

        def work(catalogue: FileCatalogue) -> None:
            stored_ids.extend(
                case.id for case in catalogue.add([draft(f"{name}-{place}") for place in range(count)], command="add")
            )

        given = set(self.given)
        self.change(work, fault, None)
        assert not given & set(stored_ids)
        assert set(stored_ids) <= set(self.cases)
        self.remember(before)

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), fault=fault)
    def edit(self, data: st.DataObject, fault: Fault | None) -> None:
        before = self.cases
        case = self.cases[data.draw(st.sampled_from(sorted(self.cases)))]
        changed = replace(case, summary=data.draw(st.sampled_from(["", "短", "长" * 300, "a\nb\u202e"])))
        self.change(lambda one: one.replace([changed], command="edit"), fault, lambda: {**before, changed.id: changed})
        self.remember(before)

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), fault=fault)
    def remove(self, data: st.DataObject, fault: Fault | None) -> None:
        before = self.cases
        gone = data.draw(st.lists(st.sampled_from(sorted(self.cases)), min_size=1, max_size=3, unique=True))
        self.change(
            lambda one: one.remove(gone, command="remove"),
            fault,
            lambda: {identifier: case for identifier, case in before.items() if identifier not in gone},
        )
        self.remember(before)

    @precondition(lambda self: not self.warnings and not self.mistaken)
    @rule(fault=fault)
    def undo(self, fault: Fault | None) -> None:
        before = self.cases
        if not self.past:
            self.disk.fail_at(None)
            with pytest.raises(NothingToUndoError):
                self.catalogue.undo()
            return
        self.change(lambda one: one.undo(), fault, lambda: self.past[-1])
        if self.cases != before and not self.warnings:
            assert self.foreign or list(self.cases) == list(self.past[-1])
            self.past.pop()
            self.future.append(before)

    @precondition(lambda self: self.future and not self.warnings and not self.mistaken)
    @rule(fault=fault)
    def redo(self, fault: Fault | None) -> None:
        before = self.cases
        self.change(lambda one: one.redo(), fault, lambda: self.future[-1])
        if self.cases != before and not self.warnings:
            self.future.pop()
            self.past.append(before)

    @rule(indent=st.sampled_from([None, 1]), addition=st.booleans())
    def outside(self, indent: int | None, *, addition: bool) -> None:
        """Another program rewrites the file in its own layout, perhaps with a case more."""
        data: Data = json.loads(self.disk.read(self.path))
        self.mistaken |= self.doubtful
        if addition:
            self.foreign = True
            number = max([0, *(int(one[3:]) for one in self.given)]) + 1
            case = stored(number, f"外{number}")
            data["cases"][str(max([0, *map(int, data["cases"])]) + 1)] = to_document(case)
            self.given.add(case.id)
            self.past = [{**one, case.id: case} for one in self.past]
            self.future = [{**one, case.id: case} for one in self.future]
            self.cases = {**self.cases, case.id: case}
        self.disk.put(self.path, json.dumps(data, indent=indent).encode())

    @rule(seed=st.randoms(use_true_random=False))
    def power_cut(self, seed: object) -> None:
        """Nothing that was acknowledged is lost."""
        self.disk.power_cut(lambda most: seed.randint(0, most))  # type: ignore[attr-defined]

    @invariant()
    def reads_as_the_model(self) -> None:
        catalogue = self.catalogue
        if not self.disk.names:
            return
        assert self.present() == self.cases
        assert {row.id for row in catalogue.rows(6)} == set(self.cases)
        assert set(catalogue.get(list(self.cases)[:3])) == set(list(self.cases)[:3])


def test_a_long_life_with_faults() -> None:
    steps, examples = (60, 3000) if "CASES_LONG" in os.environ else (12, 25)
    phases = [Phase.explicit, Phase.reuse, Phase.generate]  # shrinking a life takes longer than reading it
    run_state_machine_as_test(
        Faults, settings=settings(stateful_step_count=steps, max_examples=examples, deadline=None, phases=phases)
    )
