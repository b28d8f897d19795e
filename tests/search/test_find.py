from __future__ import annotations

import pytest

from shanghai_cases.catalogue.layout import DamagedError
from shanghai_cases.errors import DataError, UsageError
from shanghai_cases.search.find import find
from shanghai_cases.search.ordering import Sort
from shanghai_cases.search.query import Filters
from tests.search.readers import Bytes, Document, Memory, canonical, case, edition

EDITIONS = [
    edition(5),
    edition(6, call_opened="2023-09", released="2024-01-04", tiers=[{"name": "十佳案例", "aliases": ["十佳"]}]),
]


NO_FILTERS = Filters()


def ids(cases: list[Document], query: str | None, filters: Filters = NO_FILTERS, sort: Sort | None = None) -> list[str]:
    result = find(Memory(cases, EDITIONS), query, filters, sort=sort)
    return [hit.head["id"] for hit in result.hits]


def test_nothing_asked_lists_everything_newest_edition_first() -> None:
    assert ids([case("E5-001"), case("E6-002"), case("E6-001")], None) == ["E6-001", "E6-002", "E5-001"]


def test_fields_weigh() -> None:
    cases = [
        case("E6-001", text="养老"),
        case("E6-002", summary="养老"),
        case("E6-003", tags=["养老"]),
        case("E6-004", unit="养老院"),
        case("E6-005", "养老"),
    ]
    assert ids(cases, "养老") == ["E6-005", "E6-004", "E6-003", "E6-002", "E6-001"]


def test_a_phrase_goes_above_scattered_words() -> None:
    assert ids([case("E6-001", "食堂办进社区"), case("E6-002", "社区食堂")], "社区 食堂") == ["E6-002", "E6-001"]


def test_the_word_itself_goes_above_its_synonyms() -> None:
    cases = [case("E6-001", "拆除重建"), case("E6-002", text="旧改")]
    assert ids(cases, "旧改") == ["E6-002", "E6-001"]


def test_ties_go_to_the_newest_edition_then_by_number() -> None:
    cases = [case("E5-001", "党建"), case("E6-010", "党建"), case("E6-002", "党建")]
    assert ids(cases, "党建") == ["E6-002", "E6-010", "E5-001"]


def test_contacts_are_never_searched() -> None:
    assert ids([case("E6-001", contact={"name": "张三丰", "phone": "13800000000"})], "13800000000") == []


def test_exact_switches_everything_else_off() -> None:
    cases = [case("E6-001", district="静安区")]
    assert [hit.head["id"] for hit in find(Memory(cases), "闸北").hits] == ["E6-001"]
    assert list(find(Memory(cases), "闸北", exact=True).hits) == []


def test_words_of_the_same_meaning_find_one_another() -> None:
    cases = [case("E6-001", "加装电梯"), case("E6-002", "既有多层住宅加梯"), case("E6-003", "城市更新")]
    assert ids(cases, "加梯") == ["E6-002", "E6-001"]
    assert ids(cases, "加装电梯") == ["E6-001", "E6-002"]
    assert ids([case("E6-001", "市民服务热线")], "12345") == ["E6-001"]


def test_a_broader_term_counts_only_if_nothing_else_is_found() -> None:
    broader = case("E6-001", "城市更新", district="静安区")
    assert ids([broader], "加装电梯") == ["E6-001"]
    assert ids([broader, case("E6-002", "加装电梯", district="徐汇区")], "加装电梯") == ["E6-002"]
    assert ids([broader, case("E6-002", "加装电梯", district="徐汇区")], "加装电梯 静安") == ["E6-001"]


def test_a_synonym_inside_another_word_is_none() -> None:
    cases = [case("E6-001", "保税片区"), case("E6-002", "临港新片区"), case("E6-003", "新片区里的片区治理")]
    assert ids(cases, "网格化") == ["E6-003"]


def test_a_place_goes_above_other_things_of_its_name() -> None:
    cases = [
        case("E6-001", "殷行路上的工地", district="杨浦区", town="新江湾城街道"),
        case("E5-001", "睦邻", district="杨浦区", town="殷行街道"),
    ]
    assert ids(cases, "殷行") == ids(cases, "yinhang") == ["E5-001", "E6-001"]


@pytest.mark.parametrize(
    ("query", "unit"),
    [
        ("农商行", "上海农村商业银行股份有限公司嘉定支行"),
        ("交大", "上海交通大学设计学院"),
        ("華政", "华东政法大学"),
        ("国资委", "上海市国有资产监督管理委员会"),
        ("宝山区委组织部", "中共上海市宝山区委员会组织部"),
        ("工商联", "上海市工商业联合会"),
        ("妇联", "上海市妇女联·合会"),
        ("二中院", "上海市第二中级人民法院"),
    ],
)
def test_short_forms_of_units(query: str, unit: str) -> None:
    assert ids([case("E6-001", unit=unit)], query) == ["E6-001"]


@pytest.mark.parametrize(
    ("query", "unit"),
    [("市委", "上海市教育委员会"), ("人大", "上海某某大学"), ("二中院", "第二中级人民法院边的食堂")],
)
def test_what_is_no_short_form_of_a_unit(query: str, unit: str) -> None:
    assert ids([case("E6-001", unit=unit)], query) == []


def test_what_is_left_out_is_not_widened_by_synonyms() -> None:
    assert ids([case("E6-001", "拆除重建"), case("E6-002", "旧改")], "-旧改") == ["E6-001"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("district:徐汇", ["E6-001"]),
        ("district:徐匯區", ["E6-001"]),
        ("district:闸北,徐汇", ["E6-001", "E5-002"]),
        ("edition:5", ["E5-002"]),
        ("届：第六届", ["E6-001"]),
        ("edition:1..5", ["E5-002"]),
        ("edition:6..", ["E6-001"]),
        ("year:2023", ["E6-001"]),
        ("year:2019..2024", ["E6-001"]),
        ("year:2019..2022", []),
        ("tier:十佳", ["E6-001"]),
        ("theme:更新", ["E6-001"]),
        ("tag:减负", ["E5-002"]),
        ("unit:街道", ["E5-002"]),
        ("type:街镇", ["E5-002"]),
        ("id:e6-001", ["E6-001"]),
        ("town:天目西", ["E5-002"]),
        ("-district:徐汇", ["E5-002"]),
        ("edition:5 OR tag:减负 OR tier:十佳", ["E6-001", "E5-002"]),
    ],
)
def test_fields_restrict(query: str, found: list[str]) -> None:
    cases = [
        case("E6-001", district="徐汇区", themes=["城市更新"], award_tier="十佳案例"),
        case("E5-002", unit="某街道", unit_type="街镇", district="静安区", town="天目西路街道", tags=["减负增能"]),
    ]
    assert ids(cases, query) == found
    answer = find(Bytes(canonical(cases, EDITIONS), known_editions=EDITIONS), query)
    assert [hit.head["id"] for hit in answer.hits] == found


def test_options_mean_the_same_as_fields() -> None:
    cases = [case("E6-001", district="徐汇区"), case("E5-002", district="静安区")]
    assert ids(cases, None, Filters(district=("徐汇", "闸北"), edition=("5",))) == ["E5-002"]


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ("district:徐江", DataError, "there is no district “徐江”; perhaps 松江区, 徐汇区?"),
        ("edition:9", DataError, "edition 9 is not in the catalogue; it has 5, 6"),
        ("tier:银奖", DataError, "there is no award “银奖”; known are none, 十佳案例, 优秀案例, 提名案例"),
        ("edition:六", UsageError, "edition: expected a number or a range such as 3..6, not “六”"),
        ("year:2024..2019", UsageError, "year: the range “2024..2019” runs backwards"),
    ],
)
def test_what_cannot_be_is_refused(query: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        ids([case("E6-001")], query)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.EDITION, ["E6-001", "E6-002", "E5-001"]),
        (Sort.DISTRICT, ["E5-001", "E6-001", "E6-002"]),
        (Sort.TITLE, ["E6-002", "E5-001", "E6-001"]),
        (Sort.UNIT, ["E6-002", "E6-001", "E5-001"]),
        (Sort.AWARD, ["E6-002", "E6-001", "E5-001"]),
    ],
)
def test_sorting(sort: Sort, order: list[str]) -> None:
    cases = [
        case("E5-001", "北站", "张", district="黄浦区"),
        case("E6-001", "Z", "李", district="徐汇区"),
        case("E6-002", "2号", "A", district="市级", award_tier="十佳案例"),
    ]
    cases[1]["title"] = "中站"
    assert ids(cases, None, sort=sort) == order


def test_limit_and_offset_cut_but_the_total_stays() -> None:
    result = find(Memory([case(f"E6-{n:03d}") for n in range(1, 6)]), None, limit=2, offset=1)
    assert ([hit.head["id"] for hit in result.hits], result.total) == (["E6-002", "E6-003"], 5)


def test_facets_count_all_hits() -> None:
    cases = [
        case("E6-001", district="徐汇区", themes=["城市更新", "党建"]),
        case("E6-002", district="徐汇区"),
        case("E6-003", themes=["党建"]),
    ]
    assert find(Memory(cases), None, limit=1).facets(["district", "theme"]) == {
        "district": {"徐汇区": 2, "": 1},
        "theme": {"党建": 2, "": 1, "城市更新": 1},
    }


def test_a_hit_says_where_it_matched() -> None:
    hit = find(Memory([case("E6-001", "在徐·匯的實踐", tags=["别的", "徐汇滨江"])]), "徐汇").hits[0]
    spots = [(spot.field, spot.item, spot.text[spot.start : spot.end]) for spot in hit.spots()]
    assert spots == [("title", None, "徐·匯"), ("tags", 1, "徐汇")]


def test_guesses_are_marked() -> None:
    result = find(Memory([case("E6-001", "蕃瓜弄小区拆除重建")]), "番瓜弄")
    assert (result.approximate, [hit.level.name for hit in result.hits]) == (True, ["APPROXIMATE"])


def test_a_word_that_stands_elsewhere_is_not_guessed_at() -> None:
    cases = [case("E6-001", "番瓜弄"), case("E6-002", "蕃瓜弄", district="静安区")]
    assert ids(cases, "番瓜弄 静安") == []


def test_an_id_that_stands_twice_is_refused() -> None:
    raw = canonical([case("E6-001"), case("E6-001")])
    reader = Bytes(raw)
    find(reader, "无此词", exact=True)
    assert reader.whole_reads == 1  # the strict reader decides


def test_damage_in_a_hit_is_named() -> None:
    raw = canonical([case("E6-001", "徐汇"), case("E6-002", "静安")])
    raw = raw.replace("徐汇".encode(), "徐汇".encode() + b"\xff")
    with pytest.raises(DamagedError):
        find(Bytes(raw), "徐汇")
    assert [hit.head["id"] for hit in find(Bytes(raw), "静安").hits] == ["E6-002"]
