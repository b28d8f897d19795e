"""Awards of an edition: how many each tier has, how many recorded cases hold one, how many have no case yet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, exactly, total
from shanghai_cases.model.ids import NO_AWARD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanghai_cases.catalogue.tally import Tally
    from shanghai_cases.model.edition import Edition


class TierAwards(NamedTuple):
    """One tier: its quota, the recorded cases that hold it, and the places without a recorded case.

    ``declared`` is False for a tier that cases hold but the edition does not name. ``free`` is below zero where more
    cases hold the tier than it has places.
    """

    name: str
    quota: Figure
    recorded: Figure
    free: Figure
    declared: bool = True


class Awards(NamedTuple):
    """All tiers in order of honour, their sum, and the recorded cases without an award and of unknown award."""

    tiers: tuple[TierAwards, ...]
    total: Figure
    tiers_total: Figure
    recorded: Figure
    without: Figure
    undecided: Figure


def awards(edition: Edition, now: Tally | None) -> Awards:
    """Count the awards of an edition; the total is the edition's own, or else the sum of its quotas."""
    held = Counter(now.awards if now else ())
    undecided, without = held.pop(None, 0), held.pop(NO_AWARD, 0)
    by_name: Counter[str] = Counter()
    for written, count in held.items():
        tier = edition.tier(written or "")
        by_name[tier.name if tier else written or ""] += count
    declared = [_tier(tier.name, tier.quota, by_name.pop(tier.name, 0)) for tier in edition.tiers]
    others = [_tier(name, UNKNOWN, count, declared=False) for name, count in sorted(by_name.items())]
    quotas = _sum(tier.quota for tier in declared)
    return Awards(
        (*declared, *others),
        edition.awards_total if edition.awards_total.known else quotas,
        quotas,
        exactly(sum(held.values())),
        exactly(without),
        exactly(undecided),
    )


def _tier(name: str, quota: Figure, recorded: int, *, declared: bool = True) -> TierAwards:
    return TierAwards(name, quota, exactly(recorded), _less(quota, recorded), declared)


def _less(quota: Figure, given: int) -> Figure:
    if quota.qualifier is Qualifier.PLANNED and quota.value is not None:
        return Figure(quota.value - given, Qualifier.PLANNED)
    return total([quota, exactly(-given)])


def _sum(quotas: Iterable[Figure]) -> Figure:
    """Add quotas; a sum with planned parts is planned, one of no parts is unknown."""
    parts = list(quotas)
    if not parts:
        return UNKNOWN
    if not any(part.qualifier is Qualifier.PLANNED for part in parts):
        return total(parts)
    if all(part.value is not None and part.qualifier in (Qualifier.PLANNED, Qualifier.EXACT) for part in parts):
        return Figure(sum(part.value for part in parts if part.value is not None), Qualifier.PLANNED)
    return UNKNOWN
