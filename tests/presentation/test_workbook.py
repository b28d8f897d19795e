"""Workbooks: text that computes nothing, a frozen header, widths that fit Chinese, all or nothing on disk."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from shanghai_cases.errors import DataError, UsageError
from shanghai_cases.model.case import Case, Contact
from shanghai_cases.presentation.export_columns import choose_columns, export_columns, export_rows
from shanghai_cases.presentation.workbook import MAX_CELL, workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CASE = Case("E6-001", 6, "“三所联动”机制", "徐汇区田林街道", contact=Contact("张三", "139", "a@b.cn"))


def sheet_of(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return sheet


def test_every_cell_is_text_and_no_formula_or_link() -> None:
    row = ["=1+1", "+86", "-5", "@a", "0012", "https://example.org", "2024-01-04"]

    sheet = sheet_of(workbook([f"c{number}" for number in range(len(row))], [row]))

    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert [cell.value for cell in cells] == row
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert [cell.hyperlink for cell in cells] == [None] * len(row)


def test_the_header_is_frozen_and_columns_fit_chinese() -> None:
    sheet = sheet_of(workbook(["title", "summary"], [["“三所联动”机制", "长" * 200], ["短", ""]]))

    assert sheet.freeze_panes == "A2"
    assert [round(sheet.column_dimensions[column].width) for column in "AB"] == [17, 63]
    assert sheet["B2"].alignment.wrap_text is True


def test_a_text_longer_than_a_cell_is_refused_not_cut() -> None:
    with pytest.raises(DataError) as caught:
        workbook(["id", "text"], [["E6-001", "长" * (MAX_CELL + 1)]])

    assert str(caught.value) == (
        "text of E6-001 has 32768 characters, a workbook's cell 32767; choose other columns or JSON"
    )


def test_contacts_are_written_only_when_asked_for() -> None:
    public, private = export_columns(contacts=False), export_columns(contacts=True)

    assert private[: len(public)] == public
    assert private[len(public) :] == ("contact_name", "contact_phone", "contact_email")
    assert list(export_rows([CASE], private[len(public) :])) == [["张三", "139", "a@b.cn"]]


def test_columns_can_be_chosen() -> None:
    assert choose_columns(["title", "id", "title"], contacts=False) == ("title", "id")
    assert choose_columns([], contacts=False) == export_columns(contacts=False)
    with pytest.raises(UsageError, match="contact_phone is private; --with-contacts writes it"):
        choose_columns(["contact_phone"], contacts=False)
    with pytest.raises(UsageError, match="unknown column nonsense"):
        choose_columns(["nonsense"], contacts=False)
