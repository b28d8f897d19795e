"""What counting needs, read from the bytes: of each line its id, of the editions asked for the short fields too.

Two ways lead to the same numbers. `census_of_lines` goes through a file of canonical layout once, with one regular
expression over the beginnings of the lines, and parses each distinct run of short fields once; titles and long texts
are passed over. `census_of_documents` counts documents that were read strictly. A line that does not lie as ours do is
parsed whole; what can't be read so makes the first way give up (`OtherLayoutError`), for the strict reader to name the
fault.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from orjson import dumps, loads

from shanghai_cases.catalogue.layout import CASES
from shanghai_cases.catalogue.locate import OtherLayoutError
from shanghai_cases.catalogue.shape import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from shanghai_cases.catalogue.layout import Document
    from shanghai_cases.catalogue.locate import CaseLines
    from shanghai_cases.model.edition import Edition

SUBMITTED, WITHDRAWN = "submitted", "withdrawn"  # the values of `Status`, which need no model here
_START = rb'\n"([0-9]+)":\{"id":"(E([0-9]+)-[0-9]+)","edition":\3,'
_SHOWN = 56  # bytes of a line that hold all this; no record is shorter
_LATER = (b',"summary":', b',"text":', b',"figures":', b',"award_tier":')
_SHORT = frozenset({"id", "edition", "title", "unit", "unit_type", "district", "town", "themes", "related"})
_NOT_HERE = frozenset({"id", "edition", "title", "award_tier", "status", "related"})
_OPTIONAL = tuple((name, b',"%s":' % name.encode()) for name in ("unit_type", "district", "town", "themes", "related"))


class Counted(NamedTuple):
    """The short fields of a case; cases that are alike in them may share one object."""

    edition: int
    unit: str
    unit_type: str
    district: str
    town: str
    themes: tuple[str, ...]
    award_tier: str | None
    status: str
    related: tuple[str, ...]


class Census(NamedTuple):
    """How many cases each edition has, and the cases of some editions.

    ``numbers`` counts all cases by edition, ``withdrawn`` those withdrawn; ``rows`` has the cases of the editions asked
    for. ``names_before`` tells which of some names a standing case of an edition before the given number has in a field
    (unit_type, district or themes).
    """

    editions: tuple[Edition, ...]
    numbers: Mapping[int, int]
    withdrawn: Mapping[int, int]
    rows: Mapping[int, Sequence[Counted]]
    names_before: Callable[[int, str, Collection[str]], set[str]]


def census_of_documents(
    editions: tuple[Edition, ...], documents: Iterable[Document], wanted: Collection[int] | None
) -> Census:
    """Count documents; ``wanted`` are the editions whose cases are given, None for all."""
    every = [_counted(document) for document in documents]
    rows: dict[int, list[Counted]] = {}
    for row in every:
        if wanted is None or row.edition in wanted:
            rows.setdefault(row.edition, []).append(row)

    def names_before(number: int, field: str, names: Collection[str]) -> set[str]:
        earlier = (row for row in every if row.edition < number and row.status != WITHDRAWN)
        return {name for row in earlier for name in _values(row, field)}.intersection(names)

    return Census(
        editions,
        Counter(row.edition for row in every),
        Counter(row.edition for row in every if row.status == WITHDRAWN),
        rows,
        names_before,
    )


def _values(row: Counted, field: str) -> Sequence[str]:
    return row.themes if field == "themes" else (getattr(row, field),)


def _counted(document: Document) -> Counted:
    return Counted(
        document["edition"],
        document["unit"],
        document.get("unit_type", ""),
        document.get("district", ""),
        document.get("town", ""),
        tuple(document.get("themes", ())),
        document.get("award_tier"),
        document.get("status", SUBMITTED),
        tuple(document.get("related", ())),
    )


def census_of_lines(editions: tuple[Edition, ...], lines: CaseLines, wanted: Collection[int] | None) -> Census:
    """Count the records of a file; raises `OtherLayoutError` where it has to be read whole."""
    made = _Pass(wanted)
    for buffer, end in lines.blocks():
        made.take(buffer, end)
    if not lines.vouched:
        made.check()
        lines.vouched = True
    numbers = {int(edition): count for edition, count in Counter(made.editions).items()}
    for edition, rows in made.rows.items():
        made.withdrawn[edition] = sum(row.status == WITHDRAWN for row in rows)

    def names_before(number: int, field: str, names: Collection[str]) -> set[str]:
        return _names_before(lines, number, field, set(names))

    return Census(editions, numbers, made.withdrawn, made.rows, names_before)


class _Pass:
    """One pass over the lines."""

    def __init__(self, wanted: Collection[int] | None) -> None:
        self._wanted = None if wanted is None else {b"%d" % edition for edition in wanted}
        self._reader = _Reader()
        self._start = re.compile(_START)
        self.keys: list[bytes] = []
        self.ids: list[bytes] = []
        self.editions: list[bytes] = []
        self.rows: dict[int, list[Counted]] = {}
        self.withdrawn: Counter[int] = Counter()

    def take(self, buffer: bytearray, end: int) -> None:
        """Count the lines of one block; a loop over `find` is the fastest way through them that was measured."""
        places: list[int] = []
        starts: list[bytearray] = []
        find, place, begin, start = buffer.find, places.append, starts.append, 0
        while start >= 0:
            place(start)
            begin(buffer[start : start + _SHOWN])
            start = find(b"\n", start + 1, end)
        found = self._start.findall(b"".join(starts))
        if len(found) != len(places):
            raise OtherLayoutError
        keys, ids, editions = zip(*found, strict=True)
        self.keys += keys
        self.ids += ids
        self.editions += editions
        places.append(end)
        self._read(buffer, places, editions)
        self._note_withdrawn(buffer, end)

    def _read(self, buffer: bytearray, places: list[int], editions: Sequence[bytes]) -> None:
        read, wanted = self._reader.row, self._wanted
        for edition in set(editions) if wanted is None else wanted.intersection(editions):
            number = int(edition)
            rows = self.rows.setdefault(number, [])
            rows += [
                read(bytes(buffer[start:stop]), number)
                for start, stop, found in zip(places, places[1:], editions, strict=False)
                if found == edition
            ]

    def _note_withdrawn(self, buffer: bytearray, end: int) -> None:
        """Count the withdrawn cases of the editions that are not read."""
        for line in _lines_with(buffer, end, (b'"status":"withdrawn"',)):
            document = _document(line)
            if document["edition"] not in self.rows and document.get("status") == WITHDRAWN:
                self.withdrawn[document["edition"]] += 1

    def check(self) -> None:
        """Raise `OtherLayoutError` where an id or a key stands twice."""
        if len(set(self.ids)) != len(self.ids) or len(set(self.keys)) != len(self.keys):
            raise OtherLayoutError


class _Reader:
    """Reads the short fields of lines; equal ones are read once.

    A line is cut after its unit, before its long texts and before its award. A raw ``,"name":`` can only stand where a
    field begins, so a piece that is whole JSON was cut at fields.
    """

    def __init__(self) -> None:
        self._rests: dict[bytes, _Rest | None] = {}
        self._units: dict[bytes, str] = {}

    def row(self, line: bytes, edition: int) -> Counted:
        """Read a line; raises `OtherLayoutError`."""
        before, _, texts = line.partition(b'","unit":"')[2].partition(b',"tags":')
        if not texts:
            before = min((before.partition(mark)[0] for mark in _LATER), key=len)
        written, _, rest = before.partition(b'"')
        end = _parse(b'{"award_tier":' + line.rpartition(b',"award_tier":')[2].removesuffix(b","))
        unit = self._units.get(written) or self._unit(written)
        if end is None or "status" not in end or not unit or not _SHORT.isdisjoint(end):
            return _counted(_document(line))
        award, status = end["award_tier"], end["status"]
        if type(status) is not str or (award is not None and type(award) is not str):
            raise OtherLayoutError
        known = self._rests.get(rest) or self._parsed(rest)
        if known is None:
            return _counted(_document(line))
        for mark in known.missing:
            if mark in line:
                return _counted(_document(line))
        return Counted._make((edition, unit, *known.values, award, status, ()))

    def _unit(self, written: bytes) -> str:
        """Parse a unit's name; empty where it isn't one that is written plainly."""
        found = _parse(b'{"unit":"' + written + b'"}') or {}
        return self._units.setdefault(written, str(found.get("unit", "")))

    def _parsed(self, rest: bytes) -> _Rest | None:
        """Parse once the short fields after the unit; None for what isn't as it should be."""
        fields = _parse(b'{"unit":""' + rest + b"}")
        found = None
        if fields is not None and _NOT_HERE.isdisjoint(fields):
            whole = {"id": "E1-001", "edition": 1, "title": "", **fields}
            if problem_of(CASES, whole) is None:
                missing = tuple(mark for name, mark in _OPTIONAL if name not in whole)
                found = _Rest(_counted(whole)[2:6], missing)
        return self._rests.setdefault(rest, found)


class _Rest(NamedTuple):
    """What a line says after its unit, and the marks that must not stand elsewhere in the line for that to be right."""

    values: tuple[Any, ...]
    missing: tuple[bytes, ...]


def _parse(raw: bytes) -> Document | None:
    """Parse one object that is written canonically."""
    try:
        found = loads(raw)
        return found if isinstance(found, dict) and dumps(found) == raw else None
    except (ValueError, TypeError):
        return None


def _document(line: bytes) -> Document:
    """Parse the record of a line; raises `OtherLayoutError` unless all of it is certain."""
    document = _parse(line[line.find(b":") + 1 :].removesuffix(b","))
    if document is None or problem_of(CASES, document):
        raise OtherLayoutError
    return document


def _lines_with(buffer: bytearray, end: int, marks: Sequence[bytes]) -> Iterator[bytes]:
    """Go through the lines that hold one of the marks or an escaped character, which may hide one; each once."""
    escaped = (b"\\u",) if buffer.find(b"\\", 0, end) >= 0 else ()
    seen: set[int] = set()
    for mark in (*marks, *escaped):
        stop = 0
        while (hit := buffer.find(mark, stop, end)) >= 0:
            start = buffer.rfind(b"\n", 0, hit)
            stop = buffer.find(b"\n", hit, end)
            if stop < 0:
                stop = end
            if start not in seen:
                seen.add(start)
                yield bytes(buffer[start:stop])


def _names_before(lines: CaseLines, number: int, field: str, names: set[str]) -> set[str]:
    """Look for names in the records of earlier editions, until all are found."""
    found: set[str] = set()
    start_of = re.compile(_START)
    for buffer, end in lines.blocks():
        for name in names - found:
            for line in _lines_with(buffer, end, (dumps(name),)):
                start = start_of.match(line)
                if start and int(start[3]) < number:
                    row = _counted(_document(line))
                    if row.status != WITHDRAWN and name in _values(row, field):
                        found.add(name)
                        break
        if found == names:
            break
    return found
