"""From the bytes of a catalogue file to the records that can matter, without parsing the others.

A search says what must stand in a record's line as a condition: every group of it, of a group any clue, of a clue any
pattern. The lines that meet it are handed out for parsing; a condition may let too many lines through, never too few.
The file is read in blocks, so memory does not grow with it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import BufferedIOBase, FileIO

BLOCK = 1 << 20
_PIECE = 1 << 16  # what is read at once to find where the cases begin
_SAMPLE = 1 << 16
_CHINESE_BYTES, _CHINESE_LEAD = 3, 0xE3
_START = b'{\n"' + META.encode() + b'":'
_TABLES = {table.encode() for table in (META, EDITIONS, REVIEWS, CASES)}
_TABLE = rb'\n"([^"\\\n]*)": ?\{(?=\n)'
_END = b"\n}\n}\n"
_HEAD_LIMIT = 1 << 28
_FIRST = rb'"(0|[1-9][0-9]*)": ?\{"id": ?"(E[0-9]+-[0-9]+)"'
_RECORD = rb"\n(?:" + _FIRST + rb")?"
_NEXT = rb"\n(?:(?<=\},\n)" + _FIRST + rb")?"
_BREAK = rb"\n"
_COMMA = ord(",")
_ESCAPED = rb"\\u"


class OtherLayoutError(Exception):
    """The file does not lie as its lines promised; it has to be read whole."""


class Way(NamedTuple):
    """One way to look for a clue: patterns of which any must be found, by the literal bytes that each begins with."""

    literals: tuple[bytes, ...]
    rests: tuple[bytes, ...]
    """What follows each literal, as the source of a regular expression."""
    lowered: bool = False
    """Look in the lower-cased line."""


class Clue(NamedTuple):
    """What a wanted record has somewhere in its line, with several ways to find it, each sufficient."""

    ways: tuple[Way, ...]


Group = tuple[Clue, ...]
"""Any of the clues."""

Condition = tuple[Group, ...]
"""All of the groups; the empty condition lets every record through."""


class CaseLines:
    """The records of the table `cases` in an open file of canonical layout.

    ``head`` holds the bytes of the tables `meta` and `editions`. ``vouched`` says that the bytes are known to be a
    whole file that this program wrote; otherwise every pass looks at the beginning of each line and at all of the lines
    handed out, and raises `OtherLayoutError` where a line is not a certain record, or a key or an id stands twice.
    """

    def __init__(self, stream: BufferedIOBase | FileIO, head: bytes, region: tuple[int, int], *, vouched: bool) -> None:
        self.head = head
        self.vouched = vouched
        self._stream = stream
        self._region = region

    def __del__(self) -> None:
        with suppress(OSError):  # nothing that was read depends on it
            self._stream.close()

    def matching(self, condition: Condition = ()) -> Iterator[bytes]:
        """Go through the documents that meet the condition, as JSON, in the order of the file."""
        seen = None if self.vouched else Seen()
        search: _Search | None = None
        for buffer, end in self.blocks():
            if seen:
                seen.add(buffer, end)
            search = search or _Search(condition, bytes(buffer[: min(end, _SAMPLE)]))
            lines = search.lines(buffer, end)
            yield from _certain(lines) if seen else lines
        if seen:
            seen.check()
            self.vouched = True

    def blocks(self) -> Iterator[tuple[bytearray, int]]:
        """Read into one buffer, again and again; each time it holds whole lines up to the returned end.

        A block begins with a line break and ends before one.
        """
        position, stop = self._region
        self._stream.seek(position)
        buffer = bytearray(min(BLOCK, max(_PIECE, (stop - position) >> 3)))  # of a small file little is touched at once
        filled = 0
        while position < stop:
            with memoryview(buffer) as view:
                count = self._stream.readinto(view[filled : filled + stop - position])
            if not count:
                raise OtherLayoutError
            position, filled = position + count, filled + count
            cut = filled if position >= stop else buffer.rfind(b"\n", 1, filled)
            if cut > 0:
                yield buffer, cut
                buffer[: filled - cut] = buffer[cut:filled]
                filled -= cut
            elif filled == len(buffer):
                buffer.extend(bytes(len(buffer)))  # a line longer than the buffer


def open_lines(stream: BufferedIOBase | FileIO, *, vouched: bool = False) -> CaseLines | None:
    """Return the lines of a file in canonical layout, or None: then it has to be read whole."""
    if stream.read(len(_START)) != _START:
        return None
    size = stream.seek(0, 2)
    stream.seek(max(0, size - len(_END)))
    if stream.read() != _END:
        return None
    stream.seek(0)
    head, tables, start = _tables(stream)
    if start is None or len(set(tables)) != len(tables) or not set(tables) >= _TABLES:
        return None
    return CaseLines(stream, head, (start, size - len(_END)), vouched=vouched)


def _tables(stream: BufferedIOBase | FileIO) -> tuple[bytes, list[bytes], int | None]:
    """Find where the tables begin: the bytes of `meta` and `editions`, the names, the place of the first case."""
    wanted = {META.encode(), EDITIONS.encode()}
    head, kept, names = b"", True, list[bytes]()
    window, offset = b"", 0
    while piece := stream.read(
        max(_PIECE, len(window))
    ):  # twice as much after a long line, as it is gone through again
        window += piece
        for table in re.finditer(_TABLE, window):
            names.append(table[1])
            if kept and table[1] not in wanted:
                head, kept = head + window[: table.start()], False
            if table[1] == CASES.encode():
                return head, names, offset + table.end()
        cut = max(0, window.rfind(b"\n"))
        if kept:
            head += window[:cut]
            if len(head) > _HEAD_LIMIT:
                break
        window, offset = window[cut:], offset + cut
    return head, names, None


def _certain(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Let documents through as long as each is whole JSON without repeated fields, of the right types."""
    from orjson import dumps, loads

    from shanghai_cases.catalogue.layout import fault_of
    from shanghai_cases.catalogue.shape import problem_of

    for line in lines:
        try:
            document = loads(line)
        except ValueError:
            raise OtherLayoutError from None
        if (dumps(document) != line and fault_of(line)) or problem_of(CASES, document):
            raise OtherLayoutError
        yield line


class Seen:
    """The keys and ids met so far: a repeated one, or a line that is no record, is for the strict reader to name."""

    def __init__(self) -> None:
        self._first, self._next = re.compile(_RECORD), re.compile(_NEXT)
        self._keys: list[bytes] = []
        self._ids: list[bytes] = []
        self._before = b"},"

    def add(self, buffer: bytearray, end: int) -> None:
        """Note the lines of a block; those after the first are seen to follow a bracket and a comma."""
        if self._before != b"},":
            raise OtherLayoutError
        first = self._first.match(buffer, 0, end)
        found = [first.groups(b"")] if first else []
        found += self._next.findall(buffer, 1, end)
        keys, ids = zip(*found, strict=True)
        self._keys += keys
        self._ids += ids
        self._before = bytes(buffer[end - 2 : end])

    def check(self) -> None:
        """Raise `OtherLayoutError` unless every line was a record and none stood there twice."""
        keys, ids = set(self._keys), set(self._ids)
        if not len(keys) == len(self._keys) == len(ids) or b"" in ids or (ids and self._before[-1:] != b"}"):
            raise OtherLayoutError


class _Search:
    """A condition made ready: the group that promises the fewest lines is looked for in whole blocks."""

    def __init__(self, condition: Condition, sample: bytes) -> None:
        lowered = sample.lower()
        chosen = sorted((_chosen(group, sample, lowered) for group in condition), key=lambda choice: choice[0])
        groups = [[_Pattern(way) for way in ways] for _, ways in chosen]
        self._first = groups[0] if groups else None
        self._others = groups[1:]

    def lines(self, buffer: bytearray, end: int) -> Iterator[bytes]:
        spans = _every_line(buffer, end) if self._first is None else _lines_with(self._first, buffer, end)
        others = self._others
        with memoryview(buffer) as view:
            for start, stop in spans:
                last = stop - 1 if buffer[stop - 1] == _COMMA else stop
                line = view[buffer.find(b":", start, stop) + 1 : last].tobytes()
                if not others or _has_all(others, line):
                    yield line


class _Pattern:
    """A way of looking, compiled."""

    __slots__ = ("lowered", "patterns")

    def __init__(self, way: Way) -> None:
        self.lowered = way.lowered
        self.patterns = [
            (literal[:1], re.compile(_anchored(literal) + rest))
            for literal, rest in zip(way.literals, way.rests, strict=True)
        ]


def _anchored(literal: bytes) -> bytes:
    """Return the pattern of a literal; a Chinese character is looked for by its last two bytes, the rarer ones."""
    if len(literal) < _CHINESE_BYTES or literal[0] < _CHINESE_LEAD:
        return re.escape(literal)
    return re.escape(literal[1:]) + b"(?<=" + re.escape(literal) + b")"


def _chosen(group: Group, sample: bytes, lowered: bytes) -> tuple[int, list[Way]]:
    """Choose for each clue the cheapest way, judged by how often its literals stand in a sample."""
    total = 0
    ways = []
    for clue in group:
        costs = [(_cost(way, lowered if way.lowered else sample), i) for i, way in enumerate(clue.ways)]
        cost, best = min(costs)
        total += cost
        ways.append(clue.ways[best])
    return total, ways


def _cost(way: Way, sample: bytes) -> int:
    """Reckon in microseconds: a pass over the sample, a literal whose rest is missing, a record that is parsed."""
    counts = ((sample.count(literal), rest) for literal, rest in zip(way.literals, way.rests, strict=True))
    return 30 * len(way.literals) + sum(count * (1 if rest else 5) for count, rest in counts)


def _every_line(buffer: bytearray, end: int) -> Sequence[tuple[int, int]]:
    breaks = [match.start() for match in re.compile(_BREAK).finditer(buffer, 0, end)]
    return list(zip((at + 1 for at in breaks), [*breaks[1:], end], strict=True))


def _lines_with(patterns: Sequence[_Pattern], buffer: bytearray, end: int) -> Sequence[tuple[int, int]]:
    """Return the spans of the lines in which any pattern is found, or that hold an escaped character."""
    found: dict[int, int] = {}
    lowered = buffer[:end].lower() if any(pattern.lowered for pattern in patterns) else buffer
    passes = 0
    for pattern in patterns:
        where = lowered if pattern.lowered else buffer
        for first, compiled in pattern.patterns:
            if where.find(first, 0, end) >= 0:  # many times faster than the pattern where the byte is missing
                passes += _collect(compiled, where, end, found)
    if buffer.find(b"\\", 0, end) >= 0:
        passes += _collect(re.compile(_ESCAPED), buffer, end, found)
    return list(found.items()) if passes <= 1 else sorted(found.items())


def _collect(pattern: re.Pattern[bytes], buffer: bytearray, end: int, found: dict[int, int]) -> bool:
    """Add the lines with the pattern to ``found``, start to end; tell whether there was one."""
    search, rfind, find = pattern.search, buffer.rfind, buffer.find
    before = len(found)
    stop = 0
    while match := search(buffer, stop, end):
        at = match.start()
        start = rfind(b"\n", stop, at + 1) + 1
        stop = find(b"\n", at, end)
        if stop < 0:
            stop = end
        found[start] = stop
    return len(found) > before


def _has_all(groups: Sequence[Sequence[_Pattern]], line: bytes) -> bool:
    """Whether each group has a pattern in the line; a line with escaped characters always counts."""
    for patterns in groups:
        if not any(
            compiled.search(line.lower() if pattern.lowered else line)
            for pattern in patterns
            for _, compiled in pattern.patterns
        ):
            return b"\\u" in line
    return True
