"""What counting needs, read from the bytes: of each line its edition, of the editions asked for the short fields too.

Two ways lead to the same numbers. `census_of_lines` goes through the lines of a file once, with one regular expression
over their beginnings, and parses those wanted by the block; of a file that this program wrote only the short fields
(see `short_fields`). `census_of_documents` counts documents that were read strictly. What is not certain makes the
first way give up (`OtherLayoutError`), for the strict reader to name the fault.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, compress, pairwise
from typing import TYPE_CHECKING, NamedTuple

from orjson import dumps, loads

from shanghai_cases.catalogue.layout import CASES, WHITE
from shanghai_cases.catalogue.locate import OtherLayoutError, Seen
from shanghai_cases.catalogue.shape import problem_of
from shanghai_cases.catalogue.short_fields import ShortFields
from shanghai_cases.catalogue.tally import WITHDRAWN, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from shanghai_cases.catalogue.layout import Document
    from shanghai_cases.catalogue.locate import CaseLines
    from shanghai_cases.catalogue.short_fields import Span
    from shanghai_cases.model.edition import Edition

_START = rb'\n"[0-9]+": ?\{"id": ?"E([0-9]+)-[0-9]+", ?"edition": ?\1,'
_SHOWN = 60  # bytes of a line that hold all this; no record is shorter
_WITHDRAWN = b'"status":"withdrawn"'  # as we write it; a longer needle is found faster


class Census(NamedTuple):
    """How many cases each edition has, and the counts of some editions.

    ``numbers`` counts the standing cases by edition, ``withdrawn`` those withdrawn; ``tallies`` has the editions asked
    for of which a case is recorded. ``names_before`` tells which of some names a standing case of an edition before the
    given number has in a field (unit_type, district or themes).
    """

    editions: tuple[Edition, ...]
    numbers: Mapping[int, int]
    withdrawn: Mapping[int, int]
    tallies: Mapping[int, Tally]
    names_before: Callable[[int, str, Collection[str]], set[str]]

    def of(self, edition: int) -> Tally | None:
        """Return the counts of an edition that was asked for, None where no standing case is recorded."""
        tally = self.tallies.get(edition)
        return tally if tally and tally.cases else None

    def number(self, edition: int) -> int:
        """Return how many standing cases an edition has."""
        return self.numbers.get(edition, 0)

    def before(self, edition: int) -> int:
        """Return how many standing cases the editions before one have."""
        return sum(count for number, count in self.numbers.items() if number < edition)


def census_of_documents(
    editions: tuple[Edition, ...], documents: Iterable[Document], wanted: Collection[int] | None
) -> Census:
    """Count documents; ``wanted`` are the editions of which names are counted, None for all."""
    tallies: dict[int, Tally] = {}
    for document in documents:
        tallies.setdefault(document["edition"], Tally()).add(document)

    def names_before(number: int, field: str, names: Collection[str]) -> set[str]:
        earlier = (tally.names[field] for edition, tally in tallies.items() if edition < number)
        return set(chain.from_iterable(earlier)).intersection(names)

    return Census(
        editions,
        {edition: tally.cases for edition, tally in tallies.items()},
        {edition: tally.withdrawn for edition, tally in tallies.items()},
        {edition: tally for edition, tally in tallies.items() if wanted is None or edition in wanted},
        names_before,
    )


def census_of_lines(editions: tuple[Edition, ...], lines: CaseLines, wanted: Collection[int] | None) -> Census:
    """Count the records of a file; raises `OtherLayoutError` where it has to be read whole."""
    made = _Pass(wanted, vouched=lines.vouched)
    for buffer, end in lines.blocks():
        made.take(buffer, end)
    made.finish()
    lines.vouched = True
    for edition, tally in made.tallies.items():
        made.withdrawn[edition] = tally.withdrawn

    def names_before(number: int, field: str, names: Collection[str]) -> set[str]:
        return _names_before(lines, number, field, set(names))

    numbers = {int(edition): count for edition, count in made.numbers.items()}
    standing = {edition: count - made.withdrawn[edition] for edition, count in numbers.items()}
    return Census(editions, standing, made.withdrawn, made.tallies, names_before)


class _Pass:
    """One pass over the lines."""

    def __init__(self, wanted: Collection[int] | None, *, vouched: bool) -> None:
        self._wanted = None if wanted is None else {b"%d" % edition for edition in wanted}
        self._start = re.compile(_START)
        self._seen = None if vouched else Seen()  # who looks at lines that nobody vouched for
        self.numbers: Counter[bytes] = Counter()
        self.withdrawn: Counter[int] = Counter()
        self.tallies: dict[int, Tally] = {}
        self._short: dict[int, ShortFields] = {}

    def take(self, buffer: bytearray, end: int) -> None:
        """Count the lines of one block; a loop over `find` is the fastest way through them that was measured."""
        places: list[int] = []
        starts: list[bytearray] = []
        find, place, begin, start = buffer.find, places.append, starts.append, 0
        while start >= 0:
            place(start)
            begin(buffer[start : start + _SHOWN])
            start = find(b"\n", start + 1, end)
        editions: list[bytes] = self._start.findall(b"".join(starts))
        if len(editions) != len(places):
            raise OtherLayoutError
        self.numbers.update(editions)
        if self._seen:
            self._seen.add(buffer, end)
        places.append(end)
        for edition in set(editions) if self._wanted is None else self._wanted.intersection(editions):
            self._count(int(edition), buffer, [*compress(pairwise(places), map(edition.__eq__, editions))])
        self._note_withdrawn(buffer, end)

    def _count(self, edition: int, buffer: bytearray, spans: Sequence[Span]) -> None:
        """Count the cases in some lines, all of one edition."""
        tally = self.tallies.setdefault(edition, Tally())
        if self._seen is None:
            spans = self._short.setdefault(edition, ShortFields()).take(buffer, spans)
        try:
            for document in _whole(buffer, spans):
                tally.add(document)
        except TypeError:
            raise OtherLayoutError from None

    def _note_withdrawn(self, buffer: bytearray, end: int) -> None:
        """Count the withdrawn cases of the editions that are not counted by name."""
        written = _WITHDRAWN if self._seen is None else dumps(WITHDRAWN)
        for document in _documents_with(buffer, end, written):
            if document["edition"] not in self.tallies and document.get("status") == WITHDRAWN:
                self.withdrawn[document["edition"]] += 1

    def finish(self) -> None:
        """Raise `OtherLayoutError` where a value is not a text, and where an id or a key stands twice."""
        try:
            for edition, short in self._short.items():
                short.add_to(self.tallies[edition])
        except (TypeError, ValueError):
            raise OtherLayoutError from None
        if not all(tally.certain for tally in self.tallies.values()):
            raise OtherLayoutError
        if self._seen:
            self._seen.check()


def _whole(buffer: bytearray, spans: Sequence[Span]) -> list[Document]:
    """Parse some lines from end to end; raises `OtherLayoutError` unless all of it is certain."""
    written = b"".join([buffer[buffer.find(b":", start, stop) + 1 : stop] for start, stop in spans]).removesuffix(b",")
    try:
        documents: list[Document] = loads(b"[" + written + b"]")
        again = dumps(documents)[1:-1]
    except (ValueError, TypeError):
        raise OtherLayoutError from None
    certain = again == written or again.translate(None, WHITE) == written.translate(None, WHITE)
    if not certain or len(documents) != len(spans) or any(problem_of(CASES, document) for document in documents):
        raise OtherLayoutError
    return documents


def _documents_with(buffer: bytearray, end: int, written: bytes) -> Iterator[Document]:
    """Go through the records whose lines hold some bytes or an escaped character, which may hide a text; each once."""
    escaped = (b"\\u",) if buffer.find(b"\\", 0, end) >= 0 else ()
    seen: set[int] = set()
    for mark in (written, *escaped):
        stop = 0
        while (hit := buffer.find(mark, stop, end)) >= 0:
            start = buffer.rfind(b"\n", 0, hit)
            stop = buffer.find(b"\n", hit, end)
            if stop < 0:
                stop = end
            if start not in seen:
                seen.add(start)
                yield from _whole(buffer, [(start, stop)])


def _names_before(lines: CaseLines, number: int, field: str, names: set[str]) -> set[str]:
    """Look for names in the records of earlier editions, until all are found."""
    found: set[str] = set()
    for buffer, end in lines.blocks():
        for name in names - found:
            for document in _documents_with(buffer, end, dumps(name)):
                if document["edition"] < number and document.get("status") != WITHDRAWN:
                    said = document.get(field, ())
                    if name in (said if field == "themes" else (said,)):
                        found.add(name)
                        break
        if found == names:
            break
    return found
