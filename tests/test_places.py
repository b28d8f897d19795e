from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.places import (
    CITY_LEVEL,
    districts,
    find_district,
    find_towns,
    former,
    formers,
    locate,
    suggest_district,
    suggest_town,
    towns,
    without_places,
)
from shanghai_cases.text.folding import fold

FACTS = Path(__file__).resolve().parents[1] / "scripts" / "facts"
UNITS = (
    json.loads((FACTS / "cases.json").read_text(encoding="utf-8"))["cases"]
    + json.loads((FACTS / "neighbours.json").read_text(encoding="utf-8"))["items"]
)


def where(text: str) -> tuple[str, str | None] | None:
    place = locate(text)
    return None if place is None else (place.district, place.town)


def test_sixteen_districts_in_the_order_of_their_codes() -> None:
    assert [district.short for district in districts()] == [
        *("黄浦", "徐汇", "长宁", "静安", "普陀", "虹口", "杨浦", "闵行"),
        *("宝山", "嘉定", "浦东", "金山", "松江", "青浦", "奉贤", "崇明"),
    ]


def test_towns_by_type() -> None:
    counts = {"街道": 108, "镇": 106, "乡": 2, "功能区": 19}
    assert Counter(town.type for town in towns()) == counts
    assert sum(len(towns(district.name)) for district in districts()) == len(towns())


def test_towns_of_a_district() -> None:
    assert Counter(town.type for town in towns("徐汇区")) == {"街道": 12, "镇": 1, "功能区": 1}
    assert towns("不存在区") == ()


def test_pinyin_of_a_stem_begins_that_of_the_name() -> None:
    assert [town.name for town in towns() if not town.pinyin.startswith(town.pinyin_stem)] == []


def test_names_are_their_own_keys_so_that_keys_find_them() -> None:
    short = [name for town in towns() for name in (*town.aliases, *town.unsafe_aliases, *town.in_text, town.pinyin)]
    assert [name for name in short if fold(name) != name] == []
    full_width = "中国（上海）自由贸易试验区（保税片区）"
    assert [town.name for town in towns() if fold(town.name) not in (town.name, *town.aliases)] == []
    assert [town.name for town in towns() if fold(town.name) != town.name] == [full_width]


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("徐汇区", "徐汇区"),
        ("徐汇", "徐汇区"),
        ("徐匯區", "徐汇区"),
        ("上海市徐汇区", "徐汇区"),
        (" 徐 汇 ", "徐汇区"),
        ("xuhui", "徐汇区"),
        ("XuHuiQu", "徐汇区"),
        ("浦东", "浦东新区"),
        ("浦东区", "浦东新区"),
        ("Pudong", "浦东新区"),
        ("闸北区", "静安区"),
        ("閘北", "静安区"),
        ("卢湾", "黄浦区"),
        ("南汇", "浦东新区"),
        ("川沙县", "浦东新区"),
        ("上海县", "闵行区"),
        ("崇明岛", "崇明区"),
        ("宝山", "宝山区"),
        ("嘉定", "嘉定区"),
    ],
)
def test_a_district_is_found_by_its_names(name: str, district: str) -> None:
    found = find_district(name)
    assert found is not None
    assert found.name == district


@pytest.mark.parametrize("name", ["", "上海", "上海市", "宝山路", "市级", "徐", "区", "徐汇路", "虹桥"])
def test_what_is_no_district(name: str) -> None:
    assert find_district(name) is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("天目西路街道", ["静安区天目西路街道"]),
        ("天目西路", ["静安区天目西路街道"]),
        ("靜安區天目西路街道", ["静安区天目西路街道"]),
        ("静安区天目西", ["静安区天目西路街道"]),
        ("徐汇区天目西路街道", []),
        ("虹桥", ["长宁区虹桥街道", "闵行区虹桥镇"]),
        ("虹桥镇", ["闵行区虹桥镇"]),
        ("彭浦", ["静安区彭浦新村街道", "静安区彭浦镇"]),
        ("嘉定镇", ["嘉定区嘉定镇街道"]),
        ("唐镇", ["浦东新区唐镇"]),
        ("唐", []),
        ("宝山", []),
        ("江苏", []),
        ("花木镇", ["浦东新区花木街道"]),
        ("梅园新村街道", ["浦东新区陆家嘴街道"]),
        ("江湾镇", ["虹口区江湾镇街道"]),
        ("真如镇", ["普陀区真如镇街道"]),
        ("娄塘镇", ["嘉定区嘉定工业区"]),
        ("上海湾区", ["金山区上海湾区高新技术产业开发区"]),
        ("中国（上海）自由贸易试验区（保税片区）", ["浦东新区中国（上海）自由贸易试验区（保税片区）"]),
        ("tianmuxilu", ["静安区天目西路街道"]),
        ("不存在镇", []),
        ("", []),
    ],
)
def test_towns_are_found_by_their_names(name: str, found: list[str]) -> None:
    assert [town.district + town.name for town in find_towns(name)] == found


def test_a_district_narrows_the_towns() -> None:
    assert [town.name for town in find_towns("虹桥", "闵行区")] == ["虹桥镇"]
    assert find_towns("虹桥", "徐汇区") == ()
    assert find_towns("长宁区虹桥", "闵行区") == ()


def test_unsafe_aliases_only_when_asked_for() -> None:
    assert find_towns("宝山") == ()
    assert [town.name for town in find_towns("宝山", unsafe=True)] == ["宝山路街道"]
    assert [town.name for town in find_towns("长宁区江苏", unsafe=True)] == ["江苏路街道"]


def test_every_town_is_found_by_its_full_name_alone() -> None:
    assert [town.name for town in towns() if find_towns(town.name) != (town,)] == []


def test_what_a_former_place_is_today() -> None:
    place = former("閘北區")
    assert place is not None
    assert (place.kind, place.district, place.town, place.year) == ("区", "静安区", None, 2015)
    town = former("花木镇")
    assert town is not None
    assert (town.kind, town.district, town.town, town.year) == ("镇", "浦东新区", "花木街道", 2006)
    assert former("卢湾") == former("卢湾区")
    assert former("上海") is None
    assert former("川沙") is None
    assert former("宝山") is None
    assert former("徐汇区") is None


def test_every_former_place_leads_to_one_of_today() -> None:
    today = {(town.district, town.name) for town in towns()} | {(place.name, None) for place in districts()}
    assert {(entry.district, entry.town) for entry in formers()} - today == set()


@pytest.mark.parametrize("unit", UNITS, ids=[unit["id"] for unit in UNITS])
def test_the_units_of_the_collected_cases(unit: dict[str, str]) -> None:
    # A town that was inferred from other sources is not in the unit's name.
    town = None if unit.get("town_note") or "据" in unit.get("note", "") else unit["town"]
    inferred = {"黄浦区新天地居民区": None}
    assert where(unit["unit"]) == (unit["district"], inferred.get(unit["unit"], town))


def test_every_town_is_located_by_its_full_name_with_or_without_its_district() -> None:
    wrong = [
        town.name
        for town in towns()
        for text in (town.name, town.district + town.name, f"上海市{town.district}{town.name}办事处")
        if where(text) != (town.district, town.name)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("宝山路街道", ("静安区", "宝山路街道"), id="a road called after another district"),
        pytest.param("宝山路小学", None, id="a road is no district"),
        pytest.param("宝山区", ("宝山区", None), id="the district itself"),
        pytest.param("虹桥街道", ("长宁区", "虹桥街道"), id="one stem, two districts: the subdistrict"),
        pytest.param("虹桥镇", ("闵行区", "虹桥镇"), id="one stem, two districts: the town"),
        pytest.param("虹桥", None, id="one stem, two districts: can't be told"),
        pytest.param("闵行区虹桥", ("闵行区", None), id="an ambiguous stem beside a district"),
        pytest.param("闵行区虹桥街道", None, id="a town in the wrong district"),
        pytest.param("彭浦", ("静安区", None), id="two towns of one district"),
        pytest.param("上海湾区", ("金山区", "上海湾区高新技术产业开发区"), id="not 海湾镇"),
        pytest.param("上海湾景小区", ("市级", None), id="上海 is read first"),
        pytest.param("上海海湾镇", ("奉贤区", "海湾镇"), id="海湾镇 after 上海"),
        pytest.param("海湾旅游区", ("奉贤区", "海湾旅游区"), id="not 海湾镇 either"),
        pytest.param("北外滩街道", ("虹口区", "北外滩街道"), id="not 外滩街道"),
        pytest.param("北外滩来福士", ("虹口区", None), id="not 外滩"),
        pytest.param("外滩街道", ("黄浦区", "外滩街道"), id="外滩街道"),
        pytest.param("新江湾城街道", ("杨浦区", "新江湾城街道"), id="not 江湾镇街道"),
        pytest.param("新村乡", ("崇明区", "新村乡"), id="新村乡"),
        pytest.param("玉兰新村加装电梯", None, id="a housing estate is not 新村乡"),
        pytest.param("唐镇", ("浦东新区", "唐镇"), id="stem of one character: 唐镇"),
        pytest.param("堡镇", ("崇明区", "堡镇"), id="stem of one character: 堡镇"),
        pytest.param("庙镇", ("崇明区", "庙镇"), id="stem of one character: 庙镇"),
        pytest.param("万里长征大桥建设", None, id="common words that are towns"),
        pytest.param("万里街道", ("普陀区", "万里街道"), id="a common word with its type"),
        pytest.param("大场景应用", None, id="大场 in 大场景"),
        pytest.param("大团结", None, id="大团 in 大团结"),
        pytest.param("岳阳医院", None, id="a city elsewhere"),
        pytest.param("江苏路街道", ("长宁区", "江苏路街道"), id="a province in a name"),
        pytest.param("江苏省", None, id="a province"),
        pytest.param("花木镇", ("浦东新区", "花木街道"), id="former town"),
        pytest.param("江湾镇", ("虹口区", "江湾镇街道"), id="江湾镇"),
        pytest.param("真如镇", ("普陀区", "真如镇街道"), id="真如镇"),
        pytest.param("嘉定区嘉定镇街道", ("嘉定区", "嘉定镇街道"), id="嘉定镇街道"),
        pytest.param("嘉定", ("嘉定区", None), id="a district before its town"),
        pytest.param("金山卫镇", ("金山区", "金山卫镇"), id="金山卫镇"),
        pytest.param("绿水青山就是金山银山", None, id="金山银山"),
        pytest.param("黄浦江两岸", None, id="黄浦江"),
        pytest.param("松江路", None, id="松江路"),
        pytest.param("虹口中路", None, id="a road with a direction"),
        pytest.param("江湾体育场", None, id="江湾 is also in 杨浦区"),
        pytest.param("川沙", ("浦东新区", "川沙新镇"), id="a former county whose name is a town's today"),
        pytest.param("宁静安全的小区", None, id="静安 across two words"),
        pytest.param("上海浦东发展银行", ("市级", None), id="浦东 in the name of a bank"),
        pytest.param("闸北区", ("静安区", None), id="former district"),
        pytest.param("原卢湾区五里桥街道", ("黄浦区", "五里桥街道"), id="former district and its town"),
        pytest.param("徐汇区与静安区", None, id="two districts"),
        pytest.param("徐汇、静安联动", None, id="two districts, short"),
        pytest.param("陆家嘴街道、洋泾街道", ("浦东新区", None), id="two towns of a district"),
        pytest.param("陆家嘴金融城", ("浦东新区", None), id="a stem in another name tells the district only"),
        pytest.param("陆家嘴", ("浦东新区", "陆家嘴街道"), id="a stem alone"),
        pytest.param("徐汇区外滩", ("徐汇区", None), id="a full name outranks a stem"),
        pytest.param("天目西路", ("静安区", "天目西路街道"), id="a road alone is the town"),
        pytest.param("天目西路改造", None, id="a road in a text is a road"),
        pytest.param("靜安區　天目西路街道", ("静安区", "天目西路街道"), id="traditional, full-width space"),
        pytest.param("嘉定新城", ("嘉定区", None), id="new town"),
        pytest.param("南汇新城镇", ("浦东新区", "南汇新城镇"), id="南汇新城镇"),
        pytest.param("上海市徐汇区人民法院", ("徐汇区", None), id="a district's court"),
        pytest.param("市民政局", ("市级", None), id="an office of the city, short"),
        pytest.param("市民中心", None, id="市 that is not the city"),
        pytest.param("市场监督管理局", None, id="市场 is not the city"),
        pytest.param("中共上海市委", ("市级", None), id="a party office of the city"),
        pytest.param("复旦大学", None, id="no place"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_locate(text: str, place: tuple[str, str | None] | None) -> None:
    assert where(text) == place


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("靜安區“天目西路”街道", "天目西路”街道"),
        ("徐匯區民政局", "徐匯區"),
        ("上海市信访办", "上海市"),
        ("陆家嘴金融城", "陆家嘴"),
    ],
)
def test_the_evidence_is_the_piece_of_the_text_as_written(text: str, evidence: str) -> None:
    place = locate(text)
    assert place is not None
    assert place.evidence == evidence


@given(st.lists(st.sampled_from([*(town.name for town in towns()), "与", "、", "上海", "路"]), max_size=4))
def test_what_is_located_exists_and_stands_in_the_text(names: list[str]) -> None:
    text = "".join(names)
    place = locate(text)
    if place is not None:
        assert place.evidence in text
        assert place.district == CITY_LEVEL or find_district(place.district) is not None
        assert place.town is None or place.town in {town.name for town in towns(place.district)}


def test_text_without_its_places() -> None:
    assert without_places("上海市靜安區天目西路街道办事处") == "办事处"
    assert without_places("中共上海市委组织部") == "委组织部"
    assert without_places("陆家嘴金融城") == "陆家嘴金融城"


@pytest.mark.parametrize(
    ("name", "suggestions"),
    [("徐会区", ("徐汇区",)), ("闽行区", ("闵行区",)), ("xuhiu", ("徐汇区",)), ("火星", ())],
)
def test_similar_districts(name: str, suggestions: tuple[str, ...]) -> None:
    assert suggest_district(name)[: len(suggestions) or 1] == suggestions


def test_similar_towns() -> None:
    assert suggest_town("天目东路街道")[0] == "天目西路街道"
    assert suggest_town("漕河径街道", "徐汇区")[0] == "漕河泾街道"
    assert suggest_town("火星基地") == ()
