"""From a ranking to an edition's awards: limits by group, what a proposal changes, what a decision rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, msg
from shanghai_cases.model.ids import NO_AWARD
from shanghai_cases.ranking.award import Limit, Scope
from shanghai_cases.ranking.award_check import check_awards, digest
from shanghai_cases.ranking.ranked import criteria_of, scores_of, tiers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shanghai_cases.catalogue.protocol import CaseRow
    from shanghai_cases.model.case import Case
    from shanghai_cases.model.decision import Decision, Ruling
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review
    from shanghai_cases.ranking.award import Proposal
    from shanghai_cases.ranking.award_check import AwardFault

GROUPS = ("district", "theme", "unit", "unit_type", "town")


def limits_of(pairs: Iterable[tuple[int, str]], rows: Sequence[CaseRow], *, across: bool) -> tuple[Limit, ...]:
    """Make limits of (at most, per group); a case counts under its first theme.

    ``across``: all tiers count together, not each by itself.
    """
    scope = Scope.ALL if across else Scope.TIER
    return tuple(
        Limit(group, most, {row.id: name for row in rows if (name := _group(row, group))}, scope)
        for most, group in pairs
    )


def _group(row: CaseRow, group: str) -> str:
    if group == "theme":
        return row.themes[0] if row.themes else ""
    return str(getattr(row, group))


def ruled_of(edition: Edition) -> dict[str, str]:
    """Return what people decided for cases, by id."""
    return {ruling.case_id: ruling.tier for ruling in edition.rulings}


def digest_of(reviews: Iterable[Review], edition: Edition) -> str:
    """Return the digest of all scores of an edition's reviews."""
    return digest(scores_of(reviews, criteria_of(edition)).scores)


def applied(cases: Iterable[Case], proposal: Proposal, ranked: Iterable[str]) -> list[Case]:
    """Return the cases whose award changes: the winners', and `none` for others that were ranked.

    Ties left open and cases that were not ranked stay as they are. Raises `DataError` for a case that has another award
    already.
    """
    open_cases = {case_id for tie in proposal.open_ties for case_id in tie.cases}
    decided = dict.fromkeys((case_id for case_id in ranked if case_id not in open_cases), NO_AWARD) | proposal.awards
    changed = []
    for case in cases:
        tier = decided.get(case.id, case.award_tier)
        if tier == case.award_tier:
            continue
        if case.award_tier is not None:
            raise DataError(
                msg(
                    "{id} has the award {award} already, proposed is {tier}; “cases award clear” takes awards back",
                    id=case.id,
                    award=case.award_tier,
                    tier=tier,
                )
            )
        changed.append(replace(case, award_tier=tier))
    return changed


def frozen(edition: Edition, decision: Decision) -> Edition:
    """Return the edition with its decision; raises `DataError` where another one stands."""
    before = edition.decision
    if before is not None and replace(before, decided_at=decision.decided_at) != decision:
        raise DataError(
            msg(
                "the awards of edition {number} were frozen at {time}, from other scores or by other rules; "
                "“cases award clear --edition {number}” takes them back",
                number=edition.number,
                time=before.minute,
            )
        )
    return edition if before is not None else replace(edition, decision=decision)


def ruled(edition: Edition, rulings: Sequence[Ruling]) -> Edition:
    """Return the edition with rulings added; a later one for the same case replaces the earlier."""
    new = {ruling.case_id for ruling in rulings}
    return replace(edition, rulings=(*(one for one in edition.rulings if one.case_id not in new), *rulings))


def faults_of(edition: Edition, rows: Sequence[CaseRow], reviews: Sequence[Review]) -> tuple[AwardFault, ...]:
    """Return what is wrong with an edition's awards: quotas, unknown tiers, withdrawn winners, changed scores."""
    awards = {row.id: row.award_tier for row in rows if row.award_tier not in (None, NO_AWARD)}
    given = {case_id: tier for case_id, tier in awards.items() if tier}
    withdrawn = {row.id for row in rows if row.status == "withdrawn"}
    decision = edition.decision
    scores = scores_of(reviews, criteria_of(edition)).scores if decision else ()
    known = {tier.name for tier in tiers_of(edition)}
    unlimited = {tier.name for tier in edition.tiers if tier.name not in known}
    counted = {case_id: tier for case_id, tier in given.items() if tier not in unlimited}
    return check_awards(
        counted,
        tiers_of(edition),
        frozen_digest=decision.digest if decision else None,
        scores=scores,
        withdrawn=withdrawn,
    )
