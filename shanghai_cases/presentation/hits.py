"""Hits of a search for programs, and the counts of their facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.presentation.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.presentation.output import Output
    from shanghai_cases.search.find import Hit, Result

COLUMNS = ("id", "edition", "title", "unit", "district", "town", "themes", "award_tier", "match")
_LEVELS = ("exact", "place", "pinyin", "synonym", "approximate")
FACETS = ("facet", "value", "count")


def listing(result: Result, output: Output) -> Listing:
    """Return the hits as a listing."""

    def table() -> Any:
        from shanghai_cases.presentation.case_tables import hits_table

        return hits_table(result.hits, output)

    return Listing(COLUMNS, lambda: map(_row, result.hits), lambda: [_record(hit) for hit in result.hits], table)


def level_of(hit: Hit) -> str:
    """Return in a fixed word how a case was met."""
    return _LEVELS[hit.level]


def _row(hit: Hit) -> tuple[str, ...]:
    head = hit.head
    return (
        head["id"],
        str(head["edition"]),
        head["title"],
        head["unit"],
        head.get("district") or "",
        head.get("town") or "",
        ";".join(head.get("themes") or ()),
        head.get("award_tier") or "",
        level_of(hit),
    )


def _record(hit: Hit) -> dict[str, Any]:
    """Return all public fields of a case with what matched: level, field and span in the stored text."""
    from shanghai_cases.catalogue.documents import case_from
    from shanghai_cases.presentation.case_cards import case_record

    best = next(iter(hit.spots()), None)
    return {
        **case_record(case_from(hit.document), contacts=False),
        "match": {
            "level": level_of(hit),
            "field": best and best.field,
            "text": best and best.text,
            "span": best and [best.start, best.end],
        },
    }


def facet_listing(counts: Mapping[str, Mapping[str, int]]) -> Listing:
    """Return the counts of facets as a listing."""
    rows = [(facet, value, str(count)) for facet, values in counts.items() for value, count in values.items()]
    return Listing(FACETS, lambda: rows, lambda: counts, lambda: _facet_table(rows))


def _facet_table(rows: Sequence[tuple[str, str, str]]) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from shanghai_cases.presentation.labels import label
    from shanghai_cases.text.display import visible

    table = Table(box=box.SIMPLE_HEAD, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    before = ""
    for facet, value, count in rows:
        table.add_row(Text(label(facet) if facet != before else ""), Text(visible(value)), Text(count))
        before = facet
    return table
