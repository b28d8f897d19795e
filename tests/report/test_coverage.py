from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, exactly
from shanghai_cases.report.coverage import Group
from shanghai_cases.report.facts import CaseFacts
from tests.report.factories import NAMED, SHIPPED, case, edition, edition_report, overview

CASES = st.lists(
    st.builds(
        CaseFacts,
        st.just("E6-001"),
        st.integers(1, 4),
        st.sampled_from(["徐汇区", "市级", "静安区", ""]),
        st.sampled_from(["", "大场镇"]),
        st.sampled_from(["甲", "乙", "丙"]),
        st.sampled_from(["区", "高校", ""]),
        st.lists(st.sampled_from(["城市更新", "养老", "数字化"]), unique=True, max_size=3).map(tuple),
        st.sampled_from([None, "none", "十佳案例"]),
        st.sampled_from(["submitted", "withdrawn"]),
    ),
    max_size=40,
)


@given(CASES)
def test_every_group_equals_a_recount(cases: list[CaseFacts]) -> None:
    standing = [case for case in cases if case.status == "submitted"]
    report = edition_report([edition(number) for number in range(1, 5)], cases, 3)
    now = [case for case in standing if case.edition == 3]
    before = [case for case in standing if case.edition == 2]
    for group in report.districts:
        count = sum(case.district == group.name for case in now)
        assert group.cases == count
        if before:
            assert group.change == exactly(count - sum(case.district == group.name for case in before))
        else:
            assert group.change == UNKNOWN
    themes = Counter(theme for case in now for theme in case.themes or ("",))
    assert {group.name: group.cases for group in report.themes if group.cases} == themes
    assert sum(group.cases for group in report.unit_types) == len(now)
    assert report.line.recorded == exactly(len(now))
    assert report.line.withdrawn == exactly(sum(c.edition == 3 and c.status == "withdrawn" for c in cases))


def test_shares_are_shares_of_what_is_recorded() -> None:
    report = edition_report(SHIPPED, NAMED, 6)
    assert report.unit_types[0] == Group("区", 6, exactly(100 * 6 / 11), UNKNOWN, UNKNOWN)


def test_a_rise_from_nothing_recorded_is_unknown_but_from_a_recorded_edition_it_counts_from_zero() -> None:
    editions = [edition(5), edition(6)]
    now = case(6, district="徐汇区")
    alone = edition_report(editions, [now], 6).districts
    beside = edition_report(editions, [now, case(5, district="静安区")], 6).districts
    assert {group.change for group in alone} == {UNKNOWN}
    changes = {group.name: group.change for group in beside if group.change != exactly(0)}
    assert changes == {"徐汇区": exactly(1), "静安区": exactly(-1)}


def test_cases_that_do_not_say_come_last() -> None:
    report = edition_report([edition(6)], [case(), case(), case(unit_type="高校")], 6)
    assert [(group.name, group.cases) for group in report.unit_types] == [("高校", 1), ("", 2)]


def test_the_share_recorded_keeps_the_bound_of_the_submissions() -> None:
    line = overview([edition(6, Figure(200, Qualifier.OVER))], [case()] * 10).lines[0]
    assert line.recorded_share == Figure(5.0, Qualifier.UNDER)


def test_an_edition_that_only_cases_name_is_listed_with_nothing_known_of_it() -> None:
    lines = overview([edition(1)], [case(3)]).lines
    assert [(line.number, line.recorded.value, line.nothing_known) for line in lines] == [(1, 0, True), (3, 1, False)]


def test_cumulative_is_a_sum_only_where_every_edition_is_known() -> None:
    lines = overview([edition(1, 100), edition(2, Figure(200, Qualifier.OVER)), edition(4, 10)], []).lines
    assert [line.computed_cumulative for line in lines] == [exactly(100), Figure(300, Qualifier.OVER), UNKNOWN]
