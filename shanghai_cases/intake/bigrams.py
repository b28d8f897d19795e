"""Pairs of neighbouring characters, and how much each says: its inverse document frequency (Spärck Jones 1972)."""

from __future__ import annotations

from math import log
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FEWEST = 200  # cases below which frequencies say little


class Weights(dict[str, float]):
    """Bigram weights from how often ``count`` says that each stands in ``cases`` titles, worked out when asked for."""

    def __init__(self, count: Callable[[str], int], cases: int) -> None:
        super().__init__({"": 0.0})
        self._count = count
        self._cases = max(cases, _FEWEST)
        self.rare = log(self._cases)

    def __missing__(self, gram: str) -> float:
        weight = self[gram] = self.of(self._count(gram))
        return weight

    def know(self, counts: Mapping[str, int]) -> None:
        """Work out the weights of many bigrams at once, from how often each was met."""
        by_count = {count: self.of(count) for count in set(counts.values())}
        self.update(zip(counts, map(by_count.__getitem__, counts.values()), strict=True))

    def of(self, count: int) -> float:
        """Return the weight of a bigram that was met so often."""
        return max(0.0, log((self._cases + 1) / (count + 1)))

    def total(self, grams: set[str]) -> float:
        """Return the weight of several."""
        return sum(map(self.__getitem__, grams))


def grams(key: str) -> set[str]:
    """Return the character bigrams of a key; of a single character, itself."""
    return set(map(add, key, key[1:])) or {key}
