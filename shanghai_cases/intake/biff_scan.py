"""A look through an .xls before it is read: how far the cells of each sheet reach, and whether it is encrypted.

Follows the compound file format ([MS-CFB] 2) to the Workbook stream and the record headers in it ([MS-XLS] 2.1.4).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.intake.archive import too_big, too_far
from shanghai_cases.intake.biff_texts import SharedTexts
from shanghai_cases.intake.kinds import unreadable
from shanghai_cases.intake.xlsx_scan import MAX_CELLS, MAX_TEXT, PERCENTAGES, Reach, way_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST_SECTOR = 0xFFFFFFFA  # sector numbers from here on are marks, not places
_HEADER_FAT = range(0x4C, 0x200, 4)  # the first 109 sectors of the allocation table are named in the header
_ENTRY = 128
_BOF, _EOF, _FILEPASS, _BOOLERR = (0x0809,), 0x000A, 0x002F, 0x0205
_VALUES = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x00FD, 0x00D6, 0x027E, 0x00BD, 0x0003, 0x0004, 0x0002})
_MULRK = 0x00BD
_NUMBERS = frozenset({0x0203, 0x027E})
_FORMAT, _XF, _SHEET = 0x041E, 0x00E0, 0x0085


def check(file: str, data: bytes) -> tuple[bytes, dict[str, Reach]]:
    """Refuse what would fill the memory, is encrypted or cut off. Raises `DataError`.

    Returns the file with its last sector filled up, as some programs leave it short and readers stumble over that, and
    of each sheet what is to be known of its cells.
    """
    try:
        size = 1 << (struct.unpack_from("<H", data, 0x1E)[0] & 0xF)
        stream = _workbook(data)
        reaches = _check_records(file, stream)
    except (struct.error, IndexError, ValueError) as error:
        raise unreadable(file, msg("it is damaged or cut off; ask for it again")) from error
    return data.ljust(-(-len(data) // size) * size, b"\0"), reaches


def _number(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _workbook(data: bytes) -> bytes:
    """Join the sectors of the stream named Workbook (or Book, before Excel 97), in large or small letters."""
    size = 1 << struct.unpack_from("<H", data, 0x1E)[0]
    table = _allocation(data, size)
    directory = _chain(data, size, table, _number(data, 0x30))
    for at in range(0, len(directory), _ENTRY):
        length = struct.unpack_from("<H", directory, at + 0x40)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", errors="replace")
        if name.lower() in ("workbook", "book"):
            total = _number(directory, at + 0x78)
            if total < _number(data, 0x38):
                return _short_stream(data, size, table, directory, at)
            stream = _chain(data, size, table, _number(directory, at + 0x74))
            if len(stream) < total:
                raise ValueError(total)
            return stream[:total]
    raise ValueError(directory)


def _short_stream(data: bytes, size: int, table: list[int], directory: bytes, at: int) -> bytes:
    """Join the small sectors of a stream that lies among the short ones, all kept in the root entry's stream."""
    total = _number(directory, at + 0x78)
    short = 1 << struct.unpack_from("<H", data, 0x20)[0]
    root = _chain(data, size, table, _number(directory, 0x74))
    chain = _chain(data, size, table, _number(data, 0x3C))
    places = struct.unpack(f"<{len(chain) // 4}I", chain)
    parts: list[bytes] = []
    place = _number(directory, at + 0x74)
    while place < _LAST_SECTOR and len(parts) <= len(places):
        parts.append(root[place * short : (place + 1) * short])
        place = places[place]
    stream = b"".join(parts)
    if len(stream) < total:
        raise ValueError(total)
    return stream[:total]


def _allocation(data: bytes, size: int) -> list[int]:
    sectors = [_number(data, at) for at in _HEADER_FAT]
    more = _number(data, 0x44)
    for _ in range(min(_number(data, 0x48), len(data) // size)):
        block = _sector(data, size, more)
        numbers = struct.unpack(f"<{size // 4}I", block)
        sectors.extend(numbers[:-1])
        more = numbers[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _LAST_SECTOR:
            table.extend(struct.unpack(f"<{size // 4}I", _sector(data, size, sector)))
    return table


def _sector(data: bytes, size: int, number: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _chain(data: bytes, size: int, table: list[int], first: int) -> bytes:
    parts: list[bytes] = []
    while first < _LAST_SECTOR:
        if len(parts) > len(table):
            raise ValueError(first)  # it bites its own tail
        parts.append(_sector(data, size, first))
        first = table[first]
        if len(parts[-1]) < size and first < _LAST_SECTOR:
            raise ValueError(first)  # only the last may be short
    return b"".join(parts)


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == 0 and length == 0:
            return
        yield kind, at + 4, length
        at += 4 + length


def _check_records(file: str, stream: bytes) -> dict[str, Reach]:
    book = _Book()
    reach, texts = Reach(), SharedTexts()
    for kind, at, length in _records(stream):
        if kind == _FILEPASS:
            raise unreadable(file, msg("it is protected by a password; save it without one"))
        texts.note(kind, stream, at, length)
        if kind in _BOF:
            reach = book.reaches.setdefault(at - 4, Reach())
        elif kind in _VALUES and length >= 4:
            row, column = struct.unpack_from("<HH", stream, at)
            reach.add(row + 1, column + 1)
            if kind == _MULRK:
                reach.add(row + 1, column + (length - 6) // 6)
                for place in range((length - 6) // 6):
                    written = stream[at + 4 + 6 * place : at + 6 + 6 * place]
                    book.note_shown(reach, (row + 1, column + 1 + place), written)
            elif kind in _NUMBERS:
                book.note_shown(reach, (row + 1, column + 1), stream[at + 4 : at + 6])
            if reach.cells > MAX_CELLS:
                raise too_far(file, reach.bottom, reach.right)
        else:
            book.note(kind, stream[at : at + length])
    if texts.spelled_out(MAX_TEXT) > MAX_TEXT:
        raise too_big(file)
    return {name: book.reaches[place] for place, name in book.sheets.items() if place in book.reaches}


class _Book:
    """What the workbook says for all sheets ([MS-XLS] 2.4.28, 2.4.126, 2.4.353): where they begin, how numbers look."""

    def __init__(self) -> None:
        self.reaches: dict[int, Reach] = {}
        self.sheets: dict[int, str] = {}
        self._formats = {int(number): way for number, way in PERCENTAGES.items()}
        self._styles: list[int] = []

    def note(self, kind: int, record: bytes) -> None:
        if kind == _FORMAT and len(record) > 5:
            code = _short_text(record[2:4], record[4:])
            if way := way_shown(code):
                self._formats[int.from_bytes(record[:2], "little")] = way
        elif kind == _XF:
            self._styles.append(int.from_bytes(record[2:4], "little"))
        elif kind == _SHEET and len(record) > 7:
            self.sheets[int.from_bytes(record[:4], "little")] = _short_text(record[6:7], record[7:])

    def note_shown(self, reach: Reach, place: tuple[int, int], written: bytes) -> None:
        """Note a cell whose style, as written in its record, shows numbers with leading zeros or as percentages."""
        style = int.from_bytes(written, "little")
        if style < len(self._styles) and (way := self._formats.get(self._styles[style])):
            reach.note_shown(*place, way)


def _short_text(count: bytes, rest: bytes) -> str:
    length = int.from_bytes(count, "little")
    if rest[0] & 1:
        return rest[1 : 1 + 2 * length].decode("utf-16-le", errors="replace")
    return rest[1 : 1 + length].decode("latin-1")
