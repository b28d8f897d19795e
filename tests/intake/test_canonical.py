"""Canonical forms of places, types, themes and awards, and what a unit's name tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import FieldError
from shanghai_cases.intake.canonical import canonical
from shanghai_cases.model.case import Case
from shanghai_cases.model.edition import AwardTier, Edition
from shanghai_cases.places import districts, towns
from shanghai_cases.vocabulary import themes, unit_types

EDITION = Edition(6, tiers=(AwardTier("十佳案例", aliases=("十佳",)), AwardTier("优秀案例")))


def case(**fields: object) -> Case:
    return Case(**{"id": "", "edition": 6, "title": "甲", "unit": "某单位", **fields})  # type: ignore[arg-type]


def place_of(**fields: object) -> tuple[str, str, str]:
    done, _ = canonical(case(**fields), EDITION)
    return done.district, done.town, done.unit_type


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("静安区天目西路街道", ("静安区", "天目西路街道", "街镇")),
        ("天目西路街道", ("静安区", "天目西路街道", "街镇")),
        ("嘉定区嘉定镇街道", ("嘉定区", "嘉定镇街道", "街镇")),
        ("宝山区大场镇", ("宝山区", "大场镇", "街镇")),
        ("静安区宝山路街道", ("静安区", "宝山路街道", "街镇")),
        ("虹桥镇", ("闵行区", "虹桥镇", "街镇")),
        ("虹桥街道", ("长宁区", "虹桥街道", "街镇")),
        ("徐汇区", ("徐汇区", "", "区")),
        ("上海市大数据中心", ("市级", "", "市级机构")),
        ("上海市第二中级人民法院", ("市级", "", "法院")),
        ("上海农商银行", ("市级", "", "国企/银行")),
    ],
)
def test_what_a_units_name_tells(unit: str, expected: tuple[str, str, str]) -> None:
    assert place_of(unit=unit) == expected


def test_what_was_filled_in_is_told() -> None:
    _, remarks = canonical(case(unit="静安区天目西路街道", unit_type="街镇"), EDITION)
    assert list(map(str, remarks)) == [
        "district: 静安区, from the unit's name",
        "town: 天目西路街道, from the unit's name",
    ]


def test_what_was_said_wins_over_the_name() -> None:
    assert place_of(unit="静安区天目西路街道", district="市级") == ("市级", "", "街镇")
    assert place_of(unit="静安区天目西路街道", unit_type="法院")[2] == "法院"
    assert place_of(unit="徐汇区", town="大场镇") == ("宝山区", "大场镇", "区")


@pytest.mark.parametrize(
    ("field", "written", "stored"),
    [
        ("district", "徐汇", "徐汇区"),
        ("district", "浦东", "浦东新区"),
        ("district", "闸北", "静安区"),
        ("district", "市级", "市级"),
        ("town", "天目西路", "天目西路街道"),
        ("award_tier", "十佳", "十佳案例"),
        ("award_tier", "无", "none"),
        ("award_tier", "未获奖", "none"),
    ],
)
def test_other_names_become_the_canonical_one_and_that_is_told(field: str, written: str, stored: str) -> None:
    done, remarks = canonical(case(**{field: written}), EDITION)
    assert getattr(done, field) == stored
    changed = [str(one) for one in remarks if str(one).startswith(f"{field}:")]
    assert changed == ([] if written == stored else [f"{field}: {written} is taken as {stored}"])


def test_a_theme_outside_the_taxonomy_is_kept_and_told() -> None:
    done, remarks = canonical(case(themes=("城市更新", "自拟")), EDITION)
    assert done.themes == ("城市更新", "自拟")
    assert list(map(str, remarks)) == ["theme 自拟 is not in the taxonomy; kept as written"]


def test_two_names_of_one_theme_are_one_theme() -> None:
    theme = next(one for one in themes() if one.aliases)
    done, _ = canonical(case(themes=(theme.name, theme.aliases[0])), EDITION)
    assert done.themes == (theme.name,)


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"district": "徐会"}, "district", "is not a district; did you mean 徐汇区?"),
        ({"district": "火星区"}, "district", "is not a district"),
        ({"town": "不存在街道"}, "town", "is not a town"),
        ({"district": "徐汇区", "town": "大场镇"}, "town", "is in 宝山区"),
        (
            {"unit_type": "公司"},
            "unit_type",
            f"must be one of: {', '.join(kind.name for kind in unit_types())}",
        ),
        ({"award_tier": "特等"}, "award_tier", "must be one of: 十佳案例, 优秀案例, none"),
    ],
)
def test_what_is_not_known_is_refused(fields: dict[str, str], field: str, reason: str) -> None:
    with pytest.raises(FieldError) as caught:
        canonical(case(**fields), EDITION)
    assert (caught.value.field, str(caught.value.reason)) == (field, reason)


def test_a_short_name_of_several_towns_needs_the_district() -> None:
    with pytest.raises(FieldError) as caught:
        canonical(case(town="虹桥"), EDITION)
    assert str(caught.value.reason) == "could be any of: 长宁区虹桥街道, 闵行区虹桥镇"
    assert place_of(town="虹桥", district="闵行")[:2] == ("闵行区", "虹桥镇")


@pytest.mark.parametrize("edition", [None, Edition(5)], ids=["no edition", "no tiers"])
def test_an_award_is_kept_where_the_edition_names_none(edition: Edition | None) -> None:
    done, _ = canonical(case(award_tier="金奖"), edition)
    assert done.award_tier == "金奖"


UNITS = st.sampled_from(
    [
        *(town.district + town.name for town in towns()),
        *(district.name for district in districts()),
        *("上海农商银行", "某单位", "上海市第二中级人民法院"),
    ]
)


@given(UNITS, st.sampled_from(["", *(district.name for district in districts())]))
def test_canonical_forms_stay_as_they_are(unit: str, district: str) -> None:
    once, _ = canonical(case(unit=unit, district=district), EDITION)
    assert canonical(once, EDITION) == (once, ())


@given(UNITS)
def test_nothing_but_places_type_themes_and_award_is_touched(unit: str) -> None:
    before = case(unit=unit, summary="甲", tags=("乙",), notes=("丙",))
    done, _ = canonical(before, EDITION)
    assert replace(done, district="", town="", unit_type="") == before
