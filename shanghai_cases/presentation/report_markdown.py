"""A report as Markdown, with its charts as SVG files beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, assert_never

from shanghai_cases.errors import msg
from shanghai_cases.presentation.chart_files import chart_svg
from shanghai_cases.presentation.document import Cards, Facts, Note, Picture, Sources, Table, facts_of, source_numbers
from shanghai_cases.presentation.figure_words import key_figure_words, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shanghai_cases.model.case import Case
    from shanghai_cases.model.source import Source
    from shanghai_cases.presentation.document import Block, Document, Fact, Section
    from shanghai_cases.presentation.figure_words import Shown

_INLINE = re.compile(r"([\\`*_\[\]|~$])")
_AT_START = re.compile(r"^(\s*\d*)([-+=#.)])")
_WEB = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)


class MarkdownReport(NamedTuple):
    """The text, and the files it shows, by the names it knows them by."""

    text: str
    pictures: dict[str, str]


def report_markdown(document: Document, stem: str, language: str | None = None) -> MarkdownReport:
    """Write a document as Markdown; its pictures are called ``<stem>-<section>.svg``."""
    writer = _Writer(stem, source_numbers(document), language)
    lines = [f"# {writer.plain(document.title)}", *map(writer.paragraph, document.subtitle)]
    for section in document.sections:
        lines.append(f"## {writer.plain(section.title)}")
        for block in section.blocks:
            lines += writer.block(block, section)
    return MarkdownReport("\n\n".join(lines) + "\n", writer.pictures)


class _Writer:
    """Writes blocks in one language and keeps the pictures they need."""

    def __init__(self, stem: str, sources: Mapping[str, int], language: str | None) -> None:
        self._stem = stem
        self._sources = sources
        self._language = language
        self.pictures: dict[str, str] = {}

    def plain(self, shown: Shown) -> str:
        """Return a text without anything that Markdown or HTML would obey inside a line."""
        escaped = _INLINE.sub(r"\\\1", say(shown, self._language).replace("&", "&amp;"))
        return escaped.replace("<", "&lt;").replace(">", "&gt;")

    def paragraph(self, shown: Shown) -> str:
        """Return a text that doesn't become a list, a heading or a rule where it begins a line."""
        return _AT_START.sub(r"\1\\\2", self.plain(shown))

    def block(self, block: Block, section: Section) -> Iterator[str]:
        """Write one block as paragraphs."""
        match block:
            case Facts(rows):
                yield "\n".join(map(self._fact, rows))
            case Note(text, warning):
                yield f"**{self.plain(text)}**" if warning else self.paragraph(text)
            case Table(caption):
                if caption != section.title:
                    yield f"*{self.plain(caption)}*"
                yield self._table(block)
            case Picture():
                chart = block.chart
                name = f"{self._stem}-{section.key}.svg"
                self.pictures[name] = chart_svg(chart, self._language)
                yield f"![{self.plain(chart.title)}](<{name}>)"
            case Cards(title, cases):
                if title is not None:
                    yield f"### {self.plain(title)}"
                yield from map(self._case, cases)
            case Sources(sources):
                yield "\n".join(f"{place}. {self._source(source)}" for place, source in enumerate(sources, start=1))
            case _:
                assert_never(block)

    def _fact(self, fact: Fact) -> str:
        number = self._sources.get(fact.source)
        cited = f" \\[{number}\\]" if number else ""
        return f"- {self.plain(msg('{label}: ', label=fact.label))}**{self.plain(fact.value)}**{cited}"

    def _table(self, table: Table) -> str:
        rules = ["---:" if column.right else "---" for column in table.columns]
        rows = [[self.plain(cell) for cell in row] for row in ([column.title for column in table.columns], *table.rows)]
        return "\n".join(_row(row) for row in (rows[0], rules, *rows[1:]))

    def _case(self, case: Case) -> str:
        lines = [f"**{self.plain(case.title)}**", self.paragraph(" · ".join(facts_of(case)))]
        figures = [self.paragraph(key_figure_words(figure, self._language)) for figure in case.figures]
        return "  \n".join([*lines, *([self.paragraph(case.summary)] if case.summary else []), *figures])

    def _source(self, source: Source) -> str:
        facts = [source.title or source.key, source.publisher, source.date]
        link = f"<{source.url}>" if _WEB.fullmatch(source.url) else self.plain(source.url)
        return " · ".join([*(self.plain(fact) for fact in facts if fact), *([link] if link else [])])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
