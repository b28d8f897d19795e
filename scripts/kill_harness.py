"""Kill writers without warning, again and again, and look whether anything that was acknowledged is lost.

    python -m scripts.kill_harness --kills 1000 --writers 12 --readers 4 [--seed 1] [--stop]

Real processes add, import, edit and undo through the public interface; each writes what it was told is done into a
pipe of its own. A process is killed with SIGKILL at a random moment (``--stop``: some are stopped with SIGSTOP for a
while first) and another takes its place. Readers read all the time. After every kill the file is read whole; at the
end everything acknowledged must be there, no id given twice, the journal in agreement, and nothing left behind. Exits
with 1 when not.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from shanghai_cases.catalogue import reading, schema
from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.file import FileCatalogue, create
from shanghai_cases.catalogue.history import NothingToUndoError, NotUndoableError
from shanghai_cases.catalogue.lock import LockedError
from shanghai_cases.model.case import Case
from shanghai_cases.model.edition import Edition

WAIT = 60.0
LIFE = 100  # kills that one catalogue goes through; it grows all the time
SHORTEST, LONGEST = 0.0, 0.03  # seconds from a kill to the next


@dataclass
class Worker:
    """A child process, the pipe it reports through, and what of its last line has come."""

    process: int
    pipe: int
    name: str
    rest: bytes = b""


@dataclass
class Tally:
    """What the workers were told."""

    added: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    acknowledged: int = 0
    reads: int = 0
    kills: int = 0


def main() -> int:
    """Run, report, and tell by the status whether all went well."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stop", action="store_true", help="stop some writers for a while before they are killed")
    options = parser.parse_args()
    began = time.monotonic()
    chance = random.Random(options.seed)
    totals: list[Tally] = []
    changes = 0
    while sum(one.kills for one in totals) < options.kills and not any(one.faults for one in totals):
        with tempfile.TemporaryDirectory() as folder:
            path = made(Path(folder))
            kills = min(LIFE, options.kills - sum(one.kills for one in totals))
            tally = run(path, kills, options.writers, options.readers, chance, stop=options.stop)
            check(path, tally)
            totals.append(tally)
            changes += FileCatalogue(path).history().changes[-1].change
    faults = [fault for one in totals for fault in one.faults]
    print(
        f"{sum(one.kills for one in totals)} kills, {sum(one.acknowledged for one in totals)} acknowledged changes, "
        f"{sum(len(one.added) for one in totals)} cases added, {sum(one.reads for one in totals)} reads, "
        f"{changes} changes in all, {time.monotonic() - began:.0f} s, {len(faults)} faults"
    )
    for fault in faults[:20]:
        print(f"FAULT: {fault}")
    return int(bool(faults))


def made(folder: Path) -> Path:
    """Make an empty catalogue with one edition."""
    path = folder / "catalogue.json"
    data = schema.empty("")
    data["editions"] = {"1": to_document(Edition(6))}
    create(path, data)
    return path


def run(path: Path, kills: int, writers: int, readers: int, chance: random.Random, *, stop: bool = False) -> Tally:
    """Keep so many workers going and kill one after the other."""
    tally = Tally()
    crew = [_start(path, "writer", chance.random()) for _ in range(writers)]
    crew += [_start(path, "reader", chance.random()) for _ in range(readers)]
    try:
        while tally.kills < kills and not tally.faults:
            _collect(crew, tally, chance.uniform(SHORTEST, LONGEST))
            place = chance.randrange(len(crew))
            victim = crew[place]
            if stop and chance.random() < 0.1:
                os.kill(victim.process, signal.SIGSTOP)
                _collect(crew, tally, LONGEST)
            _end(victim, tally)
            tally.kills += 1
            crew[place] = _start(path, victim.name, chance.random())
            _read_whole(path, tally)
    finally:
        for worker in crew:
            _end(worker, tally)
    return tally


def _start(path: Path, name: str, seed: float) -> Worker:
    pipe, end = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(pipe)
        status = 1
        try:
            work = _write if name == "writer" else _read
            work(path, end, random.Random(seed))
        except BaseException as error:  # noqa: BLE001 (a child must never come back into the parent's code)
            os.write(end, f"fault {type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(status)
    os.close(end)
    return Worker(process, pipe, name)


def _end(worker: Worker, tally: Tally) -> None:
    os.kill(worker.process, signal.SIGKILL)
    os.waitpid(worker.process, 0)
    while part := os.read(worker.pipe, 1 << 16):
        worker.rest += part
    _note(worker, tally)
    os.close(worker.pipe)


def _collect(crew: list[Worker], tally: Tally, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([worker.pipe for worker in crew], [], [], left)
        for worker in crew:
            if worker.pipe in ready:
                worker.rest += os.read(worker.pipe, 1 << 16)
                _note(worker, tally)


def _note(worker: Worker, tally: Tally) -> None:
    *lines, worker.rest = worker.rest.split(b"\n")
    for line in lines:
        what, _, rest = line.decode().partition(" ")
        if what == "fault":
            tally.faults.append(rest)
        elif what == "read":
            tally.reads += 1
        else:
            tally.acknowledged += 1
            if what == "add":
                ids = rest.split()
                if tally.added & set(ids):
                    tally.faults.append(f"id given twice: {rest}")
                tally.added.update(ids)


def _write(path: Path, pipe: int, chance: random.Random) -> None:
    """Change the catalogue for ever, and report each change once it is done."""
    while True:
        catalogue = FileCatalogue(path, seconds=WAIT)
        what = chance.random()
        if what < 0.6:
            count = 1 if what < 0.5 else 20
            title = f"{os.getpid()}-{chance.random()}"
            done = catalogue.add(
                [Case("", 6, f"{title}-{place}", "徐汇区", summary="摘要" * 50) for place in range(count)],
                command="add" if count == 1 else "import",
            )
            _tell(pipe, "add " + " ".join(case.id for case in done))
        elif what < 0.9:
            _edit(catalogue, pipe, chance)
        else:
            _undo_own(catalogue, pipe)


def _edit(catalogue: FileCatalogue, pipe: int, chance: random.Random) -> None:
    """Count up in one case's tags; two writers may do it at once, so the count only says that it grew."""
    ids = [row.id for row in catalogue.rows(6)]
    if not ids:
        return
    case = catalogue.get([chance.choice(ids)]).popitem()[1]
    count = int(case.tags[0]) + 1 if case.tags else 1
    catalogue.replace([replace(case, tags=(str(count),))], command="edit")
    _tell(pipe, "edit")


def _undo_own(catalogue: FileCatalogue, pipe: int) -> None:
    """Take back the last edit, if that is what the last change was, and bring it back at once."""
    try:
        last = catalogue.history().changes[-1:]
        if last and last[0].command == "edit":
            catalogue.undo(last[0].change)
            catalogue.redo()
            _tell(pipe, "undo")
    except (NothingToUndoError, NotUndoableError):
        return


def _read(path: Path, pipe: int, chance: random.Random) -> None:
    """Read for ever; a reader always sees a whole file."""
    while True:
        catalogue = FileCatalogue(path)
        ids = [row.id for row in catalogue.rows(6)]
        if ids and len(catalogue.get([chance.choice(ids)])) != 1:
            _tell(pipe, "fault a case that was there is gone")
        if any(one.command == "(outside)" for one in catalogue.history().changes):
            _tell(pipe, "fault a change of ours looks like another program's")
        _tell(pipe, "read")


def _tell(pipe: int, line: str) -> None:
    os.write(pipe, line.encode() + b"\n")


def _read_whole(path: Path, tally: Tally) -> None:
    try:
        reading.strictly(path.read_bytes(), path)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is a fault)
        tally.faults.append(f"after kill {tally.kills}: {error}")


def check(path: Path, tally: Tally) -> None:
    """Compare the file with what was acknowledged, after one more change settled what the last kill left."""
    try:
        FileCatalogue(path, seconds=1.0).add([Case("", 6, "最后", "徐汇区")], command="add")
    except LockedError as error:
        tally.faults.append(f"a dead writer is in the way: {error}")
        return
    cases = {case.id: case for case in FileCatalogue(path).cases()}
    lost = sorted(tally.added - set(cases))
    if lost:
        tally.faults.append(f"lost: {' '.join(lost[:10])}")
    past = FileCatalogue(path).history()
    if past.changes[-1].change < tally.acknowledged:
        tally.faults.append(f"{tally.acknowledged} changes acknowledged, {past.changes[-1].change} recorded")
    tally.faults += [str(one) for one in past.warnings]
    tally.faults += [
        f"change {one.change} looks like another program's" for one in past.changes if one.command == "(outside)"
    ]
    left = sorted(one.name for one in path.parent.iterdir() if ".journal" not in one.name and one != path)
    if left:
        tally.faults.append(f"left behind: {' '.join(left)}")


if __name__ == "__main__":
    sys.exit(main())
