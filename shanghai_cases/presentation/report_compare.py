"""Two editions side by side: as a document, as tidy rows, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.model.figure import UNKNOWN, Figure, exactly
from shanghai_cases.model.notation import machine_value
from shanghai_cases.presentation.document import Column, Document, Note, Section, Table
from shanghai_cases.presentation.figure_words import change_words, count_words, growth_words, outward, percent_words
from shanghai_cases.presentation.listing import Listing
from shanghai_cases.presentation.report_headline import coverage_note, growth_of
from shanghai_cases.presentation.report_rows import UNSAID, figure_json
from shanghai_cases.report.comparison import Movement
from shanghai_cases.report.coverage import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType

    from shanghai_cases.presentation.figure_words import Shown
    from shanghai_cases.presentation.output import Output
    from shanghai_cases.report.comparison import EditionsCompared, Pair
    from shanghai_cases.report.overview import EditionLine

COMPARE_COLUMNS = ("measure", "group", "first", "second", "change", "movement", "first_qualifier", "second_qualifier")
_KINDS: Mapping[Kind, tuple[str, Message, Message]] = {
    Kind.DISTRICT: ("recorded_by_district", msg("By district"), msg("district")),
    Kind.UNIT_TYPE: ("recorded_by_unit_type", msg("By type of unit"), msg("type of unit")),
    Kind.THEME: ("recorded_by_theme", msg("By theme"), msg("theme")),
}
_MOVEMENTS = {
    Movement.CAME: msg("new"),
    Movement.ROSE: msg("more"),
    Movement.SAME: msg("the same"),
    Movement.FELL: msg("fewer"),
    Movement.WENT: msg("gone"),
    Movement.UNKNOWN: msg("unknown"),
}


def compare_listing(compared: EditionsCompared, output: Output) -> Listing:
    """Return two editions side by side in all the general formats."""

    def table() -> RenderableType:
        from shanghai_cases.presentation.report_tables import document_table

        return document_table(compare_document(compared), output)

    return Listing(COMPARE_COLUMNS, lambda: compare_rows(compared), lambda: compare_json(compared), table)


def compare_document(compared: EditionsCompared) -> Document:
    """Arrange two editions side by side: their figures, then what rose, fell, came and went."""
    first, second = compared.first, compared.second
    title = msg("Edition {second} beside edition {first}", first=first.number, second=second.number)
    heads = tuple(Column(msg("edition {number}", number=line.number), right=True) for line in (first, second))
    figures = Table(msg("Figures"), (Column(msg("figure")), *heads), tuple(_side_by_side(first, second)))
    grown = msg(
        "Growth of submissions from edition {first} to edition {second}: {growth}",
        first=first.number,
        second=second.number,
        growth=growth_of(compared.submissions),
    )
    sections = [Section("figures", msg("Figures"), (figures, Note(grown)))]
    for kind, (key, name, label) in _KINDS.items():
        pairs = compared.pairs[kind]
        if pairs:
            notes = (_basis(first), _basis(second))
            sections.append(
                Section(key.removeprefix("recorded_by_"), name, (_pairs(name, label, heads, pairs), *notes))
            )
    return Document(title, (), tuple(sections))


def _side_by_side(first: EditionLine, second: EditionLine) -> Iterator[tuple[Shown, ...]]:
    lines = (first, second)
    yield (msg("submissions"), *(count_words(line.edition.submissions) for line in lines))
    yield (msg("published growth"), *(growth_words(line.edition.published_growth, None) for line in lines))
    yield (msg("cumulative cases"), *(count_words(line.edition.cumulative) for line in lines))
    yield (msg("awards"), *(count_words(line.awards.total) for line in lines))
    yield (msg("selected"), *(percent_words(line.selection_rate) for line in lines))
    yield (msg("recorded here"), *(count_words(line.recorded) for line in lines))


def _basis(line: EditionLine) -> Note:
    return Note(msg("Edition {number}: {note}", number=line.number, note=coverage_note(line)))


def _pairs(caption: Shown, label: Shown, heads: tuple[Column, ...], pairs: tuple[Pair, ...]) -> Table:
    rows = [
        (
            pair.name or msg("not said"),
            count_words(pair.first),
            count_words(pair.second),
            change_words(pair.change),
            _MOVEMENTS[pair.movement],
        )
        for pair in pairs
    ]
    columns = (Column(label), *heads, Column(msg("change"), right=True), Column(msg("movement")))
    return Table(caption, columns, tuple(rows))


def compare_rows(compared: EditionsCompared) -> list[tuple[str, ...]]:
    """Return tidy rows, each of the `COMPARE_COLUMNS`; unknown figures stand with an empty value."""
    return [
        (
            measure,
            group,
            _plain(measure, first),
            _plain(measure, second),
            _plain(measure, change),
            movement,
            str(first.qualifier),
            str(second.qualifier),
        )
        for measure, group, first, second, change, movement in _compared(compared)
    ]


def _plain(measure: str, figure: Figure) -> str:
    return machine_value(outward(figure, 2), 2) if measure.endswith("_percent") else machine_value(figure)


def compare_json(compared: EditionsCompared) -> dict[str, object]:
    """Return both editions' numbers and a list of what was compared."""
    return {
        "first": compared.first.number,
        "second": compared.second.number,
        "growth_percent": figure_json(outward(compared.submissions.growth, 2)),
        "rows": [
            {
                "measure": measure,
                "group": group,
                "first": figure_json(first),
                "second": figure_json(second),
                "change": figure_json(change),
                "movement": movement,
            }
            for measure, group, first, second, change, movement in _compared(compared)
        ],
    }


_Compared = tuple[str, str, Figure, Figure, Figure, str]


def _compared(compared: EditionsCompared) -> Iterator[_Compared]:
    lines = (compared.first, compared.second)
    for measure, figures in (
        ("submissions", [line.edition.submissions for line in lines]),
        ("growth_percent", [line.edition.published_growth for line in lines]),
        ("cumulative", [line.edition.cumulative for line in lines]),
        ("awards_total", [line.awards.total for line in lines]),
        ("selection_rate_percent", [line.selection_rate for line in lines]),
        ("recorded", [line.recorded for line in lines]),
    ):
        yield measure, "", figures[0], figures[1], _difference(*figures), ""
    for kind, (measure, _, _) in _KINDS.items():
        for pair in compared.pairs[kind]:
            yield measure, pair.name or UNSAID, pair.first, pair.second, pair.change, str(pair.movement)


def _difference(first: Figure, second: Figure) -> Figure:
    if not (first.exact and second.exact) or first.value is None or second.value is None:
        return UNKNOWN
    return exactly(second.value - first.value)
