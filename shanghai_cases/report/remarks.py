"""Where the figures of an edition contradict each other, said plainly; the report shows them and mends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.model.figure import Figure, bounds, exactly
from shanghai_cases.report.growth import Agreement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shanghai_cases.report.overview import EditionLine


def remarks(line: EditionLine) -> tuple[Message, ...]:
    """Return what does not fit together in an edition's figures, in the order of the report."""
    return (*_counts(line), *_awards(line))


def _counts(line: EditionLine) -> Iterator[Message]:
    if line.agreement is Agreement.NEITHER:
        yield msg("The published growth does not follow from the counts, neither rounded nor cut off.")
    if _exceeds(line.recorded, line.edition.submissions):
        yield msg("More cases are recorded here than the edition had submissions.")
    if _apart(line.edition.cumulative, line.computed_cumulative):
        yield msg("The cumulative number is not the sum of the editions' submissions.")


def _awards(line: EditionLine) -> Iterator[Message]:
    awards = line.awards
    for tier in awards.tiers:
        if not tier.declared:
            yield msg("Cases hold the award “{name}”, which the edition does not name.", name=tier.name)
        elif _exceeds(tier.recorded, tier.quota):
            yield msg("More cases hold the award “{name}” than its quota allows.", name=tier.name)
    if _apart(awards.total, awards.tiers_total):
        yield msg("The total of awards is not the sum of the quotas.")


def _exceeds(part: Figure, whole: Figure) -> bool:
    piece = bounds(part)
    limit = bounds(exactly(whole.value) if whole.value is not None and not whole.observed else whole)
    return piece is not None and limit is not None and not limit.vague and piece.low > limit.high


def _apart(first: Figure, second: Figure) -> bool:
    """Tell whether two figures for the same thing can't both be true (a vague one never contradicts)."""
    one, other = bounds(first), bounds(second)
    if one is None or other is None or one.vague or other.vague:
        return False
    return one.low > other.high or other.low > one.high
