"""The same practice sent before: candidates that share rare pairs of characters, then evidence weighed.

A pair is reported from `LIMIT` on, the point where the seeded benchmark finds at least 99 of 100 edited titles again
and takes at most 5 of 1,000 new ones for old.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import Message, msg
from shanghai_cases.intake.bigrams import grams
from shanghai_cases.intake.candidates import MOST
from shanghai_cases.intake.keys import MARK, bare_all
from shanghai_cases.intake.likeness import Title, evidence, least, probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shanghai_cases.catalogue.protocol import Outline
    from shanghai_cases.intake.candidates import Candidates
    from shanghai_cases.intake.likeness import Evidence

LIMIT = 0.7
_KEPT_TITLES = 4_000  # prepared titles kept at a time
_MANY, _ONE_ASKED = 20_000, 12  # titles from which on arrays pay; one asked about costs as much as twelve known
_WHOLE = 0.999  # contained, but for rounding
_LEAST_REST = 4  # characters that must be left of a title without its unit


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


def pairs(cases: Iterable[Outline], among: Iterable[Outline], *, limit: float = LIMIT) -> list[Pair]:
    """Return for each of ``cases`` the similar ones of ``among``, the likeliest first; never a case with itself.

    Where both of a pair are asked about, it is given once.
    """
    asked, known = list(cases), list(among)
    found: dict[frozenset[str], Pair] = {}
    for case, hits in zip(asked, Search(known, asked, limit=limit).hits(), strict=True):
        for hit in hits:
            other = known[hit.place]
            if other.id != case.id:
                found.setdefault(frozenset((case.id, other.id)), Pair(case.id, other.id, hit.score, hit.reason))
    return list(found.values())


class Search:
    """Looks for the cases of ``asked`` among ``known``, to report from ``limit`` on.

    With ``own``, those asked about are themselves ``known`` from that place on, and each is compared only with what
    stands before it. A case is never compared with itself.
    """

    def __init__(
        self,
        known: Sequence[Outline],
        asked: Sequence[Outline],
        own: int | None = None,
        *,
        limit: float = LIMIT,
    ) -> None:
        self.known = known
        self.asked = asked
        self.limit = limit
        self._own = own
        self._units = _bare_units(known)
        self._asked_units = _bare_units(asked) if own is None else self._units[own:]
        self._keys = _keys(known, self._units)
        self._asked_keys = _keys(asked, self._asked_units) if own is None else self._keys[own:]
        self._candidates = _candidates_among(self._keys, self._asked_keys, own, least(limit))
        self._weights = self._candidates.weights
        self._titles: dict[str, Title] = {}

    def hits(self) -> Iterator[list[Hit]]:
        """Give for each case asked about its similar ones, the likeliest first."""
        for place, candidates in enumerate(self.candidates()):
            found = [(one, self.evidence(place, one)) for one in candidates]
            hits = [Hit(one, round(probability(part), 3), reason(part)) for one, part in found if part is not None]
            yield sorted((hit for hit in hits if hit.score >= self.limit), key=lambda hit: (-hit.score, hit.place))

    def candidates(self) -> Iterator[list[int]]:
        """Give for each case asked about the places of known ones worth a full comparison."""
        equal: dict[str, list[int]] = {key: [] for key in self._asked_keys}
        for place, key in enumerate(self._keys):
            if key in equal:
                equal[key].append(place)
        near_district = least(self.limit, same_unit=False, same_district=True)
        for place, near in enumerate(self._candidates.of_each()):
            itself = self.asked[place]
            end = len(self.known) if self._own is None else self._own + place
            same = [one for one in equal[self._asked_keys[place]][:MOST] if one < end]
            unit = self._asked_units[place]
            found = [one for one, reach in near if reach >= near_district or _same_unit(unit, self._units[one])]
            yield [one for one in dict.fromkeys((*same, *found)) if self.known[one] is not itself]

    def evidence(self, place: int, candidate: int) -> Evidence | None:
        """Return what speaks for a case asked about being a known one; None if that is less than the limit."""
        case, other = self.asked[place], self.known[candidate]
        unit = self._units[candidate]
        return evidence(
            self._title(_without_sender(self._asked_keys[place], unit, other)),
            self._title(self._keys[candidate], candidate),
            self._weights,
            same_unit=_same_unit(self._asked_units[place], unit),
            same_district=bool(case.district) and case.district == other.district,
            limit=self.limit,
        )

    def _title(self, key: str, place: int | None = None) -> Title:
        title = self._titles.get(key)
        if title is None:
            if len(self._titles) >= _KEPT_TITLES:
                self._titles.clear()
            held = grams(key) if place is None else self._candidates.grams(place)
            title = self._titles[key] = Title(key, held, self._weights)
        return title


def _bare_units(cases: Sequence[Outline]) -> list[str]:
    names = list({case.unit for case in cases})
    keys = dict(zip(names, bare_all(names), strict=True))
    return [keys[case.unit] for case in cases]


def _keys(cases: Sequence[Outline], units: Sequence[str]) -> list[str]:
    """Return the titles' keys without their senders."""
    titles = bare_all(case.title for case in cases)
    return [_without_sender(title, unit, case) for title, unit, case in zip(titles, units, cases, strict=True)]


def _candidates_among(known: Sequence[str], asked: Sequence[str], own: int | None, least: float) -> Candidates:
    """Choose the way that costs less: importing numpy takes as long as comparing some hundred titles without it."""
    if len(known) + _ONE_ASKED * len(asked) < _MANY:
        from shanghai_cases.intake.candidates import TitleByTitle

        return TitleByTitle(known, asked, own, least)
    from shanghai_cases.intake.candidate_arrays import AllAtOnce

    return AllAtOnce(known, asked, own, least)


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


def _without_sender(title: str, unit: str, case: Outline) -> str:
    """Return a title's key without the name of a case's unit (a key, too) or place in front."""
    if not title.startswith((unit or MARK, case.district or MARK)):
        return title
    for name in (unit, case.district + case.town, case.district):
        if name and title.startswith(name) and len(title) >= len(name) + _LEAST_REST:
            return title[len(name) :]
    return title


def _same_unit(one: str, other: str) -> bool:
    """Say whether two names are one unit's; 田林街道 and 田林街道办事处 are."""
    return bool(one and other) and (one == other or (min(len(one), len(other)) > 3 and (one in other or other in one)))
