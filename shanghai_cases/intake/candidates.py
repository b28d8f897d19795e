"""Which known titles are worth a full comparison with a title: those that share enough of its rarest bigrams.

Bigrams are looked up from the rarest on until so much of a title's weight is through that whoever shares none of it
can't be alike, or until the lookups allowed are spent. `candidate_arrays` does the same for many titles at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from operator import add
from typing import TYPE_CHECKING, NamedTuple, Protocol

from shanghai_cases.intake.bigrams import Weights, grams
from shanghai_cases.intake.keys import MARK
from shanghai_cases.intake.likeness import COMMON, CONTAINED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

POINTS = 1024  # of weight, in whole numbers, so that sums are exact in any order
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


class TitleByTitle:
    """Finds candidates for the keys of ``asked`` among those of ``known``, title by title.

    With ``own``, ``asked`` stand in ``known`` from that place on, and each meets only what stands before it. ``least``
    is what bigrams in common must bring for two titles of one unit to be alike (`likeness.least`).
    """

    def __init__(self, known: Sequence[str], asked: Sequence[str], own: int | None, least: float) -> None:
        joined = MARK.join(known)
        counts = Counter(map(add, joined, joined[1:]))
        self.weights = Weights(lambda gram: counts.get(gram, 0), len(known))
        self.weights.know(counts)
        self._known = known
        self._asked = asked
        self._own = own
        self._least = least
        self._points = _Points(self.weights, counts)
        self._sizes: dict[int, int] = {}
        self._index = _index(known, {gram for key in asked for gram in grams(key)})

    def of_each(self) -> Iterator[list[Candidate]]:
        """Give for each title its candidates, those that share most first."""
        budget = lookups(len(self._asked))
        for place, key in enumerate(self._asked):
            yield self._of(key, len(self._known) if self._own is None else self._own + place, budget)

    def _of(self, key: str, end: int, budget: int) -> list[Candidate]:
        index, own = self._index, grams(key)
        size = sum(map(self._points.__getitem__, own))
        met: dict[int, int] = {}
        get = met.get
        done = 0
        for _, gram in sorted([(len(index[gram]), gram) for gram in own]):
            places = index[gram]
            budget -= len(places)
            if budget < 0 or 100 * done > INDEXED * size:
                break
            points = self._points[gram]
            done += points
            if places and places[-1] >= end:
                places = places[: bisect_left(places, end)]
            for place in places:
                met[place] = get(place, 0) + points
        near = sorted((-points, place) for place, points in met.items() if 100 * points >= ENOUGH * size)
        found: list[Candidate] = []
        for points, place in near:
            reach = self._reach(size - done - points, size, place)
            if reach >= self._least:
                found.append(Candidate(place, reach))
                if len(found) == MOST:
                    break
        return found

    def _reach(self, most: int, size: int, place: int) -> float:
        other = self._sizes.get(place)
        if other is None:
            other = self._sizes[place] = sum(map(self._points.__getitem__, grams(self._known[place])))
        smaller = min(size, other)
        most = min(most, smaller)
        return CONTAINED * most / max(1, smaller) + COMMON * 2 * most / max(1, size + other)


class _Points(dict[str, int]):
    """The points of bigrams; those that no known title holds are worked out when asked for."""

    def __init__(self, weights: Weights, counts: Mapping[str, int]) -> None:
        by_count = {count: round(POINTS * weights.of(count)) for count in set(counts.values())}
        super().__init__(zip(counts, map(by_count.__getitem__, counts.values()), strict=True))
        self._weights = weights

    def __missing__(self, gram: str) -> int:
        points = self[gram] = round(POINTS * self._weights[gram])
        return points


def _index(keys: Sequence[str], wanted: set[str]) -> dict[str, array[int]]:
    """Return for each wanted bigram the places of the keys that hold it."""
    index = {gram: array("i") for gram in wanted}
    held = wanted.intersection
    for place, key in enumerate(keys):
        for gram in held(map(add, key, key[1:])):
            index[gram].append(place)
    return index
