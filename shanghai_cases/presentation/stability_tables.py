"""How much the winners hang on any one reviewer, as sentences, rows and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import Message, msg
from shanghai_cases.presentation.messages import translate
from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from shanghai_cases.presentation.ranking_rows import Named
    from shanghai_cases.ranking.stability import Stability

COLUMNS = ("line", "reviewer", "out", "into")


def rows(found: Sequence[Stability], labels: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return one row of `COLUMNS` per line and reviewer without whom the winners would be others."""
    return [
        (str(one.line), labels.get(change.reviewer, change.reviewer), ";".join(change.out), ";".join(change.into))
        for one in found
        for change in one.changes
        if change.out or change.into
    ]


def record(found: Sequence[Stability], labels: Mapping[str, str], edition: int | None) -> dict[str, Any]:
    """Return all changes and what hangs on one reviewer as JSON values."""
    return {
        "edition": edition,
        "lines": [
            {
                "line": one.line,
                "winners": list(one.winners),
                "share_changed": one.share_changed,
                "changes": [
                    {
                        "reviewer": labels.get(change.reviewer, change.reviewer),
                        "out": list(change.out),
                        "into": list(change.into),
                    }
                    for change in one.changes
                ],
                "kept": dict(one.kept),
                "hanging": {
                    case_id: [labels.get(code, code) for code in codes] for case_id, codes in one.hanging().items()
                },
            }
            for one in found
        ],
    }


def page(found: Sequence[Stability], labels: Mapping[str, str], names: Mapping[str, Named]) -> RenderableType:
    """Lay out the changes, and say which winners hang on one reviewer."""
    from rich.console import Group
    from rich.text import Text

    table = ruled_table(
        [(msg("line"), True), (msg("without"), False), (msg("out"), False), (msg("in"), False)], flexible=(2, 3)
    )
    for line, reviewer, out, into in rows(found, labels):
        add_row(table, [line, reviewer, out.replace(";", " "), into.replace(";", " ")])
    hanging = _hanging(found, labels, names)
    tables = [part for one in (table, hanging) if one.row_count for part in (one, "")]
    return Group(*tables, *(Text(translate(_summary(one))) for one in found))


def _hanging(found: Sequence[Stability], labels: Mapping[str, str], names: Mapping[str, Named]) -> Table:
    """Lay out the winners that drop out without one reviewer, and without whom."""
    table = ruled_table(
        [(msg("line"), True), (msg("id"), False), (msg("title"), False), (msg("drops out without"), False)],
        flexible=(2, 3),
    )
    for one in found:
        for case_id, codes in one.hanging().items():
            reviewers = " ".join(labels.get(code, code) for code in codes)
            add_row(table, [str(one.line), case_id, names[case_id].title, reviewers])
    return table


def _summary(one: Stability) -> Message:
    return msg(
        "first {line}: who is in changes with {count} of {all} reviewers left out, one at a time",
        line=one.line,
        count=sum(1 for change in one.changes if change.out or change.into),
        all=len(one.changes),
    )
