"""The texts that cells of an .xls share: how long they are, and what they come to in all cells ([MS-XLS] 2.4.265)."""

from __future__ import annotations

import struct
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST = 0xFFFF  # characters of one text: its length is written in two bytes
_TEXTS, _GOES_ON, _CELL = 0x00FC, 0x003C, 0x00FD
_WIDE, _EXTENDED, _FORMATTED = 1, 4, 8


class SharedTexts:
    """The records of the shared texts, and how often cells use each."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.uses: Counter[int] = Counter()
        self._goes_on = False

    def note(self, kind: int, stream: bytes, at: int, length: int) -> None:
        """Note a record of the texts, one that continues them, or a cell that uses one."""
        if kind == _CELL:
            self.uses[int.from_bytes(stream[at + 6 : at + 10], "little")] += 1
        self._goes_on = kind == _TEXTS or (kind == _GOES_ON and self._goes_on)
        if self._goes_on:
            self.parts.append(stream[at : at + length])

    def spelled_out(self, enough: int) -> int:
        """Return how many characters the texts of all cells have; where they can't be ``enough``, at most so many."""
        most = self.uses.total() * min(_LONGEST, sum(map(len, self.parts)))
        if most <= enough:
            return most
        return sum(length * self.uses[place] for place, length in enumerate(_lengths(self.parts)))


def _lengths(parts: Sequence[bytes]) -> Iterator[int]:
    """Give the length of each text, [MS-XLS] 2.5.293, up to the end: how many there are is not always said right."""
    reader = _Reader(parts, 8)
    with suppress(IndexError, struct.error):
        while True:
            length, flags = struct.unpack("<HB", reader.take(3))
            runs = struct.unpack("<H", reader.take(2))[0] if flags & _FORMATTED else 0
            extension = struct.unpack("<I", reader.take(4))[0] if flags & _EXTENDED else 0
            yield length
            reader.pass_text(length, flags & _WIDE)
            reader.take(4 * runs + extension)


class _Reader:
    """Reads on over the ends of records; at the end of all `IndexError` is raised."""

    def __init__(self, parts: Sequence[bytes], at: int) -> None:
        self.parts = parts
        self.part, self.at = 0, at

    def take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            self._go_on()
            piece = self.parts[self.part][self.at : self.at + count - len(taken)]
            self.at += len(piece)
            taken += piece
        return taken

    def pass_text(self, length: int, wide: int) -> None:
        """Pass characters; where they go on in another record, that says anew how wide they are."""
        while length:
            if self._go_on():
                wide = self.take(1)[0] & _WIDE
            passed = min(length, max(1, (len(self.parts[self.part]) - self.at) >> wide))
            self.at += passed << wide
            length -= passed

    def _go_on(self) -> bool:
        """Go to the next record at the end of one, and say whether that was needed."""
        needed = self.at >= len(self.parts[self.part])
        if needed:
            self.part, self.at = self.part + 1, 0
        return needed
