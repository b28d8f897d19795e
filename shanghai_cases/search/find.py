"""Search a catalogue: a query and filters in, hits in order out."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from shanghai_cases.catalogue.layout import DamagedError
from shanghai_cases.catalogue.locate import OtherLayoutError
from shanghai_cases.errors import msg
from shanghai_cases.search import expansion, ordering
from shanghai_cases.search.fields import BODY_FIELDS, HEAD_FIELDS
from shanghai_cases.search.matching import AnyMeaning, Both, Either, Excluding
from shanghai_cases.search.place_names import present_names
from shanghai_cases.search.query import AnyOf, Filters, Not, Restriction, Word, parse
from shanghai_cases.search.record import Record
from shanghai_cases.search.terms import Contains, Level, Spot
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shanghai_cases.catalogue.locate import CaseLines
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.search.matching import Score, Term
    from shanghai_cases.search.ordering import Key, Sort
    from shanghai_cases.search.query import Node
    from shanghai_cases.search.terms import Meaning


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


class Hit(NamedTuple):
    """One case that was found."""

    record: Record
    level: Level
    term: Term

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
        spots = set(self.term.spots(self.record))
        return sorted(spots, key=lambda spot: (_ORDER.index(spot.field), spot.item or 0, spot.start))


_ORDER = tuple(name for _, names in (*HEAD_FIELDS, *BODY_FIELDS) for name in names)


class Result(NamedTuple):
    """What was found: the hits asked for, in order, and how many there are in all."""

    hits: Sequence[Hit]
    total: int
    approximate: bool = False
    records: Sequence[Record] = ()
    """All that was found, in order, also what was not asked for."""

    def facets(self, names: Sequence[str]) -> dict[str, dict[str, int]]:
        """Count the values of fields among all hits, the commonest first; see `counts`."""
        from shanghai_cases.search.facets import counts

        return {name: counts(name, self.records) for name in names}


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
    keys = search.keys(found, sort)
    ordered = [found[i] for _, i in sorted(zip(keys, range(len(found)), strict=True))]
    chosen = ordered[offset : None if limit is None else offset + limit]
    hits = [Hit(record, score.level, search.term) for record, score in chosen]
    approximate = any(score.level is Level.APPROXIMATE for _, score in found)
    return Result(hits, len(ordered), approximate, [record for record, _ in ordered])


_Found = list[tuple[Record, "Score"]]
_LONGEST = 80  # characters of a word that is guessed at; no title or unit is longer
_MOST_WORDS = 12  # of a query in which words are guessed at
_MISSHAPEN = (KeyError, TypeError, AttributeError)


class _Search:
    """One search from query to scored records."""

    def __init__(self, reader: Reader, query: str | None, filters: Filters, *, exact: bool) -> None:
        self._reader = reader
        self._nodes = tuple(dict.fromkeys(parse(query))) if query is not None else ()
        self._restrictions = filters.restrictions()
        self._exact = exact
        self._extra: dict[Word, list[Meaning]] = {}
        self.term: Term = self._tree()

    @cached_property
    def _editions(self) -> Sequence[Edition]:
        return self._reader.editions()

    @cached_property
    def _lines(self) -> CaseLines | None:
        return self._reader.lines()

    def _tree(self) -> Term:
        terms = [self._term(node) for node in (*self._nodes, *self._restrictions)]
        return terms[0] if len(terms) == 1 else Both(terms)

    def _term(self, node: Node) -> Term:
        if isinstance(node, Word):
            return AnyMeaning(self._extra.get(node) or expansion.meanings(node, exact=self._exact))
        if isinstance(node, Restriction):
            from shanghai_cases.search.restrictions import test_of

            return test_of(node, self._editions)
        if isinstance(node, Not):
            return Excluding(self._left_out(node.term))
        return Either([self._term(term) for term in node.terms])

    def _left_out(self, node: Word | Restriction) -> Term:
        """What is left out is the word and the place that it names, not what it is only related to."""
        if isinstance(node, Restriction):
            return self._term(node)
        found = expansion.meanings(node, exact=self._exact)
        return AnyMeaning([meaning for meaning in found if meaning.level < Level.SYNONYM])

    def run(self) -> _Found:
        """Return the records that match, with their scores, in the order of the file.

        Where there are none, the words that stand nowhere are read otherwise, then as misheard, then as mistyped.
        """
        found = self._scan(self.term)
        if found or self._exact or not self._words():
            return found
        return self._guess()

    def _words(self) -> list[Word]:
        """Return the words that may be guessed at: not left out, not quoted, no longer than a name can be.

        None of a query that is a whole text.
        """
        flat = [term for node in self._nodes for term in (node.terms if isinstance(node, AnyOf) else (node,))]
        words = [term for term in flat if isinstance(term, Word) and not term.quoted]
        return [word for word in words if len(word.text) <= _LONGEST] if len(words) <= _MOST_WORDS else []

    def _guess(self) -> _Found:
        from shanghai_cases.search import fallback

        if len(self._words()) == len(self._nodes) > 1 and all(word.text.isascii() for word in self._words()):
            self._nodes = (Word("".join(word.text for word in self._words())),)  # pinyin with spaces: xu hui
            self.term = self._tree()
            found = self._scan(self.term)
            if found:
                return found
        alone = len(self._nodes) == 1 and not self._restrictions
        missing = [word for word in self._words() if alone or not self._stands_somewhere(word)]
        found = self._with({word: fallback.read_otherwise(word) for word in missing}) or self._with(self._broader())
        if found:
            return found
        heard = {word: fallback.misheard(word) for word in missing}
        typed = {word: fallback.mistyped(word) for word in missing}
        either = {word: [*heard[word], *typed[word]] for word in missing}
        near = self._with({word: [fallback.FirstOf(both)] for word, both in either.items() if both})
        return self._with(heard, among=near) or self._with(typed, among=near)

    def _broader(self) -> dict[Word, list[Meaning]]:
        """Return the meanings of the words that say more than another term of the taxonomy, with that term."""
        broader = {word: expansion.broader_meanings(word) for word in self._words()}
        return {word: [*expansion.meanings(word, exact=False), *more] for word, more in broader.items() if more}

    def _with(self, more: dict[Word, list[Meaning]], among: _Found | None = None) -> _Found:
        """Search with further meanings of words, everywhere or among what was found already."""
        if not any(more.values()) or (among is not None and not among):
            return []
        self._extra = more
        self.term = self._tree()
        if among is None:
            return self._scan(self.term)
        return _scored(self.term, (record for record, _ in among), first=False)

    def _stands_somewhere(self, word: Word) -> bool:
        return bool(self._scan(AnyMeaning(expansion.meanings(word, exact=False)), first=True))

    def _scan(self, term: Term, *, first: bool = False) -> _Found:
        """Score all records, or with ``first`` only up to the first that matches."""
        if self._lines is not None:
            try:
                return _scored(term, map(Record.of_line, self._lines.matching(term.groups())), first=first)
            except (OtherLayoutError, ValueError, *_MISSHAPEN):
                pass  # the strict reader names the fault, or reads what only looked like one
        try:
            return _scored(term, map(Record.of_document, self._reader.documents()), first=first)
        except _MISSHAPEN as error:
            raise DamagedError(msg("a record of the table cases lacks a field or has one of a wrong kind")) from error

    def keys(self, found: _Found, sort: Sort | None) -> Iterator[Key]:
        """Go through the sort keys of what was found."""
        if sort is not None:
            return map(ordering.sort_key(sort, self._editions), (record for record, _ in found))
        phrase, places = self._phrase(), self._places()
        return (
            ordering.relevance(
                score,
                record,
                scattered=phrase is not None and phrase.weigh(record) != score.worst,
                elsewhere=bool(places) and ordering.is_elsewhere(record, places),
            )
            for record, score in found
        )

    def _places(self) -> frozenset[str]:
        """Return the names of the places that the words of the query mean."""
        words = [fold(node.text) for node in self._nodes if isinstance(node, Word)]
        return frozenset().union(*map(present_names, words))

    def _phrase(self) -> Contains | None:
        """Return the words of the query as one phrase, where there are several."""
        words = [node.text for node in self._nodes if isinstance(node, Word)]
        return Contains(fold(" ".join(words))) if len(words) > 1 else None


def _scored(term: Term, records: Iterable[Record], *, first: bool) -> _Found:
    score = term.score
    found = ((record.rest(), scored) for record in records if (scored := score(record)) is not None)
    return list(islice(found, 1)) if first else list(found)
