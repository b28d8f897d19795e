"""The same practice sent before: candidates that share rare pairs of characters, then evidence weighed.

A pair is reported from `LIMIT` on, the point where the seeded benchmark finds at least 99 of 100 edited titles again
and takes at most 5 of 1,000 new ones for old.
"""

from __future__ import annotations

from array import array
from collections import Counter
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import Message, msg
from shanghai_cases.intake.keys import MARK, bare_all
from shanghai_cases.intake.likeness import Title, Weights, evidence, probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shanghai_cases.catalogue.protocol import CaseRow
    from shanghai_cases.intake.likeness import Evidence

LIMIT = 0.7
_INDEXED = 0.7  # share of a title's weight, rarest bigrams first, that candidates are looked up by
_ENOUGH = 0.15  # share of a title's weight that a candidate must have in common by these bigrams
_CANDIDATES = 8  # compared in full for one title
_LOOKUPS = 30_000_000  # bigram occurrences gone through for a whole delivery
_FEWEST_LOOKUPS = 400  # and for one title at least
_LEAST_REST = 4  # characters that must be left of a title without its unit


class Known(NamedTuple):
    """What must be known of a case to compare others with it."""

    id: str
    edition: int
    title: str
    unit: str
    district: str
    town: str


class Pair(NamedTuple):
    """Two cases that may be the same practice: how likely (0 to 1), and why."""

    id: str
    other_id: str
    score: float
    reason: Message


class Hit(NamedTuple):
    """A case met before, by its place in the list it was found in."""

    place: int
    score: float
    reason: Message


def pairs(cases: Iterable[Known | CaseRow], among: Iterable[Known | CaseRow], *, limit: float = LIMIT) -> list[Pair]:
    """Return for each of ``cases`` the similar ones of ``among``, the likeliest first; never a case with itself.

    Where both of a pair are asked about, it is given once.
    """
    asked, known = list(cases), list(among)
    found: dict[frozenset[str], Pair] = {}
    for case, hits in zip(asked, Search(known, asked).hits(limit), strict=True):
        for hit in hits:
            other = known[hit.place]
            if other.id != case.id:
                found.setdefault(frozenset((case.id, other.id)), Pair(case.id, other.id, hit.score, hit.reason))
    return list(found.values())


class Search:
    """Looks for the cases of ``asked`` among ``known``."""

    def __init__(self, known: Sequence[Known | CaseRow], asked: Sequence[Known | CaseRow]) -> None:
        self.known = known
        self.asked = asked
        self.keys = bare_all(case.title for case in known)
        self.asked_units = bare_all(case.unit for case in asked)
        own = [
            _without_sender(title, unit, case.district, case.town)
            for case, title, unit in zip(asked, bare_all(case.title for case in asked), self.asked_units, strict=True)
        ]
        joined = MARK.join(self.keys)
        self.weights = Weights(Counter(map(add, joined, joined[1:])), len(known))
        self.asked_titles = [Title(key, self.weights) for key in own]
        self.titles: dict[int, Title] = {}

    def hits(self, limit: float = LIMIT) -> Iterator[list[Hit]]:
        """Give for each case asked about its similar ones, the likeliest first."""
        for place, candidates in enumerate(self.candidates()):
            found = [self._compared(place, candidate) for candidate in candidates]
            yield sorted((hit for hit in found if hit.score >= limit), key=lambda hit: (-hit.score, hit.place))

    def candidates(self) -> Iterator[list[int]]:
        """Give for each case asked about the places of known ones worth a full comparison."""
        index = _index(self.keys, {gram for title in self.asked_titles for gram in title.grams})
        budget = max(_FEWEST_LOOKUPS, _LOOKUPS // max(1, len(self.asked)))
        for title in self.asked_titles:
            yield _candidates(title, self.weights, index, budget)

    def evidence(self, place: int, candidate: int) -> Evidence:
        """Return what speaks for a case asked about being the same as a known one."""
        case, other = self.asked[place], self.known[candidate]
        title, unit = self.asked_titles[place], bare_all([other.unit])[0]
        if candidate not in self.titles:
            key = _without_sender(self.keys[candidate], unit, other.district, other.town)
            self.titles[candidate] = Title(key, self.weights)
        key = _without_sender(title.key, unit, other.district, other.town)
        return evidence(
            title if key == title.key else Title(key, self.weights),
            self.titles[candidate],
            self.weights,
            same_unit=_same_unit(self.asked_units[place], unit),
            same_district=bool(case.district) and case.district == other.district,
        )

    def _compared(self, place: int, candidate: int) -> Hit:
        found = self.evidence(place, candidate)
        return Hit(candidate, round(probability(found), 3), reason(found))


def reason(found: Evidence) -> Message:
    """Say why two cases look like one practice."""
    if found.same_unit:
        where = msg("the same unit")
    elif found.same_district:
        where = msg("another unit of the same district")
    else:
        where = msg("another unit")
    if found.ratio == 1:
        return msg("the same title, {where}", where=where)
    if found.contained == 1 and found.common < 1:
        return msg("one title holds the other, {where}", where=where)
    return msg("titles {percent} % alike, {where}", percent=round(100 * max(found.ratio, found.common)), where=where)


def _without_sender(title: str, unit: str, district: str, town: str) -> str:
    """Return a title's key without the name of a unit or its place in front."""
    for name in (unit, district + town, district):
        if name and title.startswith(name) and len(title) >= len(name) + _LEAST_REST:
            return title[len(name) :]
    return title


def _same_unit(one: str, other: str) -> bool:
    """Say whether two names are one unit's; 田林街道 and 田林街道办事处 are."""
    return bool(one and other) and (one == other or (min(len(one), len(other)) > 3 and (one in other or other in one)))


def _index(keys: Sequence[str], wanted: set[str]) -> dict[str, array[int]]:
    """Return for each wanted bigram the places of the keys that hold it."""
    index = {gram: array("i") for gram in wanted}
    for place, key in enumerate(keys):
        for gram in wanted.intersection(map(add, key, key[1:])):
            index[gram].append(place)
    return index


def _candidates(title: Title, weights: Weights, index: dict[str, array[int]], budget: int) -> list[int]:
    """Return the places that share the most of a title's rarest bigrams."""
    met: dict[int, float] = {}
    rest = title.weight
    for gram in sorted(title.grams, key=lambda gram: len(index[gram])):
        weight = weights.of(gram)
        budget -= len(index[gram])
        if rest < (1 - _INDEXED) * title.weight or (budget < 0 and met):
            break
        rest -= weight
        for place in index[gram]:
            met[place] = met.get(place, 0.0) + weight
    least = _ENOUGH * title.weight
    best = sorted(((weight, -place) for place, weight in met.items() if weight >= least), reverse=True)
    return [-place for _, place in best[:_CANDIDATES]]
