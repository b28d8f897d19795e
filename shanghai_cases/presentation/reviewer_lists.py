"""Reviewers as table, rows and JSON; their names only where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from shanghai_cases.model.reviewer import Reviewer

COLUMNS = ("reviewer", "themes", "units", "districts")


def columns(*, names: bool) -> tuple[str, ...]:
    """Return the columns, with the private name last where it is asked for."""
    return (*COLUMNS, "name") if names else COLUMNS


def rows(reviewers: Sequence[Reviewer], *, names: bool) -> list[tuple[str, ...]]:
    """Return one row per reviewer."""
    return [
        (one.code, ";".join(one.themes), ";".join(one.units), ";".join(one.districts), *((one.name,) if names else ()))
        for one in reviewers
    ]


def records(reviewers: Sequence[Reviewer], *, names: bool) -> list[dict[str, Any]]:
    """Return the reviewers as JSON values."""
    return [
        {
            "reviewer": one.code,
            "themes": list(one.themes),
            "units": list(one.units),
            "districts": list(one.districts),
            **({"name": one.name} if names else {}),
        }
        for one in reviewers
    ]


def table(reviewers: Sequence[Reviewer], *, names: bool) -> RenderableType:
    """Lay out the reviewers."""
    from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

    titles = [(msg("reviewer"), False), *([(msg("name"), False)] if names else [])]
    titles += [(msg("themes"), False), (msg("units not to be read"), False), (msg("districts not to be read"), False)]
    made = ruled_table(titles, flexible=range(len(titles) - 3, len(titles)))
    for one in reviewers:
        lists = (" ".join(part) for part in (one.themes, one.units, one.districts))
        add_row(made, [one.code, *([one.name] if names else []), *lists])
    return made
