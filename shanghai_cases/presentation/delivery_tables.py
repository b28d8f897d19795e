"""What an import of scores changed, as table, rows and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import msg
from shanghai_cases.presentation.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.score_delivery import ReviewChange, ScoreDelivery
    from shanghai_cases.model.review import Review

COLUMNS = ("id", "reviewer", "change", "field", "before", "after")


def rows(delivery: ScoreDelivery) -> list[tuple[str, ...]]:
    """Return one row of `COLUMNS` per field that was given or changed."""
    return [
        (change.after.case_id, change.after.reviewer, kind_of(change), *difference)
        for change in delivery.changes
        for difference in differences(change)
    ]


def kind_of(change: ReviewChange) -> str:
    """Return in a fixed word what happened: recused, changed (a score or recusal was there), given."""
    if change.after.recused:
        return "recused"
    known = change.before is not None and (change.before.marks or change.before.recused)
    return "changed" if known else "given"


def differences(change: ReviewChange) -> Iterator[tuple[str, str, str]]:
    """Yield (field, before, after); criteria by their names, the score of an edition without criteria as score."""
    before, after = _fields(change.before), _fields(change.after)
    for field in {**after, **before}:
        if before.get(field, "") != after.get(field, ""):
            yield field, before.get(field, ""), after.get(field, "")


def _fields(review: Review | None) -> dict[str, str]:
    if review is None:
        return {}
    return {
        **{mark.criterion or "score": f"{mark.value:g}" for mark in review.marks},
        "recused": "yes" if review.recused else "",
        "reason": review.reason,
        "comment": review.comment,
    }


def record(delivery: ScoreDelivery) -> dict[str, Any]:
    """Return changes and refused rows as JSON values."""
    return {
        "changes": [
            {
                "id": change.after.case_id,
                "reviewer": change.after.reviewer,
                "change": kind_of(change),
                "fields": {field: {"before": old, "after": new} for field, old, new in differences(change)},
            }
            for change in delivery.changes
        ],
        "unchanged": delivery.unchanged,
        "empty": delivery.empty,
        "refused": [
            {
                "file": one.origin.file,
                "sheet": one.origin.sheet,
                "row": one.origin.row,
                "id": one.case_id,
                "reviewer": one.reviewer,
                "reason": str(one.reason),
            }
            for one in delivery.refused
        ],
    }


def table(delivery: ScoreDelivery) -> RenderableType:
    """Lay out the changes."""
    from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

    kinds = {"recused": msg("recused"), "changed": msg("changed"), "given": msg("new")}
    titles = (msg("id"), msg("reviewer"), msg("change"), msg("criterion"), msg("before"), msg("after"))
    made = ruled_table([(title, False) for title in titles], flexible=(4, 5))
    for case_id, reviewer, kind, *rest in rows(delivery):
        add_row(made, [case_id, reviewer, translate(kinds[kind]), *rest])
    return made


def refusals(delivery: ScoreDelivery) -> Iterator[Message]:
    """Say of every refused row where it stands and why it was refused."""
    for one in delivery.refused:
        yield msg(
            "{place}: {case} {reviewer}: {problem}",
            place=one.origin.message,
            case=one.case_id or "?",
            reviewer=one.reviewer or "?",
            problem=one.reason,
        )
