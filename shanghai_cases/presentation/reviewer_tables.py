"""The reviewers of a panel as table, rows and JSON: leniency, spread, agreement, patterns and how sure each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import Message, msg
from shanghai_cases.presentation.anonymous import relabelled
from shanghai_cases.presentation.explanation import figure
from shanghai_cases.presentation.messages import translate
from shanghai_cases.presentation.ranking_rows import number
from shanghai_cases.presentation.ranking_tables import add_row, percent, ruled_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from shanghai_cases.ranking.distributions import Interval
    from shanghai_cases.ranking.panel_report import PanelReport
    from shanghai_cases.ranking.reviewers import Finding, ReviewerReport

COLUMNS = (
    *("reviewer", "reviews", "mean", "leniency", "spread", "agreement", "leniency_low", "leniency_high"),
    *("leniency_chance", "spread_low", "spread_high", "agreement_low", "agreement_high", "findings"),
)
_NOTABLE = 0.05


def _sorted(report: PanelReport, labels: Mapping[str, str]) -> list[tuple[str, ReviewerReport]]:
    return sorted(((labels.get(one.reviewer, one.reviewer), one) for one in report.reviewers), key=lambda one: one[0])


def rows(report: PanelReport, labels: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return one row of `COLUMNS` per reviewer; what can't be known is empty."""
    return [
        (
            label,
            str(one.reviews),
            number(one.mean, 4),
            *(number(part.estimate, 4) for part in (one.leniency, one.spread, one.agreement)),
            number(one.leniency.low, 4),
            number(one.leniency.high, 4),
            number(one.leniency_chance, 4),
            *(number(end, 4) for part in (one.spread, one.agreement) for end in (part.low, part.high)),
            ";".join(str(finding.pattern) for finding in one.findings),
        )
        for label, one in _sorted(report, labels)
    ]


def record(report: PanelReport, labels: Mapping[str, str], edition: int | None) -> dict[str, Any]:
    """Return the report as JSON values; what can't be known is null."""
    icc = report.icc
    return {
        "edition": edition,
        "reviewers": [
            {
                "reviewer": label,
                "reviews": one.reviews,
                "mean": one.mean,
                "leniency": _interval(one.leniency),
                "leniency_chance": one.leniency_chance,
                "spread": _interval(one.spread),
                "agreement": _interval(one.agreement),
                "findings": [
                    {"pattern": str(finding.pattern), "text": str(_finding(finding, labels)), "chance": finding.chance}
                    for finding in one.findings
                ],
            }
            for label, one in _sorted(report, labels)
        ],
        "icc": icc
        and {
            "agreement_single": _interval(icc.agreement_single),
            "consistency_single": _interval(icc.consistency_single),
            "consistency_mean": _interval(icc.consistency_mean),
            "reviews": icc.reviews,
        },
        "alpha": report.alpha and _interval(report.alpha),
        "warnings": [str(relabelled(warning, labels)) for warning in report.fit.warnings],
    }


def _interval(interval: Interval) -> dict[str, float]:
    return interval._asdict()


def page(report: PanelReport, labels: Mapping[str, str], width: int) -> RenderableType:
    """Lay out the reviewers, what was noticed of them, and how far the panel agrees."""
    from rich.console import Group
    from rich.text import Text

    titles = [msg("reviewer"), msg("n"), msg("mean"), msg("leniency"), msg("spread"), msg("agreement")]
    columns = [(title, place > 0) for place, title in enumerate(titles)]
    cells = _cells(report, labels, wide=True)
    if _width([tuple(translate(title) for title in titles), *cells]) > width:
        cells = _cells(report, labels, wide=False)
    table = ruled_table(columns)
    for row in cells:
        add_row(table, row)
    return Group(table, *(Text(translate(line), style="dim") for line in _notes(report, labels)))


def _cells(report: PanelReport, labels: Mapping[str, str], *, wide: bool) -> list[tuple[str, ...]]:
    """Return the table's rows, with intervals where there is room for them."""
    rows = []
    for label, one in _sorted(report, labels):
        leniency, *others = (_with_range(part, wide=wide) for part in (one.leniency, one.spread, one.agreement))
        mark = "*" if one.leniency_chance < _NOTABLE else ""
        rows.append((label, str(one.reviews), number(one.mean, 2), leniency + mark, *others))
    return rows


def _width(rows: Sequence[tuple[str, ...]]) -> int:
    """Return how many columns of a terminal these rows take, one between cells."""
    from rich.cells import cell_len

    return sum(max(cell_len(cell) for cell in column) + 1 for column in zip(*rows, strict=True)) - 1


def _with_range(part: Interval, *, wide: bool) -> str:
    if not wide or not number(part.low, 2):
        return number(part.estimate, 2)
    return f"{number(part.estimate, 2)} [{number(part.low, 2)}, {number(part.high, 2)}]"


def _notes(report: PanelReport, labels: Mapping[str, str]) -> Iterator[Message]:
    if any(one.leniency_chance < _NOTABLE for one in report.reviewers):
        yield msg("* chance alone would show this leniency in fewer than 5 of 100 reviewers like the panel")
    for label, one in _sorted(report, labels):
        for finding in one.findings:
            yield msg(
                "{reviewer}: {finding} (by chance in this panel: {chance})",
                reviewer=label,
                finding=_finding(finding, labels),
                chance=percent(finding.chance),
            )
    if report.icc is not None:
        yield msg(
            "one review, freed of leniency, agrees with another to {icc} (ICC(C,1)); the mean of {reviews} to {mean}",
            icc=_said(report.icc.consistency_single),
            reviews=figure(round(report.icc.reviews, 1)),
            mean=_said(report.icc.consistency_mean),
        )
        yield msg("as they were given, reviews agree to {icc} (ICC(A,1))", icc=_said(report.icc.agreement_single))
    if report.alpha is not None:
        yield msg("Krippendorff's alpha: {alpha}", alpha=_said(report.alpha))
    for warning in report.fit.warnings:
        yield relabelled(warning, labels)


def _finding(finding: Finding, labels: Mapping[str, str]) -> Message:
    message = relabelled(finding.message, labels)
    values = {name: round(one, 2) if isinstance(one, float) else one for name, one in message.values.items()}
    return Message(message.text, values)


def _said(interval: Interval) -> str:
    return _with_range(interval, wide=True)
