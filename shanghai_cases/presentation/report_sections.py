"""The report of one edition as sections: which figures stand where, with which words and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.presentation.charts import Bar, BarChart, tile_chart
from shanghai_cases.presentation.document import (
    Block,
    Cards,
    Column,
    Document,
    Facts,
    Note,
    Picture,
    Section,
    Sources,
    Table,
)
from shanghai_cases.presentation.figure_words import change_words, count_words, percent_words
from shanghai_cases.presentation.report_headline import (
    awards_table,
    coverage_note,
    headline,
    title_of,
    trend_section,
)
from shanghai_cases.report.coverage import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shanghai_cases.model.figure import Figure
    from shanghai_cases.presentation.figure_words import Shown
    from shanghai_cases.report import EditionReport
    from shanghai_cases.report.coverage import Group
    from shanghai_cases.report.novelty import Novelty
    from shanghai_cases.report.showcase import Shelf

TOP = 10


def edition_document(
    report: EditionReport, shelves: Sequence[Shelf] = (), *, sections: Sequence[str] = (), top: int = TOP
) -> Document:
    """Arrange one edition's report; ``sections`` chooses some by key, in the report's own order.

    ``shelves`` are the cases to be shown in full; ``top`` is how many towns and units the tables show.
    """
    makers = _makers(report, shelves, top)
    made = [make() for key, make in makers.items() if not sections or key in sections]
    subtitle = (coverage_note(report.line),)
    return Document(title_of(report.line), subtitle, tuple(section for section in made if section.blocks))


SECTIONS = (
    "figures",
    "awards",
    "trend",
    "districts",
    "new_towns",
    "towns",
    "unit_types",
    "themes",
    "units",
    "new",
    "cases",
    "method",
    "sources",
)

ON_TERMINAL = tuple(key for key in SECTIONS if key not in ("cases", "method", "sources"))


def read_sections(written: str) -> tuple[str, ...]:
    """Read ``growth,districts``. Raises `UsageError` for a section that there is not."""
    aliases = {"growth": "figures", "types": "unit_types", "unit-types": "unit_types", "new-towns": "new_towns"}
    names = [aliases.get(name.strip().lower(), name.strip().lower()) for name in written.split(",")]
    for name in names:
        if name not in SECTIONS:
            raise UsageError(msg("unknown section “{name}”; one of: {names}", name=name, names=", ".join(SECTIONS)))
    return tuple(names)


def _makers(report: EditionReport, shelves: Sequence[Shelf], top: int) -> dict[str, Callable[[], Section]]:
    return {
        "figures": lambda: _figures(report),
        "awards": lambda: Section("awards", msg("Awards"), awards_table(report.line)),
        "trend": lambda: trend_section(report.trend),
        "districts": lambda: _districts(report),
        "new_towns": lambda: _new_towns(report),
        "towns": lambda: _ranked("towns", msg("Towns with most cases"), report, report.towns, top),
        "unit_types": lambda: _by("unit_types", msg("By type of unit"), report, report.unit_types),
        "themes": lambda: _by("themes", msg("By theme"), report, report.themes),
        "units": lambda: _ranked("units", msg("Units with most cases"), report, report.units, top),
        "new": lambda: _new(report),
        "cases": lambda: _cases(shelves),
        "method": lambda: _method(report),
        "sources": lambda: Section("sources", msg("Sources"), (Sources(report.sources),) if report.sources else ()),
    }


def _figures(report: EditionReport) -> Section:
    faults = tuple(Note(remark, warning=True) for remark in report.remarks)
    return Section("figures", msg("Figures"), (Facts(headline(report.line, report.against)), *faults))


def _districts(report: EditionReport) -> Section:
    title = msg("By district")
    if not report.line.recorded.value:
        return Section("districts", title, ())
    counts = [(group.name, group.count) for group in report.districts]
    table = groups_table(title, msg("district"), report, report.districts)
    return Section("districts", title, (Picture(tile_chart(counts)), table, basis(report)))


def _by(key: str, title: Shown, report: EditionReport, groups: Sequence[Group]) -> Section:
    if not report.line.recorded.value:
        return Section(key, title, ())
    bars = tuple(Bar(name_of(group), group.count, str(group.count)) for group in groups if group.count)
    description = msg("Bars, one for each name; the number beside a bar counts its cases.")
    several = (Note(msg("A case with several themes counts in each of them.")),) if key == "themes" else ()
    table = groups_table(title, msg("name"), report, groups)
    return Section(key, title, (Picture(BarChart(title, description, bars)), table, basis(report), *several))


def name_of(group: Group) -> Shown:
    """Return a group's name, or words for the cases that do not say."""
    return group.name or msg("not said")


def groups_table(caption: Shown, label: Shown, report: EditionReport, groups: Sequence[Group]) -> Table:
    """Make a table of groups: cases, share, change on the edition before (and on the other one asked for)."""
    columns = [Column(label), Column(msg("cases"), right=True), Column(msg("share"), right=True)]
    rows = [[name_of(group), str(group.count), percent_words(group.share)] for group in groups]
    for number, changes in changes_of(report, groups):
        columns.append(Column(change_title(number), right=True))
        for row, change in zip(rows, changes, strict=True):
            row.append(change_words(change))
    most = max((group.count for group in groups), default=0) or 1
    return Table(caption, tuple(columns), tuple(map(tuple, rows)), tuple(group.count / most for group in groups))


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
    recorded = {line.number for line in report.trend if line.recorded.value}
    for number in editions:
        if number not in recorded:
            note = msg(
                "{note} No case of edition {number} is recorded here, so changes on it are not known.",
                note=note,
                number=number,
            )
    return Note(note)


def change_title(number: int) -> Shown:
    """Return the heading of a column of changes."""
    return msg("change on edition {number}", number=number)


def _ranked(key: str, title: Shown, report: EditionReport, groups: Sequence[Group], top: int) -> Section:
    """Show the first groups; those that share the last place shown are all in or all counted below."""
    named = [group for group in groups if group.name and group.count]
    if not named:
        return Section(key, title, ())
    shown = _first(named, top)
    blocks: list[Block] = [groups_table(title, msg("name"), report, shown)]
    if rest := len(named) - len(shown):
        blocks.append(Note(msg("{number} more, with at most {count} each", number=rest, count=named[len(shown)].count)))
    return Section(key, title, (*blocks, basis(report)))


def _first(groups: Sequence[Group], top: int) -> Sequence[Group]:
    """Return the first ``top`` groups, without splitting those of equal number where that leaves any."""
    if len(groups) <= top:
        return groups
    whole = [group for group in groups[:top] if group.count > groups[top].count]
    return whole or groups[:top]


def _new_towns(report: EditionReport) -> Section:
    title = msg("The five new towns")
    if not report.line.recorded.value:
        return Section("new_towns", title, ())
    towns = [place.in_towns for place in report.new_towns]
    districts = [place.in_districts for place in report.new_towns]
    first, second = (groups_table(title, "", report, groups) for groups in (towns, districts))
    columns = (
        Column(msg("new town")),
        Column(msg("in its known towns"), right=True),
        *first.columns[2:],
        Column(msg("in its district"), right=True),
        *second.columns[2:],
    )
    rows = tuple((*one, *two[1:]) for one, two in zip(first.rows, second.rows, strict=True))
    note = msg(
        "The borders of a new town do not follow those of towns or districts: the cases of the towns known to belong "
        "to it are the least it has, those of its whole district the most."
    )
    return Section("new_towns", title, (Table(title, columns, rows), Note(note), basis(report)))


def _new(report: EditionReport) -> Section:
    title = msg("New in this edition")
    if not report.line.recorded.value:
        return Section("new", title, ())
    again = report.repeats
    count, share = count_words(again.count), percent_words(again.share)
    repeated = msg("Practices submitted before: {count} of the recorded cases ({share})", count=count, share=share)
    return Section("new", title, (*_novelty(title, report.novelty), Note(repeated)))


def _novelty(title: Shown, novelty: Novelty) -> tuple[Block, ...]:
    earlier = novelty.earlier_cases
    if not earlier:
        return (Note(msg("No case of an earlier edition is recorded here, so nothing can be called new.")),)
    labels = {Kind.UNIT_TYPE: msg("type of unit"), Kind.DISTRICT: msg("district"), Kind.THEME: msg("theme")}
    rows = tuple((labels[kind], name, str(count)) for kind, names in novelty.names.items() for name, count in names)
    compared = Note(msg("Compared with {number} recorded cases of earlier editions.", number=earlier))
    if not rows:
        return (Note(msg("Every type of unit, district and theme was recorded in an earlier edition too.")), compared)
    columns = (Column(msg("kind")), Column(msg("name")), Column(msg("cases"), right=True))
    return (Table(title, columns, rows), compared)


def _cases(shelves: Sequence[Shelf]) -> Section:
    blocks: list[Block] = []
    for shelf in shelves:
        if shelf.tier:
            blocks.append(Cards(shelf.tier, shelf.cases))
        else:
            blocks.append(
                Note(msg("Which award these cases hold, if any, is not known; being listed here is no award."))
            )
            blocks.append(Cards(None, shelf.cases))
    named = bool(shelves and shelves[0].tier)
    return Section("cases", msg("The winners") if named else msg("Recorded cases"), tuple(blocks))


def _method(report: EditionReport) -> Section:
    notes = [
        msg("Growth is against the edition just before, never against an older one."),
        msg("Counts and shares are of the cases recorded in the catalogue; nothing is extrapolated to the rest."),
        msg("Withdrawn cases ({count}) are not counted.", count=count_words(report.line.withdrawn)),
        msg("A figure that is not known is called unknown and never drawn as zero; a bound stays a bound."),
    ]
    derived = report.line.before.submissions
    if derived.basis:
        basis = msg("Submissions of edition {number}: {basis}", number=report.line.before.number, basis=derived.basis)
        notes.append(basis)
    return Section("method", msg("How the figures were made"), tuple(Note(note) for note in notes))
