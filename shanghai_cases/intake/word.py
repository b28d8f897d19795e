"""Word forms (.docx): the document as blocks of text and grids of cells, whatever the form looks like."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.errors import MissingExtraError, msg
from shanghai_cases.intake.archive import too_big
from shanghai_cases.intake.kinds import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from shanghai_cases.intake.archive import Archive

MAX_UNPACKED = 128 << 20  # bytes of all parts, pictures included, for they are held in memory
_MAX_DOCUMENT = 16 << 20  # bytes of XML of the text itself
_MAX_COLUMNS = 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset({f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr", "tbl", "fldData")})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_HEADING = re.compile(r"(heading|title|标题).*|[1-4]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside tables; ``heading`` when its style says so."""

    text: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of cell numbers: a merged cell's number stands in every place it covers."""

    rows: tuple[tuple[int, ...], ...]
    texts: tuple[str, ...]


Block = Paragraph | Grid


def blocks(archive: Archive) -> list[Block]:
    """Return paragraphs and tables of the body in order, nested tables after their own.

    Raises `DataError` for a damaged or swollen file, `MissingExtraError` without python-docx.
    """
    archive.check_size(MAX_UNPACKED)
    if sum(map(len, archive.chunks("word/document.xml"))) > _MAX_DOCUMENT:
        raise too_big(archive.file)
    return list(_blocks(_body(archive)))


def _body(archive: Archive) -> Element:
    try:
        import docx
        from docx.opc.exceptions import OpcError
    except ImportError:
        raise MissingExtraError("office", msg("reading Word forms")) from None
    try:
        body: Element = docx.Document(io.BytesIO(archive.data)).element.body
    except (OpcError, SyntaxError, KeyError, ValueError, AttributeError) as error:
        raise unreadable(archive.file, msg("it is damaged or cut off; ask for it again")) from error
    return body


def _blocks(parent: Element) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_W}p":
            text = _text(child).strip()
            if text:
                yield Paragraph(text, _is_heading(child))
            for box in child.iter(f"{_W}txbxContent"):
                if not _in_fallback(box):
                    yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            yield _grid(child)
            for nested in child.iter(f"{_W}tbl"):
                if nested is not child:
                    yield _grid(nested)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child)


def _in_fallback(box: Element) -> bool:
    """Say whether this is the copy that Word keeps of a text box for older programs."""
    return any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors())


def _is_heading(paragraph: Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and _HEADING.fullmatch(str(style.get(f"{_W}val", ""))) is not None


def _text(element: Element) -> str:
    """Join the text of runs; deleted text, field codes and nested tables are no text of this element."""
    parts: list[str] = []
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED or child.tag == f"{_W}txbxContent":
            continue
        if child.tag == f"{_W}sdt" and child.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
            continue  # a content control left empty shows what should be written there
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag == f"{_W}sym":
            parts.append(_symbol(child))
        elif child.tag != _FALLBACK:
            parts.append(_text(child))
    return "".join(parts)


def _symbol(symbol: Element) -> str:
    """Tick marks of the Wingdings fonts are kept, as they say which choice was taken."""
    code = str(symbol.get(f"{_W}char", "")).upper()[-2:]
    return {"FE": "☑", "FD": "☒", "FC": "√", "52": "☑", "A8": "□", "6F": "□", "A3": "□"}.get(code, "")


def _grid(table: Element) -> Grid:
    rows: list[tuple[int, ...]] = []
    texts: list[str] = []
    above: tuple[int, ...] = ()
    for row in _children(table, "tr"):
        numbers: list[int] = [-1] * _whole(row.find(f"{_W}trPr/{_W}gridBefore"))
        for cell in _children(row, "tc"):
            continues = _continues(cell) and len(numbers) < len(above) and above[len(numbers)] >= 0
            if continues:
                number = above[len(numbers)]
            else:
                number = len(texts)
                texts.append(_cell_text(cell))
            span = _whole(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            numbers.extend([number] * min(span, _MAX_COLUMNS))
        above = tuple(numbers[:_MAX_COLUMNS])
        rows.append(above)
    return Grid(tuple(rows), tuple(texts))


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Give rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, name)


def _continues(cell: Element) -> bool:
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") != "restart"


def _whole(element: Element | None, default: int = 0) -> int:
    value = str(element.get(f"{_W}val", "")) if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() else default


def _cell_text(cell: Element) -> str:
    lines = [_text(paragraph).rstrip() for paragraph in cell.iter(f"{_W}p") if _is_of(paragraph, cell)]
    return "\n".join(lines).strip()


def _is_of(paragraph: Element, cell: Element) -> bool:
    """Say whether a paragraph stands in this cell itself, and not in a table inside it."""
    owner = next((ancestor for ancestor in paragraph.iterancestors() if ancestor.tag == f"{_W}tc"), None)
    return owner is cell and not _in_fallback(paragraph)
