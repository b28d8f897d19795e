"""From the bytes of a catalogue file to the records that can matter, without parsing the others.

A search says what must stand in a record's line as a condition: every group of it, of a group any clue, of a clue any
pattern. The lines that meet it are handed out for parsing; a condition may let too many lines through, never too few.
The file is read in blocks, so memory does not grow with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from shanghai_cases.catalogue.layout import CASES, EDITIONS, META

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCK = 1 << 20
_START = b'{\n"' + META.encode() + b'":{\n'
_TABLE = re.compile(rb'\n"([^"\\\n]*)":\{(?=\n)')
_END = b"\n}\n}\n"
_HEAD_LIMIT = 1 << 28
_RECORD = re.compile(rb'\n(?:"[0-9]+":\{"id":"E[0-9]+-[0-9]+(?="))?')
_BETWEEN = b'":{"id":"'
_ESCAPED = re.compile(rb"\\u")


class OtherLayoutError(Exception):
    """The file does not lie as its lines promised; it has to be read whole."""


class Way(NamedTuple):
    """One way to look for a clue: patterns of which any must be found, by the literal bytes that each begins with."""

    literals: tuple[bytes, ...]
    rests: tuple[bytes, ...]
    """What follows each literal, as the source of a regular expression."""
    lowered: bool = False
    """Look in the lower-cased line."""


@dataclass(frozen=True, slots=True)
class Clue:
    """What a wanted record has somewhere in its line, with several ways to find it, each sufficient."""

    ways: tuple[Way, ...]


Group = tuple[Clue, ...]
"""Any of the clues."""

Condition = tuple[Group, ...]
"""All of the groups; the empty condition lets every record through."""


class CaseLines:
    """The records of the table `cases` in an open file of canonical layout.

    ``head`` holds the bytes of the tables `meta` and `editions`. ``vouched`` says that the bytes are known to be a
    whole file that this program wrote; otherwise every pass looks at the beginning of each line, and raises
    `OtherLayoutError` where a line is not a record or an id stands twice.
    """

    def __init__(self, stream: BinaryIO, head: bytes, region: tuple[int, int], *, vouched: bool) -> None:
        self.head = head
        self.vouched = vouched
        self._stream = stream
        self._region = region

    def __del__(self) -> None:
        self._stream.close()

    def matching(self, condition: Condition = ()) -> Iterator[bytes]:
        """Go through the documents that meet the condition, as JSON, in the order of the file."""
        seen: _Seen | None = None if self.vouched else _Seen()
        search: _Search | None = None
        for block in self._blocks():
            if seen:
                seen.add(block)
            search = search or _Search(condition, block)
            yield from search.lines(block)
        if seen:
            seen.check()
            self.vouched = True

    def _blocks(self) -> Iterator[bytes]:
        """Cut the region at line ends; each block begins with a line break and ends before one."""
        position, end = self._region
        self._stream.seek(position)
        carried = b""
        while position < end:
            piece = self._stream.read(min(BLOCK, end - position))
            if not piece:
                raise OtherLayoutError
            position += len(piece)
            block = carried + piece if carried else piece
            cut = len(block) if position >= end else block.rfind(b"\n")
            if cut > 0:
                yield block[:cut] if cut < len(block) else block
            carried = block[max(cut, 0) :]


def open_lines(stream: BinaryIO, *, vouched: bool = False) -> CaseLines | None:
    """Return the lines of a file in canonical layout, or None: then it has to be read whole."""
    if stream.read(len(_START)) != _START:
        return None
    size = stream.seek(0, 2)
    stream.seek(max(0, size - len(_END)))
    if stream.read() != _END:
        return None
    stream.seek(0)
    head, tables, start = _tables(stream)
    if start is None or CASES.encode() not in tables or not set(tables) >= {META.encode(), EDITIONS.encode()}:
        return None
    return CaseLines(stream, head, (start, size - len(_END)), vouched=vouched)


def _tables(stream: BinaryIO) -> tuple[bytes, list[bytes], int | None]:
    """Find where the tables begin: the bytes of `meta` and `editions`, the names, the place of the first case."""
    wanted = {META.encode(), EDITIONS.encode()}
    head, kept, names = b"", True, list[bytes]()
    window, offset = b"", 0
    while piece := stream.read(BLOCK):
        window += piece
        for table in _TABLE.finditer(window):
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


class _Seen:
    """The keys and ids met so far: a repeated one, or a line that is no record, is for the strict reader to name."""

    def __init__(self) -> None:
        self._names: set[bytes] = set()
        self._count = 0

    def add(self, block: bytes) -> None:
        beginnings = _RECORD.findall(block)
        names = b"".join(beginnings).replace(_BETWEEN, b'\n"').split(b'\n"')
        self._count += 2 * len(beginnings)
        self._names.update(names)

    def check(self) -> None:
        self._names.discard(b"")
        if len(self._names) != self._count:
            raise OtherLayoutError


class _Search:
    """A condition made ready: the group that promises the fewest lines is looked for in whole blocks."""

    def __init__(self, condition: Condition, sample: bytes) -> None:
        lowered = sample.lower()
        chosen = sorted((_chosen(group, sample, lowered) for group in condition), key=lambda choice: choice[0])
        groups = [[_Pattern(way) for way in ways] for _, ways in chosen]
        self._first = groups[0] if groups else None
        self._others = groups[1:]

    def lines(self, block: bytes) -> Iterator[bytes]:
        if self._first is None:
            starts: Sequence[tuple[int, int]] = _every_line(block)
        else:
            starts = _lines_with(self._first, block)
        others = self._others
        for start, end in starts:
            if others and not _has_all(others, block[start:end]):
                continue
            stop = end - 1 if block[end - 1] == 0x2C else end
            yield block[block.find(b":", start, end) + 1 : stop]


class _Pattern:
    """A way of looking, compiled."""

    __slots__ = ("lowered", "patterns")

    def __init__(self, way: Way) -> None:
        self.lowered = way.lowered
        self.patterns = [
            (literal[:1], re.compile(re.escape(literal) + rest))
            for literal, rest in zip(way.literals, way.rests, strict=True)
        ]


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
    """Lines to look at, and each further pass over the block reckoned as half a line per kilobyte."""
    passes = len(way.literals) * (len(sample) >> 11)
    return passes + sum(sample.count(literal) * (1 if rest else 4) for literal, rest in zip(*way[:2], strict=True))


def _every_line(block: bytes) -> list[tuple[int, int]]:
    breaks = [match.start() for match in re.finditer(b"\n", block)]
    return list(zip((at + 1 for at in breaks), [*breaks[1:], len(block)], strict=True))


def _lines_with(patterns: Sequence[_Pattern], block: bytes) -> list[tuple[int, int]]:
    """Return the spans of the lines in which any pattern is found, or that hold an escaped character."""
    found: dict[int, int] = {}
    lowered = block.lower() if any(pattern.lowered for pattern in patterns) else b""
    single = 0
    for pattern in patterns:
        where = lowered if pattern.lowered else block
        for first, compiled in pattern.patterns:
            if first in where:  # many times faster than the pattern where the byte is missing
                single += _collect(compiled, where, found)
    if b"\\" in block:
        single += _collect(_ESCAPED, block, found)
    return list(found.items()) if single <= 1 else sorted(found.items())


def _collect(pattern: re.Pattern[bytes], block: bytes, found: dict[int, int]) -> int:
    """Add the lines with the pattern to ``found``, start to end; tell whether there was one."""
    search, rfind, find, size = pattern.search, block.rfind, block.find, len(block)
    before = len(found)
    end = 0
    while match := search(block, end):
        at = match.start()
        start = rfind(b"\n", end, at + 1) + 1
        end = find(b"\n", at)
        if end < 0:
            end = size
        found[start] = end
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
