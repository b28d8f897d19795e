"""One pass over the file in blocks of whole lines, for those who need some records and parse only these.

The pass trusts a file that has the size, time and inode our last write left (the journal knows them). Any other is
believed when everything that a canonical layout shows from outside is there: a head that reads strictly, one record to
a line from its key to its bracket and comma, the end, and no table and no case id twice. Whatever is then used is
parsed strictly, line by line, and its record key must be the only one of its kind. A file that is not believed is to be
read whole, which settles what it is. So damage elsewhere may go unseen, damage in what is used can't.

In the canonical layout (see `layout`) each line break is one of the layout's own, as JSON strings can't hold any.
Spaces after colons and commas, as most other programs write them, are no hindrance.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import orjson

from shanghai_cases.catalogue import layout
from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWS, TAIL, WHITE, Data, Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

BLOCK = 1 << 18
_OPENING = rb'\n"([^"\\\n]+)": ?\{\n'
_ID = rb'(?:\},|: ?\{)\n"(?:0|[1-9]\d*)": ?\{"id": ?"(E\d+-\d+)",'
_KEY = rb'\n("\d+"):'
_SHOWN = 48  # bytes of a line that hold the key and the id
_HEAD = (META, EDITIONS)
_TABLES = {META, EDITIONS, REVIEWS, CASES}
_FEW = 16
_BRACKETS = {b"{\n", b"}\n", b"},\n"}


class Digest(NamedTuple):
    """What a file's content is recognised by."""

    size: int
    crc32: int


def digest_of(content: bytes) -> Digest:
    """Compute the digest of a whole file."""
    return Digest(len(content), zlib.crc32(content))


class Block(NamedTuple):
    """Whole lines of one table: ``buffer[start:end]``, each with the line break before it, none after the last.

    ``starts`` holds the first bytes of each line, key and id; it is empty in a trusted file, where nobody looked.
    """

    buffer: bytes
    start: int
    end: int
    starts: bytes


class Scan:
    """A pass over an open file, ``trusted`` or not.

    Go through `blocks` to the end, then ask `believes`; only if that is true may anything found be used. In a trusted
    file the pass may be left as soon as everything wanted is found.
    """

    def __init__(self, file: BinaryIO, *, trusted: bool = False) -> None:
        self.trusted = trusted
        self._file = file
        self._size = 0
        self._head = bytearray()
        self._starts: list[bytes] = []
        self._lines = 0
        self._before = b":{"  # what stands before the first line of `cases`
        self._tables: list[str] = []

    @property
    def head(self) -> Data:
        """The tables `meta` and `editions`, for a file that is believed."""
        found: Data = orjson.loads(bytes(self._head).rstrip(b",") + b"}")
        return found

    def blocks(self, wanted: str = CASES) -> Iterator[Block]:
        """Go through the file once, giving the blocks that belong to one table."""
        table = ""
        for buffer, end in self._whole_lines():
            start = 0
            while start < end:
                opening = None if table == CASES else re.compile(_OPENING).search(buffer, start, end + 1)
                stop = opening.start() if opening else end
                if not table or table in _HEAD:
                    self._head += buffer[start:stop]
                starts = self._note_lines(buffer, start, stop) if table == CASES and not self.trusted else b""
                if table == wanted and stop > start:
                    yield Block(buffer, start, stop, starts)
                if opening is None:
                    break
                table = opening[1].decode(errors="replace")
                start = opening.end() - 1
                if table in _HEAD:
                    self._head += opening[0][:-1]
                self._tables.append(table)

    def _note_lines(self, buffer: bytes, start: int, end: int) -> bytes:
        """Keep the end of every line and the beginning of the next; this loop is the fastest way that was measured."""
        starts = [self._before + buffer[start : start + _SHOWN]]
        find, note = buffer.find, starts.append
        while (start := find(b"\n", start + 1, end)) >= 0:
            note(buffer[start - 2 : start + _SHOWN])
        self._before = buffer[end - 2 : end]
        self._lines += len(starts)
        self._starts.append(b"".join(starts))
        return self._starts[-1]

    def _whole_lines(self) -> Iterator[tuple[bytes, int]]:
        """Read blocks that begin with a line break (the first with one of our own) and end before one."""
        place, length = 0, BLOCK
        while True:
            self._file.seek(place)
            buffer = self._file.read(length)
            if place == 0:
                buffer = b"\n" + buffer
            end = buffer.rfind(b"\n")
            if end > 0:
                yield buffer, end
                place += end - (place == 0)
                length = BLOCK
            elif len(buffer) < length:
                self._size = place + len(buffer)
                return
            else:
                length *= 2  # a line longer than the block

    def believes(self, used: Iterable[str]) -> bool:
        """Whether the file, gone through to its end, may be trusted for the records with these keys in `cases`."""
        tables = set(self._tables)
        if len(tables) != len(self._tables) or not tables >= _TABLES or not self._head_is_whole():
            return False
        return self.trusted or (self._has_end() and self._lines_are_records(used))

    def _head_is_whole(self) -> bool:
        try:
            again = orjson.dumps(self.head)[:-1]
            return again.translate(None, WHITE) == bytes(self._head).translate(None, WHITE).rstrip(b",")
        except ValueError:
            return False

    def _has_end(self) -> bool:
        size = self._file.seek(0, 2)
        self._file.seek(max(0, size - len(TAIL) - 1))
        return size == self._size and self._file.read() in (b"}" + TAIL, b"{" + TAIL)

    def _lines_are_records(self, used: Iterable[str]) -> bool:
        """Each line begins a record, but for the two that close; no id stands twice, no used key either."""
        ids = [found for starts in self._starts for found in re.findall(_ID, starts)]
        if len(ids) != self._lines - 2 or len(set(ids)) != len(ids):
            return False
        keys = list(used)
        if len(keys) > _FEW:
            found = [key for starts in self._starts for key in re.findall(_KEY, starts)]
            return len(set(found)) == len(found)
        return all(sum(one.count(b'\n"%s":' % key.encode()) for one in self._starts) == 1 for key in keys)


def lines_of(buffer: bytes | bytearray, start: int, end: int) -> Iterator[bytes]:
    """Give the record lines between two places, without line break and comma."""
    for line in bytes(buffer[start:end]).split(b"\n"):
        if line.startswith(b'"'):
            yield line.removesuffix(b",")


def lines_with(block: Block, needle: bytes) -> Iterator[bytes]:
    """Give the lines of a block that hold ``needle``, without line break and comma."""
    buffer, position, end, _ = block
    while (hit := buffer.find(needle, position, end)) >= 0:
        start = buffer.rfind(b"\n", 0, hit) + 1
        stop = buffer.find(b"\n", hit, end)
        position = end if stop < 0 else stop
        yield buffer[start:position].removesuffix(b",")


def lines_beginning(block: Block, needle: bytes) -> Iterator[bytes]:
    """Do the same for a needle that can only stand in key and id, faster."""
    return lines_with(block, needle) if not block.starts or needle in block.starts else iter(())


def record(line: bytes) -> tuple[str, Document]:
    """Parse one line strictly into key and document; raises `layout.DamagedError` naming the record."""
    key, colon, document = line.partition(b":")
    try:
        found = orjson.loads(document)
        if colon and isinstance(found, dict) and orjson.dumps(found) == document:
            return str(orjson.loads(key)), found
    except ValueError:
        pass
    data = layout.read(b'{\n"cases":{\n' + line + b"\n}\n}")  # certain though written otherwise, or a fault to be named
    return next(iter(data[CASES].items()))


def own_tables(raw: bytes) -> Data | None:
    """Parse a file of ours line by line, which takes less memory than at once; None if it must be read strictly."""
    if layout.may_hold_huge(raw):
        return None
    tables: Data = {}
    table: dict[str, Document] = {}
    for line in BytesIO(raw):
        if line.endswith(b'":{\n'):
            table = tables[orjson.loads(line[:-3])] = {}
        elif line.startswith(b'"'):
            key, _, document = line.partition(b":")
            table[orjson.loads(key)] = orjson.loads(document.rstrip(b",\n"))
        elif line not in _BRACKETS:
            return None
    return tables
