"""Editions as tables, rows and JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import msg
from shanghai_cases.intake.fields import write_source
from shanghai_cases.model.notation import write_figure
from shanghai_cases.presentation.figure_words import count_words, growth_words, say
from shanghai_cases.presentation.labels import label
from shanghai_cases.presentation.messages import translate
from shanghai_cases.text.display import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from shanghai_cases.errors import Message
    from shanghai_cases.model.edition import Edition

COLUMNS = ("edition", "name", "released", "submissions", "published_growth", "cumulative", "awards_total", "tiers")
DETAIL = ("edition", "field", "value")


def edition_rows(editions: Sequence[Edition]) -> list[tuple[str, ...]]:
    """Return one row of `COLUMNS` per edition, figures in the written notation."""
    return [
        (
            str(edition.number),
            edition.name,
            edition.released or "",
            write_figure(edition.submissions),
            write_figure(edition.published_growth),
            write_figure(edition.cumulative),
            write_figure(edition.awards_total),
            _tiers(edition),
        )
        for edition in editions
    ]


def edition_record(edition: Edition) -> dict[str, Any]:
    """Return all fields as JSON values."""
    return asdict(edition)


def details(edition: Edition) -> list[tuple[str, str]]:
    """Return the fields that say something, as pairs of name and text."""
    return [(field, value) for field, value in _written(edition) if value]


def _written(edition: Edition) -> Iterator[tuple[str, str]]:
    for field in ("name", "call_opened", "call_closed", "released"):
        yield field, getattr(edition, field) or ""
    for field in ("submissions", "published_growth", "cumulative"):
        yield field, write_figure(getattr(edition, field))
        if basis := getattr(edition, field).basis:
            yield f"{field}.basis", basis
    yield "tiers", _tiers(edition)
    yield "awards_total", write_figure(edition.awards_total)
    yield "criteria", ";".join(criterion.name for criterion in edition.criteria)
    for field in ("organisers", "guidance", "supporters"):
        yield field, ";".join(getattr(edition, field))
    for source in edition.sources:
        yield "sources", write_source(source)
    for note in edition.notes:
        yield "notes", note


def _tiers(edition: Edition) -> str:
    return ";".join(f"{tier.name}={write_figure(tier.quota)}" for tier in edition.tiers)


def edition_table(editions: Sequence[Edition]) -> RenderableType:
    """Lay out the list for a terminal."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for title, justify in (
        (msg("edition"), "right"),
        (msg("released"), "left"),
        (msg("submissions"), "right"),
        (msg("growth, published"), "right"),
        (msg("awards"), "right"),
        (msg("award tiers"), "left"),
    ):
        table.add_column(Text(translate(title)), justify="right" if justify == "right" else "left", overflow="fold")
    for edition in editions:
        cells = (
            str(edition.number),
            visible(edition.released or ""),
            say(count_words(edition.submissions)),
            say(growth_words(edition.published_growth, None)),
            say(count_words(edition.awards_total)),
            "\n".join(map(translate, _tiers_said(edition))),
        )
        table.add_row(*map(Text, cells))
    return table


def edition_cards(edition: Edition) -> RenderableType:
    """Lay out one edition field by field."""
    from rich.table import Table
    from rich.text import Text

    card = Table.grid(padding=(0, 2))
    card.add_column(style="dim", no_wrap=True)
    card.add_column(overflow="fold")
    for name, value in _said(edition):
        if value:
            card.add_row(Text(name), Text(value))
    return card


def _said(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the fields' labels and values in the reader's language, harmless."""
    yield label("number"), str(edition.number)
    for field in ("name", "call_opened", "call_closed", "released"):
        yield label(field), visible(getattr(edition, field) or "")
    for field in ("submissions", "published_growth", "cumulative"):
        figure = getattr(edition, field)
        yield label(field), say(growth_words(figure, None) if field == "published_growth" else count_words(figure))
        yield translate(msg("basis")), visible(figure.basis)
    yield label("tiers"), translate(msg("{name}", name=_tiers_said(edition)))
    yield label("awards_total"), say(count_words(edition.awards_total))
    yield label("criteria"), translate(msg("{name}", name=tuple(one.name for one in edition.criteria)))
    for field in ("organisers", "guidance", "supporters"):
        yield label(field), translate(msg("{name}", name=getattr(edition, field)))
    yield label("sources"), "\n".join(visible(write_source(source)) for source in edition.sources)
    yield label("notes"), "\n".join(map(visible, edition.notes))


def _tiers_said(edition: Edition) -> tuple[Message, ...]:
    return tuple(msg("{name} {quota}", name=tier.name, quota=count_words(tier.quota)) for tier in edition.tiers)
