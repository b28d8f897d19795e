"""A record of the file as search needs it: its short fields at once, its long texts only where they can matter."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from orjson import loads

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG_BEGINS = (b',"summary":"', b',"text":"', b',"figures":[')
LONG_FIELDS = frozenset({"summary", "text", "figures"})
_LONG_ENDS = b',"award_tier":'
_OPTIONAL = tuple((name, b'"%s":' % name.encode()) for name in ("unit_type", "district", "town", "themes", "tags"))


class Record:
    """One document of the table `cases`, parsed as far as was asked for."""

    __slots__ = ("_full", "_joined", "_raw", "head")

    def __init__(self, raw: bytes, head: dict[str, Any], full: dict[str, Any] | None) -> None:
        self._raw = raw
        self.head = head
        self._full = full
        self._joined: dict[tuple[str, ...], str] | None = None

    @classmethod
    def of_line(cls, raw: bytes) -> Record:
        """Read the JSON of a document; raises ValueError where it is none."""
        begin = raw.find(_LONG_BEGINS[0])
        if begin < 0:
            begin = next((at for mark in _LONG_BEGINS if (at := raw.find(mark)) > 0), -1)
        end = raw.rfind(_LONG_ENDS)
        if 0 < begin < end:
            try:
                head = loads(raw[:begin] + raw[end:])
            except ValueError:
                return cls.of_document(loads(raw))
            for name, mark in _OPTIONAL:
                if name not in head and mark in raw:
                    return cls.of_document(loads(raw))
            return cls(raw, head, None)
        return cls.of_document(loads(raw))

    @classmethod
    def of_document(cls, document: dict[str, Any]) -> Record:
        """Take a document that was parsed already."""
        return cls(b"", document, document)

    @property
    def document(self) -> dict[str, Any]:
        """The whole document."""
        if self._full is None:
            self._full = loads(self._raw)
        return self._full

    def joined(self, fields: tuple[str, ...]) -> str:
        """Return all texts of some fields in one string, NUL between them, so that one look serves for all."""
        if self._joined is None:
            self._joined = {}
        found = self._joined.get(fields)
        if found is None:
            found = self._joined[fields] = "\0".join(self._parts(fields))
        return found

    def rest(self) -> Record:
        """Let go of what only scoring needed; there may be many hits."""
        self._joined = None
        if self._raw:
            self._full = None
        return self

    def _parts(self, fields: tuple[str, ...]) -> list[str]:
        source = self.document if fields[0] in LONG_FIELDS else self.head
        parts: list[str] = []
        for field in fields:
            value = source.get(field)
            if value.__class__ is str:
                parts.append(value)
            elif value:
                parts += chain.from_iterable(map(figure_texts, value)) if field == "figures" else value
        return parts

    def texts(self, field: str) -> Iterator[tuple[int | None, str]]:
        """Go through the texts of a field: number within a list (None for a plain field) and text."""
        value = self.head.get(field)
        if value is None:
            value = self.document.get(field)
        if not value:
            return
        if isinstance(value, str):
            yield None, value
        elif field == "figures":
            for i, figure in enumerate(value):
                yield from ((i, text) for text in figure_texts(figure))
        else:
            yield from enumerate(value)


def figure_texts(figure: dict[str, Any]) -> tuple[str, str]:
    """Return what is searched of a key figure: its label, and its number with the unit of measure (``6581个``)."""
    value = figure.get("value")
    number = "" if value is None else str(value).removesuffix(".0")
    shown = "" if "e" in number else number  # beyond what a float holds exactly, nobody types it
    return figure.get("label") or "", f"{shown}{figure.get('unit') or ''}"
