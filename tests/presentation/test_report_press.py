from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.model.edition import AwardTier, Edition
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, exactly
from shanghai_cases.presentation.report_press import press_text
from tests.report.factories import NAMED, SHIPPED, case, edition, edition_report, over, under

if TYPE_CHECKING:
    from shanghai_cases.report.facts import CaseFacts


def chinese(*editions: Edition, cases: list[CaseFacts] | None = None) -> str:
    return press_text(edition_report(editions, cases or [], editions[-1].number), "zh")


def test_the_sixth_editions_release_in_both_languages() -> None:
    report = edition_report(SHIPPED, NAMED, 6)
    assert press_text(report, "zh") == (
        "2024年1月4日，第六届中国（上海）社会治理创新实践案例发布。共征集案例481件，较上届增长33%。"
        "评出十佳案例10件、优秀案例20件、提名案例30件，共60件，入选率12.5%。6届累计征集案例近2000件。"
    )
    assert press_text(report, "en") == (
        "第六届中国（上海）社会治理创新实践案例 was released (4 January 2024). "
        "481 cases were submitted, 33 % more than in the edition before. "
        "10 “十佳案例”, 20 “优秀案例”, 30 “提名案例” were named, 60 in all, 12.5 % of those submitted. "
        "The 6 editions so far have gathered nearly 2000 cases."
    )


def test_nothing_is_said_of_an_edition_of_which_nothing_is_known() -> None:
    assert chinese(edition(1)) == ""


@pytest.mark.parametrize(
    ("submissions", "growth", "text"),
    [
        (over(200), UNKNOWN, "共征集案例逾200件。"),
        (Figure(300, Qualifier.ABOUT), 12.5, "共征集案例约300件，较上届增长12.5%。"),
        (Figure(None, Qualifier.DERIVED, 361, 363), 0, "共征集案例361-363（推算）件，与上届持平。"),
        (200, -5, "共征集案例200件，较上届下降5%。"),
        (200, over(30), "共征集案例200件，较上届增长逾30%。"),
        (200, under(-5), "共征集案例200件，较上届下降逾5%。"),
        (200, Figure(10, Qualifier.ABOUT), "共征集案例200件，较上届增长约10%。"),
        (200, under(5), "共征集案例200件。"),
        (200, over(-5), "共征集案例200件。"),
        (Figure(300, Qualifier.PLANNED), Figure(10, Qualifier.PLANNED), ""),
    ],
)
def test_the_wording_follows_the_qualifier(submissions: int | Figure, growth: float | Figure, text: str) -> None:
    assert chinese(edition(6, submissions, growth)) == text


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        (362, 481, "增长32.9%"),
        (200, 190, "下降5.0%"),
        (over(100), 90, "下降逾10.0%"),
        (over(100), 110, None),
        (under(100), 150, "增长逾50.0%"),
        (Figure(None, Qualifier.DERIVED, 100, 110), 120, "增长9.0%至20.0%（推算）"),
        (Figure(None, Qualifier.DERIVED, 100, 110), 90, "下降10.0%至18.2%（推算）"),
        (Figure(None, Qualifier.DERIVED, 100, 110), 105, None),
    ],
)
def test_a_growth_that_was_not_published_is_computed_where_its_direction_is_sure(
    before: int | Figure, now: int, text: str | None
) -> None:
    told = chinese(edition(5, before), edition(6, now)).partition("。")[0]
    assert told == f"共征集案例{now}件" + (f"，较上届{text}" if text else "")


def test_a_published_growth_that_contradicts_the_counts_is_not_told() -> None:
    assert chinese(edition(5, 364), edition(6, 481, 33)) == "共征集案例481件。"


def test_only_awards_that_were_given_are_told() -> None:
    tiers = (AwardTier("金奖", exactly(3)), AwardTier("银奖", Figure(5, Qualifier.PLANNED)), AwardTier("铜奖"))
    assert chinese(replace(edition(6), tiers=tiers)) == "评出金奖3件。"
    assert chinese(replace(edition(6, 300), awards_total=exactly(30))) == ("共征集案例300件。共评出30件，入选率10.0%。")


def test_what_is_new_is_told_without_reserve_only_where_all_earlier_cases_are_recorded() -> None:
    cases = [case(1, unit_type="区"), case(2, unit_type="区"), case(2, unit_type="高校")]
    assert chinese(edition(1, 1), edition(2), cases=cases) == "首次有高校类单位申报。"
    assert chinese(edition(1, 2), edition(2), cases=cases) == "案例库中首次有高校类单位申报。"
    assert chinese(edition(1), edition(2), cases=cases[1:]) == ""


def test_a_date_may_stop_at_the_month_or_the_year() -> None:
    told = [chinese(replace(edition(7), released=day)) for day in ("2025-03", "2025")]
    assert told == ["2025年3月，第7届发布。", "2025年，第7届发布。"]
