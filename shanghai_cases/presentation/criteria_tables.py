"""Criteria as table, rows and JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import msg
from shanghai_cases.presentation.messages import translate

if TYPE_CHECKING:
    from rich.console import RenderableType

    from shanghai_cases.model.edition import Edition

COLUMNS = ("edition", "criterion", "weight", "minimum", "maximum", "better")


def rows(edition: Edition) -> list[tuple[str, ...]]:
    """Return one row of `COLUMNS` per criterion."""
    return [
        (
            str(edition.number),
            one.name,
            f"{one.weight:g}",
            f"{one.minimum:g}",
            f"{one.maximum:g}",
            "lower" if one.lower_is_better else "higher",
        )
        for one in edition.criteria
    ]


def records(edition: Edition) -> list[dict[str, Any]]:
    """Return the criteria as JSON values, each with its share of the score."""
    total = sum(one.weight for one in edition.criteria)
    return [{"edition": edition.number, **asdict(one), "share": one.weight / total} for one in edition.criteria]


def table(edition: Edition) -> RenderableType:
    """Lay out the criteria with each one's share of the score."""
    from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

    total = sum(one.weight for one in edition.criteria)
    made = ruled_table(
        [
            (msg("criterion"), False),
            (msg("weight"), True),
            (msg("share"), True),
            (msg("scale"), False),
            (msg("better"), False),
        ]
    )
    for one in edition.criteria:
        scale = f"{one.minimum:g}..{one.maximum:g}"
        better = translate(msg("lower") if one.lower_is_better else msg("higher"))
        add_row(made, [one.name, f"{one.weight:g}", f"{100 * one.weight / total:.0f}%", scale, better])
    return made
