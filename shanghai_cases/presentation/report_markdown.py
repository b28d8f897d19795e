"""A report as Markdown, with its charts as SVG files beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, assert_never

from shanghai_cases.presentation.chart_files import chart_svg
from shanghai_cases.presentation.document import Cards, Facts, Note, Picture, Sources, Table, facts_of
from shanghai_cases.presentation.figure_words import key_figure_words, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shanghai_cases.model.case import Case, Source
    from shanghai_cases.presentation.document import Block, Document
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
    writer = _Writer(stem, language)
    lines = [f"# {writer.plain(document.title)}", *map(writer.paragraph, document.subtitle)]
    for section in document.sections:
        lines.append(f"## {writer.plain(section.title)}")
        for block in section.blocks:
            lines += writer.block(block, section.key)
    return MarkdownReport("\n\n".join(lines) + "\n", writer.pictures)


class _Writer:
    """Writes blocks in one language and keeps the pictures they need."""

    def __init__(self, stem: str, language: str | None) -> None:
        self._stem = stem
        self._language = language
        self.pictures: dict[str, str] = {}

    def plain(self, shown: Shown) -> str:
        """Return a text without anything that Markdown or HTML would obey inside a line."""
        escaped = _INLINE.sub(r"\\\1", say(shown, self._language).replace("&", "&amp;"))
        return escaped.replace("<", "&lt;").replace(">", "&gt;")

    def paragraph(self, shown: Shown) -> str:
        """Return a text that doesn't become a list, a heading or a rule where it begins a line."""
        return _AT_START.sub(r"\1\\\2", self.plain(shown))

    def block(self, block: Block, section: str) -> Iterator[str]:
        """Write one block as paragraphs."""
        match block:
            case Facts(rows):
                yield "\n".join(f"- {self.plain(fact.label)}: **{self.plain(fact.value)}**" for fact in rows)
            case Note(text, warning):
                yield f"**{self.plain(text)}**" if warning else self.paragraph(text)
            case Table():
                yield self._table(block)
            case Picture():
                chart = block.chart
                name = f"{self._stem}-{section}.svg"
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

    def _table(self, table: Table) -> str:
        rules = ["---:" if column.right else "---" for column in table.columns]
        rows = [[self.plain(cell) for cell in row] for row in ([column.title for column in table.columns], *table.rows)]
        return "\n".join(_row(row) for row in (rows[0], rules, *rows[1:]))

    def _case(self, case: Case) -> str:
        lines = [f"**{self.plain(case.title)}** ({', '.join(map(self.plain, facts_of(case)))})"]
        figures = [self.paragraph(key_figure_words(figure, self._language)) for figure in case.figures]
        return "  \n".join([*lines, *([self.paragraph(case.summary)] if case.summary else []), *figures])

    def _source(self, source: Source) -> str:
        facts = [self.plain(fact) for fact in (source.title or source.key, source.publisher, source.date) if fact]
        link = f"<{source.url}>" if _WEB.fullmatch(source.url) else self.plain(source.url)
        return ", ".join([*facts, *([link] if link else [])])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
