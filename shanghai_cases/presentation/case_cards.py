"""Cases on a terminal and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shanghai_cases.presentation.labels import label
from shanghai_cases.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from shanghai_cases.model.case import Case


def case_record(case: Case, *, contacts: bool) -> dict[str, Any]:
    """Return all fields of a case as JSON values; the contact only when asked for."""
    record = asdict(case)
    record["figures"] = [{"label": one["label"], **one["figure"], "unit": one["unit"]} for one in record["figures"]]
    if not contacts:
        del record["contact"]
    return record


def case_cards(cases: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> RenderableType:
    """Lay out cases field by field; each is its id and the pairs of field and written value, empty ones left out."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.table import Table
    from rich.text import Text

    parts: list[RenderableType] = []
    for identifier, fields in cases:
        card = Table.grid(padding=(0, 2))
        card.add_column(style="dim", no_wrap=True)
        card.add_column(overflow="fold")
        for field, value in fields:
            if value:
                card.add_row(Text(label(field)), Text(visible(value)))
        parts += [Rule(Text(identifier, style="bold"), align="left"), card]
    return Group(*parts)
