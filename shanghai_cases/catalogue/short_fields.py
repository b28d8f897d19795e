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
_TAGS, _LATER = b',"tags":', (b',"summary":', b',"text":', b',"figures":')
_PLACES, _THEMES = (b',"unit_type":', b',"district":', b',"town":'), b',"themes":'
_BACKSLASH = ord("\\")


class ShortFields:
    """How often which unit, kind and place of it, themes and award stand in the lines."""

    def __init__(self) -> None:
        self._units: Counter[bytes] = Counter()
        self._places: Counter[bytes] = Counter()
        self._themes: Counter[bytes] = Counter()
        self._awards: Counter[bytes] = Counter()
        self._lacking: dict[bytes, list[bytes]] = {}

    def take(self, buffer: bytearray, spans: Iterable[Span]) -> list[Span]:
        """Count the cases in some lines; returns the lines that have to be parsed."""
        units: list[bytes] = []
        places: list[bytes] = []
        themes: list[bytes] = []
        awards: list[bytes] = []
        left: list[Span] = []
        known = self._lacking
        for span in spans:
            line = bytes(buffer[span[0] : span[1]])
            head, _, rest = line.partition(_UNIT)
            unit, _, rest = rest.partition(b'"')
            rest, _, end = rest.rpartition(_AWARD)
            award, submitted, _ = end.partition(_STATUS)
            short, tags, texts = rest.partition(_TAGS)
            if not tags:
                short, texts = _cut(rest)
            linked = line.count(b"E") > 1 and _RELATED in line  # every id has an E; counting one letter is far faster
            if not submitted or not unit or unit[-1] == _BACKSLASH or linked:
                left.append(span)
                continue
            place, themed, theme = short.partition(_THEMES)
            lacking = known.get(place)
            if lacking is None:
                lacking = known[place] = [mark for mark in _PLACES if mark not in place]
            for mark in lacking if themed else (*lacking, _THEMES):
                if mark in head or mark in texts or mark in end:
                    left.append(span)
                    break
            else:
                units.append(unit)
                places.append(place)
                themes.append(theme)
                awards.append(award)
        self._units.update(units)
        self._places.update(places)
        self._themes.update(themes)
        self._awards.update(awards)
        return left

    def add_to(self, tally: Tally) -> None:
        """Add what was counted; raises `ValueError` or `TypeError` where a line did not lie as it seemed to."""
        tally.cases += self._units.total()
        units, places, themes, awards = self._units, self._places, self._themes, self._awards
        tally.names["unit"].update(dict(zip(_parsed(b'"', units, b'"'), units.values(), strict=True)))
        for document, times in zip(_parsed(b'{"":0', places, b"}"), places.values(), strict=True):
            tally.add_places(document, times)
        if unsaid := themes.pop(b"", 0):
            tally.add_themes({}, unsaid)
        for document, times in zip(_parsed(b'{"themes":', themes, b"}"), themes.values(), strict=True):
            tally.add_themes(document, times)
        for document, times in zip(_parsed(b'{"award_tier":', awards, b"}"), awards.values(), strict=True):
            tally.awards[document["award_tier"]] += times


def _cut(rest: bytes) -> tuple[bytes, bytes]:
    """Part the short fields from the long texts of a case without tags."""
    place = min((place for mark in _LATER if (place := rest.find(mark)) >= 0), default=len(rest))
    return rest[:place], rest[place:]


def _parsed(before: bytes, pieces: Iterable[bytes], after: bytes) -> Sequence[Any]:
    found: Sequence[Any] = loads(b"[" + b",".join([before + piece + after for piece in pieces]) + b"]")
    return found
