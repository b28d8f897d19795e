"""What is checked, put in order, filled in, warned of and refused."""

from __future__ import annotations

import pytest

from shanghai_cases.intake.parsing import as_contact, as_date, as_edition, as_figure, as_texts
from shanghai_cases.intake.refused import refused_sheet
from shanghai_cases.model.case import Contact, KeyFigure, Status
from shanghai_cases.model.figure import Figure, Qualifier
from tests.intake.making import cases, reasons, taken

HEAD = "案例名称,单位,所属区,街镇,单位类型,奖项,简介\n"


@pytest.mark.parametrize(
    ("district", "town", "found"),
    [
        ("徐汇", "田林街道", ("徐汇区", "田林街道")),
        ("徐汇区田林街道", "", ("徐汇区", "田林街道")),
        ("", "天目西路街道", ("静安区", "天目西路街道")),
        ("闸北区", "", ("静安区", "")),
        ("上海市", "", ("市级", "")),
        ("", "", ("", "")),
    ],
)
def test_places_get_their_full_names(district: str, town: str, found: tuple[str, str]) -> None:
    (case,) = cases(taken(f"{HEAD}甲,某单位,{district},{town},,,\n"))

    assert (case.district, case.town) == found


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("甲,某单位,静按区,,,,", "所属区: is not a district; did you mean 静安区? (got 静按区)"),
        ("甲,某单位,静安区,田林街道,,,", "街镇: is in 徐汇区 (got 田林街道)"),
        ("甲,某单位,市级,田林街道,,,", "街镇: can't belong to a unit of the whole city (got 田林街道)"),
        (",某单位,,,,,", "案例名称: must not be empty"),
        ("甲,某单位,,,,特等奖,", "奖项: must be one of: 十佳案例, 优秀案例, none (got 特等奖)"),
        ("甲锟斤拷,某单位,,,,,", "案例名称: was damaged by another program (it holds 锟斤拷) (got 甲锟斤拷)"),
    ],
)
def test_a_value_that_can_not_be_is_refused_with_its_column(row: str, reason: str) -> None:
    assert reasons(taken(f"{HEAD}{row}\n")) == [(2, [reason])]


def test_all_reasons_are_told_at_once_and_good_rows_pass() -> None:
    delivery = taken(f"{HEAD},某单位,静按区,,鱼,,\n好,静安区,,,,,\n")

    assert [len(reason) for _, reason in reasons(delivery)] == [3]
    assert [draft.case.title for draft in delivery.drafts] == ["好"]


def test_too_long_is_refused() -> None:
    assert reasons(taken(f"{HEAD}{'甲' * 201},静安区,,,,,\n")) == [
        (2, [f"案例名称: is 201 characters long; 200 is the most (got {'甲' * 40}…)"])
    ]


@pytest.mark.parametrize(
    ("summary", "warnings"),
    [
        ("电话13912345678联系", ["简介: holds what looks like a mobile phone number, and everybody can read it"]),
        ("拨打021-62345678", ["简介: holds what looks like a telephone number, and everybody can read it"]),
        ("身份证11010519491231002X", ["简介: holds what looks like an identity number, and everybody can read it"]),
        ("写信a@b.cn", ["简介: holds what looks like an e-mail address, and everybody can read it"]),
        ("累计共享数据5292万条，覆盖6581个居村，编号20240104123456", []),
        ("工单号110105194912310021不是身份证", []),
    ],
)
def test_personal_data_in_public_fields_is_warned_of(summary: str, warnings: list[str]) -> None:
    delivery = taken(f"{HEAD}甲,静安区,静安区,,区,,{summary}\n")

    assert [str(note.message) for note in delivery.drafts[0].notes if note.kind == "warning"] == warnings


def test_corrections_are_told_and_canonical_values_are_silent() -> None:
    delivery = taken(f"{HEAD}甲,静安区,静安,,区,十佳,\n乙,静安区,静安区,,区,十佳案例,\n")

    assert [[str(note.message) for note in draft.notes] for draft in delivery.drafts] == [
        ["奖项: 十佳 → 十佳案例", "所属区: 静安 → 静安区"],
        [],
    ]


def test_the_unit_tells_place_and_type_only_where_the_file_has_no_such_column() -> None:
    (bare,) = cases(taken("案例名称,单位\n甲,静安区天目西路街道\n"))
    (empty,) = cases(taken(f"{HEAD}甲,静安区天目西路街道,,,,,\n"))

    assert (bare.district, bare.town, bare.unit_type) == ("静安区", "天目西路街道", "街镇")
    assert (empty.district, empty.town, empty.unit_type) == ("", "", "")


@pytest.mark.parametrize("written", ["6", "第六届", "第6届", "６", " 六 "])
def test_editions_are_read(written: str) -> None:
    assert as_edition(written) == 6


def test_numbers_of_editions_beyond_ten() -> None:
    assert [as_edition(written) for written in ("十", "十二", "二十", "第二十一届")] == [10, 12, 20, 21]


def test_the_edition_comes_from_option_column_or_title_and_must_agree() -> None:
    assert reasons(taken("届次,案例名称,单位\n5,甲,静安区\n")) == [
        (2, ["届次: is not the edition asked for, 6 (got 5)"])
    ]
    assert reasons(taken("案例名称,单位\n甲,静安区\n", edition=None)) == [
        (2, ["the file doesn't say which edition this is; --edition does"])
    ]
    assert reasons(taken("案例名称,单位\n甲,静安区\n", edition=9)) == [
        (2, ["edition 9 is not in the catalogue; “cases edition set 9” would add it"])
    ]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024年1月4日", "2024-01-04"),
        ("2024/1/4", "2024-01-04"),
        ("2024.01.04", "2024-01-04"),
        ("20240104", "2024-01-04"),
        ("2024-01-04 09:30:00", "2024-01-04"),
        ("2024年1月", "2024-01"),
        ("2024", "2024"),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, date: str | None) -> None:
    assert as_date(written) == date


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("数字化;城市更新", ("数字化", "城市更新")),
        ("数字化、城市更新，减负", ("数字化", "城市更新", "减负")),
        ("吃、住、行；购", ("吃、住、行", "购")),
        ('["a;b", "c"]', ("a;b", "c")),
        ("甲;甲;", ("甲",)),
        ("", ()),
    ],
)
def test_lists_are_taken_apart(written: str, values: tuple[str, ...]) -> None:
    assert as_texts("tags", written) == values


def test_figures_are_read_in_words() -> None:
    assert as_figure("覆盖居村委会=6581个") == KeyFigure("覆盖居村委会", Figure(6581), "个")
    assert as_figure("走访近16万户") == KeyFigure("走访", Figure(16, Qualifier.NEARLY), "万户")
    assert as_figure("满意度：98.5%") == KeyFigure("满意度", Figure(98.5), "%")
    assert reasons(taken("案例名称,单位,关键数字\n甲,静安区,覆盖13个街镇61个片区\n")) == [
        (2, ["关键数字: must be written label=number unit, such as 覆盖居村委会=6581个 (got 覆盖13个街镇61个片区)"])
    ]


def test_one_column_may_hold_the_whole_contact() -> None:
    assert as_contact("张三，13800138000") == Contact("张三", "13800138000")
    assert as_contact("张三 / 021-62345678 / a@b.cn") == Contact("张三", "021-62345678", "a@b.cn")


def test_statuses_in_both_languages() -> None:
    found = cases(taken("案例名称,单位,状态\n甲,静安区,已撤回\n乙,静安区,submitted\n"))

    assert [case.status for case in found] == [Status.WITHDRAWN, Status.SUBMITTED]


def test_refused_rows_can_be_mended_and_imported_again() -> None:
    delivery = taken("案例名称,单位,职务\n,静安区,科长\n好,静安区,\n")
    sheet = refused_sheet(delivery.refusals)

    (row,) = sheet.rows
    assert sheet.headers == ("案例名称", "单位", "职务")
    assert row.cells == ("", "静安区", "科长")
    assert [str(reason) for reason in row.reasons] == ["案例名称: must not be empty"]
    mended = ",".join((*sheet.headers, "where", "reason")) + "\n甲,静安区,科长,某处,某因\n"
    again = taken(mended)
    assert [case.title for case in cases(again)] == ["甲"]
    assert [note.message.values["names"] for note in again.notes if note.kind == "unmapped"] == [("职务",)]


def test_a_telephone_that_a_spreadsheet_cut_short_is_refused() -> None:
    why = "was cut short by a spreadsheet; format the column as text and enter the number again (got 1.38E+10)"

    assert reasons(taken("案例名称,申报单位,联系电话\n甲,静安区,1.38E+10\n")) == [(2, [f"联系电话: {why}"])]


@pytest.mark.parametrize("written", ["张三 13800138000", "张三\n13800138000", "张三（13800138000）"])
def test_a_telephone_beside_the_name_is_one(written: str) -> None:
    (case,) = cases(taken(f'案例名称,申报单位,联系人\n甲,静安区,"{written}"\n'))

    assert case.contact == Contact("张三", "13800138000")
