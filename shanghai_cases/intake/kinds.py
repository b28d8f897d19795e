"""What a file is, told from its content; its name only decides between kinds of plain text."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, Message, msg

if TYPE_CHECKING:
    from collections.abc import Collection


class Kind(StrEnum):
    """The kinds of file that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"


_ALIKE = {".xlsm", ".xltx", ".xltm", ".et", ".docm", ".dotx", ".dotm", ".txt", ".ndjson"}  # read like the others
_REFUSED = {".doc", ".wps", ".odt", ".rtf", ".xlsb", ".fods"}  # may hold cases: told, not passed over
SUFFIXES = frozenset(f".{kind}" for kind in Kind) | _ALIKE | _REFUSED
ZIP = b"PK"  # also of an empty or split archive
WORD_TEXT = re.compile(r"word/document\d*\.xml")  # Word on the web numbers it
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR_ENTRY = 128  # bytes of a directory entry in an OLE file, name first in UTF-16
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1a\x1b"})  # no encoding of text but those of 16 bits has them
WEB_PAGE_OF_WORD = msg("it is a web page or XML with another name; open it in Word and save it as .docx")
_WORDS = (b"word.document", b"office:word", b"wordml", b"opendocument.text")  # how web pages and XML of Word begin
_FOREIGN = (
    (b"%PDF", msg("a PDF")),
    (b"{\\rtf", msg("a rich text (.rtf) document")),
    (b"\x89PNG", msg("a picture")),
    (b"\xff\xd8\xff", msg("a picture")),
    (b"GIF8", msg("a picture")),
    (b"II*\0", msg("a picture")),
    (b"MM\0*", msg("a picture")),
    (b"RIFF", msg("a picture")),
    (b"Rar!", msg("a RAR archive")),
    (b"7z\xbc\xaf", msg("a 7z archive")),
    (b"\x1f\x8b", msg("a gzip archive")),
)


def by_magic(file: str, data: bytes) -> Kind | None:
    """Tell OLE files (old Excel) and refuse what can't be read; None for what may be text. Raises `DataError`."""
    if not data.strip(b"\0 \t\r\n"):
        raise unreadable(file, msg("it is empty"))
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise unreadable(file, msg("it is {kind}; save it as a workbook, CSV or .docx", kind=name))
    if data.startswith(OLE):
        return _ole_kind(file, data)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"mime-version:")):
        if any(mark in head for mark in _WORDS) or PurePath(file).suffix.lower() in (".doc", ".docx", ".wps"):
            raise unreadable(
                file, msg("it is a web page or XML with another name; open it in Word and save it as .docx")
            )
        raise unreadable(file, msg("it is a web page or XML with another name; open it in Excel and save it as .xlsx"))
    return None


def check_text(file: str, data: bytes) -> None:
    """Refuse what is no text in any encoding but UTF-16 and UTF-32. Raises `DataError`."""
    if data.translate(None, _CONTROLS) != data:
        raise unreadable(file, msg("it is damaged, or no kind of file that can be imported"))


def _ole_kind(file: str, data: bytes) -> Kind:
    if _has_stream(data, "EncryptedPackage"):
        raise unreadable(file, msg("it is protected by a password; save it without one"))
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return Kind.XLS
    if _has_stream(data, "WordDocument"):
        raise unreadable(file, msg("it is an old Word document (.doc); open it in Word or WPS and save it as .docx"))
    raise unreadable(file, msg("it is damaged, or no kind of file that can be imported"))


def _has_stream(data: bytes, name: str) -> bool:
    """Say whether a directory entry has this name, in large or small letters."""
    wanted = re.compile(re.escape(name.encode("utf-16-le") + b"\0\0"), re.IGNORECASE)
    return any(match.start() % _SECTOR_ENTRY == 0 for match in wanted.finditer(data))


def by_members(file: str, names: Collection[str], mimetype: str) -> Kind:
    """Tell a zip container by what it holds. Raises `DataError` for what can't be read."""
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if any(map(WORD_TEXT.fullmatch, names)):
        return Kind.DOCX
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return Kind.ODS
    if "xl/workbook.bin" in names:
        raise unreadable(file, msg("it is a binary workbook (.xlsb); save it as .xlsx"))
    if mimetype.startswith("application/vnd.oasis.opendocument.text"):
        raise unreadable(file, msg("it is an OpenDocument text (.odt); save it as .docx"))
    raise unreadable(file, msg("it is a zip archive, but neither a workbook nor a Word document"))


def by_text(name: str, text: str) -> Kind:
    """Tell JSON, JSON lines, CSV and TSV apart; the name only counts where the text allows both."""
    suffix = PurePath(name).suffix.lower()
    start = text[:4096].lstrip()
    if suffix in (".jsonl", ".ndjson") or (start.startswith("{") and suffix != ".json"):
        return Kind.JSONL
    if start.startswith(("[", "{")) and suffix not in (".csv", ".tsv"):
        return Kind.JSON
    return Kind.TSV if suffix == ".tsv" else Kind.CSV


def unreadable(file: str, why: Message) -> DataError:
    """Make the error for a file that can't be read at all."""
    return DataError(msg("can't read {file}: {why}", file=file, why=why))
