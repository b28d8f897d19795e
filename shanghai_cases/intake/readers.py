"""Files to content: what a file is, told by looking inside, and the reader for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.intake import encoding, kinds
from shanghai_cases.intake.kinds import Kind, unreadable
from shanghai_cases.intake.table import Content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path, PurePath

MAX_FILE = 256 << 20  # bytes of any one file
_TEMPORARY = ("~$", ".~", "._", ".")  # what Excel, LibreOffice and systems leave beside a file


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Give files as they are, and of folders the files that can be imported, by name. Raises `UsageError`."""
    for path in paths:
        if path.is_dir():
            found = sorted(child for child in path.rglob("*") if child.is_file() and _is_wanted(child))
            if not found:
                raise UsageError(msg("{folder} holds no file that can be imported", folder=str(path)))
            yield from found
        elif path.exists():
            yield path
        else:
            raise UsageError(msg("there is no file {path}", path=str(path)))


def _is_wanted(path: PurePath) -> bool:
    return path.suffix.lower() in kinds.SUFFIXES and not path.name.startswith(_TEMPORARY)


def read_file(path: Path, encoding_name: str | None = None) -> Content:
    """Read a file. Raises `DataError`, or `MissingExtraError` where a package is missing."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise unreadable(path.name, msg("it is bigger than {limit} MiB", limit=MAX_FILE >> 20))
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, msg("{reason}", reason=error.strerror or str(error))) from error
    return read_bytes(path.name, data, encoding_name)


def read_bytes(name: str, data: bytes, encoding_name: str | None = None) -> Content:
    """Read the content of a file called ``name``. Raises as `read_file` does."""
    if data.startswith(kinds.ZIP):
        return _read_archive(name, data)
    if kinds.by_magic(name, data) is Kind.XLS:
        from shanghai_cases.intake import workbooks

        return Content(workbooks.read_xls(name, data))
    return _read_text(name, data, encoding_name)


def _read_archive(name: str, data: bytes) -> Content:
    from shanghai_cases.intake import forms, workbooks
    from shanghai_cases.intake.archive import open_archive

    archive = open_archive(name, data)
    mimetype = archive.text("mimetype") if "mimetype" in archive.members else ""
    kind = kinds.by_members(name, archive.members.keys(), mimetype)
    return forms.read(archive) if kind is Kind.DOCX else Content(workbooks.read_archive(archive, kind))


def _read_text(name: str, data: bytes, encoding_name: str | None) -> Content:
    text, used = encoding.decode(name, data, encoding_name)
    kind = kinds.by_text(name, text)
    if kind in (Kind.JSON, Kind.JSONL):
        from shanghai_cases.intake import json_text

        read = json_text.read_json if kind is Kind.JSON else json_text.read_lines
        return Content(entries=read(name, text), encoding=used)
    from shanghai_cases.intake import delimited

    table = delimited.read(name, text, "\t" if kind is Kind.TSV else None)
    return Content((table,), encoding=used)
