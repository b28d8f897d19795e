"""Search a catalogue: a query and filters in, hits in order out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from shanghai_cases.catalogue.layout import DamagedError
from shanghai_cases.catalogue.locate import OtherLayoutError
from shanghai_cases.errors import msg
from shanghai_cases.search import expansion, ordering
from shanghai_cases.search.fields import BODY_FIELDS, HEAD_FIELDS
from shanghai_cases.search.matching import AnyMeaning, Both, Either, Excluding
from shanghai_cases.search.query import Not, Restriction, Word, parse
from shanghai_cases.search.record import Record
from shanghai_cases.search.restrictions import Filters, test_of
from shanghai_cases.search.terms import Contains, Level, Spot
from shanghai_cases.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shanghai_cases.catalogue.locate import CaseLines
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.search.matching import Score, Term
    from shanghai_cases.search.ordering import Key, Sort
    from shanghai_cases.search.query import Node


class Reader(Protocol):
    """What search asks of a catalogue."""

    def editions(self) -> Sequence[Edition]:
        """Return all editions."""
        ...

    def lines(self) -> CaseLines | None:
        """Return the records as lines of bytes; None where the catalogue doesn't lie so."""
        ...

    def documents(self) -> Iterator[dict[str, Any]]:
        """Go through all documents of cases, read strictly."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that was found."""

    record: Record
    level: Level
    _term: Term

    @property
    def head(self) -> dict[str, Any]:
        """The short fields of the case as they are stored: id, title, district … (empty ones missing)."""
        return self.record.head

    @property
    def document(self) -> dict[str, Any]:
        """The whole document of the case, contact and foreign fields included."""
        return self.record.document

    def spots(self) -> list[Spot]:
        """Return where it was found, the best fields first; nothing where only filters were given."""
        spots = set(self._term.spots(self.record))
        return sorted(spots, key=lambda spot: (_ORDER.index(spot.field), spot.item or 0, spot.start))


_ORDER = tuple(name for _, names in (*HEAD_FIELDS, *BODY_FIELDS) for name in names)


@dataclass(frozen=True, slots=True)
class Result:
    """What was found: the hits asked for, in order, and how many there are in all."""

    hits: Sequence[Hit]
    total: int
    approximate: bool = False
    _all: Sequence[Record] = field(default=(), repr=False)

    def facets(self, names: Sequence[str]) -> dict[str, dict[str, int]]:
        """Count the values of fields among all hits, the commonest first; see `counts`."""
        from shanghai_cases.search.facets import counts

        return {name: counts(name, self._all) for name in names}


def find(
    reader: Reader,
    query: str | None,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    *,
    exact: bool = False,
    sort: Sort | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Result:
    """Find the cases that match ``query`` and ``filters``; without either, all.

    Raises `QueryError`, `UsageError` and `DataError` for what can't be asked, `CatalogueError` for a file that can't
    be read.
    """
    search = _Search(reader, query, filters, exact=exact)
    found = search.run()
    keyed = sorted(search.keyed(found, sort), key=lambda pair: pair[0])
    chosen = keyed[offset : None if limit is None else offset + limit]
    hits = [Hit(record, Level(score.level), search.term) for _, (record, score) in chosen]
    return Result(hits, len(keyed), search.approximate, [record for _, (record, _) in keyed])


_Found = list[tuple[Record, "Score"]]
_MISSHAPEN = (KeyError, TypeError, AttributeError)


class _Search:
    """One search from query to scored records."""

    def __init__(self, reader: Reader, query: str | None, filters: Filters, *, exact: bool) -> None:
        self._reader = reader
        self._nodes = parse(query) if query is not None else ()
        self._restrictions = filters.restrictions()
        self._exact = exact
        self.approximate = False
        self.term: Term = self._tree()

    @cached_property
    def _editions(self) -> Sequence[Edition]:
        return self._reader.editions()

    def _tree(self) -> Term:
        terms = [self._term(node) for node in (*self._nodes, *self._restrictions)]
        return terms[0] if len(terms) == 1 else Both(terms)

    def _term(self, node: Node) -> Term:
        if isinstance(node, Word):
            return AnyMeaning(expansion.meanings(node, exact=self._exact))
        if isinstance(node, Restriction):
            return test_of(node, self._editions)
        if isinstance(node, Not):
            return Excluding(self._term(node.term))
        return Either([self._term(term) for term in node.terms])

    def run(self) -> _Found:
        """Return the records that match, with their scores, in the order of the file."""
        return self._scan(self.term)

    def _scan(self, term: Term) -> _Found:
        lines = self._reader.lines()
        if lines is not None:
            try:
                return _scored(term, map(Record.of_line, lines.matching(term.groups())))
            except (OtherLayoutError, ValueError, *_MISSHAPEN):
                pass  # the strict reader names the fault, or reads what only looked like one
        try:
            return _scored(term, map(Record.of_document, self._reader.documents()))
        except _MISSHAPEN as error:
            raise DamagedError(msg("a record of the table cases lacks a field or has one of a wrong kind")) from error

    def keyed(self, found: _Found, sort: Sort | None) -> Iterator[tuple[Key, tuple[Record, Score]]]:
        """Go through the found records with their sort keys."""
        if sort is not None:
            key = ordering.sort_key(sort, self._editions)
            for record, score in found:
                yield key(record), (record, score)
            return
        phrase = self._phrase()
        for record, score in found:
            scattered = phrase is not None and phrase.weigh(record) != score.worst
            yield ordering.relevance(score, record, scattered=scattered), (record, score)

    def _phrase(self) -> Contains | None:
        """Return the words of the query as one phrase, where there are several."""
        words = [node.text for node in self._nodes if isinstance(node, Word)]
        return Contains(fold(" ".join(words))) if len(words) > 1 else None


def _scored(term: Term, records: Iterable[Record]) -> _Found:
    score = term.score
    return [(record, scored) for record in records if (scored := score(record)) is not None]
