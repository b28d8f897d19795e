"""The short fields of one edition's lines, counted as bytes: what is alike is parsed once, long texts are passed over.

Only for lines of a file that this program wrote, in which every byte is certain and no field stands twice. A raw
``,"name":`` can then only stand where a field begins. A line that doesn't lie as ours usually do is left to be parsed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from orjson import loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shanghai_cases.catalogue.tally import Tally

Span = tuple[int, int]
"""The places in a buffer of the line break before a line and of the line's end."""

_UNIT, _AWARD, _STATUS, _RELATED = b'","unit":"', b',"award_tier":', b',"status":"submitted"', b',"related":'
_LATER = (b',"tags":', b',"summary":', b',"text":', b',"figures":')
_SHORT = tuple(b',"%s":' % field for field in (b"unit_type", b"district", b"town", b"themes"))
_BACKSLASH = ord("\\")


class ShortFields:
    """How often which unit, which fields after it and which award stand in the lines."""

    def __init__(self) -> None:
        self._units: Counter[bytes] = Counter()
        self._fields: Counter[bytes] = Counter()
        self._awards: Counter[bytes] = Counter()
        self._lacking: dict[bytes, tuple[bytes, ...]] = {}

    def take(self, buffer: bytearray, spans: Iterable[Span]) -> list[Span]:
        """Count the cases in some lines; returns the lines that have to be parsed."""
        units: list[bytes] = []
        fields: list[bytes] = []
        awards: list[bytes] = []
        left: list[Span] = []
        find, rfind = buffer.find, buffer.rfind
        for start, stop in spans:
            unit = find(_UNIT, start, stop) + len(_UNIT)
            end = find(b'"', unit, stop)
            award = rfind(_AWARD, end, stop)
            cut = find(_LATER[0], end, award)
            if cut < 0:
                cut = min((place for mark in _LATER if (place := find(mark, end, award)) >= 0), default=award)
            status = find(_STATUS, award, stop)
            plain = start + len(_UNIT) < unit < end < cut <= award < status and buffer[end - 1] != _BACKSLASH
            if not plain or find(_RELATED, start, stop) >= 0:
                left.append((start, stop))
                continue
            short = bytes(buffer[end + 1 : cut])
            lacking = self._lacking.get(short)
            if lacking is None:
                lacking = self._lacking[short] = tuple(mark for mark in _SHORT if mark not in short)
            if lacking and any(find(mark, start, unit) >= 0 or find(mark, cut, stop) >= 0 for mark in lacking):
                left.append((start, stop))
                continue
            units.append(bytes(buffer[unit:end]))
            fields.append(short)
            awards.append(bytes(buffer[award:status]))
        self._units.update(units)
        self._fields.update(fields)
        self._awards.update(awards)
        return left

    def add_to(self, tally: Tally) -> None:
        """Add what was counted; raises `ValueError` or `TypeError` where a line did not lie as it seemed to."""
        tally.cases += self._units.total()
        units, fields, awards = self._units, self._fields, self._awards
        for unit, times in zip(_parsed(b'"', units, b'"'), units.values(), strict=True):
            tally.names["unit"][unit] += times
        for document, times in zip(_parsed(b'{"":0', fields, b"}"), fields.values(), strict=True):
            tally.add_fields(document, times)
        for document, times in zip(_parsed(b'{"":0', awards, b"}"), awards.values(), strict=True):
            tally.awards[document["award_tier"]] += times


def _parsed(before: bytes, pieces: Iterable[bytes], after: bytes) -> Sequence[Any]:
    found: Sequence[Any] = loads(b"[" + b",".join([before + piece + after for piece in pieces]) + b"]")
    return found
