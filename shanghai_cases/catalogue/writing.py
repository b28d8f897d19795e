"""The one way to write: lock, read under the lock, settle the journal, plan, record, replace."""

from __future__ import annotations

import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import orjson

from shanghai_cases.catalogue import atomic, editing, forgetting, history, layout, plans, reading, schema
from shanghai_cases.catalogue.history import FORGET
from shanghai_cases.catalogue.journal import OUTSIDE, Entry, Stamp, stamp_of
from shanghai_cases.catalogue.layout import CASES, REVIEWS, Data
from shanghai_cases.catalogue.lock import locked
from shanghai_cases.catalogue.recorder import Recorder
from shanghai_cases.catalogue.scan import Digest, Scan, digest_of, lines_with, record
from shanghai_cases.errors import CatalogueError, DataError, msg
from shanghai_cases.model.ids import order_of

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from shanghai_cases.catalogue.forgetting import Wanted
    from shanghai_cases.catalogue.home import Home
    from shanghai_cases.catalogue.plans import Change, Known
    from shanghai_cases.model.case import Case

    Plan = Callable[[Data, Known], list[Change]]

_FEW = 4  # so many new cases are looked for by their bytes; more are faster with everything parsed
_BLOCK = 1 << 20


def change(home: Home, plan: Plan, command: str, *, relayout: bool = False) -> Entry | None:
    """Make one change; None where the plan changes nothing (with ``relayout``: and the layout is ours already).

    Raises `CatalogueError` (nothing is changed then) and whatever the plan raises.
    """
    with _opened(home) as recorder:
        return _change(home, recorder, plan, command, relayout=relayout)


def add(home: Home, drafts: Sequence[Case], plan: Plan, command: str, *, allow_same: bool) -> None:
    """Add cases, without parsing a file that is known to be our own last write."""
    with _opened(home) as recorder:
        if len(drafts) > _FEW or not _splice(home, recorder, drafts, plan, command, allow_same=allow_same):
            _change(home, recorder, plan, command)


def undo(home: Home, choose: Callable[[Sequence[Entry]], Entry], command: str) -> Entry:
    """Take back the change that is chosen from those of the past; raises what `history` raises."""
    with _opened(home) as recorder:
        found = _look(home, recorder)
        entries = recorder.entries()
        target = choose(entries)
        changes = history.inverse(found.data, target, entries)
        return _carry_out(home, recorder, found, changes, command, undoes=target.change)


def forget(home: Home, wanted: Wanted) -> tuple[str, ...]:
    """Remove contacts from the catalogue and from its journal for good; return the ids they belonged to."""
    with _opened(home) as recorder:
        found = _look(home, recorder)
        changes = forgetting.changes(found.data, wanted)
        _refuse_read_only(home)  # before the journal is rewritten
        ids = {str(one.before.get("id")) for one in changes if one.before} | forgetting.scrub(home, wanted)
        if changes:
            rewritten = Recorder(home.disk, home.path, home.warn)
            rewritten.settle(found.digest)
            _carry_out(home, rewritten, found, changes, FORGET)
    return tuple(sorted(ids, key=order_of))


def _refuse_read_only(home: Home) -> None:
    try:
        status = home.disk.status(home.path)
        if status is not None:
            atomic.refuse_read_only(home.path, status, home.disk)
    except OSError as error:
        raise atomic.unwritable(home.path, error) from error


@contextmanager
def _opened(home: Home) -> Iterator[Recorder]:
    with locked(home.path, home.seconds):
        atomic.tidy(home.path, home.disk)
        yield Recorder(home.disk, home.path, home.warn)


class _Found(NamedTuple):
    """The file under the lock: its tables, whether they are laid out as ours, its digest, a change by others."""

    raw: bytes
    data: Data
    canonical: bool
    digest: Digest
    outside: bool
    known: Known


def _look(home: Home, recorder: Recorder) -> _Found:
    raw = home.read()
    present = digest_of(raw)
    if recorder.trusts(present):
        data, canonical = orjson.loads(raw), True
    else:
        data, canonical = reading.strictly(raw, home.path)
    outside = recorder.settle(present)
    if outside and recorder.last is not None and history.never_happened(data, recorder.last):
        recorder.step_back()  # a crash came first, then the other program
    return _Found(raw, data, canonical, present, outside, plans.known_of(data, recorder.latest))


def _change(home: Home, recorder: Recorder, plan: Plan, command: str, *, relayout: bool = False) -> Entry | None:
    found = _look(home, recorder)
    changes = plan(found.data, found.known)
    if not changes and (found.canonical or not relayout):
        return None
    return _carry_out(home, recorder, found, changes, command)


def _carry_out(
    home: Home, recorder: Recorder, found: _Found, planned: Sequence[Change], command: str, *, undoes: int = 0
) -> Entry:
    changes = plans.with_retired(found.data, planned)
    if found.canonical and changes and _only_adds(changes):
        content = layout.append(found.raw, [(one.key, one.after or {}) for one in changes])
    else:
        content = layout.write(editing.edited(found.data, changes))
    note = _Note(
        command,
        found.digest,
        found.data,
        changes,
        found.known,
        undoes,
        outside=found.outside,
        canonical=found.canonical,
    )
    return _replace(home, recorder, (content,), note)


def _only_adds(changes: Sequence[Change]) -> bool:
    return all(one.table == CASES and one.before is None and one.follows is None for one in changes)


@dataclass(frozen=True, slots=True)
class _Note:
    """What the journal is to say of a change, but for the digest of the file after it."""

    command: str
    before: Digest
    data: Data
    changes: Sequence[Change]
    known: Known
    undoes: int = 0
    outside: bool = False
    canonical: bool = True

    def entries(self, home: Home, recorder: Recorder, after: Digest, stamp: Stamp) -> list[Entry]:
        last, number = recorder.last, recorder.number
        now, user = home.clock(), home.user()
        entries = []
        if self.outside and last is not None:
            number += 1
            entries.append(Entry(number, now, "", OUTSIDE, last.after, self.before))
        known = plans.known_after(self.known, self.changes)
        records = plans.recorded(self.data, self.changes)
        if self.command == FORGET:
            records = forgetting.without_contacts(records)
        entries.append(
            Entry(
                number + 1,
                now,
                user,
                self.command,
                self.before,
                after,
                records,
                self.undoes,
                known.highest,
                known.next_key,
                canonical=self.canonical,
                stamp=stamp,
            )
        )
        return entries


class _Summed:
    """Parts of a file, and the digest of those that were taken so far."""

    def __init__(self, parts: Iterable[bytes | memoryview]) -> None:
        self._parts = parts
        self.digest = Digest(0, 0)

    def __iter__(self) -> Iterator[bytes | memoryview]:
        for part in self._parts:
            self.digest = Digest(self.digest.size + len(part), zlib.crc32(part, self.digest.crc32))
            yield part


def _replace(home: Home, recorder: Recorder, parts: Iterable[bytes | memoryview], note: _Note) -> Entry:
    _tell_of_links(home)
    content = _Summed(parts)
    written: list[Entry] = []

    def record_first(status: os.stat_result) -> None:
        written.extend(note.entries(home, recorder, content.digest, stamp_of(status)))
        recorder.append(written)

    try:
        atomic.replace(home.path, content, disk=home.disk, before=record_first)
    except CatalogueError:
        if written:
            recorder.take_back()
        raise
    return written[-1]


def _tell_of_links(home: Home) -> None:
    with suppress(OSError):
        status = home.disk.status(home.path)
        if status is not None and status.st_nlink > 1:
            said = msg("{path} has a second name (a hard link); that one keeps the former content", path=str(home.path))
            home.warn(said)


class _ChangedError(Exception):
    """The file turned out not to be our own last write."""


def _splice(
    home: Home, recorder: Recorder, drafts: Sequence[Case], plan: Plan, command: str, *, allow_same: bool
) -> bool:
    """Add cases to a file that is our own last write, by its bytes; tell whether it was."""
    last, vouched = recorder.last, recorder.vouched
    if last is None or vouched is None:
        return False
    try:
        file = home.disk.open(home.path)
    except OSError as error:
        raise home.unreadable(error) from error
    try:
        if file.seek(0, 2) != vouched.size:
            return False
        data = _partial(Scan(file, trusted=True), drafts, allow_same=allow_same)  # its checksum is looked at below
        if data is None:
            return False
        known = plans.known_of(data, last)
        changes = plan(data, known)
        lines = layout.dumps_lines([(one.key, one.after or {}) for one in changes])
        _replace(home, recorder, _spliced(file, vouched, lines), _Note(command, vouched, data, changes, known))
    except (_ChangedError, DataError):
        return False  # a refusal, too, must not rest on bytes that nobody vouched for
    except OSError as error:
        raise home.unreadable(error) from error
    finally:
        with suppress(OSError):
            file.close()
    return True


def _partial(scan: Scan, drafts: Sequence[Case], *, allow_same: bool) -> Data | None:
    """Read what adding these cases needs to know: the head, equal titles, the cases they are related to."""
    needles = {b'{"id":' + layout.dumps(one) + b"," for draft in drafts for one in draft.related}
    if not allow_same:
        needles |= {layout.dumps(draft.title.strip())[1:-1] for draft in drafts}
    lines = {line for block in scan.blocks() for needle in needles for line in lines_with(block, needle)}
    if not scan.believes(()):
        return None
    try:
        head = scan.head
        schema.version_of(head)
        cases = dict(record(line) for line in lines)
    except CatalogueError:
        return None  # not what we wrote; read whole it will be refused for the right reason
    return {**head, REVIEWS: {}, CASES: cases} if schema.is_current(head) else None


def _spliced(file: BinaryIO, vouched: Digest, lines: bytes) -> Iterator[bytes | memoryview]:
    """Give the old file with lines added at the end; raises `_ChangedError` unless it is the vouched one."""
    buffer = bytearray(_BLOCK)
    body = vouched.size - len(layout.TAIL)
    crc = 0
    file.seek(0)
    while body > 0 and (count := file.readinto(memoryview(buffer)[: min(body, _BLOCK)])):  # type: ignore[attr-defined]
        part = memoryview(buffer)[:count]
        crc = zlib.crc32(part, crc)
        body -= count
        if not body:
            break
        yield part
    tail = file.read()
    if body or tail != layout.TAIL or zlib.crc32(tail, crc) != vouched.crc32:
        raise _ChangedError
    yield part
    yield b"\n" if bytes(part[-1:]) == b"{" else b",\n"
    yield lines
    yield layout.TAIL
