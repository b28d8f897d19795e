"""The report of one edition as sections: which figures stand where, with which words and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.presentation.document import (
    Block,
    Cards,
    Column,
    Document,
    Facts,
    Note,
    Section,
    Sources,
    Table,
)
from shanghai_cases.presentation.figure_words import count_words, percent_words
from shanghai_cases.presentation.report_groups import (
    by_section,
    districts_section,
    new_towns_section,
    towns_section,
    units_section,
)
from shanghai_cases.presentation.report_headline import (
    awards_table,
    coverage_note,
    headline,
    title_of,
    trend_section,
)
from shanghai_cases.report.coverage import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shanghai_cases.model.source import Source
    from shanghai_cases.presentation.figure_words import Shown
    from shanghai_cases.report import EditionReport
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
        "districts": lambda: districts_section(report),
        "new_towns": lambda: new_towns_section(report),
        "towns": lambda: towns_section(report, top),
        "unit_types": lambda: by_section(
            "unit_types", msg("By type of unit"), msg("type of unit"), report, report.unit_types
        ),
        "themes": lambda: by_section("themes", msg("By theme"), msg("theme"), report, report.themes),
        "units": lambda: units_section(report, top),
        "new": lambda: _new(report),
        "cases": lambda: _cases(shelves),
        "method": lambda: _method(report),
        "sources": lambda: sources_section(report.sources),
    }


def sources_section(sources: Sequence[Source]) -> Section:
    """List where published figures come from."""
    return Section("sources", msg("Sources"), (Sources(tuple(sources)),) if sources else ())


def _figures(report: EditionReport) -> Section:
    faults = tuple(Note(remark, warning=True) for remark in report.remarks)
    return Section("figures", msg("Figures"), (Facts(headline(report.line, report.against)), *faults))


def _new(report: EditionReport) -> Section:
    title = msg("New in this edition")
    if not report.line.recorded.value:
        return Section("new", title, ())
    again = report.repeats
    count, share = count_words(again.cases), percent_words(again.share)
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
