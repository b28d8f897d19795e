"""What a file is, in which encoding, and what is refused before anything is read."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import struct
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import DataError, MissingExtraError, UsageError
from shanghai_cases.intake import kinds
from shanghai_cases.intake.encoding import decode
from shanghai_cases.intake.readers import find_files, read_bytes, read_file
from tests.intake.making import cases, ods, ods_row, patched, reasons, renamed, taken, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CSV = "案例名称,申报单位,所属区\n“三所联动”机制,徐汇区田林街道,徐汇区\n片区治理,静安区,静安区\n"
ROWS = [["案例名称", "申报单位"], ["片区治理", "静安区"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_in_every_encoding_and_line_end_gives_the_same_cases(encoding: str, line_end: str) -> None:
    data = CSV.replace("\n", line_end).encode(encoding)

    assert [case.title for case in cases(taken(data))] == ["“三所联动”机制", "片区治理"]


def test_json_that_can_be_utf_8_is_nothing_else() -> None:
    raw = '[{"title": "标题", "unit": "甲"}]'.encode("gb18030")
    assert read_bytes("list.json", '[{"title": "ë"}]'.encode()).encoding == "utf-8"  # 毛 in GB18030
    assert read_bytes("list.json", raw).encoding == "gb18030"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("案例名稱,申報單位\n社區治理創新實踐與居民自治,徐匯區田林街道辦事處\n", "big5"),
        ("案例名,単位\nまちづくりの社会,テストの会社です\n", "shift_jis"),
        ("title,unit\nCafé déjà vu,Müller straße\n", "cp1252"),
        ("제목,단위\n사회 거버넌스,서울시\n", "euc_kr"),
    ],
)
def test_an_encoding_that_is_not_certain_is_asked_for(text: str, encoding: str) -> None:
    with pytest.raises(DataError) as caught:
        read_bytes("list.csv", text.encode(encoding))

    assert str(caught.value) == (
        "can't tell the encoding of list.csv; name it with --encoding (utf-8, utf-16, gb18030, big5), "
        "or save it as “CSV UTF-8”"
    )


def test_a_named_encoding_is_obeyed_or_refused() -> None:
    assert decode("a.csv", "社區治理".encode("big5"), "Big5") == ("社區治理", "big5hkscs")
    with pytest.raises(DataError, match="is not utf-8-sig: see line 2"):
        decode("a.csv", b"title\n\xff", "utf-8")
    with pytest.raises(UsageError, match="unknown encoding koi8"):
        decode("a.csv", b"", "koi8")


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode("a.csv", text.encode()) == (text, "utf-8")


def test_one_wrong_byte_in_utf_8_is_not_imported_as_mojibake() -> None:
    with pytest.raises(DataError):
        decode("a.csv", CSV.encode() * 5 + b"\xe6\x97\n")


def test_cells_are_text_as_written_and_dates_are_iso() -> None:
    row = ["标题", "徐汇区", "0012", 13800138000, dt.date(2024, 1, 4), "十二"]
    data = xlsx([["案例名称", "申报单位", "联系人", "联系电话", "申报日期", "标签"], row])

    (case,) = cases(taken(data, "a.xlsx"))

    assert (case.contact.name, case.contact.phone, case.submitted_on, case.tags) == (
        "0012",
        "13800138000",
        "2024-01-04",
        ("十二",),
    )


def test_content_decides_over_the_name() -> None:
    assert len(cases(taken(xlsx(ROWS), "list.csv"))) == 1
    assert len(cases(taken('{"title": "片区治理", "unit": "静安区"}', "list.txt"))) == 1


def test_a_formula_without_result_and_an_error_value_make_a_bad_row() -> None:
    def edit(sheet: Any) -> None:
        sheet["A3"], sheet["B3"] = "=1+1", "静安区"

    data = patched(
        xlsx([*ROWS, ["x", "y"], ["好", "静安区"]], edit),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", b'<row r="5"><c r="A5" t="e"><v>#REF!</v></c></row></sheetData>'),
    )

    delivery = taken(data, "a.xlsx")

    assert [draft.case.title for draft in delivery.drafts] == ["片区治理", "好"]
    assert reasons(delivery) == [
        (3, ["案例名称: holds a formula without its result; open the file in Excel or WPS and save it again"]),
        (
            5,
            [
                "案例名称: holds an error value such as #REF! or #N/A",
                "申报单位: must not be empty",
            ],
        ),
    ]


def test_open_document_repeats_and_merges_are_read() -> None:
    merged = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>静安区</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell office:value-type="string"><text:p>乙</text:p></table:table-cell>'
        "<table:covered-table-cell/></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )

    found = cases(taken(ods(ods_row("案例名称", "申报单位") + merged), "a.ods"))

    assert [(case.title, case.unit) for case in found] == [("甲", "静安区"), ("乙", "静安区")]


def old_workbook(*, far: bool = False) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for row, texts in enumerate([ROWS[0], *([f"案例{number}", "静安区"] for number in range(200))]):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    if far:
        sheet.write(65_535, 255, "x")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_old_workbooks_are_read() -> None:
    assert len(cases(taken(old_workbook(), "a.xls"))) == 200


def blown_up(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b" " * (200 << 20) + b"</sheetData>")


def lying(data: bytes) -> bytes:
    """Declare a member smaller than it unpacks to, in both places of the container that say it."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        local = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    central = changed.rfind(b"PK\x01\x02", 0, changed.rfind(b"xl/worksheets/sheet1.xml"))
    for at in (central + 24, local + 22):
        changed[at : at + 4] = struct.pack("<I", 1000)
    return bytes(changed)


def far_corner(sheet: Any) -> None:
    sheet["XFD1048576"] = "x"


def far_corner_in(cell: bytes) -> bytes:
    """Return a workbook whose one far cell is written in an unusual way."""
    return patched(
        xlsx(ROWS), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", cell + b"</sheetData>")
    )


def ole(stream: str) -> bytes:
    return (kinds.OLE + b"\0" * 504) + stream.encode("utf-16-le").ljust(128, b"\0")


BOMB = patched(xlsx(ROWS), "xl/worksheets/sheet1.xml", blown_up)
SWOLLEN = "it unpacks to more than can be a list of cases; copy the rows into a new workbook"
CUT_OFF = "it is damaged or cut off; ask for it again"
REPEATED = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="9000" '
    'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(BOMB, SWOLLEN, id="zip bomb"),
        pytest.param(lying(BOMB), SWOLLEN, id="zip bomb that lies about its size"),
        pytest.param(
            xlsx(ROWS, far_corner),
            "a cell stands far outside the list, in row 1048576, column 16384; delete it",
            id="one cell at the far corner",
        ),
        *(
            pytest.param(
                far_corner_in(b"<row r='1048576'>" + cell + b"</row>"),
                "a cell stands far outside the list, in row 1048576, column 16384; delete it",
                id=cell.decode(),
            )
            for cell in (b"<c r='XFD1048576'><v>1</v></c>", b'<c t="n" r="XFD1048576"><v>1</v></c>')
        ),
        pytest.param(
            patched(
                xlsx(ROWS),
                "xl/worksheets/sheet1.xml",
                lambda xml: re.sub(rb'r="([A-Z])([12])"', rb'r="XD\g<1>104857\g<2>"', xml),
            ),
            "a cell stands far outside the list, in row 1048572, column 16330; delete it",
            id="a list in the far corner",
        ),
        pytest.param(
            old_workbook(far=True),
            "a cell stands far outside the list, in row 65536, column 256; delete it",
            id="far corner of an old workbook",
        ),
        pytest.param(
            ods(ods_row("案例名称") + REPEATED),
            "a cell stands far outside the list, in row 1000001, column 9000; delete it",
            id="cells repeated a thousand million times",
        ),
        pytest.param(xlsx(ROWS)[:2000], CUT_OFF, id="cut off"),
        pytest.param(old_workbook()[:9000], "it is damaged, or no kind of file that can be imported", id="old cut off"),
        pytest.param(ole("EncryptedPackage"), "it is protected by a password; save it without one", id="password"),
        pytest.param(
            ole("WordDocument"),
            "it is an old Word document (.doc); open it in Word or WPS and save it as .docx",
            id="old Word document",
        ),
        pytest.param(b"", "it is empty", id="empty"),
        pytest.param(
            b"<html><table>",
            "it is a web page or XML with another name; open it in Excel and save it as .xlsx",
            id="web page",
        ),
        pytest.param(b"%PDF-1.7", "it is a PDF; save it as a workbook, CSV or .docx", id="PDF"),
        pytest.param(b"[" * 100_000, "it is nested too deeply", id="deep JSON"),
        pytest.param(b'[{"title" 1}]', "line 1, column 11 is not JSON", id="broken JSON"),
    ],
)
def test_what_can_not_be_read_is_told_in_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(DataError) as caught:
        taken(data, "申报.xlsx")

    assert str(caught.value) == f"can't read 申报.xlsx: {why}"


@pytest.mark.parametrize(
    ("name", "data", "program"),
    [
        ("a.xls", b"<html><table>", "Excel and save it as .xlsx"),
        ("a.doc", b"<html><table>", "Word and save it as .docx"),
        ("a.xml", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "Word and save it as .docx"),
        ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "Excel and save it as .xlsx"),
        ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "Excel and save it as .xlsx"),
    ],
)
def test_a_web_page_is_to_be_opened_where_it_belongs(name: str, data: bytes, program: str) -> None:
    with pytest.raises(DataError) as caught:
        taken(data, name)

    assert str(caught.value) == f"can't read {name}: it is a web page or XML with another name; open it in {program}"


def test_formatted_but_empty_rows_are_no_rows() -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="B%d"></c></row>' % ((row,) * 3) for row in range(9, 50_000))
    data = patched(
        xlsx(ROWS), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>")
    )

    assert len(cases(taken(data, "a.xlsx"))) == 1


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.docx", "a.json", "a.xls"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", kinds.OLE, b"{"):
        try:
            taken(start + data, name)
        except DataError:
            continue


@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([WORKBOOK, OLD_WORKBOOK])))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DataError):
        taken(bytes(whole), "a.xlsx")


WORKBOOK, OLD_WORKBOOK = xlsx(ROWS), old_workbook()


def test_folders_are_gone_through_without_what_programs_leave_behind(tmp_path: Path) -> None:
    (tmp_path / "区").mkdir()
    for name in ("b.csv", "c.doc", "~$b.xlsx", ".~lock.b.csv#", "notes.md", "区/a.docx"):
        (tmp_path / name).touch()

    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]

    assert found == ["b.csv", "c.doc", "区/a.docx"]
    with pytest.raises(UsageError, match="there is no file"):
        list(find_files([tmp_path / "missing.csv"]))


def test_a_file_that_can_not_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"can't read missing\.csv"):
        read_file(tmp_path / "missing.csv")


def test_a_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)

    with pytest.raises(MissingExtraError) as caught:
        taken(WORKBOOK, "a.xlsx")

    assert str(caught.value) == "reading workbooks needs the extra “office”: pip install 'shanghai-cases[office]'"


CODES: list[list[Any]] = [
    ["案例名称", "申报单位", "内部号"],
    ["甲", "徐汇区", 12],
    ["乙", "静安区", 7],
    ["丙", "长宁区", 12345],
]


def extras(data: bytes, name: str) -> list[str]:
    return [draft.extra["内部号"] for draft in taken(data, name).drafts]


def test_numbers_shown_with_leading_zeros_in_an_xlsx_keep_them() -> None:
    def dressed(sheet: Any) -> None:
        for row in (2, 3, 4):
            sheet.cell(row, 3).number_format = "0000"

    assert extras(xlsx(CODES, dressed), "a.xlsx") == ["0012", "0007", "12345"]
    assert extras(xlsx(CODES), "a.xlsx") == ["12", "7", "12345"]


def test_numbers_shown_with_leading_zeros_in_an_xls_keep_them() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row, cells in enumerate(CODES):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, xlwt.easyxf(num_format_str="0000" if column == 2 else "General"))
    file = io.BytesIO()
    book.save(file)

    assert extras(file.getvalue(), "a.xls") == ["0012", "0007", "12345"]


def test_numbers_shown_with_leading_zeros_in_an_ods_keep_them() -> None:
    style = (
        '<office:automatic-styles xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><number:number-style style:name="N1">'
        '<number:number number:decimal-places="0" number:min-integer-digits="4"/></number:number-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles>'
    )
    number = '<table:table-cell table:style-name="ce1" office:value-type="float" office:value="12"/></table:table-row>'
    row = ods_row("甲", "徐汇区").replace("</table:table-row>", number)
    data = patched(
        ods(ods_row(*map(str, CODES[0])) + row),
        "content.xml",
        lambda xml: xml.replace(b"<office:body>", style.encode() + b"<office:body>"),
    )

    assert extras(data, "a.ods") == ["0012"]


def test_a_column_is_never_taken_for_ids_by_nearness() -> None:
    delivery = taken("案例编码,案例名称,申报单位\n0012,甲,徐汇区\n")

    assert (delivery.refusals, dict(delivery.drafts[0].extra)) == ((), {"案例编码": "0012"})


def test_numbers_have_the_digits_that_are_shown() -> None:
    rows = [
        CODES[0],
        *(["甲", "徐汇区", number] for number in (0.1 + 0.2, 98.300000000000011, 310101199001011234, 1e-7)),
    ]

    assert extras(xlsx(rows), "a.xlsx") == ["0.3", "98.3", "310101199001011000", "1e-07"]


def test_a_formula_whose_result_keeps_its_spaces_has_one() -> None:
    data = patched(
        xlsx([*ROWS, ["x", "静安区"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(
            rb'<c r="A3"[^>]*>.*?</c>', b'<c r="A3" t="str"><f>1</f><v xml:space="preserve"> A</v></c>', xml
        ),
    )

    assert [case.title for case in cases(taken(data, "a.xlsx"))] == ["片区治理", "A"]


@pytest.mark.parametrize("change", [str.upper, lambda name: name.replace("/", "\\")], ids=["large", "backslash"])
def test_members_of_a_workbook_may_be_written_otherwise(change: Callable[[str], str]) -> None:
    data = WORKBOOK
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        data = renamed(data, name, change(name))

    assert len(cases(taken(data, "a.xlsx"))) == 1


def test_the_stream_of_an_old_workbook_may_be_in_capitals() -> None:
    data = OLD_WORKBOOK.replace("Workbook".encode("utf-16-le"), "WORKBOOK".encode("utf-16-le"))

    assert len(cases(taken(data, "a.xls"))) == 200


RATES: list[list[Any]] = [
    ["案例名称", "申报单位", "内部号"],
    ["甲", "徐汇区", 0.985],
    ["乙", "静安区", 1],
    ["丙", "长宁区", "无"],
]


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0%", "#,##0.0%;[Red]-0.0%"])
def test_percentages_keep_their_sign(code: str) -> None:
    def dressed(sheet: Any) -> None:
        for row in (2, 3, 4):
            sheet.cell(row, 3).number_format = code

    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row, cells in enumerate(RATES):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, xlwt.easyxf(num_format_str=code if column == 2 else "General"))
    file = io.BytesIO()
    book.save(file)

    assert extras(xlsx(RATES, dressed), "a.xlsx") == ["98.5%", "100%", "无"]
    assert extras(file.getvalue(), "a.xls") == ["98.5%", "100%", "无"]


def test_percentages_in_an_ods_keep_their_sign() -> None:
    rate = '<table:table-cell office:value-type="percentage" office:value="0.985"/></table:table-row>'
    row = ods_row("甲", "徐汇区").replace("</table:table-row>", rate)

    assert extras(ods(ods_row(*map(str, RATES[0])) + row), "a.ods") == ["98.5%"]
