"""Which column is which field, where the header is, and what is no row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import DataError, UsageError
from shanghai_cases.intake.headers import Guess, exact_field, guess_field
from shanghai_cases.intake.records import parse_mapping
from shanghai_cases.intake.synonyms import SYNONYMS
from shanghai_cases.model.case import Contact
from tests.intake.making import cases, reasons, taken, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from shanghai_cases.intake.delivery import Delivery


def aside(delivery: Delivery) -> list[str]:
    return [str(note.message) for note in delivery.notes if note.kind == "skipped"]


@pytest.mark.parametrize("field", SYNONYMS)
def test_every_synonym_names_its_field(field: str) -> None:
    assert {exact_field(name) for name in (field, *SYNONYMS[field])} == {field}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("  案例\n名称 ", "title"),
        ("＊案例名称（必填）", "title"),
        ("1. 申报单位（盖章）", "unit"),
        ("（一）联系人：", "contact_name"),
        ("聯繫電話", "contact_phone"),
        ("Contact_Phone", "contact_phone"),
        ("E-mail", "contact_email"),
        ("ＩＤ", "id"),
    ],
)
def test_dress_of_a_header_does_not_matter(header: str, field: str) -> None:
    assert exact_field(header) == field


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        ("案列名称", Guess("title", near=True)),
        ("联系电活", Guess("contact_phone", near=True)),
        ("申报单位名", Guess("unit", near=True)),
        ("申报单位地址", None),
        ("单位负责人电话", None),
        ("联系地址", None),
        ("联系人职务", None),
        ("评审得分", None),
        ("序号", None),
        ("备注", None),
        ("", None),
    ],
)
def test_near_misses_are_taken_and_other_things_are_not(header: str, guess: Guess | None) -> None:
    assert guess_field(header) == guess


@given(st.text(max_size=30))
def test_any_header_can_be_asked_about(header: str) -> None:
    guess = guess_field(header)

    assert guess is None or guess.field in SYNONYMS


def test_the_header_is_found_below_a_merged_title_which_may_tell_the_edition() -> None:
    def edit(sheet: Any) -> None:
        sheet.merge_cells("A1:C1")

    data = xlsx(
        [["第六届案例征集汇总表"], ["填报单位：徐汇区"], [], ["序号", "案例名称", "单位"], [1, "甲", "静安区"]], edit
    )

    (case,) = cases(taken(data, "a.xlsx", edition=None))

    assert (case.edition, case.title, case.unit) == (6, "甲", "静安区")


def test_a_header_of_two_rows_is_read_as_one() -> None:
    def edit(sheet: Any) -> None:
        sheet.merge_cells("C1:D1")

    data = xlsx(
        [["案例名称", "单位", "联系方式", None], [None, None, "联系人", "手机"], ["甲", "静安区", "张三", "139"]], edit
    )

    (case,) = cases(taken(data, "a.xlsx"))

    assert (case.contact.name, case.contact.phone) == ("张三", "139")


def test_merged_cells_are_filled_down_and_only_as_far_as_they_reach() -> None:
    def edit(sheet: Any) -> None:
        sheet.merge_cells("B2:B3")

    data = xlsx([["案例名称", "单位"], ["甲", "静安区"], ["乙", None], ["丙", None]], edit)

    delivery = taken(data, "a.xlsx")

    assert [(draft.case.title, draft.case.unit) for draft in delivery.drafts] == [("甲", "静安区"), ("乙", "静安区")]
    assert reasons(delivery) == [(4, ["单位: must not be empty"])]


def test_all_sheets_are_read_and_one_without_header_is_told() -> None:
    def edit(sheet: Any) -> None:
        more = sheet.parent.create_sheet("区二")
        more.append(["题目", "报送单位"])
        more.append(["乙", "黄浦区"])
        sheet.parent.create_sheet("说明").append(["请填写"])
        sheet.parent.create_sheet("空")

    delivery = taken(xlsx([["案例名称", "单位"], ["甲", "静安区"]], edit), "a.xlsx")

    assert [(draft.origin.sheet, draft.origin.row, draft.case.title) for draft in delivery.drafts] == [
        ("Sheet", 2, "甲"),
        ("区二", 2, "乙"),
    ]
    skipped = [str(note.origin.message) for note in delivery.notes if note.kind == "skipped"]
    assert skipped == ["a.xlsx, sheet 说明"]


def test_totals_footers_and_repeated_headers_are_no_rows() -> None:
    data = "序号,案例名称,单位\n1,甲,静安区\n序号,案例名称,单位\n2,乙,静安区\n合计,2,\n填表人：张三,,\n,,\n"

    delivery = taken(data)

    assert [case.title for case in cases(delivery)] == ["甲", "乙"]
    assert aside(delivery) == ["2 row(s) left out as totals, sections or notes: 5, 6"]


def test_a_comma_too_many_is_a_bad_row() -> None:
    delivery = taken("案例名称,单位\n进百楼,进千企,黄浦区\n甲,静安区\n")

    assert [draft.case.title for draft in delivery.drafts] == ["甲"]
    assert reasons(delivery) == [
        (2, ["has more cells than the header; is a comma or tab in a value without quotation marks?"])
    ]


def test_a_broken_quotation_spoils_one_row_only() -> None:
    delivery = taken('案例名称,单位\n"甲"乙,静安区\n丙,静安区\n"丁,静安区\n戊,静安区\n')

    assert [draft.case.title for draft in delivery.drafts] == ["丙", "戊"]
    assert [row for row, _ in reasons(delivery)] == [2, 4]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    data = f"案例名称{delimiter}单位\n“甲、乙”机制{delimiter}静安区\n丙{delimiter}黄浦区\n"

    assert [case.unit for case in cases(taken(data))] == ["静安区", "黄浦区"]


def test_values_may_hold_delimiters_line_breaks_and_doubled_quotes() -> None:
    (case,) = cases(taken('案例名称,单位,简介\r\n"甲,""乙""",静安区,"一\r\n二"\r\n'))

    assert (case.title, case.summary) == ('甲,"乙"', "一\r\n二")


def test_a_mapping_goes_before_the_synonyms_and_may_leave_a_column_out() -> None:
    data = "名目,单位,摘要,题目\n甲,静安区,秘密,副题\n"

    delivery = taken(data, mapping=parse_mapping(["名目=title", "摘要=-"]))

    (case,) = cases(delivery)
    assert (case.title, case.summary) == ("甲", "")
    assert [note.message.values["names"] for note in delivery.notes if note.kind == "unmapped"] == [("题目",)]


@pytest.mark.parametrize("written", ["题目", "=title", "题目=nonsense"])
def test_a_wrong_mapping_is_a_usage_error(written: str) -> None:
    with pytest.raises(UsageError):
        parse_mapping([written])


def test_unknown_columns_are_listed_and_kept_apart() -> None:
    delivery = taken("案例名称,单位,职务,经费（万元）\n甲,静安区,科长,12\n")

    assert [note.message.values["names"] for note in delivery.notes if note.kind == "unmapped"] == [
        ("职务", "经费（万元）")
    ]
    assert dict(delivery.drafts[0].extra) == {"职务": "科长", "经费（万元）": "12"}


def test_sections_in_columns_of_their_own_become_one_text() -> None:
    (case,) = cases(taken("案例名称,单位,背景,主要做法\n甲,静安区,老旧小区多。,做法一。\n"))

    assert case.text == "背景\n老旧小区多。\n\n主要做法\n做法一。"


def test_a_file_without_known_columns_is_refused() -> None:
    with pytest.raises(DataError, match="holds no case: no header row"):
        taken("甲,乙\n1,2\n")


def test_json_keeps_numbers_as_written_and_takes_lists() -> None:
    data = (
        '[{"title": "甲", "unit": "静安区", "联系电话": 13800138000, "tags": ["a;b", "c"], "contact": {"name": 12.50}}]'
    )

    (case,) = cases(taken(data, "a.json"))

    assert (case.contact.phone, case.tags, case.contact.name) == ("13800138000", ("a;b", "c"), "12.50")


def test_a_bad_json_line_spoils_itself_only() -> None:
    data = '{"title": "甲", "unit": "静安区"}\n\n{"title": }\n[1]\n{"title": "乙", "unit": "静安区"}\n'

    delivery = taken(data, "a.jsonl")

    assert [(draft.origin.row, draft.case.title) for draft in delivery.drafts] == [(1, "甲"), (5, "乙")]
    assert reasons(delivery) == [
        (3, ["is not JSON from column 11 on"]),
        (4, ["is not an object with the fields of a case"]),
    ]


def test_of_several_columns_for_one_field_the_best_counts() -> None:
    delivery = taken("推荐单位,案例名称,申报单位\n黄浦区委,甲,静安区\n")

    assert [case.unit for case in cases(delivery)] == ["静安区"]
    assert dict(delivery.drafts[0].extra) == {"推荐单位": "黄浦区委"}


def merged(*ranges: str) -> Callable[[Any], None]:
    def edit(sheet: Any) -> None:
        for cells in ranges:
            sheet.merge_cells(cells)

    return edit


def titles(data: bytes) -> list[str]:
    return [case.title for case in cases(taken(data, "a.xlsx"))]


def test_running_numbers_sections_and_totals_are_no_cases() -> None:
    rows: list[list[object]] = [
        ["序号", "区", "案例名称", "申报单位"],
        ["一、党建引领类"],
        [1, "静安区", "甲", "静安区彭浦镇"],
        [2, "", "乙", "静安区临汾路街道"],
        [3],
        ["静安区小计：2个"],
        ["合计（2个）", "", "", 2],
        ["联系电话：62000000"],
    ]

    delivery = taken(xlsx(rows, merged("A2:D2", "B4:B6")), "a.xlsx")

    assert [case.title for case in cases(delivery)] == ["甲", "乙"]
    assert aside(delivery) == ["4 row(s) left out as totals, sections or notes: 2, 6, 7, 8"]


def test_of_very_many_rows_left_out_a_few_are_named() -> None:
    delivery = taken("案例名称,单位\n甲,静安区\n" + "小计：1个,\n" * 100)

    assert aside(delivery) == [
        "100 row(s) left out as totals, sections or notes: 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, …"
    ]


def test_the_upper_row_of_two_header_rows_counts_too() -> None:
    rows: list[list[object]] = [
        ["序号", "案例名称", "申报单位", "", "负责人", "", "联系方式", ""],
        ["", "", "名称", "类型", "姓名", "电话", "联系人", "电话"],
        [1, "甲", "静安区彭浦镇", "街镇", "李四", "111", "张三", "222"],
    ]
    delivery = taken(xlsx(rows, merged("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1")), "a.xlsx")

    (case,) = cases(delivery)

    assert (case.title, case.unit, case.unit_type, case.contact) == (
        "甲",
        "静安区彭浦镇",
        "街镇",
        Contact("张三", "222"),
    )
    assert dict(delivery.drafts[0].extra) == {"负责人姓名": "李四", "负责人电话": "111"}


def test_formulas_without_result_matter_only_in_columns_that_are_taken() -> None:
    rows = [["序号", "案例名称", "申报单位", "查重"], ["=ROW()-1", "甲", "静安区", "=1/0"], ["=ROW()-1", "", "", ""]]
    data = xlsx(rows)

    assert titles(data) == ["甲"]
    assert reasons(taken(data, "a.xlsx", keep_extra=True)) == [
        (2, ["查重: holds a formula without its result; open the file in Excel or WPS and save it again"])
    ]


def test_a_form_in_a_sheet_is_read_like_one_in_word() -> None:
    rows = [
        ["第六届案例申报表"],
        ["案例名称", "甲"],
        ["申报单位", "静安区彭浦镇"],
        ["联系人", "张三", "联系电话", "59700000"],
        ["案例简介", "简而言之"],
    ]

    (case,) = cases(taken(xlsx(rows, merged("A1:D1", "B2:D2", "B3:D3", "B5:D5")), "a.xlsx", edition=None))

    assert (case.edition, case.title, case.unit, case.summary) == (6, "甲", "静安区彭浦镇", "简而言之")
    assert case.contact == Contact("张三", "59700000")


def test_cases_that_stand_beside_one_another_are_read() -> None:
    rows = [
        ["第六届案例汇总表"],
        ["案例名称", "甲", "乙"],
        ["申报单位", "静安区彭浦镇", "静安区大宁路街道"],
        ["联系人", "张", "李"],
    ]
    data = xlsx(rows, merged("A1:C1"))

    found = cases(taken(data, "a.xlsx", edition=None))

    assert [(case.edition, case.title, case.unit, case.contact.name) for case in found] == [
        (6, "甲", "静安区彭浦镇", "张"),
        (6, "乙", "静安区大宁路街道", "李"),
    ]


def test_a_second_table_below_may_have_its_columns_in_another_order() -> None:
    below = "申报单位,联系人,案例名称\n黄浦区,张,乙\n申报单位,联系人,案例名称\n黄浦区,李,丙\n"
    delivery = taken(f"案例名称,申报单位\n甲,静安区\n,\n{below}")

    assert [(case.title, case.unit, case.contact.name) for case in cases(delivery)] == [
        ("甲", "静安区", ""),
        ("乙", "黄浦区", "张"),
        ("丙", "黄浦区", "李"),
    ]
    assert [str(note.message) for note in delivery.notes] == [
        "columns: 案例名称 → title, 申报单位 → unit",
        "columns: 申报单位 → unit, 联系人 → contact_name, 案例名称 → title",
    ]


def test_a_case_over_two_rows_has_what_both_say() -> None:
    rows = [
        ["案例名称", "申报单位", "联系电话"],
        ["甲", "静安区", "62000001"],
        ["", "", "62000002"],
        ["乙", "静安区", ""],
    ]

    found = cases(taken(xlsx(rows, merged("A2:A3", "B2:B4")), "a.xlsx"))

    assert [(case.title, case.unit, case.contact.phone) for case in found] == [
        ("甲", "静安区", "62000001;62000002"),
        ("乙", "静安区", ""),
    ]
