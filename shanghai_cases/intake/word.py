"""Word forms (.docx): the document as blocks of text and grids of cells, whatever the form looks like.

The text alone is read, by the standard library: nothing else of the container has to be whole, and a template, a
document with macros and one saved as “strict” (ISO/IEC 29500-1) are read like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from shanghai_cases.errors import msg
from shanghai_cases.intake.archive import refuse_entities
from shanghai_cases.intake.kinds import WEB_PAGE_OF_WORD, WORD_TEXT, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from shanghai_cases.intake.archive import Archive

MAX_UNPACKED = 128 << 20  # bytes of all parts, pictures included
_MAX_DOCUMENT = 16 << 20  # bytes of XML of the text itself
_MAX_COLUMNS = 200
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # the same names under another roof
_W = f"{{{_MAIN}}}"
_SKIPPED = frozenset(
    {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr", "rt", "tbl", "txbxContent")}
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_AROUND = frozenset({f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")})
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_HEADING = re.compile(r"(heading|title|标题).*|[1-4]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside tables; ``heading`` when its style says so, ``listed`` when Word numbers it."""

    text: str
    heading: bool
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of cell numbers: a merged cell's number stands in every place it covers.

    ``beside`` is the text left of the cell that a nested table stands in.
    """

    rows: tuple[tuple[int, ...], ...]
    texts: tuple[str, ...]
    beside: str = ""


Block = Paragraph | Grid


def blocks(archive: Archive) -> list[Block]:
    """Return paragraphs and tables of the body in order, nested tables after their own.

    Raises `DataError` for a damaged or swollen file.
    """
    archive.check_size(MAX_UNPACKED)
    try:
        return list(_blocks(_body(archive)))
    except RecursionError:
        raise unreadable(archive.file, msg("it is nested too deeply")) from None


def _body(archive: Archive) -> Element:
    written = archive.whole(next(filter(WORD_TEXT.fullmatch, archive.members)), _MAX_DOCUMENT)
    refuse_entities(archive.file, written)
    try:
        root = ET.fromstring(written.replace(_STRICT, _MAIN.encode()))  # noqa: S314 (it declares no entities)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise unreadable(archive.file, msg("it is damaged or cut off; ask for it again")) from error
    body = root.find(f"{_W}body")
    if body is None:
        raise unreadable(archive.file, msg("it is damaged or cut off; ask for it again"))
    _drop_what_is_not_shown(body)
    if body.find(f"{_W}altChunk") is not None and body.find(f".//{_W}t") is None:
        raise unreadable(archive.file, WEB_PAGE_OF_WORD)
    return body


def _drop_what_is_not_shown(body: Element) -> None:
    """Drop copies for older programs, and what a content control left empty asks to be written there."""
    for choice in list(body.iter(f"{_COMPATIBILITY}AlternateContent")):
        if choice.find(f"{_COMPATIBILITY}Choice") is not None:
            for copy in choice.findall(f"{_COMPATIBILITY}Fallback"):
                choice.remove(copy)
    for control in body.iter(f"{_W}sdt"):
        if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
            for text in control.iter(f"{_W}t"):
                text.text = ""


def _blocks(parent: Element) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_W}p":
            text = _text(child).strip()
            if text:
                yield Paragraph(text, _is_heading(child), child.find(f"{_W}pPr/{_W}numPr") is not None)
            for box in _outermost(child, f"{_W}txbxContent"):
                yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            yield from _grids(child)
        elif child.tag in _AROUND:
            yield from _blocks(child)


def _outermost(parent: Element, name: str) -> Iterator[Element]:
    """Give the elements of a name, but for those inside one another."""
    for child in parent:
        if child.tag == name:
            yield child
        else:
            yield from _outermost(child, name)


def _is_heading(paragraph: Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and _HEADING.fullmatch(style.get(f"{_W}val", "")) is not None


def _text(element: Element) -> str:
    """Join the text of runs; deleted text, field codes, nested tables and text boxes are no text of this element."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag == f"{_W}sym":
            parts.append(_symbol(child))
        elif child.tag == f"{_W}ffData":
            parts.append(_form_field(child))
        else:
            parts.append(_text(child))
    return "".join(parts)


def _symbol(symbol: Element) -> str:
    """Tick marks of the Wingdings fonts are kept, as they say which choice was taken."""
    code = symbol.get(f"{_W}char", "").upper()[-2:]
    return {"FE": "☑", "FD": "☒", "FC": "√", "52": "☑", "A8": "□", "6F": "□", "A3": "□"}.get(code, "")


def _form_field(field: Element) -> str:
    """Return what a field of Word's older forms shows without a text of its own: a tick box, a chosen entry."""
    if (box := field.find(f"{_W}checkBox")) is not None:
        state = box.find(f"{_W}checked")
        state = box.find(f"{_W}default") if state is None else state
        return "☑" if state is not None and state.get(f"{_W}val", "1") in ("1", "true", "on") else "□"
    entries = field.findall(f"{_W}ddList/{_W}listEntry")
    chosen = _whole(field.find(f"{_W}ddList/{_W}result"))
    return entries[chosen].get(f"{_W}val", "") if chosen < len(entries) else ""


def _grids(table: Element, beside: str = "") -> Iterator[Grid]:
    """Give a table and those nested in its cells."""
    rows: list[tuple[int, ...]] = []
    texts: list[str] = []
    nested: list[tuple[Element, str]] = []
    above: tuple[int, ...] = ()
    for row in _children(table, "tr"):
        numbers: list[int] = [-1] * min(_whole(row.find(f"{_W}trPr/{_W}gridBefore")), _MAX_COLUMNS)
        for cell in _children(row, "tc"):
            number = _continued(cell, numbers, above)
            if number < 0:
                number = len(texts)
                texts.append(_cell_text(cell))
                left = texts[numbers[-1]] if numbers and numbers[-1] >= 0 else ""
                nested.extend((inner, left) for inner in _inside(cell, f"{_W}tbl"))
            span = _whole(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            numbers.extend([number] * min(max(span, 1), _MAX_COLUMNS))
        above = tuple(numbers[:_MAX_COLUMNS])
        rows.append(above)
    yield Grid(tuple(rows), tuple(texts), beside)
    for inner, left in nested:
        yield from _grids(inner, left)


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Give rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in _AROUND:
            yield from _children(child, name)


def _continued(cell: Element, row: list[int], above: tuple[int, ...]) -> int:
    """Return the number of the cell above or to the left that this one is merged with, -1 if it is one of its own."""
    if _continues(cell, "vMerge") and len(row) < len(above):
        return above[len(row)]
    return row[-1] if row and _continues(cell, "hMerge") else -1


def _continues(cell: Element, way: str) -> bool:
    merge = cell.find(f"{_W}tcPr/{_W}{way}")
    return merge is not None and merge.get(f"{_W}val", "continue") != "restart"


def _whole(element: Element | None, default: int = 0) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else default


def _cell_text(cell: Element) -> str:
    return "\n".join(_text(paragraph).rstrip() for paragraph in _inside(cell, f"{_W}p")).strip()


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """Give the elements of a name in a cell, but for those of a table inside it."""
    for child in parent:
        if child.tag == name:
            yield child
        if child.tag != f"{_W}tbl":
            yield from _inside(child, name)
