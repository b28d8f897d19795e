"""Pairs of cases that may be the same practice, as table, rows and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.presentation.labels import label
from shanghai_cases.presentation.listing import Listing
from shanghai_cases.presentation.messages import translate
from shanghai_cases.text.display import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from shanghai_cases.catalogue.protocol import Outline
    from shanghai_cases.intake.similar import Pair
    from shanghai_cases.presentation.output import Output

COLUMNS = ("id", "other_id", "score", "reason")


def listing(pairs: Sequence[Pair], rows: Mapping[str, Outline], output: Output) -> Listing:
    """Return pairs as a listing; ``rows`` are the cases by id."""
    return Listing(
        COLUMNS,
        lambda: [(one.id, one.other_id, f"{one.score:.3f}", str(one.reason)) for one in pairs],
        lambda: [_record(one, rows) for one in pairs],
        lambda: _table(pairs, rows, output),
    )


def _record(pair: Pair, rows: Mapping[str, Outline]) -> dict[str, Any]:
    return {
        "id": pair.id,
        "other_id": pair.other_id,
        "score": pair.score,
        "reason": str(pair.reason),
        "title": rows[pair.id].title,
        "other_title": rows[pair.other_id].title,
    }


def _table(pairs: Sequence[Pair], rows: Mapping[str, Outline], output: Output) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, width=output.width, pad_edge=False, padding=(0, 1))
    table.add_column(label("id"), no_wrap=True)
    table.add_column(label("title"), overflow="fold", ratio=1)
    table.add_column(label("score"), no_wrap=True, justify="right")
    for pair in pairs:
        told = Text("\n".join(visible(f"{rows[one].title} ({rows[one].unit})") for one in (pair.id, pair.other_id)))
        told.append("\n" + translate(pair.reason), style="dim")
        table.add_row(Text(f"{pair.id}\n{pair.other_id}", style="bold"), told, Text(f"{round(100 * pair.score)} %"))
    return table
