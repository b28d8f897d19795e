"""Which known titles are worth a full comparison with a title: those that share enough of its rarest bigrams.

Bigrams are looked up from the rarest on until so much of a title's weight is through that whoever shares none of it
can't be alike, or until the lookups allowed are spent. `candidate_arrays` does the same for many titles at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Protocol

from shanghai_cases.intake.bigrams import Weights, grams_of_each
from shanghai_cases.intake.likeness import COMMON, CONTAINED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

INDEXED = 70  # percent of a title's weight, rarest bigrams first, that candidates are looked up by
ENOUGH = 15  # percent of a title's weight that a candidate must have in common by these bigrams
MOST = 8  # candidates of one title
_LOOKUPS = 20_000_000  # bigram occurrences gone through for a whole delivery
_FEWEST_LOOKUPS = 300  # and for one title at least


def lookups(asked: int) -> int:
    """Return how many bigram occurrences may be gone through for each title, the delivery having so many."""
    return max(_FEWEST_LOOKUPS, _LOOKUPS // max(1, asked))


class Candidate(NamedTuple):
    """A known title by its place; ``reach`` is the most that bigrams in common can bring (`likeness.least`)."""

    place: int
    reach: float


class Candidates(Protocol):
    """A way to find the candidates of titles; ``weights`` are those of the bigrams of all known titles."""

    weights: Weights

    def of_each(self) -> Iterator[list[Candidate]]:
        """Give for each title its candidates, those that share most first."""
        ...

    def grams(self, place: int) -> set[int]:
        """Return the bigrams of a known title."""
        ...


class TitleByTitle:
    """Finds candidates for the keys of ``asked`` among those of ``known``, title by title.

    With ``own``, ``asked`` stand in ``known`` from that place on, and each meets only what stands before it. ``least``
    is what bigrams in common must bring for two titles of one unit to be alike (`likeness.least`).
    """

    def __init__(self, known: Sequence[str], asked: Sequence[str], own: int | None, least: float) -> None:
        self._known = grams_of_each(known)
        self._own = own
        self._least = least
        holders = Counter(chain.from_iterable(self._known))
        self.weights = Weights(len(known), lambda _: 0)
        self.weights.know(holders)
        self._size_of = cache(lambda place: self.weights.total(self._known[place]))
        self._wanted = self._chosen(grams_of_each(asked) if own is None else self._known[own:], holders)
        self._index = _index(self._known, {gram for one in self._wanted for gram in one.grams})

    def _chosen(self, asked: Sequence[set[int]], holders: Mapping[int, int]) -> list[_Wanted]:
        """Choose the bigrams that are looked up for each title."""
        return [self._rarest(own, holders, lookups(len(asked))) for own in asked]

    def _rarest(self, own: set[int], holders: Mapping[int, int], budget: int) -> _Wanted:
        size, done, chosen = self.weights.total(own), 0, []
        for many, gram in sorted([(holders[gram], gram) for gram in own]):
            budget -= many
            if budget < 0 or 100 * done > INDEXED * size:
                break
            done += self.weights[gram]
            chosen.append(gram)
        return _Wanted(chosen, size, size - done)

    def of_each(self) -> Iterator[list[Candidate]]:
        """Give for each title its candidates, those that share most first."""
        for place, wanted in enumerate(self._wanted):
            yield self._of(wanted, len(self._known) if self._own is None else self._own + place)

    def grams(self, place: int) -> set[int]:
        """Return the bigrams of a known title."""
        return self._known[place]

    def _of(self, wanted: _Wanted, end: int) -> list[Candidate]:
        met: dict[int, int] = {}
        get = met.get
        for gram in wanted.grams:
            places, weight = self._index[gram], self.weights[gram]
            if places and places[-1] >= end:
                places = places[: bisect_left(places, end)]
            for place in places:
                met[place] = get(place, 0) + weight
        enough = -(-ENOUGH * wanted.size // 100)
        return self._best(wanted, sorted([(-shared, place) for place, shared in met.items() if shared >= enough]))

    def _best(self, wanted: _Wanted, near: Sequence[tuple[int, int]]) -> list[Candidate]:
        """Choose from titles, given by the weight in common (negative) and by place, those that may be alike."""
        size, unknown, least, size_of = wanted.size, wanted.unknown, self._least, self._size_of
        found: list[Candidate] = []
        for shared, place in near:
            other = size_of(place)
            smaller = size if size < other else other
            most = unknown - shared
            most = min(most, smaller)
            reach = CONTAINED * most / (smaller or 1) + COMMON * 2 * most / (size + other or 1)
            if reach >= least:
                found.append(Candidate(place, reach))
                if len(found) == MOST:
                    break
        return found


class _Wanted(NamedTuple):
    """The bigrams that a title is looked up by, the weight of all it has, and of those that aren't looked up."""

    grams: Sequence[int]
    size: int
    unknown: int


def _index(known: Sequence[set[int]], wanted: set[int]) -> dict[int, list[int]]:
    """Return for each wanted bigram the places of the titles that hold it."""
    index: dict[int, list[int]] = {gram: [] for gram in wanted}
    for place, held in enumerate(known):
        for gram in held & wanted:
            index[gram].append(place)
    return index
