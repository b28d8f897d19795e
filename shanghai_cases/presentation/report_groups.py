"""Where an edition's recorded cases come from, as sections: by district, town, type of unit ..."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.presentation.document import Column, Note, Picture, Section, Table
from shanghai_cases.presentation.figure_words import change_words, percent_words
from shanghai_cases.presentation.report_headline import coverage_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shanghai_cases.model.figure import Figure
    from shanghai_cases.presentation.charts import Chart
    from shanghai_cases.presentation.figure_words import Shown
    from shanghai_cases.report import EditionReport
    from shanghai_cases.report.coverage import Group


def districts_section(report: EditionReport) -> Section:
    """Show the districts as a map of tiles and as a table."""
    title = msg("By district")
    if not report.line.recorded.value:
        return Section("districts", title, ())
    counts = [(group.name, group.cases) for group in report.districts]
    table = groups_table(title, msg("district"), report, report.districts)
    return Section("districts", title, (Picture(partial(_tiles, counts)), table, basis(report)))


def by_section(key: str, title: Shown, report: EditionReport, groups: Sequence[Group]) -> Section:
    """Show the groups of one kind as bars and as a table."""
    if not report.line.recorded.value:
        return Section(key, title, ())
    bars = [(name_of(group), group.cases) for group in groups if group.cases]
    several = (Note(msg("A case with several themes counts in each of them.")),) if key == "themes" else ()
    table = groups_table(title, msg("name"), report, groups)
    return Section(key, title, (Picture(partial(_bars, title, bars)), table, basis(report), *several))


def _tiles(counts: Sequence[tuple[str, int]]) -> Chart:
    from shanghai_cases.presentation.charts import tile_chart

    return tile_chart(counts)


def _bars(title: Shown, counts: Sequence[tuple[Shown, int]]) -> Chart:
    from shanghai_cases.presentation.charts import bar_chart

    return bar_chart(title, counts)


def name_of(group: Group) -> Shown:
    """Return a group's name, or words for the cases that do not say."""
    return group.name or msg("not said")


def groups_table(caption: Shown, label: Shown, report: EditionReport, groups: Sequence[Group]) -> Table:
    """Make a table of groups: cases, share, change on the edition before (and on the other one asked for)."""
    columns = [Column(label), Column(msg("cases"), right=True), Column(msg("share"), right=True)]
    rows = [[name_of(group), str(group.cases), percent_words(group.share)] for group in groups]
    for number, changes in changes_of(report, groups):
        columns.append(Column(change_title(number), right=True))
        for row, change in zip(rows, changes, strict=True):
            row.append(change_words(change))
    most = max((group.cases for group in groups), default=0) or 1
    return Table(caption, tuple(columns), tuple(map(tuple, rows)), tuple(group.cases / most for group in groups))


def changes_of(report: EditionReport, groups: Sequence[Group]) -> Iterator[tuple[int, list[Figure]]]:
    """Go through the editions compared with, leaving out one of which no case is recorded."""
    changes = [group.change for group in groups]
    if any(change.known for change in changes):
        yield report.number - 1, changes
    further = [group.change_against for group in groups]
    if report.against is not None and any(change.known for change in further):
        yield report.against.number, further


def basis(report: EditionReport) -> Note:
    """Say what the shares of a section are shares of, and where changes are missing, why."""
    note = coverage_note(report.line)
    editions = [report.number - 1] if report.number > 1 else []
    if report.against is not None:
        editions.append(report.against.number)
    for number in editions:
        if not report.recorded.number(number):
            note = msg(
                "{note} No case of edition {number} is recorded here, so changes on it are not known.",
                note=note,
                number=number,
            )
    return Note(note)


def change_title(number: int) -> Shown:
    """Return the heading of a column of changes."""
    return msg("change on edition {number}", number=number)


def towns_section(report: EditionReport, top: int) -> Section:
    """Show the towns with most cases."""
    named = [group for group in report.towns if group.name and group.cases]
    return _ranked(Section("towns", msg("Towns with most cases"), ()), report, named, len(named), top)


def units_section(report: EditionReport, top: int) -> Section:
    """Show the units with most cases."""
    sending = [group for group in report.units if group.cases]
    number = int(report.units_total.value or 0)
    return _ranked(Section("units", msg("Units with most cases"), ()), report, sending, number, top)


def _ranked(section: Section, report: EditionReport, groups: Sequence[Group], number: int, top: int) -> Section:
    """Fill a section with the first groups, and say how many more of ``number`` there are."""
    shown = _first(groups, top)
    if not shown:
        return section
    notes = [basis(report)]
    if number > len(shown):
        most = groups[min(len(shown), len(groups) - 1)].cases
        notes.insert(0, Note(msg("{number} more, with at most {count} each", number=number - len(shown), count=most)))
    table = groups_table(section.title, msg("name"), report, shown)
    return Section(section.key, section.title, (table, *notes))


def _first(groups: Sequence[Group], top: int) -> Sequence[Group]:
    """Return the first ``top`` groups, without splitting those of equal number where that leaves any."""
    if len(groups) <= top:
        return groups
    whole = [group for group in groups[:top] if group.cases > groups[top].cases]
    return whole or groups[:top]


def new_towns_section(report: EditionReport) -> Section:
    """Show the five new towns, counted in two ways."""
    title = msg("The five new towns")
    if not report.line.recorded.value:
        return Section("new_towns", title, ())
    label = msg("new town")
    towns, districts = zip(*((place.in_towns, place.in_districts) for place in report.new_towns), strict=True)
    tables = (
        groups_table(msg("Cases of the towns known to belong to the new town"), label, report, towns),
        groups_table(msg("Cases of the whole district that holds the new town"), label, report, districts),
    )
    note = msg(
        "The borders of a new town do not follow those of towns or districts: the cases of the towns known to belong "
        "to it are the least it has, those of its whole district the most."
    )
    return Section("new_towns", title, (*tables, Note(note), basis(report)))
