"""Whether an edition agrees with itself and with its cases: dates, quotas, counts, rulings."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.ailment import Finding, Severity
from shanghai_cases.catalogue.layout import EDITIONS
from shanghai_cases.catalogue.private import private_kinds
from shanghai_cases.errors import msg
from shanghai_cases.model.case import Status
from shanghai_cases.model.figure import bounds, exactly, total
from shanghai_cases.model.ids import NO_AWARD, parse_case_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from shanghai_cases.errors import Message
    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.figure import Figure

_EDIT = msg("correct it with “cases edit”")
_SET = msg("correct it with “cases edition set”")
_AWARD = msg("correct it with “cases award set” or “cases award clear”")
_EDITOR = msg("take it out in an editor")


def examine(edition: Edition, cases: Sequence[Case], ids: AbstractSet[str]) -> Iterator[Finding]:
    """Give what is wrong with an edition; ``cases`` are those of all editions, ``ids`` also of those not readable."""
    mine = [case for case in cases if case.edition == edition.number]
    yield from _dates(edition)
    yield from _counts(edition, sum(case.status is Status.SUBMITTED for case in mine))
    yield from _quotas(edition, mine)
    yield from _rulings(edition, ids)
    for field in ("notes", "organisers", "guidance", "supporters"):
        for what in private_kinds("\n".join(getattr(edition, field))):
            yield _private(edition, field, what)


def _found(
    edition: Edition, field: str, message: Message, advice: Message = _SET, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(severity, message, advice, EDITIONS, f"edition:{edition.number}", field)


def _private(edition: Edition, field: str, what: Message) -> Finding:
    message = msg("holds what looks like {what}, and everybody can read it", what=what)
    return _found(edition, field, message, _EDITOR, Severity.WARNING)


def _dates(edition: Edition) -> Iterator[Finding]:
    dates = [
        (field, value)
        for field in ("call_opened", "call_closed", "released")
        if (value := getattr(edition, field)) is not None
    ]
    for (_, before), (field, after) in pairwise(dates):
        length = min(len(before), len(after))
        if after[:length] < before[:length]:
            yield _found(edition, field, msg("{after} is before {before}", after=after, before=before))


def _counts(edition: Edition, recorded: int) -> Iterator[Finding]:
    if _exceeds(exactly(recorded), edition.submissions):
        message = msg("{count} cases are recorded, more than there were submissions", count=recorded)
        yield _found(edition, "submissions", message, severity=Severity.WARNING)
    if _exceeds(edition.submissions, edition.cumulative):
        message = msg("it is less than the submissions of this edition alone")
        yield _found(edition, "cumulative", message)
    quotas = total([tier.quota for tier in edition.tiers])
    if edition.tiers and (_exceeds(quotas, edition.awards_total) or _exceeds(edition.awards_total, quotas)):
        yield _found(edition, "awards_total", msg("the quotas of the tiers don't add up to it"))


def _exceeds(one: Figure, other: Figure) -> bool:
    """Whether the first is certainly above the second; what is only about right is certain of nothing."""
    first, second = bounds(one), bounds(other)
    return bool(first and second and not first.vague and not second.vague and first.low > second.high)


def _quotas(edition: Edition, cases: Sequence[Case]) -> Iterator[Finding]:
    given = Counter(
        tier.name
        for case in cases
        if case.status is Status.SUBMITTED and case.award_tier is not None and (tier := edition.tier(case.award_tier))
    )
    for tier in edition.tiers:
        quota = tier.quota.value if tier.quota.exact else None
        if quota is not None and given[tier.name] > quota:
            message = msg(
                "{count} cases have the award {tier}, its quota is {quota}",
                count=given[tier.name],
                tier=tier.name,
                quota=quota,
            )
            yield _found(edition, "tiers", message, _EDIT)


def _rulings(edition: Edition, ids: AbstractSet[str]) -> Iterator[Finding]:
    for ruling in edition.rulings:
        if ruling.case_id not in ids or (parse_case_id(ruling.case_id) or (0,))[0] != edition.number:
            message = msg("there is no case {id} in this edition", id=ruling.case_id)
            yield _found(edition, "rulings", message, _EDITOR)
        elif edition.tiers and ruling.tier != NO_AWARD and edition.tier(ruling.tier) is None:
            message = msg("{id}: the edition has no award {tier}", id=ruling.case_id, tier=ruling.tier)
            yield _found(edition, "rulings", message, _AWARD)
        for what in private_kinds(ruling.reason):
            yield _private(edition, "rulings", what)
