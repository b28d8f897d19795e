"""A look through an .ods before it is read: repeated cells, merged ones, formulas without a result.

OpenDocument writes runs of equal rows and cells once with a count, so a few bytes may stand for a million cells
(OpenDocument 1.3 part 3, 9.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.intake.archive import too_big, too_far
from shanghai_cases.intake.kinds import unreadable
from shanghai_cases.intake.table import Span
from shanghai_cases.intake.xlsx_scan import MAX_CELLS, MAX_TEXT, Reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.intake.archive import Archive

_MAX_CONTENT = 96 << 20
_TAG = re.compile(r"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?![\w-])([^<>]*?)(/?)>")
_COUNT = re.compile(r'table:number-(rows|columns)-(repeated|spanned)\s*=\s*"(\d{1,9})"')
_NAME = re.compile(r'table:name\s*=\s*"([^"]*)"')
_DIGITS = re.compile(
    r'<number:number-style[^>]*style:name="([^"]*)"[^>]*>\s*<number:number\b([^>]*)/>\s*</number:number-style>'
)
_LEAST = re.compile(r'number:min-integer-digits="(\d{1,2})"')
_CELL_STYLE = re.compile(r'<style:style\b([^>]*style:family="table-cell"[^>]*)>')
_STYLE = re.compile(r'(style:name|style:data-style-name|table:style-name)="([^"]*)"')
_ENTITY = re.compile(r"<!(?:ENTITY|DOCTYPE)")
_SAVE_IT = msg("holds a formula without its result; open the file in LibreOffice or WPS and save it again")
_IS_ERROR = msg("holds an error value such as #REF! or #N/A")


@dataclass(slots=True)
class Layout:
    """Reach and merged ranges of one sheet."""

    reach: Reach = field(default_factory=Reach)
    spans: list[Span] = field(default_factory=list)


def scan(archive: Archive) -> dict[str, Layout]:
    """Return the layout of each sheet by its name. Raises `DataError` for one that is too big or encrypted."""
    if "manifest:encryption-data" in archive.text("meta-inf/manifest.xml"):
        raise unreadable(archive.file, msg("it is protected by a password; save it without one"))
    content = archive.text("content.xml", _MAX_CONTENT)
    if _ENTITY.search(content, 0, 4096):
        raise unreadable(archive.file, msg("it is damaged, or no kind of file that can be imported"))
    return _Walk(archive.file, _shown_styles(archive.text("styles.xml"), content)).over(content)


def _shown_styles(styles: str, content: str) -> dict[str, str]:
    """Return the styles of cells that show whole numbers with leading zeros, and these."""
    numbers = {
        name: "0" * int(least[1])
        for name, rest in chain(_DIGITS.findall(styles), _DIGITS.findall(content))
        if (least := _LEAST.search(rest)) and int(least[1]) > 1 and 'number:decimal-places="0"' in rest
    }
    cells = [dict(_STYLE.findall(tag)) for tag in _CELL_STYLE.findall(content)] if numbers else []
    return {
        one["style:name"]: numbers[one["style:data-style-name"]]
        for one in cells
        if one.get("style:data-style-name") in numbers and "style:name" in one
    }


class _Walk:
    """Goes through the tags of a content.xml, counting rows and columns."""

    def __init__(self, file: str, shown: Mapping[str, str]) -> None:
        self.file = file
        self.shown = shown
        self.sheets: dict[str, Layout] = {}
        self.layout = Layout()
        self.depth = self.row = self.column = self.repeat = self.times = self.length = 0

    def over(self, content: str) -> dict[str, Layout]:
        begun = 0
        for match in _TAG.finditer(content):
            closing, name, attributes, closed = match.groups()
            if name == "table":
                self.depth += -1 if closing else 1
                if not closing and self.depth == 1:
                    self._begin(attributes)
            elif self.depth == 1 and not closing:
                self._row(attributes) if name == "table-row" else self._cell(attributes, bool(closed), name)
                begun = match.end()
            elif closing and name == "table-cell" and self.depth == 1:
                self.length += (match.start() - begun) * self.times
                if self.length > MAX_TEXT:
                    raise too_big(self.file)
        return self.sheets

    def _begin(self, attributes: str) -> None:
        name = _NAME.search(attributes)
        self.layout = self.sheets[unescape(name[1]) if name else ""] = Layout()
        self.row, self.repeat = 0, 1

    def _row(self, attributes: str) -> None:
        self.row += self.repeat
        self.repeat = _counts(attributes).get("rows repeated", 1)
        self.column = 1
        if self.layout.reach.cells > MAX_CELLS:
            raise too_far(self.file, self.layout.reach.bottom, self.layout.reach.right)

    def _cell(self, attributes: str, closed: bool, name: str) -> None:
        counts = _counts(attributes)
        first, width = self.column, counts.get("columns repeated", 1)
        self.column += width
        self.times = width * self.repeat
        row = self.row
        valued = "office:value-type" in attributes or "calcext:value-type" in attributes
        formula = "table:formula" in attributes
        if name != "table-cell" or not (valued or formula or not closed):
            return
        reach = self.layout.reach
        reach.add(row, first)
        reach.add(row + self.repeat - 1, first + width - 1)
        if reach.cells > MAX_CELLS:
            raise too_far(self.file, self.layout.reach.bottom, self.layout.reach.right)
        if 'value-type="percentage"' in attributes:
            reach.note_shown(row, first, "%")
        elif self.shown and (zeros := self.shown.get(dict(_STYLE.findall(attributes)).get("table:style-name", ""))):
            reach.note_shown(row, first, zeros)
        if fault := _fault(attributes, valued, formula):
            reach.note_fault(row, first, fault)
        tall, wide = counts.get("rows spanned", 1), counts.get("columns spanned", 1)
        if tall > 1 or wide > 1:
            self.layout.spans.append(Span(row, first, row + tall - 1, first + wide - 1))


def _fault(attributes: str, valued: bool, formula: bool) -> Message | None:
    if 'calcext:value-type="error"' in attributes:
        return _IS_ERROR
    return _SAVE_IT if formula and not valued else None


def _counts(attributes: str) -> dict[str, int]:
    return {f"{kind} {what}": int(number) for kind, what, number in _COUNT.findall(attributes)}
