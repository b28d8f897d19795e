"""Pairs of neighbouring characters, and how much each says: its inverse document frequency (Spärck Jones 1972).

A bigram is a number, the first of two UTF-16 units in its lower half: texts turn into numbers without a loop.
"""

from __future__ import annotations

from array import array
from math import log
from sys import byteorder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_POINTS = 1024  # of a weight of 1: weights are whole numbers, so that sums are exact in any order
_FEWEST = 200  # titles below which frequencies say little
_UNITS = f"utf-16-{byteorder[0]}e"


class Weights(dict[int, int]):
    """Bigram weights (1/1024) by how many of ``titles`` hold each; what isn't known is counted when asked for."""

    def __init__(self, titles: int, count: Callable[[int], int]) -> None:
        super().__init__()
        self._titles = max(titles, _FEWEST)
        self._count = count
        self.rare = self.of(0)

    def __missing__(self, gram: int) -> int:
        weight = self[gram] = self.of(self._count(gram))
        return weight

    def know(self, counts: Mapping[int, int]) -> None:
        """Work out the weights of many bigrams at once, from how many titles hold each."""
        of = {count: self.of(count) for count in set(counts.values())}
        self.update(zip(counts, map(of.__getitem__, counts.values()), strict=True))

    def of(self, count: int) -> int:
        """Return the weight of a bigram that so many titles hold."""
        return round(_POINTS * log((self._titles + 1) / (count + 1)))

    def total(self, grams: Iterable[int]) -> int:
        """Return the weight of several."""
        return sum(map(self.__getitem__, grams))


def units(text: str) -> bytes:
    """Return the UTF-16 units of a text, two bytes each."""
    return text.encode(_UNITS, "surrogatepass")


def grams(key: str) -> set[int]:
    """Return the bigrams of a key; of a single character, itself."""
    even, odd = _bigrams(key)
    return {*even, *odd} or set(map(ord, key))


def grams_of_each(keys: Sequence[str]) -> list[set[int]]:
    """Return the bigrams of many keys, which is far cheaper than one by one; a single character has none here."""
    even, odd = _bigrams("".join(keys))
    found = array("I", bytes(4 * (len(even) + len(odd))))
    found[::2], found[1::2] = even, odd
    lengths = list(map(len, keys))
    if sum(lengths) <= len(found):  # some characters are two units
        lengths = [len(units(key)) // 2 for key in keys]
    sets, begin = [], 0
    for length in lengths:
        sets.append(set(found[begin : begin + length - 1]) if length else set())
        begin += length
    return sets


def _bigrams(text: str) -> tuple[array[int], array[int]]:
    """Return every other bigram of a text, from the first on and from the second on."""
    signs = units(text)
    return array("I", signs[: len(signs) & -4]), array("I", signs[2 : 2 + (max(2, len(signs)) - 2 & -4)])
