"""Rows as an .xlsx workbook: text cells that compute nothing, widths that fit Chinese, the header always in sight."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, MissingExtraError, msg
from shanghai_cases.text.display import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

MAX_CELL = 32_767  # characters that a cell can hold (Excel specifications and limits)
MAX_ROWS = 1_048_576
_NARROWEST, _WIDEST = 6, 60  # cells of width; longer text wraps
_PADDING = 2
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")  # XML 1.0 can't carry them, not even escaped


def workbook(columns: Sequence[str], rows: Iterable[Sequence[str]], sheet: str = "cases") -> bytes:
    """Return a workbook of one sheet with a frozen header row.

    Raises `DataError` for a text that a cell can't hold, `MissingExtraError` without XlsxWriter.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise MissingExtraError("office", msg("writing workbooks")) from None
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    widths = [_NARROWEST] * len(columns)
    plain = book.add_format({"num_format": "@", "valign": "top"})
    wrapped = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    for column, name in enumerate(columns):
        page.write_string(0, column, name, bold)
        widths[column] = max(widths[column], width(name))
    last = 0
    for last, row in enumerate(rows, 1):
        if last >= MAX_ROWS:
            raise DataError(msg("a workbook holds {limit} rows at most; choose fewer cases", limit=MAX_ROWS))
        for column, value in enumerate(row):
            if value:
                _check(columns[column], value, row)
                widest = _lines_width(value)
                widths[column] = max(widths[column], widest)
                page.write_string(last, column, value, wrapped if widest > _WIDEST or "\n" in value else plain)
    _finish(page, widths, last)
    book.close()
    return file.getvalue()


def _finish(page: Worksheet, widths: Sequence[int], last: int) -> None:
    for column, cells in enumerate(widths):
        page.set_column(column, column, min(cells, _WIDEST) + _PADDING)
    page.freeze_panes(1, 0)
    if widths:
        page.autofilter(0, 0, last, len(widths) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})


def _check(column: str, value: str, row: Sequence[str]) -> None:
    if len(value) > MAX_CELL:
        raise DataError(
            msg(
                "{column} of {id} has {length} characters, a workbook's cell {limit}; choose other columns or JSON",
                column=column,
                id=row[0],
                length=len(value),
                limit=MAX_CELL,
            )
        )
    if _NO_CHARACTERS.search(value):
        raise DataError(msg("{column} of {id} holds a character that workbooks can't", column=column, id=row[0]))


def _lines_width(value: str) -> int:
    """Return the cells that the widest line takes; beyond the widest column it doesn't matter how many."""
    return max(width(line[: _WIDEST + 1]) for line in value.split("\n"))
