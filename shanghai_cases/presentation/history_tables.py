"""Changes of the past as tables, rows and JSON, with or without what they made different."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from shanghai_cases.catalogue.journal import OUTSIDE
from shanghai_cases.errors import msg
from shanghai_cases.presentation.difference_words import both, written
from shanghai_cases.presentation.labels import label
from shanghai_cases.presentation.messages import translate
from shanghai_cases.text.display import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from shanghai_cases.catalogue.protocol import Difference, Past
    from shanghai_cases.errors import Message

COLUMNS = ("change", "at", "who", "command", "records")
DIFFERENCES = ("change", "record", "field", "before", "after")
_NAMED = 8  # how many records of a change a table names


def history_rows(changes: Sequence[Past]) -> Iterator[tuple[str, ...]]:
    """Yield one row of `COLUMNS` per change; one by another program that has no number yet has an empty one."""
    for one in changes:
        yield _number(one), one.at, one.user, one.command, " ".join(one.records)


def difference_rows(changes: Sequence[Past]) -> Iterator[tuple[str, ...]]:
    """Yield one row of `DIFFERENCES` per field that a change made different; private values are empty."""
    for one in changes:
        for part in one.differences:
            yield _number(one), part.record, part.field, written(part.before), written(part.after)


def history_records(changes: Sequence[Past], *, differences: bool) -> list[dict[str, Any]]:
    """Return the changes as JSON values."""
    return [
        {
            "change": one.change or None,
            "at": one.at,
            "who": one.user,
            "command": one.command,
            "records": one.records,
            "undoes": one.undoes or None,
            "undone_by": one.undone_by or None,
            "outside": one.command == OUTSIDE,
            **({"differences": [part._asdict() for part in one.differences]} if differences else {}),
        }
        for one in changes
    ]


def _number(change: Past) -> str:
    return str(change.change or "")


def history_table(changes: Sequence[Past], width: int) -> RenderableType:
    """Lay out the changes, newest first, within ``width`` columns."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, width=width, pad_edge=False, padding=(0, 1))
    table.add_column(Text(translate(msg("change no."))), justify="right", no_wrap=True)
    table.add_column(Text(translate(msg("when"))), max_width=16, overflow="fold")
    table.add_column(Text(translate(msg("who"))), max_width=max(6, width // 7), overflow="fold")
    table.add_column(Text(translate(msg("command"))), max_width=max(8, width // 4), overflow="fold")
    table.add_column(Text(translate(msg("records"))), ratio=1, overflow="fold")
    for one in reversed(changes):
        cells = (_number(one), _moment(one), visible(one.user), _deed(one), translate(named(one.records)))
        table.add_row(*map(Text, cells), style="dim" if one.undone_by else "")
    return table


def _moment(change: Past) -> str:
    return visible(change.at[:16].replace("T", " "))


def named(records: Sequence[str]) -> Message:
    """Name records, the first few of many."""
    names = " ".join(records[:_NAMED])
    if len(records) > _NAMED:
        return msg("{names} … {count} in all", names=names, count=len(records))
    return msg("{name}", name=names)


def _deed(change: Past) -> str:
    deed = translate(msg("by another program")) if change.command == OUTSIDE else visible(change.command)
    if change.undoes:
        deed = translate(msg("{command} of change {number}", command=deed, number=change.undoes))
    if change.undone_by:
        deed += "\n" + translate(msg("taken back by {number}", number=change.undone_by))
    return deed


def difference_cards(changes: Sequence[Past]) -> RenderableType:
    """Lay out what each change made different, newest first: the former value after ``-``, the new after ``+``."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    parts: list[RenderableType] = []
    for one in reversed(changes):
        heading = "  ".join(filter(None, (_number(one), _moment(one), visible(one.user), _deed(one))))
        parts.append(Rule(Text(heading.replace("\n", "  "), style="bold"), align="left"))
        for record, found in groupby(one.differences, key=lambda part: part.record):
            parts += [Text(visible(record), style="bold"), _card(list(found))]
    return Group(*parts)


def _card(differences: Sequence[Difference]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    card = Table.grid(padding=(0, 1))
    card.add_column(style="dim", no_wrap=True)
    card.add_column(no_wrap=True)
    card.add_column(overflow="fold")
    for part in differences:
        name = visible(label("contact.name" if part.field == "contact" else part.field))
        for sign, value, style in _lines(part):
            card.add_row(Text(f"  {name} "), Text(sign, style=style), Text(value, style=style))
            name = ""
    return card


def _lines(part: Difference) -> Iterator[tuple[str, str, str]]:
    """Yield sign, value and style for what was and what is."""
    if part.hidden:
        yield "", translate(msg("not shown; --with-contacts shows it")), "italic"
        return
    before, after = both(part.before, part.after)
    if before:
        yield "-", before, "red"
    if after:
        yield "+", after, "green"
