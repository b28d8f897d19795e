"""`cases add`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import Ran

if TYPE_CHECKING:
    from tests.cli.running import Cases

LEAST = ("--edition", "6", "--title", "甲", "--unit", "徐汇区")


def stored(cases: Cases, identifier: str) -> dict[str, Any]:
    (case,) = json.loads(cases("show", identifier, "--json", "--with-contacts").out)
    return dict(case)


def test_the_new_id_alone_goes_to_a_pipe(cases: Cases) -> None:
    assert cases("add", *LEAST, "--quiet") == Ran(0, "E6-012\n")
    assert cases("add", "-e", "5", "--title", "乙", "--unit", "徐汇区", "--quiet") == Ran(0, "E5-001\n")


def test_what_the_unit_tells_is_filled_in_and_told(cases: Cases) -> None:
    ran = cases("add", "--edition", "6", "--title", "甲", "--unit", "静安区天目西路街道")
    assert ran == Ran(
        0,
        "E6-012\n",
        "district: 静安区, from the unit's name\n"
        "town: 天目西路街道, from the unit's name\n"
        "unit type: 街镇, from the unit's name\n",
    )
    case = stored(cases, "E6-012")
    assert (case["district"], case["town"], case["unit_type"]) == ("静安区", "天目西路街道", "街镇")


def test_it_is_told_in_chinese_too(cases: Cases) -> None:
    ran = cases("add", "--edition", "6", "--title", "甲", "--unit", "静安区天目西路街道", CASES_LANG="zh")
    assert ran.err == (
        "区：静安区（据申报单位名称）\n街镇：天目西路街道（据申报单位名称）\n单位类型：街镇（据申报单位名称）\n"
    )


def test_what_the_unit_tells_can_be_overridden(cases: Cases) -> None:
    cases("add", *LEAST, "--district", "浦东", "--unit-type", "法院")
    case = stored(cases, "E6-012")
    assert (case["district"], case["town"], case["unit_type"]) == ("浦东新区", "", "法院")


def test_every_field_has_its_option(cases: Cases) -> None:
    (cases.folder / "全文.txt").write_bytes("第一行\r\n第二行\n\n".encode())
    ran = cases(
        *("add", *LEAST, "--unit-type", "区", "--district", "徐汇", "--town", "天平"),
        *("--theme", "城市更新", "--theme", "自拟主题", "--tag", "甲乙", "--tag", "丙"),
        *("--summary", "简介", "--text", "全文.txt", "--figure", "覆盖居村委会=6581个", "--figure", "投入=>200 万元"),
        *("--award", "十佳", "--status", "withdrawn"),
        *("--contact-name", "王某", "--contact-phone", "021-0000", "--contact-email", "a@b"),
        *("--source", "某报 https://example.org/1", "--source", "https://example.org/2", "--related", "E6-003"),
        *("--note", "备注一", "--note", "备注二", "--submitted-on", "2023-10-15"),
    )
    assert ran == Ran(
        0,
        "E6-012\n",
        "district: 徐汇 is taken as 徐汇区\n"
        "town: 天平 is taken as 天平路街道\n"
        "award: 十佳 is taken as 十佳案例\n"
        "theme 自拟主题 is not in the taxonomy; kept as written\n",
    )
    case = stored(cases, "E6-012")
    assert case.pop("added_at")
    assert case.pop("extra") == {}
    figure = {"minimum": None, "maximum": None, "basis": "", "derived_from": "", "source": ""}
    assert case == {
        "id": "E6-012",
        "edition": 6,
        "title": "甲",
        "unit": "徐汇区",
        "unit_type": "区",
        "district": "徐汇区",
        "town": "天平路街道",
        "themes": ["城市更新", "自拟主题"],
        "tags": ["甲乙", "丙"],
        "summary": "简介",
        "text": "第一行\n第二行",
        "figures": [
            {"label": "覆盖居村委会", "value": 6581, "qualifier": "exact", **figure, "unit": "个"},
            {"label": "投入", "value": 200, "qualifier": "over", **figure, "unit": "万元"},
        ],
        "award_tier": "十佳案例",
        "status": "withdrawn",
        "contact": {"name": "王某", "phone": "021-0000", "email": "a@b"},
        "sources": [
            {
                "key": "某报 https://example.org/1",
                "title": "某报",
                "publisher": "",
                "date": "",
                "url": "https://example.org/1",
            },
            {
                "key": "https://example.org/2",
                "title": "",
                "publisher": "",
                "date": "",
                "url": "https://example.org/2",
            },
        ],
        "related": ["E6-003"],
        "notes": ["备注一", "备注二"],
        "submitted_on": "2023-10-15",
        "updated_at": None,
    }


def test_text_comes_from_standard_input(cases: Cases) -> None:
    cases("add", *LEAST, "--text", "-", stdin="\ufeff正文\n")
    assert stored(cases, "E6-012")["text"] == "正文"


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["--title", "甲", "--unit", "乙"], 2, "--edition is missing"),
        (["--edition", "6", "--unit", "乙"], 2, "--title is missing"),
        (["--edition", "6", "--title", "甲"], 2, "--unit is missing"),
        ([*LEAST, "--title", ""], 3, "title: must not be empty (got '')"),
        ([*LEAST, "--title", "  "], 3, "title: must not be empty (got '  ')"),
        ([*LEAST, "--edition", "0"], 3, "edition: must be at least 1 (got 0)"),
        (
            [*LEAST, "--edition", "99"],
            3,
            "edition 99 is not in the catalogue; “cases edition set 99” would add it",
        ),
        ([*LEAST, "--district", "徐会"], 3, "district: is not a district; did you mean 徐汇区? (got '徐会')"),
        ([*LEAST, "--town", "不存在街道"], 3, "town: is not a town (got '不存在街道')"),
        ([*LEAST, "--status", "maybe"], 3, "status: must be one of: submitted, withdrawn (got 'maybe')"),
        (
            [*LEAST, "--award", "特等奖"],
            3,
            "award: must be one of: 十佳案例, 优秀案例, 提名案例, none (got '特等奖')",
        ),
        ([*LEAST, "--related", "E6-099"], 3, "there is no case E6-099"),
        ([*LEAST, "--related", "甲"], 3, "earlier submissions: is not a case id such as E6-001 (got '甲')"),
        (
            [*LEAST, "--submitted-on", "2023-02-29"],
            3,
            "submitted on: is not a date of the calendar (got '2023-02-29')",
        ),
        (
            [*LEAST, "--figure", "多"],
            3,
            "key figures: must be written label=number unit, such as 覆盖居村委会=6581个 (got '多')",
        ),
        ([*LEAST, "--tag", "甲", "--tag", "甲"], 3, "tags: names the same thing twice (got ('甲', '甲'))"),
        ([*LEAST, "--text", "none.txt"], 3, "--text none.txt: No such file or directory"),
    ],
)
def test_what_cannot_be_a_case_is_refused(cases: Cases, arguments: list[str], status: int, sentence: str) -> None:
    before = (cases.folder / "catalogue.json").read_bytes()
    ran = cases("add", *arguments)
    assert (ran.status, ran.out, ran.err.splitlines()[-1:]) == (status, "", [f"Error: {sentence}"])
    assert (cases.folder / "catalogue.json").read_bytes() == before


def test_text_that_is_not_utf_8_is_refused_with_its_place(cases: Cases) -> None:
    assert cases("add", *LEAST, "--text", "-", stdin=b"ab\xff") == Ran(3, "", "Error: --text -: byte 3 is not UTF-8\n")


def test_nothing_that_cannot_be_kept_comes_in(cases: Cases) -> None:
    ran = cases("add", *LEAST, "--summary", "a\0b")
    assert ran.status == 3
    assert ran.err.splitlines()[-1] == (
        "Error: summary: holds a NUL or half a character (lone surrogate), which can't be stored (got 'a\\x00b')"
    )


def test_the_same_case_comes_in_once_unless_allowed(cases: Cases) -> None:
    cases("add", *LEAST)
    again = cases("add", *LEAST, "--quiet")
    assert again == Ran(
        3,
        "",
        "Error: E6-012 is already the case “甲” of this unit in this edition: cases edit E6-012 changes it, "
        "--allow-same adds another\n",
    )
    assert cases("add", *LEAST, "--quiet", "--allow-same") == Ran(0, "E6-013\n")


def test_a_dry_run_shows_the_id_and_changes_nothing(cases: Cases) -> None:
    before = (cases.folder / "catalogue.json").read_bytes()
    ran = cases("add", *LEAST, "--unit-type", "区", "--district", "徐汇区", "--dry-run")
    assert ran == Ran(0, "E6-012\n", "nothing was changed; this would be added:\n")
    assert (cases.folder / "catalogue.json").read_bytes() == before


def test_ids_are_never_given_again(cases: Cases) -> None:
    cases("remove", "E6-011", "--yes")
    assert cases("add", *LEAST, "--quiet") == Ran(0, "E6-012\n")


def test_what_is_missing_is_asked_for_on_a_terminal(cases: Cases) -> None:
    ran = cases("add", "--quiet", asked=True, stdin="六\n6\n\n甲\n徐汇区\n")
    assert ran == Ran(0, "E6-012\n", "edition: 六 is not a whole number\nedition: title: title: unit: ")
    assert cases("add", "--quiet", asked=True, stdin="6\n乙\n徐汇区\n", CASES_LANG="zh").err == (
        "届次：案例名称：申报单位："
    )


def test_an_end_of_input_interrupts_the_questions(cases: Cases) -> None:
    assert cases("add", asked=True, stdin="6\n") == Ran(130, "", "edition: title: \nError: interrupted\n")


@pytest.mark.parametrize("form", ["table", "tsv", "ids", "csv", "markdown"])
def test_the_id_in_other_formats(cases: Cases, form: str) -> None:
    shown = {"csv": "id\nE6-012\n", "markdown": "| id |\n| --- |\n| E6\\-012 |\n"}
    assert cases("add", *LEAST, "--quiet", "--format", form) == Ran(0, shown.get(form, "E6-012\n"))


def test_the_whole_case_as_json(cases: Cases) -> None:
    (added,) = json.loads(cases("add", *LEAST, "--json").out)
    assert [added] == json.loads(cases("show", "E6-012", "--json").out)


def test_a_clerk_is_told_of_the_same_practice_sent_before(cases: Cases) -> None:
    given = ("add", "-e", "5", "--title", "基层治理的数字化平台", "--unit", "上海市大数据中心")

    assert cases(*given).err.count("\n") == 2
    ran = cases("add", "-e", "5", "--title", "基层治理数字化平台建设", "--unit", "上海市大数据中心", asked=True)
    assert ran.err.splitlines()[2:] == [
        "like E6-001 基层治理数字化平台 (上海市大数据中心), 100 % sure: one title holds the other, the same unit",
        "like E5-001 基层治理的数字化平台 (上海市大数据中心), 99 % sure: titles 86 % alike, the same unit",
        "if it is the same practice: cases edit E5-002 --set related=E6-001 links them, cases undo takes this one back",
    ]
    ran = cases(*given[:3], "--title", "基层治理数字化平台升级", *given[5:], "--dry-run", asked=True)
    assert ran.err.splitlines()[-1] == "if it is the same practice, add it with --related E6-001"
