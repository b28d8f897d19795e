from __future__ import annotations

import pytest

from shanghai_cases.errors import DataError, UsageError
from shanghai_cases.model.figure import UNKNOWN, exactly
from shanghai_cases.presentation.report_compare import compare_json, compare_rows
from shanghai_cases.report.comparison import Movement
from shanghai_cases.report.coverage import Kind
from tests.report.factories import case, compare_editions, edition

EDITIONS = [edition(4), edition(5, 200), edition(6, 300, 50)]
CASES = [
    case(5, district="徐汇区"),
    case(5, district="静安区"),
    case(5, district="静安区"),
    case(5, district="崇明区"),
    case(6, district="徐汇区"),
    case(6, district="徐汇区"),
    case(6, district="静安区"),
    case(6, district="金山区"),
]


def test_what_came_rose_fell_and_went() -> None:
    pairs = compare_editions(EDITIONS, CASES, 5, 6).pairs[Kind.DISTRICT]
    assert {pair.name: pair.movement for pair in pairs} == {
        "徐汇区": Movement.ROSE,
        "金山区": Movement.CAME,
        "静安区": Movement.FELL,
        "崇明区": Movement.WENT,
    }
    assert (pairs[0].first, pairs[0].second, pairs[0].second_share) == (exactly(1), exactly(2), exactly(50.0))


def test_against_an_edition_of_which_nothing_is_recorded_every_movement_is_unknown() -> None:
    pairs = compare_editions(EDITIONS, CASES, 4, 6).pairs[Kind.DISTRICT]
    assert {(pair.first, pair.change, pair.movement) for pair in pairs} == {(UNKNOWN, UNKNOWN, Movement.UNKNOWN)}


def test_rows_have_the_figures_first_and_then_every_group() -> None:
    rows = compare_rows(compare_editions(EDITIONS, CASES, 5, 6))
    assert rows[:2] == [
        ("submissions", "", "200", "300", "100", "", "exact", "exact"),
        ("growth_percent", "", "", "50.00", "", "", "unknown", "exact"),
    ]
    assert ("recorded_by_district", "崇明区", "1", "0", "-1", "went", "exact", "exact") in rows


def test_json_has_the_growth_between_the_two() -> None:
    document = compare_json(compare_editions(EDITIONS, CASES, 5, 6))
    assert (document["first"], document["second"]) == (5, 6)
    assert document["growth_percent"] == {"value": 50.0, "qualifier": "exact"}


def test_an_edition_with_itself_or_with_none_is_refused() -> None:
    with pytest.raises(UsageError):
        compare_editions(EDITIONS, CASES, 6, 6)
    with pytest.raises(DataError):
        compare_editions(EDITIONS, CASES, 6, 7)
