"""Cases on a terminal and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import msg
from shanghai_cases.intake.fields import write_field, write_source
from shanghai_cases.model.case import Status
from shanghai_cases.model.ids import NO_AWARD
from shanghai_cases.presentation.labels import label
from shanghai_cases.presentation.messages import translate
from shanghai_cases.text.display import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from shanghai_cases.model.case import Case, KeyFigure

_STANDING = {Status.SUBMITTED: msg("submitted"), Status.WITHDRAWN: msg("withdrawn")}


def case_record(case: Case, *, contacts: bool) -> dict[str, Any]:
    """Return all fields of a case as JSON values; the contact only when asked for."""
    record = asdict(case)
    record["figures"] = [{"label": one["label"], **one["figure"], "unit": one["unit"]} for one in record["figures"]]
    record["extra"] = dict(case.extra)
    if not contacts:
        del record["contact"]
    return record


def case_cards(cases: Iterable[Case], fields: Sequence[str]) -> RenderableType:
    """Lay out cases field by field, empty ones left out."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.table import Table
    from rich.text import Text

    parts: list[RenderableType] = []
    for case in cases:
        card = Table.grid(padding=(0, 2))
        card.add_column(style="dim", no_wrap=True)
        card.add_column(overflow="fold")
        for field in fields:
            if value := said(case, field):
                card.add_row(Text(label(field)), Text(value))
        parts += [Rule(Text(case.id, style="bold"), align="left"), card]
    return Group(*parts)


def said(case: Case, field: str) -> str:
    """Return a field's value in the reader's language, harmless; texts and sources keep their lines."""
    match field:
        case "status":
            return translate(_STANDING[case.status])
        case "award_tier" if case.award_tier == NO_AWARD:
            return translate(msg("no award"))
        case "figures":
            return "\n".join(map(_figure, case.figures))
        case "text" | "summary":
            return "\n".join(map(visible, getattr(case, field).split("\n")))
        case "sources":
            return "\n".join(visible(write_source(source)) for source in case.sources)
        case "notes":
            return "\n".join(map(visible, case.notes))
        case "themes" | "tags" | "related":
            return translate(msg("{name}", name=getattr(case, field)))
        case _:
            return visible(write_field(case, field))


def _figure(item: KeyFigure) -> str:
    from shanghai_cases.presentation.figure_words import count_words  # its decimal is for people only

    return translate(
        msg("{label}: {number} {unit}", label=item.label, number=count_words(item.figure), unit=item.unit)
    ).rstrip()
