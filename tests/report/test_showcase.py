from __future__ import annotations

from shanghai_cases.model.case import Case, Status
from shanghai_cases.report.showcase import Shelf, showcase
from tests.report.factories import SIXTH


def whole(number: int, tier: str | None, status: Status = Status.SUBMITTED, edition: int = 6) -> Case:
    return Case(f"E{edition}-{number:03d}", edition, "题名", "单位", award_tier=tier, status=status)


def test_winners_stand_by_tier_in_order_of_honour_and_of_id() -> None:
    cases = [whole(10, "优秀案例"), whole(3, "十佳"), whole(2, "十佳案例"), whole(1, "none"), whole(4, None)]
    assert showcase(SIXTH, cases) == (
        Shelf("十佳案例", (cases[2], cases[1])),
        Shelf("优秀案例", (cases[0],)),
    )


def test_where_no_award_is_known_all_recorded_cases_stand_without_a_tier() -> None:
    cases = [whole(2, None), whole(1, None)]
    assert showcase(SIXTH, cases) == (Shelf("", (cases[1], cases[0])),)


def test_withdrawn_cases_and_those_of_other_editions_are_left_out() -> None:
    cases = [whole(1, "十佳案例", Status.WITHDRAWN), whole(1, "十佳案例", edition=5)]
    assert showcase(SIXTH, cases) == ()


def test_cases_known_to_have_no_award_are_no_winners() -> None:
    assert showcase(SIXTH, [whole(1, "none")]) == ()
