"""The candidates of many titles at once: what `candidates` does, with arrays instead of loops.

A bigram is a number made of its two characters. Known bigrams lie sorted with the titles that hold them; what is looked
up for a run of titles becomes one array of (title asked about, known title, weight), sorted and summed up.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np  # noqa: TID253 (this module is imported only where it pays)

from shanghai_cases.intake.bigrams import Weights, grams, units
from shanghai_cases.intake.candidates import ENOUGH, INDEXED, MOST, Candidate, lookups
from shanghai_cases.intake.keys import MARK
from shanghai_cases.intake.likeness import COMMON, CONTAINED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

_GRAM = 32  # bits of a bigram
_WEIGHT = 16  # bits of the weight of a bigram
_TITLES = 1 << 12  # titles asked about at a time
_AT_ONCE = 1 << 20  # occurrences gone through at a time


class AllAtOnce:
    """Finds candidates as `candidates.TitleByTitle` does, and the same ones."""

    def __init__(self, known: Sequence[str], asked: Sequence[str], own: int | None, least: float) -> None:
        self._bits = len(known).bit_length()
        held = _held_bigrams(known, self._bits)
        begins = _begins(held >> self._bits)
        self._codes = held[begins] >> self._bits
        self._known_codes = array("q", self._codes.tobytes())  # searched one by one it is faster
        self._places = (held & self._low).astype(np.int32)
        self._holders = np.diff(begins, append=len(held))
        self._starts = np.cumsum(self._holders) - self._holders
        self.weights = Weights(len(known), self._count)
        self._weights = self._weights_of(self._holders)
        self._sizes = _sums(np.repeat(self._weights, self._holders), self._places, len(known))
        self._keys, self._asked, self._own, self._least = known, asked, own, least

    def _count(self, gram: int) -> int:
        at = bisect_left(self._known_codes, gram)
        return int(self._holders[at]) if at < len(self._known_codes) and self._known_codes[at] == gram else 0

    @property
    def _low(self) -> int:
        """The bits that hold a title's place."""
        return (1 << self._bits) - 1

    def _weights_of(self, holders: Whole) -> Whole:
        table = np.zeros(int(holders.max(initial=0)) + 1, np.int64)
        for many in np.flatnonzero(np.bincount(holders)).tolist():
            table[many] = self.weights.of(many)
        return table[holders]

    def of_each(self) -> Iterator[list[Candidate]]:
        """Give for each title its candidates, those that share most first."""
        if not len(self._codes):
            yield from ([] for _ in self._asked)
            return
        for first in range(0, len(self._asked), _TITLES):
            wanted = self._wanted(self._asked[first : first + _TITLES])
            many = len(wanted.sizes)
            ends = np.cumsum(_sums(wanted.holders, wanted.asked, many))
            start = 0
            while start < many:
                spent = int(ends[start - 1]) if start else 0
                stop = max(start + 1, min(many, int(np.searchsorted(ends, spent + _AT_ONCE))))
                yield from self._of_some(wanted, start, stop, None if self._own is None else self._own + first)
                start = stop

    def grams(self, place: int) -> set[int]:
        """Return the bigrams of a known title."""
        return grams(self._keys[place])

    def _wanted(self, keys: Sequence[str]) -> _Wanted:
        """Choose the bigrams that are looked up for each title."""
        many = len(keys)
        codes, places = _bigrams(keys)
        whole = np.sort((places.astype(np.int64) << _GRAM) | codes)
        whole = whole[_begins(whole)]
        asked, codes = whole >> _GRAM, whole & ((1 << _GRAM) - 1)
        gram = np.searchsorted(self._codes, codes)
        gram[gram == len(self._codes)] = 0
        is_known = self._codes[gram] == codes
        holders = np.where(is_known, self._holders[gram], 0)
        weight = np.where(is_known, self._weights[gram], self.weights.of(0))
        order = np.argsort(asked * (len(self._keys) + 1) + holders, kind="stable")
        asked, gram, holders, weight = asked[order], gram[order], holders[order], weight[order]
        sizes = _sums(weight, asked, many)
        spent, done = _running(holders, asked, many), _running(weight, asked, many) - weight
        chosen = (spent <= lookups(len(self._asked))) & (100 * done <= INDEXED * sizes[asked])
        through = _sums(weight[chosen], asked[chosen], many)
        chosen &= holders > 0
        return _Wanted(asked[chosen], gram[chosen], holders[chosen], weight[chosen], sizes, sizes - through)

    def _of_some(self, wanted: _Wanted, first: int, last: int, own: int | None) -> Iterator[list[Candidate]]:
        """Give the candidates of the titles from ``first`` to before ``last``, the first of all standing at ``own``."""
        begin, end = np.searchsorted(wanted.asked, (first, last))
        holders = wanted.holders[begin:end]
        at = np.repeat(self._starts[wanted.gram[begin:end]] - (np.cumsum(holders) - holders), holders)
        at += np.arange(len(at))
        place = self._places[at].astype(np.int64)
        asked = np.repeat(wanted.asked[begin:end], holders)
        met = (((asked << self._bits) | place) << _WEIGHT) | np.repeat(wanted.weight[begin:end], holders)
        if own is not None:
            met = met[place < own + asked]
        met.sort(kind="stable")  # made for runs in order, as the places of a bigram are
        pair = met >> _WEIGHT
        begins = _begins(pair)
        shared = np.add.reduceat(met & ((1 << _WEIGHT) - 1), begins) if len(begins) else begins
        pair = pair[begins]
        asked, place = pair >> self._bits, pair & self._low
        reach = self._reach(shared, wanted.unknown[asked], wanted.sizes[asked], place)
        kept = (100 * shared >= ENOUGH * wanted.sizes[asked]) & (reach >= self._least)
        yield from _best(asked[kept], place[kept], shared[kept], reach[kept], range(first, last))

    def _reach(self, shared: Whole, unknown: Whole, size: Whole, place: Whole) -> NDArray[np.float64]:
        other = self._sizes[place]
        smaller = np.minimum(size, other)
        most = np.minimum(shared + unknown, smaller)
        reach: NDArray[np.float64] = CONTAINED * most / np.maximum(1, smaller)
        reach += COMMON * 2 * most / np.maximum(1, size + other)
        return reach


class _Wanted(NamedTuple):
    """Bigrams to look up, sorted by the title asked about, with how many known titles hold each and its weight.

    By title: ``sizes``, the weight of all its bigrams, and ``unknown``, of those that aren't looked up.
    """

    asked: Whole
    gram: Whole
    holders: Whole
    weight: Whole
    sizes: Whole
    unknown: Whole


def _bigrams(keys: Sequence[str]) -> tuple[Whole, NDArray[np.int32]]:
    """Return all bigrams of the keys as numbers, and the place of the key that each stands in."""
    signs = np.frombuffer(units(MARK.join(keys)), np.uint16)
    ends = signs == ord(MARK)
    inside = ~(ends[:-1] | ends[1:])
    codes: Whole = signs[1:][inside].astype(np.int64)
    codes <<= _GRAM // 2
    codes |= signs[:-1][inside]
    return codes, np.cumsum(ends, dtype=np.int32)[:-1][inside]


def _held_bigrams(keys: Sequence[str], bits: int) -> Whole:
    """Return the bigrams of the keys in order, once for each key, whose place is in the lower bits."""
    codes, places = _bigrams(keys)
    codes <<= bits
    codes |= places
    codes.sort()
    return codes[_begins(codes)]


def _begins(values: Whole) -> Whole:
    """Return where in ordered values a new one begins."""
    return np.flatnonzero(np.diff(values, prepend=-1))


def _sums(values: Whole, groups: NDArray[np.integer], many: int) -> Whole:
    """Add up values by group."""
    return np.bincount(groups, values, many).astype(np.int64)


def _running(values: Whole, groups: Whole, many: int) -> Whole:
    """Return running sums that begin anew in every group; the groups lie in order."""
    totals = _sums(values, groups, many)
    before = np.cumsum(totals) - totals
    running: Whole = np.cumsum(values) - before[groups]
    return running


def _best(
    asked: Whole, place: Whole, shared: Whole, reach: NDArray[np.float64], titles: range
) -> Iterator[list[Candidate]]:
    """Give for each of the titles the candidates that share most."""
    order = np.lexsort((place, -shared, asked))
    group = asked[order]
    begins = np.searchsorted(group, np.arange(titles.start, titles.stop + 1))
    kept = np.arange(len(order)) - begins[group - titles.start] < MOST
    order = order[kept]
    found = list(map(Candidate, place[order].tolist(), reach[order].tolist()))
    ends = np.concatenate(([0], np.cumsum(kept)))[begins].tolist()
    for begin, end in pairwise(ends):
        yield found[begin:end]
