"""Files as people send them, made in memory, and what an import makes of them."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import openpyxl

from shanghai_cases.intake.delivery import Delivery, take_in
from shanghai_cases.intake.drafts import Rules
from shanghai_cases.intake.readers import read_bytes
from shanghai_cases.model.edition import AwardTier, Edition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from shanghai_cases.model.case import Case

EDITIONS = {5: Edition(5), 6: Edition(6, tiers=(AwardTier("十佳案例", aliases=("十佳",)), AwardTier("优秀案例")))}


def taken(
    data: bytes | str,
    name: str = "sheet.csv",
    *,
    edition: int | None = 6,
    mapping: Mapping[str, str] | None = None,
    keep_extra: bool = False,
) -> Delivery:
    """Import one file as far as drafts."""
    raw = data.encode() if isinstance(data, str) else data
    return take_in([(name, read_bytes(name, raw))], Rules(EDITIONS, edition, keep_extra=keep_extra), mapping)


def cases(delivery: Delivery) -> list[Case]:
    """Return the cases of a delivery that refuses nothing."""
    assert [[str(reason) for reason in refusal.reasons] for refusal in delivery.refusals] == []
    return [draft.case for draft in delivery.drafts]


def reasons(delivery: Delivery) -> list[tuple[int, list[str]]]:
    """Return the refused rows with their reasons."""
    return [(one.origin.row, [str(reason) for reason in one.reasons]) for one in delivery.refusals]


def xlsx(rows: Iterable[Sequence[Any]], edit: Callable[[Any], None] | None = None) -> bytes:
    """Make a workbook of one sheet; ``edit`` may change the openpyxl sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if edit is not None:
        edit(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def patched(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one member of a zip container."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == name else content)
    return file.getvalue()


def renamed(data: bytes, name: str, other: str) -> bytes:
    """Give one member of a zip container another name."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(other if info.filename == name else info.filename, old.read(info))
    return file.getvalue()


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body>'
    '<office:spreadsheet><table:table table:name="表1">{rows}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def ods(rows: str) -> bytes:
    """Make an OpenDocument sheet of rows given as XML, as LibreOffice writes them."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("content.xml", _ODS.format(rows=rows))
        archive.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def ods_row(*texts: str) -> str:
    """Write one row of text cells."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    return f"<table:table-row>{cells}</table:table-row>"


def form(rows: Sequence[Sequence[str | None]], before: Sequence[str] = (), after: Sequence[str] = ()) -> bytes:
    """Make a Word form: one table, None for a cell that belongs to the one on its left, ``^`` to the one above."""
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    add_table(document, rows)
    for text in after:
        document.add_paragraph(text)
    return saved(document)


def add_table(document: Any, rows: Sequence[Sequence[str | None]]) -> None:
    """Add a table to a python-docx document, cells merged as `form` says."""
    if not rows:
        return
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text is None:
                table.cell(row, column).merge(table.cell(row, column - 1))
            elif text == "^":
                table.cell(row, column).merge(table.cell(row - 1, column))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text and text != "^":
                table.cell(row, column).text = text


def saved(document: Any) -> bytes:
    """Return a python-docx document as a file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def compound(**streams: bytes) -> bytes:
    """Make an OLE container of streams, as old Excel and Word write it and password-protected files are kept in.

    Follows [MS-CFB] with sectors of 512 bytes: header, allocation table, directory, streams (each filled up to 4 KiB,
    below which they would be kept elsewhere).
    """
    last, free, unused = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
    names = ["Root Entry", *streams]
    entries = (len(names) + 3) // 4
    table = [0xFFFFFFFD, *[*range(2, 1 + entries), last]]
    places = [last]
    bodies = [content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0") for content in streams.values()]
    for body in bodies:
        places.append(len(table))
        table += [*range(len(table) + 1, len(table) + len(body) // 512), last]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<10I", 0, 1, 1, 0, 4096, last, 0, last, 0, 0) + struct.pack("<108I", *[free] * 108)
    directory = b""
    for number, (name, place) in enumerate(zip(names, places, strict=True)):
        written = name.encode("utf-16-le")
        size = len(bodies[number - 1]) if number else 0
        after = number + 1 if 0 < number < len(names) - 1 else unused
        directory += written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, 2 if number else 5, 1)
        directory += struct.pack("<3I", unused, after, unused if number else 1) + bytes(36)
        directory += struct.pack("<3I", place, size, 0)
    allocation = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return header + allocation + directory.ljust(512 * entries, b"\0") + b"".join(bodies)
