from __future__ import annotations

from shanghai_cases.presentation.report_rows import report_json, report_rows
from tests.report.factories import NAMED, SHIPPED, case, edition, edition_report, over, overview

HEADLINE = [
    ("6", "submissions", "", "481", "exact"),
    ("6", "previous_submissions", "", "361..363", "derived"),
    ("6", "growth_percent", "computed", "", "unknown"),
    ("6", "growth_percent", "published", "33.00", "exact"),
    ("6", "cumulative", "", "2000", "nearly"),
]


def test_the_sixth_edition_in_tidy_rows() -> None:
    rows = report_rows(edition_report(SHIPPED, NAMED, 6))
    assert rows[:5] == HEADLINE
    assert [row[2:4] for row in rows if row[1] == "awards"] == [
        ("十佳案例", "10"),
        ("优秀案例", "20"),
        ("提名案例", "30"),
    ]
    singles = {row[1]: row[3:] for row in rows if not row[2]}
    assert singles["awards_total"] == ("60", "exact")
    assert singles["selection_rate_percent"] == ("12.47", "exact")
    assert singles["recorded"] == ("11", "exact")
    assert singles["recorded_share_percent"] == ("2.29", "exact")
    assert [row[2:4] for row in rows if row[1] == "recorded_by_theme"] == [
        ("为基层减负增能", "3"),
        ("全过程人民民主", "2"),
        ("城市更新", "2"),
        ("增强基层党组织功能", "2"),
        ("数字化和绿色转型", "2"),
    ]


def test_the_overview_gives_each_edition_its_rows_and_unknown_is_an_empty_value() -> None:
    rows = report_rows(overview(SHIPPED, NAMED))
    assert [row[0] for row in rows if row[1] == "submissions"] == ["1", "2", "3", "4", "5", "6"]
    assert rows[0] == ("1", "submissions", "", "", "unknown")


def test_bounds_are_rounded_so_that_they_stay_bounds() -> None:
    rows = report_rows(edition_report([edition(5, over(350)), edition(6, over(481))], [], 6))
    assert next(row for row in rows if row[1] == "growth_percent") == ("6", "growth_percent", "computed", "", "unknown")
    rows = report_rows(edition_report([edition(5, 350), edition(6, over(481))], [case()], 6))
    assert next(row for row in rows if row[1] == "growth_percent")[3:] == ("37.42..", "over")
    assert next(row for row in rows if row[1] == "recorded_share_percent")[3:] == ("..0.21", "under")


def test_cases_that_do_not_say_are_the_group_unknown() -> None:
    rows = report_rows(edition_report([edition(6)], [case()], 6))
    assert ("6", "recorded_by_district", "unknown", "1", "exact") in rows


def test_json_holds_the_measures_by_name() -> None:
    document = report_json(edition_report(SHIPPED, NAMED, 6))
    assert (document["edition"], document["previous_edition"], document["growth_circular"]) == (6, 5, True)
    assert document["submissions"] == {"value": 481, "qualifier": "exact"}
    assert document["growth_percent"] == {
        "computed": {"value": None, "qualifier": "unknown"},
        "published": {"value": 33, "qualifier": "exact"},
    }
    assert document["previous_submissions"] == {
        "value": None,
        "qualifier": "derived",
        "minimum": 361,
        "maximum": 363,
        "basis": "481 / 1.33",
    }


def test_json_of_the_overview_is_a_list_of_editions() -> None:
    document = report_json(overview(SHIPPED, NAMED))
    assert isinstance(document["editions"], list)
    assert [line["edition"] for line in document["editions"]] == [1, 2, 3, 4, 5, 6]
