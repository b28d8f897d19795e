"""Proposing awards: tiers filled by quota from a ranking, ties over a line left to people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, msg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Tier:
    """An award tier with the number of cases it takes."""

    name: str
    quota: int


class Scope(StrEnum):
    """What a limit counts."""

    TIER = "tier"
    """Each tier by itself."""
    ALL = "all"
    """All tiers together."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many cases of one group (a district, a theme); cases without a group are not limited."""

    name: str
    at_most: int
    group: Mapping[str, str]
    """Case id to group."""
    scope: Scope = Scope.TIER


@dataclass(frozen=True, slots=True)
class OpenTie:
    """Cases that share a rank, of which only some can have a place: people decide which."""

    cases: tuple[str, ...]
    rank: int
    places: tuple[tuple[str, int], ...]
    """Tiers with the number of places kept for these cases; the rest of the cases get none."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A case that had a place in a tier by rank and lost it to a limit."""

    case_id: str
    rank: int
    tier: str
    limit: str
    group: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would get what. `awards` is ordered by tier, then rank, then case id."""

    awards: dict[str, str]
    open_ties: tuple[OpenTie, ...]
    passed_over: tuple[PassedOver, ...]
    unfilled: tuple[tuple[str, int], ...]
    """Tiers with places that nobody is left for."""


def lines(tiers: Sequence[Tier]) -> tuple[int, ...]:
    """Cumulative quotas: the ranks after which the lines are drawn."""
    total, result = 0, []
    for tier in tiers:
        total += tier.quota
        result.append(total)
    return tuple(result)


def propose(
    ranks: Mapping[str, int],
    tiers: Sequence[Tier],
    limits: Sequence[Limit] = (),
    ruled: Mapping[str, str] | None = None,
) -> Proposal:
    """Fill the tiers from the best rank down.

    Cases of one rank that can't all have the same place are left open together. Below an open tie, a limited
    group counts as if the tie went wholly its way, so that no decision of people can break a limit later.
    `ruled` are the tiers that people gave cases themselves: they take their places first, and a word that is
    no tier keeps a case out. Raises `DataError` for a quota or limit below 0 or a tier named twice.
    """
    _check_rules(tiers, limits)
    filling = _Filling(tiers, limits)
    ruled = ruled or {}
    filling.keep({case_id: tier for case_id, tier in ruled.items() if tier in filling.left})
    ranks = {case_id: rank for case_id, rank in ranks.items() if case_id not in ruled}
    for rank, group in groupby(sorted(ranks.items(), key=lambda item: (item[1], item[0])), key=lambda item: item[1]):
        filling.add(rank, [case_id for case_id, _ in group])
    return filling.proposal()


def _check_rules(tiers: Sequence[Tier], limits: Sequence[Limit]) -> None:
    for name, count in Counter(tier.name for tier in tiers).items():
        if count > 1:
            raise DataError(msg("the award tier {name} is there twice", name=name))
    for tier in tiers:
        if tier.quota < 0:
            raise DataError(msg("the quota of {name} is below 0", name=tier.name))
    for limit in limits:
        if limit.at_most < 0:
            raise DataError(msg("the limit per {name} is below 0", name=limit.name))


@dataclass
class _Filling:
    tiers: Sequence[Tier]
    limits: Sequence[Limit]
    awards: dict[str, str] = field(default_factory=dict)
    open_ties: list[OpenTie] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    used: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    """Places used by (number of the limit, tier or "" for all, group)."""

    def __post_init__(self) -> None:
        self.left = {tier.name: tier.quota for tier in self.tiers}

    def keep(self, ruled: Mapping[str, str]) -> None:
        """Give cases the tiers that people decided on."""
        for case_id, tier in ruled.items():
            self._use(case_id, tier)
            self.awards[case_id] = tier

    def add(self, rank: int, cases: list[str]) -> None:
        """Place the cases of one rank."""
        waiting = cases
        for tier in self.tiers:
            if self.left[tier.name] <= 0 or not waiting:
                continue
            allowed = [case_id for case_id in waiting if not self._stopped(case_id, tier.name, rank)]
            unsure = self._unsure(allowed, tier.name)
            for case_id in allowed:
                if case_id not in unsure:
                    self._use(case_id, tier.name)
                    self.awards[case_id] = tier.name
            if unsure:
                self._leave_open(rank, unsure, tier)
            waiting = [case_id for case_id in waiting if case_id not in allowed]

    def _stopped(self, case_id: str, tier: str, rank: int) -> bool:
        """Whether a limit is used up for the case; remembers that it was."""
        for number, limit in enumerate(self.limits):
            group = limit.group.get(case_id)
            if group is not None and self.used[self._key(number, tier, group)] >= limit.at_most:
                self.passed_over.append(PassedOver(case_id, rank, tier, limit.name, group))
                return True
        return False

    def _unsure(self, cases: list[str], tier: str) -> list[str]:
        """Those of the cases that compete for too few places, of the tier or of a limited group."""
        if len(cases) > self.left[tier]:
            return cases
        crowded: set[str] = set()
        for number, limit in enumerate(self.limits):
            wanted = Counter(limit.group[case_id] for case_id in cases if case_id in limit.group)
            for group, count in wanted.items():
                if self.used[self._key(number, tier, group)] + count > limit.at_most:
                    crowded |= {case_id for case_id in cases if limit.group.get(case_id) == group}
        return [case_id for case_id in cases if case_id in crowded]

    def _leave_open(self, rank: int, cases: list[str], tier: Tier) -> None:
        """Keep the places that the cases can have in this tier and, for the others, in the tiers below."""
        wanting, places = len(cases), []
        for lower in self.tiers[self.tiers.index(tier) :]:
            count = min(wanting, self.left[lower.name], self._most(cases, lower.name))
            if count > 0:
                places.append((lower.name, count))
                self.left[lower.name] -= count
                self._use_group(cases, lower.name, count)
                wanting -= count
        self.open_ties.append(OpenTie(tuple(cases), rank, tuple(places)))

    def _most(self, cases: list[str], tier: str) -> int:
        """How many of the cases the limits let into the tier."""
        most = len(cases)
        for number, limit in enumerate(self.limits):
            wanted = Counter(limit.group[case_id] for case_id in cases if case_id in limit.group)
            over = sum(
                max(0, count - (limit.at_most - self.used[self._key(number, tier, group)]))
                for group, count in wanted.items()
            )
            most = min(most, len(cases) - over)
        return most

    def _use(self, case_id: str, tier: str) -> None:
        self.left[tier] -= 1
        for number, limit in enumerate(self.limits):
            if case_id in limit.group:
                self.used[self._key(number, tier, limit.group[case_id])] += 1

    def _use_group(self, cases: list[str], tier: str, count: int) -> None:
        for number, limit in enumerate(self.limits):
            wanted = Counter(limit.group[case_id] for case_id in cases if case_id in limit.group)
            for group, most in wanted.items():
                self.used[self._key(number, tier, group)] += min(most, count)

    def _key(self, number: int, tier: str, group: str) -> tuple[int, str, str]:
        return number, tier if self.limits[number].scope is Scope.TIER else "", group

    def proposal(self) -> Proposal:
        place = {tier.name: index for index, tier in enumerate(self.tiers)}
        awards = dict(sorted(self.awards.items(), key=lambda item: place[item[1]]))
        unfilled = tuple((name, count) for name, count in self.left.items() if count > 0)
        return Proposal(awards, tuple(self.open_ties), tuple(self.passed_over), unfilled)
