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
from shanghai_cases.intake.keys import MARK, bare, bare_all
from shanghai_cases.intake.likeness import Title, Weights, evidence, grams, probability, resembles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shanghai_cases.catalogue.protocol import CaseRow
    from shanghai_cases.intake.likeness import Evidence

LIMIT = 0.7
_INDEXED = 0.7  # share of a title's weight, rarest bigrams first, that candidates are looked up by
_ENOUGH = 0.15  # share of a title's weight that a candidate must have in common by these bigrams
_CANDIDATES = 8  # compared in full for one title
_LOOKUPS = 20_000_000  # bigram occurrences gone through for a whole delivery
_FEWEST_LOOKUPS = 300  # and for one title at least
_KEPT_TITLES = 20_000  # prepared titles kept at a time
_WHOLE = 0.999  # contained, but for rounding
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
    """Looks for the cases of ``asked`` among ``known``.

    With ``own``, those asked about are themselves ``known`` from that place on, and each is compared only with what
    stands before it.
    """

    def __init__(
        self, known: Sequence[Known | CaseRow], asked: Sequence[Known | CaseRow], own: int | None = None
    ) -> None:
        self.known = known
        self.own = own
        self.asked = asked
        self.keys = bare_all(case.title for case in known)
        titles = bare_all(case.title for case in asked)
        self.asked_keys = [_without_sender(title, case) for title, case in zip(titles, asked, strict=True)]
        joined = MARK.join(self.keys)
        self.weights = Weights(Counter(map(add, joined, joined[1:])), len(known))
        self._titles: dict[int, Title] = {}

    def hits(self, limit: float = LIMIT) -> Iterator[list[Hit]]:
        """Give for each case asked about its similar ones, the likeliest first."""
        for place, (title, candidates) in enumerate(self.candidates()):
            end = len(self.known) if self.own is None else self.own + place
            near = [one for one in candidates if one < end and resembles(title, self.keys[one])]
            found = [(one, self.evidence(place, title, one, limit)) for one in near]
            hits = [Hit(one, round(probability(part), 3), reason(part)) for one, part in found if part is not None]
            yield sorted((hit for hit in hits if hit.score >= limit), key=lambda hit: (-hit.score, hit.place))

    def candidates(self) -> Iterator[tuple[Title, list[int]]]:
        """Give for each case asked about its title and the places of known ones worth a full comparison."""
        index = _index(self.keys, {gram for key in self.asked_keys for gram in grams(key)})
        budget = max(_FEWEST_LOOKUPS, _LOOKUPS // max(1, len(self.asked)))
        equal: dict[str, list[int]] = {}
        for place, key in enumerate(self.keys):
            equal.setdefault(key, []).append(place)
        for key in self.asked_keys:
            title = Title(key, self.weights)
            near = _candidates(title, self.weights, index, budget)
            yield title, list(dict.fromkeys((*equal.get(key, ())[:_CANDIDATES], *near)))

    def evidence(self, place: int, title: Title, candidate: int, limit: float) -> Evidence | None:
        """Return what speaks for a case asked about being a known one; None if that is less than ``limit``."""
        case, other = self.asked[place], self.known[candidate]
        key = _without_sender(title.key, other)
        return evidence(
            title if key == title.key else Title(key, self.weights),
            self._known_title(candidate),
            self.weights,
            same_unit=_same_unit(bare(case.unit), bare(other.unit)),
            same_district=bool(case.district) and case.district == other.district,
            limit=limit,
        )

    def _known_title(self, place: int) -> Title:
        title = self._titles.get(place)
        if title is None:
            if len(self._titles) >= _KEPT_TITLES:
                self._titles.clear()
            title = Title(_without_sender(self.keys[place], self.known[place]), self.weights)
            self._titles[place] = title
        return title


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
    if found.contained > _WHOLE and found.common < 1:
        return msg("one title holds the other, {where}", where=where)
    return msg("titles {percent} % alike, {where}", percent=round(100 * max(found.ratio, found.common)), where=where)


def _without_sender(title: str, case: Known | CaseRow) -> str:
    """Return a title's key without the name of a case's unit or place in front."""
    for name in (bare(case.unit), case.district + case.town, case.district):
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
    """Return the places that share the most of a title's rarest bigrams, going through ``budget`` places at most."""
    met: dict[int, float] = {}
    rest = title.weight
    for gram in sorted(title.grams, key=lambda gram: len(index[gram])):
        budget -= len(index[gram])
        if budget < 0 or rest < (1 - _INDEXED) * title.weight:
            break
        weight = weights[gram]
        rest -= weight
        for place in index[gram]:
            met[place] = met.get(place, 0.0) + weight
    least = _ENOUGH * title.weight
    best = sorted(((weight, -place) for place, weight in met.items() if weight >= least), reverse=True)
    return [-place for _, place in best[:_CANDIDATES]]
