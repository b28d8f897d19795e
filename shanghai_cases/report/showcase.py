"""The cases that a published report names: the winners by tier, or the recorded ones where no award is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.case import Status
from shanghai_cases.model.ids import NO_AWARD, order_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition


class Shelf(NamedTuple):
    """Cases of one award in order of id; an empty ``tier`` is for recorded cases of unknown award."""

    tier: str
    cases: tuple[Case, ...]


def showcase(edition: Edition, cases: Iterable[Case]) -> tuple[Shelf, ...]:
    """Choose from an edition's cases the winners by tier, in order of honour.

    Where not one recorded case is known to have an award or none, all of them are shown on one shelf without a tier:
    their being recorded is no award. Withdrawn cases are left out.
    """
    own = [case for case in cases if case.edition == edition.number and case.status is not Status.WITHDRAWN]
    own.sort(key=lambda case: order_of(case.id))
    if all(case.award_tier is None for case in own):
        return (Shelf("", tuple(own)),) if own else ()
    return tuple(_by_tier(edition, own))


def _by_tier(edition: Edition, cases: Sequence[Case]) -> list[Shelf]:
    held: dict[str, list[Case]] = {tier.name: [] for tier in edition.tiers}
    for case in cases:
        if case.award_tier is not None and case.award_tier != NO_AWARD:
            tier = edition.tier(case.award_tier)
            held.setdefault(tier.name if tier else case.award_tier, []).append(case)
    return [Shelf(name, tuple(winners)) for name, winners in held.items() if winners]
