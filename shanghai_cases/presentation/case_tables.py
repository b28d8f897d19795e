"""Hits of a search on a terminal: a table with the matched text marked, and where else it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import msg
from shanghai_cases.presentation.labels import label
from shanghai_cases.presentation.messages import translate
from shanghai_cases.search.terms import Level
from shanghai_cases.text.display import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from shanghai_cases.errors import Message
    from shanghai_cases.presentation.output import Output
    from shanghai_cases.search.find import Hit
    from shanghai_cases.search.terms import Spot

_MARK = "bold yellow"
_SHOWN = ("id", "title", "unit", "district", "town")  # what the table shows in full; a hit elsewhere gets a line
_ROOM = 0.45  # of the width: how much of a text is shown around a match
_LEVELS: dict[Level, Message] = {
    Level.PLACE: msg("place"),
    Level.PINYIN: msg("pinyin"),
    Level.SYNONYM: msg("synonym"),
    Level.APPROXIMATE: msg("approximate"),
}


def hits_table(hits: Sequence[Hit], output: Output) -> Any:
    """Lay out hits as a table that fits the terminal.

    The id, the title with the unit under it, the place; under them a snippet where the match is elsewhere, and how
    sure it is unless it is exact.
    """
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=output.width, pad_edge=False, padding=(0, 1))
    table.add_column(translate(label_of("id")), no_wrap=True)
    table.add_column(translate(label_of("title")), overflow="fold", ratio=1)
    table.add_column(translate(label_of("district")), overflow="fold", max_width=max(10, output.width // 4))
    for hit in hits:
        table.add_row(*_cells(hit, int(output.width * _ROOM)))
    return table


def label_of(field: str) -> Message:
    """Return the label of a field, to be translated."""
    from shanghai_cases.presentation.field_names import FIELDS

    return FIELDS[field]


def _cells(hit: Hit, room: int) -> tuple[Text, Text, Text]:
    from rich.text import Text

    head, spots = hit.head, hit.spots()
    title = marked(head["title"], _spans(spots, "title"))
    title.append("\n")
    title.append_text(_dim(marked(head["unit"], _spans(spots, "unit"))))
    elsewhere = next((spot for spot in spots if spot.field not in _SHOWN), None)
    if elsewhere and not any(spot.field in _SHOWN for spot in spots):
        title.append("\n")
        title.append_text(snippet(elsewhere, _spans(spots, elsewhere.field, elsewhere.text), room))
    place = marked(head.get("district") or "", _spans(spots, "district"))
    if head.get("town"):
        place.append("\n")
        place.append_text(marked(head["town"], _spans(spots, "town")))
    if hit.level in _LEVELS:
        place.append("\n" + translate(_LEVELS[hit.level]), style="italic dim")
    return Text(visible(head["id"]), style="bold"), title, place


def _spans(spots: Iterable[Spot], field: str, text: str | None = None) -> list[tuple[int, int]]:
    return [(spot.start, spot.end) for spot in spots if spot.field == field and text in (None, spot.text)]


def _dim(text: Text) -> Text:
    text.style = "dim"
    return text


def marked(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    """Return a stored text made harmless, with these spans of it marked."""
    from rich.text import Text

    shown = Text()
    at = 0
    for start, end in sorted(spans):
        if start >= at:
            shown.append(visible(text[at:start]))
            shown.append(visible(text[start:end]), style=_MARK)
            at = end
    shown.append(visible(text[at:]))
    return shown


def snippet(spot: Spot, spans: Sequence[tuple[int, int]], room: int) -> Text:
    """Return the field's name and the text around a match, both together in about ``room`` cells."""
    from rich.text import Text

    name = translate(msg("{label}: ", label=label(spot.field)))
    start, end = _window(spot.text, spot.start, spot.end, room - width(name))
    shown = Text(name, style="dim")
    inside = [(a - start, b - start) for a, b in spans if start <= a and b <= end]
    shown.append("…" if start else "")
    shown.append_text(marked(spot.text[start:end], inside))
    shown.append("…" if end < len(spot.text) else "")
    return shown


def _window(text: str, start: int, end: int, room: int) -> tuple[int, int]:
    """Widen a span to both sides until it takes ``room`` cells."""
    left = max(0, room - width(text[start:end]))
    while left > 0 and (start > 0 or end < len(text)):
        if start > 0:
            start -= 1
            left -= width(text[start])
        if end < len(text) and left > 0:
            end += 1
            left -= width(text[end - 1])
    return start, end
