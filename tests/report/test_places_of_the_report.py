from __future__ import annotations

from shanghai_cases import places
from shanghai_cases.report.districts import CITY_LEVEL, DISTRICTS
from tests.report.factories import NAMED, SHIPPED, case, edition, edition_report


def test_the_names_that_are_always_listed_are_those_of_the_gazetteer() -> None:
    assert tuple(district.name for district in places.districts()) == DISTRICTS
    assert places.CITY_LEVEL == CITY_LEVEL


def test_all_districts_and_the_city_level_are_listed_with_zeros() -> None:
    report = edition_report(SHIPPED, NAMED, 6)
    assert [group.name for group in report.districts] == [*DISTRICTS, CITY_LEVEL]
    assert sum(group.cases == 0 for group in report.districts) == 8


def test_the_towns_of_the_new_towns_are_towns_of_their_district() -> None:
    for place in edition_report(SHIPPED, NAMED, 6).new_towns[1:]:
        (district,) = place.districts
        assert {town.name for town in places.towns(district)} >= set(place.towns)
        assert {each.new_town for each in places.districts() if each.name == district} == {place.name}


def test_a_new_town_is_counted_by_its_known_towns_and_by_its_district() -> None:
    cases = [
        case(6, district="嘉定区", town="马陆镇"),
        case(6, district="嘉定区", town="外冈镇"),
        case(6, district="浦东新区", town="南汇新城镇"),
        case(6, district="徐汇区"),
    ]
    counted = {
        place.name: (place.in_towns.cases, place.in_districts.cases)
        for place in edition_report([edition(6)], cases, 6).new_towns
    }
    assert counted == {
        "五个新城": (2, 3),
        "嘉定新城": (1, 2),
        "青浦新城": (0, 0),
        "松江新城": (0, 0),
        "奉贤新城": (0, 0),
        "南汇新城": (1, 1),
    }
