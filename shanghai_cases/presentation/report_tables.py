"""The report on a terminal: Rich tables that read well at 80 columns and with Chinese text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from shanghai_cases.errors import msg
from shanghai_cases.model.figure import exactly
from shanghai_cases.presentation.figure_words import (
    Shown,
    change_words,
    count_words,
    growth_words,
    percent_words,
    say,
)
from shanghai_cases.report import Overview
from shanghai_cases.report.growth import Agreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from shanghai_cases.report import EditionLine, EditionReport
    from shanghai_cases.report.coverage import Group


class Screen(Protocol):
    """What a table needs to know of the terminal."""

    @property
    def width(self) -> int:
        """The number of columns."""
        ...


def report_table(report: Overview | EditionReport, output: Screen) -> RenderableType:
    """Return the report as something that Rich can print."""
    return _overview_table(report) if isinstance(report, Overview) else _edition_tables(report, output)


def _overview_table(report: Overview) -> RenderableType:
    table = _table(
        msg("All editions"),
        (
            (msg("edition"), True),
            (msg("submissions"), True),
            (msg("growth published"), True),
            (msg("growth computed"), True),
            (msg("awards"), True),
            (msg("selected"), True),
            (msg("recorded here"), True),
        ),
    )
    for line in report.lines:
        _row(
            table,
            str(line.number),
            count_words(line.edition.submissions),
            growth_words(line.edition.published_growth, None),
            growth_words(line.before.growth),
            count_words(line.awards.total),
            percent_words(line.selection_rate),
            count_words(line.recorded),
        )
    return table


def _edition_tables(report: EditionReport, output: Screen) -> RenderableType:
    from rich.console import Group as Stack

    parts: list[RenderableType] = [_headline_table(report.line)]
    if report.line.awards.tiers:
        parts.append(_awards_table(report.line))
    for title, groups in (
        (msg("Recorded cases by district"), report.districts),
        (msg("Recorded cases by unit type"), report.unit_types),
        (msg("Recorded cases by theme"), report.themes),
    ):
        if groups:
            parts.append(_groups_table(title, groups, output))
    return Stack(*parts)


def _headline_table(line: EditionLine) -> RenderableType:
    title = line.edition.name or msg("Edition {number}", number=str(line.number))
    table = _table(title, (("", False), ("", False)), header=False)
    for label, value in headline(line):
        _row(table, label, value)
    return table


def headline(line: EditionLine) -> list[tuple[Shown, Shown]]:
    """Return the edition's main figures as pairs of label and words."""
    edition, before = line.edition, line.before
    published = growth_words(edition.published_growth, None)
    return [
        (msg("submissions"), count_words(edition.submissions)),
        (msg("submissions of edition {number}", number=str(before.number)), previous_words(line)),
        (msg("growth"), msg("{growth} (published)", growth=published) if edition.published_growth.known else published),
        (msg("growth computed from the counts"), computed_words(line)),
        (msg("cumulative"), count_words(edition.cumulative)),
        (msg("awards"), count_words(line.awards.total)),
        (msg("selected"), percent_words(line.selection_rate)),
        (msg("recorded here"), recorded_words(line)),
    ]


def previous_words(line: EditionLine) -> Shown:
    """Say how many submissions the edition just before had, or why that is not known."""
    before = line.before
    if before.number < 1:
        return msg("none, this is the first edition")
    return count_words(before.submissions) if before.in_catalogue else msg("unknown (not in the catalogue)")


def computed_words(line: EditionLine) -> Shown:
    """Say the growth computed from the counts, and whether the published one follows from them."""
    if line.before.circular:
        return msg("not given: a count was itself worked back from the growth")
    grown = growth_words(line.before.growth)
    match line.agreement:
        case Agreement.NEITHER:
            return msg("{growth}; the published growth does not follow from the counts", growth=grown)
        case Agreement.TRUNCATED:
            return msg("{growth}; the published growth is this cut off, not rounded", growth=grown)
        case _:
            return grown


def recorded_words(line: EditionLine) -> Shown:
    """Say how many of the submissions are recorded in the catalogue."""
    if not line.edition.submissions.observed:
        return count_words(line.recorded)
    return msg(
        "{recorded} of {submissions} ({share})",
        recorded=count_words(line.recorded),
        submissions=count_words(line.edition.submissions),
        share=percent_words(line.recorded_share),
    )


def _awards_table(line: EditionLine) -> RenderableType:
    columns = ((msg("award"), False), (msg("quota"), True), (msg("recorded"), True), (msg("without a case"), True))
    table = _table(msg("Awards"), columns)
    for tier in line.awards.tiers:
        _row(table, tier.name, count_words(tier.quota), count_words(tier.recorded), count_words(tier.free))
    return table


def _groups_table(title: Shown, groups: Iterable[Group], output: Screen) -> RenderableType:
    columns: list[tuple[Shown, bool]] = [("", False), (msg("cases"), True), (msg("share"), True), (msg("change"), True)]
    table = _table(title, columns)
    for group in groups:
        name = group.name or msg("not said")
        _row(table, name, count_words(exactly(group.count)), percent_words(group.share), change_words(group.change))
    table.width = min(output.width, 60)
    return table


def _table(title: Shown, columns: Sequence[tuple[Shown, bool]], *, header: bool = True) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(say(title), style="bold"), title_justify="left", box=box.SIMPLE_HEAD, show_header=header)
    for label, right in columns:
        table.add_column(Text(say(label)), justify="right" if right else "left", overflow="fold")
    return table


def _row(table: Table, *cells: Shown) -> None:
    from rich.text import Text

    table.add_row(*(Text(say(cell)) for cell in cells))
