"""Assignments and the progress of reviews as tables, rows and JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from shanghai_cases.ranking.assignment import Assignment
    from shanghai_cases.ranking.progress import Standing

ASSIGNED = ("id", "reviewer")
STATUS = ("reviewer", "assigned", "done", "incomplete", "missing", "recused", "missing_ids", "incomplete_ids")


def assigned_json(made: Assignment, edition: int) -> dict[str, Any]:
    """Return the assignment with loads and design quality as JSON values; infinite is null."""
    quality = made.quality
    return {
        "edition": edition,
        "added": [{"id": case_id, "reviewer": reviewer} for case_id, reviewer in made.added],
        "kept": len(made.kept),
        "loads": made.loads,
        "missing": made.missing,
        "matched": made.matched,
        "groups": quality.groups,
        "variance": _finite(quality.variance),
        "random_variance": _finite(quality.random_variance),
        "bound": _finite(quality.bound),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def assigned_table(made: Assignment) -> RenderableType:
    """Lay out each reviewer's load, old and new."""
    from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

    table = ruled_table([(msg("reviewer"), False), (msg("cases"), True), (msg("new"), True)])
    new: dict[str, int] = {}
    for _, reviewer in made.added:
        new[reviewer] = new.get(reviewer, 0) + 1
    for reviewer, load in made.loads.items():
        add_row(table, [reviewer, str(load), str(new.get(reviewer, 0))])
    return table


def assignment_notes(made: Assignment) -> Iterator[Message]:
    """Say how even the assignment is and how well it lets severity be told apart."""
    loads = made.loads.values()
    yield msg(
        "{added} reviews assigned, {kept} were there; each reviewer has {least} to {most} cases",
        added=len(made.added),
        kept=len(made.kept),
        least=min(loads),
        most=max(loads),
    )
    if made.missing:
        yield msg(
            "{count} case(s) lack reviewers, as conflicts or --per-reviewer leave none: {ids}",
            count=len(made.missing),
            ids=tuple(made.missing),
        )
    yield msg("in {matched} reviews the reviewer knows a theme of the case", matched=made.matched)
    quality = made.quality
    if quality.groups > 1:
        yield msg(
            "{groups} groups of reviewers share no case: their severity can't be compared; raise --per-case",
            groups=quality.groups,
        )
    elif math.isfinite(quality.variance):
        yield msg(
            "telling two reviewers' severity apart: variance {variance} of one review's; a random assignment has "
            "{random}, none can have less than {bound}",
            variance=f"{quality.variance:.4f}",
            random=f"{quality.random_variance:.4f}" if math.isfinite(quality.random_variance) else msg("no bound"),
            bound=f"{quality.bound:.4f}",
        )


def status_rows(standing: Standing) -> list[tuple[str, ...]]:
    """Return one row of `STATUS` per reviewer."""
    return [
        (
            one.reviewer,
            str(one.assigned),
            *(str(len(part)) for part in (one.done, one.incomplete, one.missing, one.recused)),
            ";".join(one.missing),
            ";".join(one.incomplete),
        )
        for one in standing.reviewers
    ]


def status_json(standing: Standing, edition: int) -> dict[str, Any]:
    """Return the progress as JSON values."""
    return {
        "edition": edition,
        "done": standing.done,
        "awaited": standing.awaited,
        "reviewers": [
            {name: list(part) if isinstance(part, tuple) else part for name, part in one._asdict().items()}
            for one in standing.reviewers
        ],
        "lacking": [{"id": case_id, "reviewers": count} for case_id, count in standing.lacking],
    }


def status_table(standing: Standing) -> RenderableType:
    """Lay out the progress with the first of the missing cases."""
    from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

    counts = [msg("assigned"), msg("done"), msg("incomplete"), msg("missing"), msg("recused")]
    table = ruled_table(
        [(msg("reviewer"), False), *((title, True) for title in counts), (msg("missing cases"), False)], flexible=(6,)
    )
    for row in status_rows(standing):
        add_row(table, [*row[:6], row[6].replace(";", " ")])
    return table
