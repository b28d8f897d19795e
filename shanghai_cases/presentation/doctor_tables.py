"""What the doctor found, and what a merge leaves to people, as tables, rows and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.catalogue.ailment import Severity
from shanghai_cases.catalogue.history import PRIVATE
from shanghai_cases.errors import msg
from shanghai_cases.presentation.difference_words import both, written
from shanghai_cases.presentation.labels import label
from shanghai_cases.presentation.messages import translate
from shanghai_cases.text.display import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from shanghai_cases.catalogue.ailment import Finding
    from shanghai_cases.catalogue.merge import Conflict

COLUMNS = ("severity", "record", "field", "problem", "advice", "table", "line")
CONFLICTS = ("record", "field", "ours", "theirs", "problem", "table")

_SEVERITIES = {
    Severity.DAMAGE: (msg("damage"), "bold red"),
    Severity.ERROR: (msg("error"), "red"),
    Severity.WARNING: (msg("warning"), "yellow"),
    Severity.NOTE: (msg("note"), "dim"),
}


def finding_rows(findings: Sequence[Finding]) -> Iterator[tuple[str, ...]]:
    """Yield one row of `COLUMNS` per finding, its sentences in English whatever language is spoken."""
    for one in findings:
        yield (
            str(one.severity), one.record, one.field, str(one.message), str(one.advice), one.table,
            str(one.line or ""),
        )  # fmt: skip


def finding_records(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the findings as JSON values, their sentences in English."""
    return [
        {
            "severity": str(one.severity),
            "table": one.table or None,
            "record": one.record or None,
            "field": one.field or None,
            "line": one.line or None,
            "problem": str(one.message),
            "advice": str(one.advice),
            "fixable": one.fixable,
        }
        for one in findings
    ]


def findings_table(findings: Sequence[Finding], width: int) -> RenderableType:
    """Lay out the findings: how bad, where, what and under it what to do."""
    from rich.text import Text

    table = _table(width, translate(msg("severity")), translate(msg("where")), translate(msg("what, and what to do")))
    for one in findings:
        name, style = _SEVERITIES[one.severity]
        where = [visible(one.record or one.table), visible(label(one.field))]
        if one.line:
            where.append(translate(msg("line {line}", line=one.line)))
        what = Text(translate(one.message) + "\n").append(translate(one.advice), style="dim")
        table.add_row(Text(translate(name), style=style), Text("\n".join(filter(None, where))), what)
    return table


def _table(width: int, *titles: str) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, width=width, pad_edge=False, padding=(0, 1))
    for title in titles[:-1]:
        table.add_column(Text(title), overflow="fold", max_width=max(8, width // 4))
    table.add_column(Text(titles[-1]), overflow="fold", ratio=1)
    return table


def conflict_rows(conflicts: Sequence[Conflict], *, contacts: bool) -> Iterator[tuple[str, ...]]:
    """Yield one row of `CONFLICTS` per conflict; values of whole records and of private fields are empty."""
    for one in conflicts:
        ours, theirs = _values(one, contacts=contacts)
        yield one.record, one.field, written(ours), written(theirs), str(one.message), one.table


def conflict_records(conflicts: Sequence[Conflict], *, contacts: bool) -> list[dict[str, Any]]:
    """Return the conflicts as JSON values."""
    return [
        {
            "table": one.table,
            "record": one.record,
            "field": one.field or None,
            **dict(zip(("ours", "theirs"), _values(one, contacts=contacts), strict=True)),
            "problem": str(one.message),
        }
        for one in conflicts
    ]


def _values(conflict: Conflict, *, contacts: bool) -> tuple[object, object]:
    private = not conflict.field or ((conflict.table, conflict.field.partition(".")[0]) in PRIVATE and not contacts)
    return (None, None) if private else (conflict.ours, conflict.theirs)


def conflicts_table(conflicts: Sequence[Conflict], width: int, *, contacts: bool) -> RenderableType:
    """Lay out the conflicts: which record, what happened, and both values where there are two."""
    from rich.text import Text

    table = _table(width, translate(msg("record")), translate(msg("what people must decide")))
    for one in conflicts:
        what = Text(translate(one.message))
        ours, theirs = both(*_values(one, contacts=contacts))
        if ours:
            what.append("\n" + translate(msg("ours: {value}", value=ours)), style="green")
        if theirs:
            what.append("\n" + translate(msg("theirs: {value}", value=theirs)), style="red")
        table.add_row(Text(visible(one.record)), what)
    return table
