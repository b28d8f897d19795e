"""Several accounts on one catalogue: who may write keeps writing, whatever another account's program left behind."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue.doctor import diagnose
from shanghai_cases.catalogue.file import FileCatalogue, create
from shanghai_cases.catalogue.lock import locked
from shanghai_cases.errors import CasesError
from shanghai_cases.model.case import Contact
from tests.catalogue.making import draft, stored, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can act for several accounts"
)

ANN, BEN, GROUP = 70001, 70002, 70010


def add(path: Path, title: str) -> Callable[[], str]:
    def work() -> str:
        warnings: list[str] = []
        catalogue = FileCatalogue(path, seconds=0.2, warn=lambda message: warnings.append(str(message)))
        added = catalogue.add([draft(title)], command="add")
        return "\n".join([added[0].id, *warnings])

    return work


def undo(path: Path) -> Callable[[], str]:
    return lambda: str(FileCatalogue(path, seconds=0.2).undo().undoes)


def edit(path: Path) -> Callable[[], str]:
    def work() -> str:
        FileCatalogue(path, seconds=0.2).replace([stored(1, "改")], command="edit")
        return "edited"

    return work


def read(path: Path) -> Callable[[], str]:
    def work() -> str:
        catalogue = FileCatalogue(path)
        found = [
            *catalogue.get(["E6-001"]),
            *(row.id for row in catalogue.rows(6)),
            *(one.id for one in catalogue.cases()),
        ]
        return f"{len(found)} {len(catalogue.history().changes)} {len(diagnose(path).findings)}"

    return work


def acting(account: int, work: Callable[[], str]) -> str:
    """Do something as another account, in a process of its own; return what it says or what it refuses with."""
    pipe, end = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.setgroups([GROUP])
            os.setgid(account)
            os.setuid(account)
            os.umask(0o022)
            said = work()
        except CasesError as error:
            said = f"{error.status}: {error}"
        except BaseException as error:  # noqa: BLE001 (a child must never come back into the parent's code)
            said = f"{type(error).__name__}: {error}"
        os.write(end, said.encode())
        os._exit(0)
    os.close(end)
    with os.fdopen(pipe, encoding="utf-8") as answer:
        said = answer.read()
    os.waitpid(process, 0)
    return said


def rights(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)


@pytest.fixture
def office() -> Iterator[Path]:
    """Make a catalogue of Ann's in a folder where her group may write; all that the children import is imported."""
    folder = Path(tempfile.mkdtemp()).resolve()
    path = folder / "catalogue.json"
    start = tables(stored(1, "一"), stored(2, "二"))
    create(path, start, shared=True)
    for work in (add(path, "甲"), edit(path), undo(path), undo(path), read(path)):
        work()
    for file in folder.iterdir():
        file.unlink()
    create(path, start, shared=True)
    os.chown(path, ANN, GROUP)
    os.chown(folder, ANN, GROUP)
    folder.chmod(0o770)
    yield path
    shutil.rmtree(folder)


def test_two_accounts_of_a_group_write_in_turn_and_the_owner_is_told(office: Path) -> None:
    journal = office.with_name("catalogue.json.journal")
    assert acting(ANN, add(office, "甲")) == "E6-003"
    assert rights(office) == rights(journal) == (ANN, GROUP, 0o660)
    said = (
        f"{office} belonged to {ANN}:{GROUP} and now belongs to {BEN}:{GROUP}, "
        "as this account can't give it away; its mode is as before"
    )
    assert acting(BEN, add(office, "乙")) == f"E6-004\n{said}"
    assert rights(office) == (BEN, GROUP, 0o660)
    assert rights(journal) == (ANN, GROUP, 0o660)
    assert acting(ANN, undo(office)) == "2"
    assert acting(BEN, undo(office)) == "1"
    assert [one.command for one in FileCatalogue(office).history().changes] == ["add", "add", "undo", "undo"]


def test_what_root_writes_stays_the_owners(office: Path) -> None:
    add(office, "甲")()
    assert rights(office) == rights(office.with_name("catalogue.json.journal")) == (ANN, GROUP, 0o660)
    office.chmod(0o600)
    os.chown(office, BEN, BEN)
    add(office, "乙")()
    assert rights(office) == rights(office.with_name("catalogue.json.journal")) == (BEN, BEN, 0o600)


def test_the_lock_file_is_the_catalogues_owners_with_its_mode(office: Path) -> None:
    lock = office.with_name("catalogue.json.lock")
    with locked(office):
        assert rights(lock) == (ANN, GROUP, 0o660)

    def bens() -> str:
        with locked(office):
            return str(rights(lock))

    assert acting(BEN, bens) == str((BEN, GROUP, 0o660))


@pytest.mark.parametrize("mode", [0o660, 0o644])
def test_a_lock_file_that_another_account_left_is_never_in_the_way(office: Path, mode: int) -> None:
    lock = office.with_name("catalogue.json.lock")
    lock.write_text("4711 otherhost\n", encoding="utf-8")
    os.chown(lock, BEN, BEN)
    lock.chmod(mode)
    if mode == 0o660:
        os.chown(lock, BEN, GROUP)
    assert acting(ANN, add(office, "甲")) == "E6-003"
    assert not lock.exists()


def test_a_lock_file_that_may_only_be_read_is_waited_for_while_it_is_held(office: Path) -> None:
    import fcntl

    lock = office.with_name("catalogue.json.lock")
    lock.write_text("4711 otherhost\n", encoding="utf-8")
    with lock.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        said = f"4: process 4711 on otherhost is writing {office} and did not finish within 0.2 s; "
        assert acting(ANN, add(office, "甲")) == said + "try again, or wait longer with --wait"
    assert acting(ANN, add(office, "甲")) == "E6-003"


def test_a_lock_file_that_may_not_even_be_read_is_told(office: Path) -> None:
    lock = office.with_name("catalogue.json.lock")
    lock.touch(0o600)
    said = f"4: can't lock {office}: another account has left {lock} and we may not use it; "
    assert acting(ANN, add(office, "甲")) == said + "if nobody is writing, take it away; nothing was changed"


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_journal_of_another_account_costs_a_warning(office: Path, mode: int) -> None:
    add(office, "甲")()
    journal = office.with_name("catalogue.json.journal")
    os.chown(journal, 0, 0)
    journal.chmod(mode)
    before = journal.read_bytes()
    said = f"can't use the journal {journal}: Permission denied; this change can't be undone"
    assert acting(ANN, add(office, "乙")) == f"E6-004\n{said}"
    assert journal.read_bytes() == before


def test_a_file_or_folder_of_another_account_is_refused_and_read_without_a_trace(office: Path) -> None:
    add(office, "甲")()
    for owner, folder_mode, file_mode, said in (
        (ANN, 0o775, 0o644, f"4: can't write {office}: the file is read-only; nothing was changed"),
        (0, 0o755, 0o666, f"4: can't lock {office}: Permission denied; nothing was changed"),
    ):
        os.chown(office, 0, 0)
        office.chmod(file_mode)
        office.with_name("catalogue.json.journal").chmod(0o644)
        os.chown(office.parent, owner, GROUP)
        office.parent.chmod(folder_mode)
        before = {one.name: (one.read_bytes(), rights(one)) for one in office.parent.iterdir()}
        for work in (add(office, "乙"), edit(office), undo(office)):
            assert acting(ANN, work) == said
        assert acting(ANN, read(office)) == "7 1 0"
        assert {one.name: (one.read_bytes(), rights(one)) for one in office.parent.iterdir()} == before


def test_a_journal_that_more_people_can_read_is_found(office: Path) -> None:
    FileCatalogue(office).replace([stored(1, "一", contact=Contact("王"))], command="edit")
    office.with_name("catalogue.json.journal").chmod(0o664)
    (finding,) = diagnose(office).findings
    journal = office.with_name("catalogue.json.journal")
    assert str(finding.message) == f"more people can read {journal} than the catalogue, and it holds contacts"
    assert str(finding.advice) == f"take that right away: chmod o-r {journal}"
    add(office, "甲")()
    assert rights(journal) == (ANN, GROUP, 0o660)


def test_somebody_elses_file_in_a_sticky_folder_is_refused_and_nothing_is_left_beside_it(office: Path) -> None:
    office.parent.chmod(0o1777)
    os.chown(office.parent, 0, 0)
    before = office.read_bytes()
    assert acting(BEN, add(office, "甲")) == (f"4: can't write {office}: Operation not permitted; nothing was changed")
    assert office.read_bytes() == before
    assert sorted(path.name for path in office.parent.iterdir()) == ["catalogue.json"]
    assert acting(ANN, add(office, "甲")) == "E6-003"
