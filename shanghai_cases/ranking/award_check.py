"""Looking after awards once they are made: which scores they rest on, and what no longer fits."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import msg
from shanghai_cases.model.ids import NO_AWARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from shanghai_cases.errors import Message
    from shanghai_cases.ranking.award import Proposal, Tier
    from shanghai_cases.ranking.scores import Score


class AwardFault(NamedTuple):
    """What is wrong with an award, for people as a sentence.

    ``problem`` is `quota` (``awarded`` of ``quota`` places), `unknown_tier`, `withdrawn`, `scores_changed` or, where
    the scores as they are would give another award than it has, `differs` (``now`` is what they would give).
    """

    problem: str
    message: Message
    case_id: str = ""
    tier: str = ""
    awarded: int | None = None
    quota: int | None = None
    now: str = ""


def digest(scores: Iterable[Score]) -> str:
    """Return the SHA-256 of the scores, whatever their order."""
    text = "\n".join(f"{case_id}\t{reviewer}\t{float(value)!r}" for case_id, reviewer, value in sorted(scores))
    return hashlib.sha256(text.encode()).hexdigest()


def check_awards(
    awards: Mapping[str, str],
    tiers: Sequence[Tier],
    *,
    frozen_digest: str | None = None,
    scores: Iterable[Score] = (),
    withdrawn: AbstractSet[str] = frozenset(),
) -> tuple[AwardFault, ...]:
    """Return what is wrong with frozen awards: quotas, unknown tiers, withdrawn winners, changed scores."""
    counts = Counter(awards.values())
    found = [_unlike_quota(tier, counts[tier.name]) for tier in tiers if counts[tier.name] != tier.quota]
    known = {tier.name for tier in tiers}
    found += [
        AwardFault("unknown_tier", msg("{tier} is no award tier of this edition", tier=name), tier=name)
        for name in sorted(counts)
        if name not in known
    ]
    found += [
        AwardFault("withdrawn", msg("{case_id} has {tier} but was withdrawn", case_id=one, tier=tier), one, tier)
        for one, tier in sorted(awards.items())
        if one in withdrawn
    ]
    if frozen_digest is not None and digest(scores) != frozen_digest:
        found.append(AwardFault("scores_changed", msg("scores have changed since the awards were made")))
    return tuple(found)


def differences(
    awards: Mapping[str, str], proposal: Proposal, cases: Iterable[str], kept: AbstractSet[str] = frozenset()
) -> tuple[AwardFault, ...]:
    """Return which of the `cases` would have another award by `proposal`.

    A case of an open tie has no award yet; those in `kept` were decided by people.
    """
    tied = {case_id for tie in proposal.open_ties for case_id in tie.cases}
    found = []
    for case_id in cases:
        tier = awards.get(case_id, NO_AWARD)
        now = "tie" if case_id in tied else proposal.awards.get(case_id, NO_AWARD)
        if now == tier or case_id in kept:
            continue
        message = msg("{case_id}: {tier}; by the scores as they are: {now}", case_id=case_id, tier=tier, now=now)
        found.append(AwardFault("differs", message, case_id, tier, now=now))
    return tuple(found)


def _unlike_quota(tier: Tier, count: int) -> AwardFault:
    message = msg("{tier}: {count} of {quota} places", tier=tier.name, count=count, quota=tier.quota)
    return AwardFault("quota", message, tier=tier.name, awarded=count, quota=tier.quota)
