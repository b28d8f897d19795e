"""Workbooks (.xlsx, .xls, .ods) to tables of text, through calamine once the file was looked through."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shanghai_cases.errors import MissingExtraError, msg
from shanghai_cases.intake import biff_scan, ods_scan, xlsx_scan
from shanghai_cases.intake.archive import too_far
from shanghai_cases.intake.kinds import Kind, unreadable
from shanghai_cases.intake.table import Row, Span, Table
from shanghai_cases.intake.xlsx_scan import MAX_CELLS, Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

    from shanghai_cases.intake.archive import Archive

    Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

_NO_REACH = Reach()
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", re.ASCII)
_DAMAGED = msg("it is damaged, or written in an unusual way; open it in Excel or WPS and save it again as .xlsx")


def read_archive(archive: Archive, kind: Kind) -> tuple[Table, ...]:
    """Read an .xlsx or .ods. Raises `DataError`, or `MissingExtraError` without the reader."""
    archive.check_size()
    if kind is Kind.ODS:
        layouts = ods_scan.scan(archive)
        reaches: Mapping[str, Reach] = {name: layout.reach for name, layout in layouts.items()}
        spans = {name: tuple(layout.spans) for name, layout in layouts.items()}
    else:
        reaches, spans = xlsx_scan.scan(archive), {}
    return _read(archive.file, archive.data, reaches, spans)


def read_xls(file: str, data: bytes) -> tuple[Table, ...]:
    """Read an .xls. Raises `DataError`, or `MissingExtraError` without the reader."""
    whole, reaches = biff_scan.check(file, data)
    return _read(file, whole, reaches, {})


def _read(
    file: str, data: bytes, reaches: Mapping[str, Reach], spans: Mapping[str, tuple[Span, ...]]
) -> tuple[Table, ...]:
    book = _open(file, data)
    names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == _worksheet()]
    return tuple(_table(file, book, name, reaches.get(name, _NO_REACH), spans.get(name)) for name in names)


def _worksheet() -> SheetTypeEnum:
    """Return the type of sheets that hold cells; charts and macros hold none."""
    from python_calamine import SheetTypeEnum

    return SheetTypeEnum.WorkSheet


def _open(file: str, data: bytes) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineError, PasswordError, load_workbook
    except ImportError:
        raise MissingExtraError("office", msg("reading workbooks")) from None
    try:
        with _careful(file):
            return load_workbook(io.BytesIO(data))
    except PasswordError:
        raise unreadable(file, msg("it is protected by a password; save it without one")) from None
    except (CalamineError, OSError, ValueError) as error:
        raise unreadable(file, _DAMAGED) from error


@contextmanager
def _careful(file: str) -> Iterator[None]:
    """Take a panic of the reader (an exception that no library names) for what it is: a damaged file.

    Its message goes straight to the standard error of the process, which is closed to it meanwhile.
    """
    saved, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise unreadable(file, _DAMAGED) from None
        raise
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)


def _table(file: str, book: CalamineWorkbook, name: str, reach: Reach, spans: tuple[Span, ...] | None) -> Table:
    from python_calamine import CalamineError

    try:
        with _careful(file):
            sheet = book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise unreadable(file, _DAMAGED) from error
    if sheet.total_height * sheet.total_width > 2 * MAX_CELLS:
        raise too_far(file, max(reach.bottom, sheet.total_height), max(reach.right, sheet.total_width))
    merged = spans if spans is not None else _spans(sheet)
    return Table(file, name, _rows(sheet, reach), merged)


def _spans(sheet: CalamineSheet) -> tuple[Span, ...]:
    return tuple(
        Span(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )


def _rows(sheet: CalamineSheet, reach: Reach) -> Iterator[Row]:
    """Give the rows with their numbers; the cells begin with the sheet's first column."""
    indent = ("",) * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        faults = reach.faults.get(number, {})
        if faults or any(cell != "" for cell in cells):
            texts = indent + tuple(map(as_text, cells))
            yield Row(number, _as_shown(texts, reach.shown[number]) if number in reach.shown else texts, faults)


def _as_shown(texts: tuple[str, ...], shown: Mapping[int, str]) -> tuple[str, ...]:
    """Give whole numbers the leading zeros that they are shown with, and percentages their sign."""
    return tuple(_dressed(text, shown[place]) if place in shown else text for place, text in enumerate(texts))


def _dressed(text: str, way: str) -> str:
    if way == "%":
        return f"{float(text) * 100:.15g}%" if _NUMBER.fullmatch(text) else text
    return text.zfill(len(way)) if text.isdecimal() else text


def as_text(cell: Cell) -> str:
    """Write a cell as a person reads it: whole numbers without a point, dates in ISO 8601, the rest as it stands."""
    if isinstance(cell, str):
        return cell
    return _WRITERS.get(type(cell), str)(cell)


def _number(value: float) -> str:
    """Write the 15 digits that office programs show; the file has more, which are not anybody's."""
    if not value.is_integer() or abs(value) >= 1e21:
        return f"{value:.15g}"
    if abs(value) < 1e15:
        return str(int(value))
    digits, _, exponent = f"{value:.14e}".replace(".", "").partition("e")
    return digits + "0" * (int(exponent) - 14)


def _moment(value: dt.datetime) -> str:
    return value.isoformat(" ") if value.time() != dt.time() else value.date().isoformat()


_WRITERS: dict[type, Callable[..., str]] = {
    float: _number,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
}
