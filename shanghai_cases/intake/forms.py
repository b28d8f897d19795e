"""Word forms (申报表) to entries: their tables, their paragraphs, or a list of cases in a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.intake import word
from shanghai_cases.intake.columns import EDITION
from shanghai_cases.intake.form_labels import LONGEST_LABEL, chosen, inline_pairs, is_field
from shanghai_cases.intake.form_table import FormTable
from shanghai_cases.intake.headers import exact_field
from shanghai_cases.intake.kinds import unreadable
from shanghai_cases.intake.table import Content, Entry, Origin, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanghai_cases.intake.archive import Archive

_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．]")


def read(archive: Archive) -> Content:
    """Read the one case of a form, or tables that list one case a row.

    Raises `DataError`.
    """
    blocks = word.blocks(archive)
    lists = [block for block in blocks if isinstance(block, word.Grid) and FormTable(block).is_list()]
    if lists:
        return Content(tuple(_table(archive.file, number, grid) for number, grid in enumerate(lists, 1)))
    texts = (block.text for block in blocks if isinstance(block, word.Paragraph))
    found_pairs = tuple(pairs(blocks))
    if not any(exact_field(label) in ("title", "unit") for label, _ in found_pairs):
        raise unreadable(archive.file, msg("no label such as 案例名称 or title was found in it"))
    edition = next((found[0] for text in texts if (found := EDITION.search(text))), "")
    return Content(entries=(Entry(Origin(archive.file), found_pairs, edition=edition),))


def _table(file: str, number: int, grid: word.Grid) -> Table:
    rows = [
        Row(place, tuple(grid.texts[cell] if cell >= 0 else "" for cell in row))
        for place, row in enumerate(grid.rows, 1)
    ]
    return Table(file, f"#{number}", rows)


def pairs(blocks: Iterable[word.Block]) -> list[tuple[str, str]]:
    """Return labels and values in reading order."""
    found: list[tuple[str, str]] = []
    running = _Running()
    above = ""
    for block in blocks:
        if isinstance(block, word.Grid):
            found.extend(running.close())
            found.extend(FormTable(block, above or block.beside).pairs())
            above = ""
        else:
            above = block.text
            found.extend(running.take(block))
    found.extend(running.close())
    return [(label, chosen(value)) for label, value in found]


@dataclass(slots=True)
class _Running:
    """Paragraphs outside tables: a heading that is a label collects what follows it."""

    label: str = ""
    lines: list[str] = field(default_factory=list)

    def take(self, paragraph: word.Paragraph) -> list[tuple[str, str]]:
        text = paragraph.text
        if found := inline_pairs(text):
            last, rest = found[-1]
            done = [*self.close(), *found[:-1]]
            self.label, self.lines = last, [rest] if rest else []
            return done
        if is_field(text) and len(text) <= LONGEST_LABEL:
            done = self.close()
            self.label = text
            return done
        if self.label and (paragraph.heading or _is_numbered(text)) and exact_field(self.label) != "text":
            done = self.close()
            self.label = "正文"
            self.lines = [text]
            return done
        if self.label:
            self.lines.append(text)
        return []

    def close(self) -> list[tuple[str, str]]:
        """End what is being collected and return it."""
        done = [(self.label, "\n".join(self.lines))] if self.label and self.lines else []
        self.label, self.lines = "", []
        return done


def _is_numbered(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and _NUMBERED.match(text) is not None
