"""Adding cases to a file that is our own last write by its bytes: the old ones are copied, the new lines follow."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import layout, plans, schema
from shanghai_cases.catalogue.commit import Note, commit
from shanghai_cases.catalogue.layout import CASES, REVIEWS, TAIL, Data, Document
from shanghai_cases.catalogue.scan import Digest, Scan, lines_with, record
from shanghai_cases.errors import CatalogueError, DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from shanghai_cases.catalogue.commit import Sum
    from shanghai_cases.catalogue.home import Home
    from shanghai_cases.catalogue.plans import Change, Known
    from shanghai_cases.catalogue.protocol import Outline
    from shanghai_cases.catalogue.recorder import Recorder
    from shanghai_cases.model.case import Case

_BLOCK = 1 << 20


class _ChangedError(Exception):
    """The file turned out not to be our own last write."""


def add(
    home: Home,
    recorder: Recorder,
    needed: Callable[[Scan], Data | None],
    plan: Callable[[Data, Known], Sequence[Change]],
    command: str,
) -> bool:
    """Add cases if the file is our own last write and nothing speaks against them; tell whether that was done.

    ``needed`` reads what the plan needs to know (`of_drafts`, `of_all`). A refusal must not rest on bytes that nobody
    vouched for, so it is left to whoever reads the file whole.
    """
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
        data = needed(Scan(file, trusted=True))  # the sum is looked at in copying
        if data is None:
            return False
        known = plans.known_of({**data, CASES: {}}, last)  # the entry of our last write knows of all cases
        changes = plan(data, known)
        lines = layout.lines_of((one.key, one.after or {}) for one in changes)
        note = Note(command, vouched, data, changes, known)
        commit(home, recorder, lambda content: _spliced(file, vouched, lines, content), note)
    except (_ChangedError, DataError):
        return False
    except OSError as error:
        raise home.unreadable(error) from error
    finally:
        with suppress(OSError):
            file.close()
    return True


def of_drafts(drafts: Sequence[Case], *, allow_same: bool) -> Callable[[Scan], Data | None]:
    """Say how to read what adding a few cases needs to know: the head, equal titles, the cases they are related to."""
    needles = {b'{"id":' + layout.dumps(one) + b"," for draft in drafts for one in draft.related}
    if not allow_same:
        needles |= {layout.dumps(draft.title.strip())[1:-1] for draft in drafts}

    def read(scan: Scan) -> Data | None:
        lines = {line for block in scan.blocks() for needle in needles for line in lines_with(block, needle)}
        return _with_head(scan, lambda: dict(map(record, lines)))

    return read


def of_all(seen: Sequence[Outline] | None = None) -> Callable[[Scan], Data | None]:
    """Say how to read what adding many cases needs to know: the head, and which each case is, unless that was seen."""

    def read(scan: Scan) -> Data | None:
        from shanghai_cases.catalogue.light import outlines

        blocks = ((one.buffer, one.start, one.end) for one in scan.blocks())
        try:
            found = outlines(blocks) if seen is None else seen
        except (ValueError, KeyError, TypeError):
            return None  # not what we wrote
        for _ in blocks:
            pass  # the tables are known only at the end
        return _with_head(scan, lambda: {str(place): one._asdict() for place, one in enumerate(found)})

    return read


def _with_head(scan: Scan, cases: Callable[[], dict[str, Document]]) -> Data | None:
    if not scan.believes(()):
        return None
    try:
        head = scan.head
        return {**head, REVIEWS: {}, CASES: cases()} if schema.is_current(head) else None
    except CatalogueError:
        return None  # not what we wrote; read whole it will be refused for the right reason


def _spliced(file: BinaryIO, vouched: Digest, lines: Iterator[bytes], content: Sum) -> Iterator[bytes | memoryview]:
    """Give the old file with lines added at the end; raises `_ChangedError` unless it is the vouched one."""
    buffer = bytearray(_BLOCK)
    body = vouched.size - len(TAIL)
    last = b""
    file.seek(0)
    while body > 0 and (count := file.readinto(memoryview(buffer)[: min(body, _BLOCK)])):  # type: ignore[attr-defined]
        body -= count
        last = bytes(buffer[count - 1 : count])
        yield memoryview(buffer)[:count]
    tail = file.read()
    if body or tail != TAIL or zlib.crc32(tail, content.digest.crc32) != vouched.crc32:
        raise _ChangedError
    yield b"\n" if last == b"{" else b",\n"
    yield from lines
    yield TAIL
