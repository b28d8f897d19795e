"""A report as sections of blocks, independent of where it is shown; terminal, page, Markdown and Word draw from it.

In every text a `Message` is a label to be translated and a plain string is data to be shown as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from shanghai_cases.model.case import Case
    from shanghai_cases.model.source import Source
    from shanghai_cases.presentation.charts import Chart
    from shanghai_cases.presentation.figure_words import Shown


class Fact(NamedTuple):
    """A figure with its label; ``source`` is the key of the source it was published in."""

    label: Shown
    value: Shown
    source: str = ""


class Facts(NamedTuple):
    """Figures one below the other."""

    rows: tuple[Fact, ...]


class Note(NamedTuple):
    """A sentence that belongs to what stands before it; a ``warning`` is a fault in the data."""

    text: Shown
    warning: bool = False


class Column(NamedTuple):
    """A column of a table; numbers stand to the right."""

    title: Shown
    right: bool = False


class Table(NamedTuple):
    """A table with its caption. ``bars`` has a length from 0 to 1 for each row, or nothing."""

    caption: Shown
    columns: tuple[Column, ...]
    rows: tuple[tuple[Shown, ...], ...]
    bars: tuple[float, ...] = ()


class Picture(NamedTuple):
    """A chart, drawn when asked for; whatever it shows stands in a table of the same section too."""

    make: Callable[[], Chart]

    @property
    def chart(self) -> Chart:
        """The chart."""
        return self.make()


class Cards(NamedTuple):
    """Cases in full, under a heading of their own if there is one."""

    title: Shown | None
    cases: tuple[Case, ...]


class Sources(NamedTuple):
    """Where published figures come from."""

    sources: tuple[Source, ...]


Block = Facts | Note | Table | Picture | Cards | Sources


class Section(NamedTuple):
    """A part of a report that can be chosen by its ``key``."""

    key: str
    title: Shown
    blocks: tuple[Block, ...]


class Document(NamedTuple):
    """A whole report: its title, a line below it, its sections."""

    title: Shown
    subtitle: tuple[Shown, ...]
    sections: tuple[Section, ...]


def source_numbers(document: Document) -> dict[str, int]:
    """Number the sources that a document lists, by key."""
    found = [block for section in document.sections for block in section.blocks if isinstance(block, Sources)]
    return {source.key: place for block in found for place, source in enumerate(block.sources, start=1)}


def facts_of(case: Case) -> tuple[str, ...]:
    """Return what stands below a case's title: id, unit, district where the unit's name doesn't say it, themes."""
    district = (case.district,) if case.district and case.district not in case.unit else ()
    return (case.id, case.unit, *district, *case.themes)
