"""The report for scripts: tidy rows ``edition, measure, group, value, qualifier``, and the same as JSON.

Measure names are fixed and documented in ``docs/report.md``; they never change with the language.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.figure import Figure, Number, exactly
from shanghai_cases.model.notation import machine_value
from shanghai_cases.presentation.figure_words import outward
from shanghai_cases.presentation.listing import Listing
from shanghai_cases.report import Overview
from shanghai_cases.report.coverage import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from shanghai_cases.presentation.output import Output
    from shanghai_cases.report import EditionLine, EditionReport
    from shanghai_cases.report.coverage import Group

COLUMNS = ("edition", "measure", "group", "value", "qualifier")
UNSAID = "unknown"  # the group of cases that do not say their district, unit type or theme
_PERCENT_DECIMALS = 2
_NEW = {Kind.UNIT_TYPE: "new_unit_type", Kind.DISTRICT: "new_district", Kind.THEME: "new_theme"}


class Entry(NamedTuple):
    """One measured number and the section it belongs to; a percentage is written with two decimals."""

    section: str
    edition: int
    measure: str
    group: str
    figure: Figure
    percent: bool = False


def report_listing(
    report: Overview | EditionReport,
    output: Output,
    sections: Sequence[str] = (),
    *,
    sources: bool = False,
    top: int | None = None,
) -> Listing:
    """Return a report in all the general formats."""

    def table() -> RenderableType:
        from shanghai_cases.presentation.report_tables import report_table

        return report_table(report, output, sections, sources=sources, top=top)

    return Listing(
        COLUMNS,
        lambda: report_rows(report, sections, sources=sources),
        lambda: report_json(report, sections),
        table,
    )


def report_rows(
    report: Overview | EditionReport, sections: Sequence[str] = (), *, sources: bool = False
) -> list[tuple[str, ...]]:
    """Return the tidy rows, each of the five `COLUMNS`; unknown figures stand with an empty value.

    With ``sources`` rows follow that say which source a figure has (``source_of``), and what the sources are.
    """
    chosen = list(_chosen(report, sections) if sections else entries(report))
    return [*map(_row, chosen), *(_source_rows(report, chosen) if sources else ())]


def _source_rows(report: Overview | EditionReport, chosen: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    for entry in chosen:
        if entry.figure.source:
            name = f"{entry.measure} {entry.group}".rstrip()
            yield str(entry.edition), "source_of", name, entry.figure.source, ""
    editions = [line.edition for line in report.lines] if isinstance(report, Overview) else [report.line.edition]
    for edition in editions:
        for source in edition.sources:
            for part in ("title", "publisher", "date", "url"):
                yield str(edition.number), f"source_{part}", source.key, getattr(source, part), ""


def _chosen(report: Overview | EditionReport, sections: Sequence[str]) -> Iterator[Entry]:
    return (entry for entry in entries(report) if not sections or entry.section in sections)


def _row(entry: Entry) -> tuple[str, ...]:
    figure = entry.figure
    value = _percent_value(figure) if entry.percent else machine_value(figure)
    return (str(entry.edition), entry.measure, entry.group, value, str(figure.qualifier))


@lru_cache(maxsize=1024)  # many groups have the same share
def _percent_value(figure: Figure) -> str:
    return machine_value(outward(figure, _PERCENT_DECIMALS), _PERCENT_DECIMALS)


def report_json(report: Overview | EditionReport, sections: Sequence[str] = ()) -> dict[str, object]:
    """Return an object with ``edition`` and the measures by name; for an overview, a list of them in ``editions``.

    A measure is an object with ``value``, ``qualifier`` and what else its figure has (minimum, maximum, basis,
    source); one with groups is an object of such objects by group.
    """
    if isinstance(report, Overview):
        return {"editions": [_line_json(line, line_entries(line)) for line in report.lines]}
    return {
        **_line_json(report.line, _chosen(report, sections)),
        "against_edition": report.against and report.against.number,
        "remarks": [str(remark) for remark in report.remarks],
        "sources": [asdict(source) for source in report.sources],
    }


def _line_json(line: EditionLine, measured: Iterable[Entry]) -> dict[str, object]:
    before = line.before
    result: dict[str, object] = {
        "edition": line.number,
        "name": line.edition.name,
        "released": line.edition.released,
        "previous_edition": before.number if before.in_catalogue else None,
        "growth_agreement": str(line.agreement),
        "growth_circular": before.circular,
    }
    for entry in measured:
        shown = figure_json(_written(entry))
        if entry.group:
            groups = result.setdefault(entry.measure, {})
            if isinstance(groups, dict):
                groups[entry.group] = shown
        else:
            result[entry.measure] = shown
    return result


def _written(entry: Entry) -> Figure:
    return outward(entry.figure, _PERCENT_DECIMALS) if entry.percent else entry.figure


def figure_json(figure: Figure) -> dict[str, object]:
    """Return a figure as an object: value, qualifier, and what else it has."""
    extras: dict[str, Number | str | None] = {
        "minimum": figure.minimum,
        "maximum": figure.maximum,
        "basis": figure.basis or None,
        "source": figure.source or None,
    }
    present = {key: value for key, value in extras.items() if value is not None}
    return {"value": figure.value, "qualifier": str(figure.qualifier), **present}


def entries(report: Overview | EditionReport) -> Iterator[Entry]:
    """Go through every measured number of a report in its fixed order."""
    if isinstance(report, Overview):
        for line in report.lines:
            yield from line_entries(line)
        return
    yield from line_entries(report.line)
    yield from _against_entries(report)
    for section, name, groups in (
        ("districts", "district", report.districts),
        ("unit_types", "unit_type", report.unit_types),
        ("themes", "theme", report.themes),
        ("towns", "town", report.towns),
        ("units", "unit", report.units),
        ("new_towns", "new_town", [place.in_towns for place in report.new_towns]),
        ("new_towns", "new_town_district", [place.in_districts for place in report.new_towns]),
    ):
        yield from _group_entries(report, section, name, groups)
    yield Entry("units", report.number, "units", "", report.units_total)
    yield from _novelty_entries(report)


def line_entries(line: EditionLine) -> Iterator[Entry]:
    """Go through the measures that an overview gives of each edition."""
    number, edition = line.number, line.edition
    yield Entry("figures", number, "submissions", "", edition.submissions)
    yield Entry("figures", number, "previous_submissions", "", line.before.submissions)
    yield Entry("figures", number, "growth_percent", "computed", line.before.growth, percent=True)
    yield Entry("figures", number, "growth_percent", "published", edition.published_growth, percent=True)
    yield Entry("figures", number, "cumulative", "", edition.cumulative)
    yield Entry("figures", number, "cumulative_computed", "", line.computed_cumulative)
    yield from _award_entries(line)
    yield Entry("figures", number, "selection_rate_percent", "", line.selection_rate, percent=True)
    yield Entry("figures", number, "recorded", "", line.recorded)
    yield Entry("figures", number, "recorded_share_percent", "", line.recorded_share, percent=True)
    yield Entry("figures", number, "withdrawn", "", line.withdrawn)


def _award_entries(line: EditionLine) -> Iterator[Entry]:
    number, awards = line.number, line.awards
    for tier in awards.tiers:
        yield Entry("awards", number, "awards", tier.name, tier.quota)
    for tier in awards.tiers:
        yield Entry("awards", number, "awards_recorded", tier.name, tier.recorded)
    for tier in awards.tiers:
        yield Entry("awards", number, "awards_free", tier.name, tier.free)
    yield Entry("awards", number, "awards_total", "", awards.total)
    yield Entry("awards", number, "awards_undecided", "", awards.undecided)


def _against_entries(report: EditionReport) -> Iterator[Entry]:
    other = report.against
    if other is not None:
        group = str(other.number)
        yield Entry("figures", report.number, "against_submissions", group, other.submissions)
        yield Entry("figures", report.number, "against_growth_percent", group, other.growth, percent=True)


def _group_entries(report: EditionReport, section: str, name: str, groups: Sequence[Group]) -> Iterator[Entry]:
    number = report.number
    recorded, share = f"recorded_by_{name}", f"share_by_{name}_percent"
    change, against = f"change_by_{name}", f"change_against_by_{name}"
    for group in groups:
        yield Entry(section, number, recorded, group.name or UNSAID, exactly(group.cases))
    for group in groups:
        yield Entry(section, number, share, group.name or UNSAID, group.share, percent=True)
    for group in groups:
        yield Entry(section, number, change, group.name or UNSAID, group.change)
    if report.against is not None:
        for group in groups:
            yield Entry(section, number, against, group.name or UNSAID, group.change_against)


def _novelty_entries(report: EditionReport) -> Iterator[Entry]:
    number = report.number
    for kind, names in report.novelty.names.items():
        for name, count in names:
            yield Entry("new", number, _NEW[kind], name, exactly(count))
    yield Entry("new", number, "earlier_recorded", "", exactly(report.novelty.earlier_cases))
    yield Entry("new", number, "repeats", "", report.repeats.cases)
    yield Entry("new", number, "repeats_share_percent", "", report.repeats.share, percent=True)
