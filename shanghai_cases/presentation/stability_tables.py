"""How much the winners hang on any one reviewer, as sentences, rows and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import Message, msg
from shanghai_cases.presentation.messages import translate
from shanghai_cases.presentation.ranking_tables import add_row, percent, ruled_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

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
    said = [Text(translate(line)) for one in found for line in _sentences(one, labels, names)]
    return Group(*([table] if table.row_count else []), *said)


def _sentences(one: Stability, labels: Mapping[str, str], names: Mapping[str, Named]) -> Iterator[Message]:
    yield msg(
        "first {line}: leaving out one reviewer changes who is in for {share} of the reviewers",
        line=one.line,
        share=percent(one.share_changed),
    )
    for case_id, codes in one.hanging().items():
        yield msg(
            "first {line}: {case} drops out without {reviewers}",
            line=one.line,
            case=" ".join(filter(None, (case_id, names[case_id].title))),
            reviewers=tuple(labels.get(code, code) for code in codes),
        )
