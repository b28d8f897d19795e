"""The report for scripts: tidy rows ``edition, measure, group, value, qualifier``, and the same as JSON.

Measure names are fixed and documented in ``docs/report.md``; they never change with the language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.figure import Figure, Number, exactly
from shanghai_cases.model.notation import machine_value
from shanghai_cases.presentation.figure_words import outward
from shanghai_cases.report import Overview

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shanghai_cases.report import EditionLine, EditionReport
    from shanghai_cases.report.coverage import Group

COLUMNS = ("edition", "measure", "group", "value", "qualifier")
UNSAID = "unknown"  # the group of cases that do not say their district, unit type or theme
_PERCENT_DECIMALS = 2


class Entry(NamedTuple):
    """One measured number; a percentage is written with two decimals."""

    edition: int
    measure: str
    group: str
    figure: Figure
    percent: bool = False


def report_rows(report: Overview | EditionReport) -> list[tuple[str, ...]]:
    """Return the tidy rows, each of the five `COLUMNS`; unknown figures stand with an empty value."""
    return [_row(entry) for entry in entries(report)]


def _row(entry: Entry) -> tuple[str, ...]:
    value = machine_value(_written(entry), _PERCENT_DECIMALS if entry.percent else None)
    return (str(entry.edition), entry.measure, entry.group, value, str(entry.figure.qualifier))


def report_json(report: Overview | EditionReport) -> dict[str, object]:
    """Return an object with ``edition`` and the measures by name; for an overview, a list of them in ``editions``.

    A measure is an object with ``value``, ``qualifier`` and what else its figure has (minimum, maximum, basis,
    source); one with groups is an object of such objects by group.
    """
    if isinstance(report, Overview):
        return {"editions": [_line_json(line, line_entries(line)) for line in report.lines]}
    return _line_json(report.line, entries(report))


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
        shown = _figure_json(_written(entry))
        if entry.group:
            groups = result.setdefault(entry.measure, {})
            if isinstance(groups, dict):
                groups[entry.group] = shown
        else:
            result[entry.measure] = shown
    return result


def _written(entry: Entry) -> Figure:
    return outward(entry.figure, _PERCENT_DECIMALS) if entry.percent else entry.figure


def _figure_json(figure: Figure) -> dict[str, object]:
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
    number = report.line.number
    yield from line_entries(report.line)
    for measure, groups in (
        ("recorded_by_district", report.districts),
        ("recorded_by_unit_type", report.unit_types),
        ("recorded_by_theme", report.themes),
    ):
        yield from _group_entries(number, measure, groups)


def line_entries(line: EditionLine) -> Iterator[Entry]:
    """Go through the measures that an overview gives of each edition."""
    number, edition, awards = line.number, line.edition, line.awards
    yield Entry(number, "submissions", "", edition.submissions)
    yield Entry(number, "previous_submissions", "", line.before.submissions)
    yield Entry(number, "growth_percent", "computed", line.before.growth, percent=True)
    yield Entry(number, "growth_percent", "published", edition.published_growth, percent=True)
    yield Entry(number, "cumulative", "", edition.cumulative)
    yield Entry(number, "cumulative_computed", "", line.computed_cumulative)
    for tier in awards.tiers:
        yield Entry(number, "awards", tier.name, tier.quota)
    for tier in awards.tiers:
        yield Entry(number, "awards_recorded", tier.name, tier.recorded)
    for tier in awards.tiers:
        yield Entry(number, "awards_free", tier.name, tier.free)
    yield Entry(number, "awards_total", "", awards.total)
    yield Entry(number, "awards_undecided", "", awards.undecided)
    yield Entry(number, "selection_rate_percent", "", line.selection_rate, percent=True)
    yield Entry(number, "recorded", "", line.recorded)
    yield Entry(number, "recorded_share_percent", "", line.recorded_share, percent=True)
    yield Entry(number, "withdrawn", "", line.withdrawn)


def _group_entries(number: int, measure: str, groups: Iterable[Group]) -> Iterator[Entry]:
    for group in groups:
        yield Entry(number, measure, group.name or UNSAID, exactly(group.count))
