"""Looking after awards once they are made: which scores they rest on, and what no longer fits."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from shanghai_cases.ranking.award import Tier
    from shanghai_cases.ranking.scores import Score


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
) -> tuple[Message, ...]:
    """Return what is wrong with frozen awards: quotas, unknown tiers, withdrawn winners, changed scores."""
    counts = Counter(awards.values())
    found = [
        msg("{tier}: {count} of {quota} places", tier=tier.name, count=counts[tier.name], quota=tier.quota)
        for tier in tiers
        if counts[tier.name] != tier.quota
    ]
    known = {tier.name for tier in tiers}
    found += [msg("{tier} is no award tier of this edition", tier=name) for name in sorted(counts) if name not in known]
    found += [
        msg("{case_id} has {tier} but was withdrawn", case_id=case_id, tier=tier)
        for case_id, tier in sorted(awards.items())
        if case_id in withdrawn
    ]
    if frozen_digest is not None and digest(scores) != frozen_digest:
        found.append(msg("scores have changed since the awards were made"))
    return tuple(found)
