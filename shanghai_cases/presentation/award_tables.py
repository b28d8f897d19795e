"""Proposed and given awards as tables, rows and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.errors import Message, msg
from shanghai_cases.model.ids import NO_AWARD
from shanghai_cases.presentation.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from shanghai_cases.catalogue.protocol import CaseRow
    from shanghai_cases.model.decision import Ruling
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.ranking.award import Proposal
    from shanghai_cases.ranking.award_check import AwardFault

PROPOSED = ("tier", "rank", "id", "title", "unit", "district", "state")
GIVEN = ("id", "tier", "title", "unit", "district", "reason")
FAULTS = ("edition", "problem", "id", "tier", "awarded", "quota", "now")


class Proposed(NamedTuple):
    """A proposal with what its rows show; ``ruled`` are the cases that people decided themselves."""

    edition: int
    proposal: Proposal
    ranks: Mapping[str, int]
    cases: Mapping[str, CaseRow]
    ruled: Mapping[str, str]


def proposed_rows(proposed: Proposed) -> list[tuple[str, ...]]:
    """Return one row of `PROPOSED` per case: the winners, then ties left open and cases a limit passed over.

    The state is `by rank`, `ruled`, `tie` or `passed over`.
    """
    rows = [
        _row(proposed, tier, case_id, "ruled" if case_id in proposed.ruled else "by rank")
        for case_id, tier in proposed.proposal.awards.items()
    ]
    for tie in proposed.proposal.open_ties:
        rows += [_row(proposed, "", case_id, "tie") for case_id in tie.cases]
    passed = dict.fromkeys(
        one.case_id for one in proposed.proposal.passed_over if one.case_id not in proposed.proposal.awards
    )
    return rows + [_row(proposed, "", case_id, "passed over") for case_id in passed]


def _row(proposed: Proposed, tier: str, case_id: str, state: str) -> tuple[str, ...]:
    case = proposed.cases[case_id]
    return tier, str(proposed.ranks.get(case_id, "")), case_id, case.title, case.unit, case.district, state


def proposed_json(proposed: Proposed) -> dict[str, Any]:
    """Return the proposal as JSON values."""
    made = proposed.proposal
    return {
        "edition": proposed.edition,
        "awards": [
            {"id": case_id, "tier": tier, "rank": proposed.ranks.get(case_id), "ruled": case_id in proposed.ruled}
            for case_id, tier in made.awards.items()
        ],
        "open_ties": [{"rank": tie.rank, "ids": list(tie.cases), "places": dict(tie.places)} for tie in made.open_ties],
        "passed_over": [
            {"id": one.case_id, "rank": one.rank, "tier": one.tier, "limit": one.limit, "group": one.group}
            for one in made.passed_over
        ],
        "unfilled": dict(made.unfilled),
    }


def proposed_table(proposed: Proposed) -> RenderableType:
    """Lay out the proposal, a line between tiers."""
    from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

    states = {"by rank": msg("by rank"), "ruled": msg("ruled"), "tie": msg("tie"), "passed over": msg("passed over")}
    titles = [(msg("award"), False), (msg("rank"), True), (msg("id"), False), (msg("title"), False)]
    titles += [(msg("district"), False), (msg("state"), False)]
    table = ruled_table(titles, flexible=(3,))
    rows = proposed_rows(proposed)
    for row, following in zip(rows, [*rows[1:], None][: len(rows)], strict=True):
        ends = following is not None and (following[0], following[6] in states) != (row[0], row[6] in states)
        add_row(table, [*row[:4], row[5], translate(states[row[6]])], line=ends)
    return table


def proposal_notes(proposed: Proposed) -> Iterator[Message]:
    """Say what is left to people, and what limits changed."""
    for tie in proposed.proposal.open_ties:
        places = tuple(msg("{tier} {count}", tier=tier, count=count) for tier, count in tie.places)
        yield msg(
            "rank {rank} is shared by {cases}, places: {places}; people decide, with “cases award set ID TIER”",
            rank=tie.rank,
            cases=tie.cases,
            places=places,
        )
    for one in proposed.proposal.passed_over:
        yield msg(
            "{id} (rank {rank}) would be {tier}, but {group} has its share already",
            id=one.case_id,
            rank=one.rank,
            tier=one.tier,
            group=one.group,
        )
    for tier, count in proposed.proposal.unfilled:
        yield msg("{tier}: {count} place(s) stay empty", tier=tier, count=count)


def given_rows(edition: Edition, rows: Sequence[CaseRow]) -> list[tuple[str, ...]]:
    """Return one row of `GIVEN` per case with an award, in order of honour; the reason is that of a ruling."""
    order = {tier.name: place for place, tier in enumerate(edition.tiers)}
    reasons: dict[str, Ruling] = {ruling.case_id: ruling for ruling in edition.rulings}
    winners = [row for row in rows if row.award_tier and row.award_tier != "none"]
    winners.sort(key=lambda row: order.get(row.award_tier or "", len(order)))
    return [
        (
            row.id,
            row.award_tier or "",
            row.title,
            row.unit,
            row.district,
            reasons[row.id].reason if row.id in reasons else "",
        )
        for row in winners
    ]


def given_json(edition: Edition, rows: Sequence[CaseRow]) -> dict[str, Any]:
    """Return the awards, the decision they were frozen by and the rulings as JSON values."""
    from dataclasses import asdict

    return {
        "edition": edition.number,
        "awards": [dict(zip(GIVEN, row, strict=True)) for row in given_rows(edition, rows)],
        "decision": edition.decision and asdict(edition.decision),
        "rulings": [asdict(ruling) for ruling in edition.rulings],
    }


def given_table(edition: Edition, rows: Sequence[CaseRow]) -> RenderableType:
    """Lay out the awards, a line between tiers."""
    from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

    titles = (msg("award"), msg("id"), msg("title"), msg("unit"), msg("reason"))
    table = ruled_table([(title, False) for title in titles], flexible=(2, 3, 4))
    shown = given_rows(edition, rows)
    for row, following in zip(shown, [*shown[1:], None][: len(shown)], strict=True):
        add_row(table, [row[1], row[0], row[2], row[3], row[5]], line=following is not None and following[1] != row[1])
    return table


def fault_rows(edition: int, faults: Sequence[AwardFault]) -> Iterator[tuple[str, ...]]:
    """Yield one row of `FAULTS` for each thing wrong with an edition's awards."""
    for one in faults:
        counted = ("" if number is None else str(number) for number in (one.awarded, one.quota))
        yield (str(edition), one.problem, one.case_id, one.tier, *counted, one.now)


def faults_page(faults: Sequence[AwardFault], names: Mapping[str, str]) -> RenderableType:
    """Lay out what is wrong as sentences and what would change as a table; ``names`` are the titles by case id."""
    from rich.console import Group
    from rich.text import Text

    from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

    titles = (msg("id"), msg("title"), msg("award"), msg("now"))
    table = ruled_table([(title, False) for title in titles], flexible=(1,))
    for one in faults:
        if one.problem == "differs":
            add_row(table, (one.case_id, names[one.case_id], _tier_words(one.tier), _tier_words(one.now)))
    said = [Text(translate(one.message)) for one in faults if one.problem != "differs"]
    return Group(*said, *([table] if table.row_count else []))


def _tier_words(tier: str) -> str:
    """Name a tier, no award or a tie."""
    known = {NO_AWARD: msg("no award"), "tie": msg("tie")}
    return translate(known[tier]) if tier in known else tier


def faults_json(edition: int, faults: Sequence[AwardFault]) -> dict[str, Any]:
    """Return what is wrong with an edition's awards as JSON values."""
    return {
        "edition": edition,
        "problems": [
            {
                "problem": one.problem,
                "id": one.case_id or None,
                "tier": one.tier or None,
                "awarded": one.awarded,
                "quota": one.quota,
                "now": one.now or None,
            }
            for one in faults
        ],
    }
