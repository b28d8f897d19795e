"""Files that would fill the memory, deceive or crash a reader: one sentence, status 3, nothing written."""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
import xlwt

from tests.intake.making import compound, form, ods, ods_row, patched, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.running import Cases

HEAD = ("案例名称", "申报单位")
ROW = ("甲案", "徐汇区田林街道")
CSV = "案例名称,申报单位\n甲案,徐汇区田林街道\n"
SHEET = "xl/worksheets/sheet1.xml"
BOMB = b" " * (160 << 20)
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "' + b"A" * 99 + b'"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


def workbook() -> bytes:
    return xlsx([HEAD, ROW])


def document() -> bytes:
    return form([[HEAD[0], ROW[0]], [HEAD[1], ROW[1]]])


def sheet() -> bytes:
    return ods(ods_row(*HEAD) + ods_row(*ROW))


def xls(*far: tuple[int, int]) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    for row, texts in enumerate((HEAD, ROW)):
        for column, text in enumerate(texts):
            page.write(row, column, text)
    for row, column in far:
        page.write(row, column, "x")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def declared(xml: bytes) -> bytes:
    start = xml.find(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    return xml[:start] + ENTITIES + xml[start:].replace("甲".encode(), b"&a;&b;")


def lying(data: bytes) -> bytes:
    """Understate what the members of an archive unpack to."""
    told = bytearray(data)
    at = told.find(b"PK\x01\x02")
    while at >= 0:
        told[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at = told.find(b"PK\x01\x02", at + 4)
    return bytes(told)


def locked(kind: str) -> bytes:
    """Make a file as it is kept once it has a password: any new kind alike, an old workbook with a mark in front."""
    if kind == "xls":
        records = b"\x09\x08\x10\0\0\x06\x05\0" + bytes(12) + b"\x2f\0\x06\0" + noise(6) + noise(4000)
        return compound(Workbook=records)
    return compound(EncryptionInfo=noise(1200), EncryptedPackage=noise(9000))


def many_members() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(20_000):
            archive.writestr(str(number), "")
    return file.getvalue()


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def shared(rows: int) -> bytes:
    """Make a workbook of few bytes whose cells all share one long text."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for row in range(1, rows):
        sheet.write(row, 0, LONG)
    book.close()
    return file.getvalue()


def old_shared(rows: int) -> bytes:
    """Make an old workbook of the same sort, its text going on over several records."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in range(rows):
        sheet.write(row, 0, LONG)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def many_texts(xml: bytes) -> bytes:
    return xml.replace(b"</sst>", b"<si/>" * 4_000_000 + b"</sst>")


LONG = "长" * 30_000
REPEATED = (
    '<table:table-row table:number-rows-repeated="9000"><table:table-cell office:value-type="string">'
    f"<text:p>{LONG}</text:p></table:table-cell></table:table-row>"
)
TOO_BIG = "it unpacks to more than can be a list of cases; copy the rows into a new workbook"
CUT = "it is damaged or cut off; ask for it again"
NO_KIND = "it is damaged, or no kind of file that can be imported"
PICTURE = "it is a picture; save it as a workbook, CSV or .docx"
DECLARES = "it declares entities, as no office program does; don't trust it"
LOCKED = "it is protected by a password; save it without one"
OLD_WORD = "it is an old Word document (.doc); open it in Word or WPS and save it as .docx"
UNCLEAR = "name it with --encoding (utf-8, utf-16, gb18030, big5), or save it as “CSV UTF-8”"
TOO_LONG = "is longer than any row of cases; is it a table?"

FILES: list[tuple[str, Callable[[], bytes], str]] = [
    ("bomb.xlsx", lambda: patched(workbook(), SHEET, lambda xml: xml + BOMB), TOO_BIG),
    ("liar.xlsx", lambda: lying(patched(workbook(), SHEET, lambda xml: xml + BOMB)), TOO_BIG),
    ("bomb.ods", lambda: patched(sheet(), "content.xml", lambda xml: xml + BOMB), TOO_BIG),
    ("bomb.docx", lambda: patched(document(), "docProps/core.xml", lambda xml: xml + BOMB), TOO_BIG),
    ("members.xlsx", many_members, TOO_BIG),
    ("shared.xlsx", lambda: shared(9_000), TOO_BIG),
    ("shared.xls", lambda: old_shared(9_000), TOO_BIG),
    ("repeated text.ods", lambda: ods(ods_row(*HEAD) + REPEATED), TOO_BIG),
    ("texts.xlsx", lambda: patched(shared(9), "xl/sharedStrings.xml", many_texts), TOO_BIG),
    (
        "corner.xlsx",
        lambda: xlsx([HEAD, ROW], lambda page: page.__setitem__("XFD1048576", "x")),
        "a cell stands far outside the list, in row 1048576, column 16384; delete it",
    ),
    (
        "corner.xls",
        lambda: xls((65535, 255)),
        "a cell stands far outside the list, in row 65536, column 256; delete it",
    ),
    (
        "repeated.ods",
        lambda: ods(
            ods_row(*HEAD)
            + '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" '
            'table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row>'
        ),
        "a cell stands far outside the list, in row 1000001, column 1000; delete it",
    ),
    ("cut.xlsx", lambda: workbook()[:3000], CUT),
    ("cut.docx", lambda: document()[:20_000], CUT),
    ("cut.ods", lambda: sheet()[:500], CUT),
    ("cut.xls", lambda: xls()[:5350], CUT),
    ("half.xls", lambda: xls()[:2500], NO_KIND),
    ("locked.xlsx", lambda: locked("xlsx"), LOCKED),
    ("locked.docx", lambda: locked("docx"), LOCKED),
    ("locked.xls", lambda: locked("xls"), LOCKED),
    ("old.docx", lambda: compound(WordDocument=noise(5000)), OLD_WORD),
    ("png.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + noise(900), PICTURE),
    ("gif.xlsx", lambda: b"GIF89a" + noise(900), PICTURE),
    ("noise.csv", lambda: noise(9000), NO_KIND),
    ("noise.xlsx", lambda: noise(9000), NO_KIND),
    ("zeros.csv", lambda: bytes(9000), "it is empty"),
    ("entities.xlsx", lambda: patched(workbook(), SHEET, declared), DECLARES),
    ("entities.docx", lambda: patched(document(), "word/document.xml", declared), DECLARES),
    ("entities.ods", lambda: patched(sheet(), "content.xml", declared), DECLARES),
    ("one line.csv", lambda: CSV.encode() + b"a," * 5_000_000, f"line 3 {TOO_LONG}"),
    ("one value.csv", lambda: CSV.encode() + b'"' + b"a" * 9_000_000, f"line 3 {TOO_LONG}"),
    ("lines.csv", lambda: CSV.encode() + b"\n" * 4_000_000, "it has more than 3000000 lines"),
    ("both.csv", lambda: CSV.encode() + CSV.encode("gb18030"), UNCLEAR),
    ("broken.csv", lambda: CSV.encode()[:-2], UNCLEAR),
    ("deep.json", lambda: b"[" * 1_000_000, "it is nested too deeply"),
    (
        "numbers.json",
        lambda: b"[" + b"1," * 6_000_000 + b"1]",
        "it holds more values than cases can have; write one object a line (.jsonl)",
    ),
]


@pytest.mark.parametrize(("name", "make", "said"), FILES, ids=[name for name, _, _ in FILES])
def test_one_sentence_and_nothing_written(cases: Cases, name: str, make: Callable[[], bytes], said: str) -> None:
    (cases.folder / name).write_bytes(make())
    before = (cases.folder / "catalogue.json").read_bytes()

    ran = cases("import", name, "-e", "6")

    first, *rest = ran.err.splitlines()
    assert (ran.status, ran.out, rest) == (3, "", ["0 new, 0 corrected, 0 unchanged, 1 refused"])
    assert name in first
    assert first.endswith(said)
    assert (cases.folder / "catalogue.json").read_bytes() == before


def test_a_file_of_nothing_but_bad_rows_is_given_up(cases: Cases) -> None:
    (cases.folder / "a.csv").write_bytes("案例名称,申报单位\n".encode() + b'"x" y,z\n' * 20_000)

    ran = cases("import", "a.csv", "-e", "6")

    assert (ran.status, len(ran.err.splitlines())) == (3, 2)
    assert ran.err.startswith("a.csv can't be a list of cases: 10001 rows are wrong, the first (a.csv, row 2) because ")


def test_a_million_empty_formatted_rows_cost_nothing(cases: Cases) -> None:
    row = b'<row r="%d" s="1"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>'
    empty = b"".join(row % (number, number, number) for number in range(3, 1_000_000))
    data = patched(workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"))
    (cases.folder / "a.xlsx").write_bytes(data)

    assert cases("import", "a.xlsx", "-e", "6").out == "E6-012\n"


def test_one_bad_line_of_json_lines_stops_no_other(cases: Cases) -> None:
    lines = ['{"title":"甲","unit":"徐汇区"}', '{"title":"乙","unit":', '{"title":"丙","unit":"静安区"}']
    (cases.folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")

    ran = cases("import", "a.jsonl", "-e", "6")

    assert (ran.status, ran.out) == (3, "E6-012\nE6-013\n")
    assert "a.jsonl, row 2: refused: is not JSON from column 21 on" in ran.err.splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_that_can_be_told_gives_the_same_case(cases: Cases, encoding: str) -> None:
    (cases.folder / "a.csv").write_bytes(CSV.encode(encoding))

    assert cases("import", "a.csv", "-e", "6").out == "E6-012\n"
    assert "甲案\t徐汇区田林街道" in cases("search", "甲案").out


def test_a_text_that_many_rows_share_is_read(cases: Cases) -> None:
    for name, data in (("a.xlsx", shared(300)), ("a.xls", old_shared(300))):
        (cases.folder / name).write_bytes(data)

        assert "unpacks" not in cases("import", name, "-e", "6").err


def test_text_boxes_inside_one_another_are_gone_through_once(cases: Cases) -> None:
    box = b"<w:r><w:txbxContent><w:p>" * 60 + b"</w:p></w:txbxContent></w:r>" * 60
    data = patched(
        document(), "word/document.xml", lambda xml: xml.replace(b"<w:sectPr", b"<w:p>" + box + b"</w:p><w:sectPr")
    )
    (cases.folder / "a.docx").write_bytes(data)

    assert cases("import", "a.docx", "-e", "6").out == "E6-012\n"


def test_a_form_that_is_refused_is_named(cases: Cases) -> None:
    (cases.folder / "空表.docx").write_bytes(form([["案例名称", ""], ["申报单位", "静安区"]]))

    assert cases("import", "空表.docx", "-e", "6").err.splitlines()[-2:] == [
        "空表.docx: refused: 案例名称: must not be empty",
        "0 new, 0 corrected, 0 unchanged, 1 refused",
    ]
