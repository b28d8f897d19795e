"""Every number of the report against a recount that shares nothing with it but the definition."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.presentation.report_rows import report_rows
from shanghai_cases.report.cross import Dimension, cross
from shanghai_cases.report.facts import CaseFacts
from tests.report.factories import edition, edition_report, many

FIELDS = {"district": "district", "unit_type": "unit_type", "town": "town", "unit": "unit", "theme": "themes"}


@cache
def catalogue() -> tuple[CaseFacts, ...]:
    return tuple(many())


@cache
def rows_of(number: int) -> dict[tuple[str, str], str]:
    editions = [edition(each, 900 + each) for each in range(1, 9)]
    return {(row[1], row[2]): row[3] for row in report_rows(edition_report(editions, catalogue(), number, against=2))}


def standing(number: int) -> list[CaseFacts]:
    return [case for case in catalogue() if case.edition == number and case.status == "submitted"]


def counted(number: int, field: str) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for case in standing(number):
        values = case.themes if field == "themes" else (getattr(case, field),)
        for value in values or ("",):
            counts[value or "unknown"] += 1
    return counts


def percent(part: int, whole: int) -> str:
    return str((Decimal(100 * part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize("number", [1, 5, 8])
@pytest.mark.parametrize("name", FIELDS)
def test_counts_shares_and_changes_of_every_group(number: int, name: str) -> None:
    rows, now, before = rows_of(number), counted(number, FIELDS[name]), counted(number - 1, FIELDS[name])
    other = counted(2, FIELDS[name])
    groups = [group for measure, group in rows if measure == f"recorded_by_{name}"]
    for group in groups:
        assert rows[f"recorded_by_{name}", group] == str(now[group])
        assert rows[f"share_by_{name}_percent", group] == percent(now[group], len(standing(number)))
        assert rows[f"change_by_{name}", group] == (str(now[group] - before[group]) if number > 1 else "")
        assert rows[f"change_against_by_{name}", group] == str(now[group] - other[group])
    if name != "unit":
        assert {group for group in now if now[group]} <= set(groups)


def test_the_units_are_those_with_most_cases() -> None:
    rows, counts = rows_of(8), counted(8, "unit")
    listed = [int(value) for (measure, _), value in rows.items() if measure == "recorded_by_unit"]
    assert listed == sorted(counts.values(), reverse=True)[:100]
    assert rows["units", ""] == str(len(counts))


@pytest.mark.parametrize("number", [2, 4, 6, 8])
def test_what_is_new_and_what_came_again(number: int) -> None:
    rows = rows_of(number)
    for name in ("district", "unit_type", "theme"):
        field = FIELDS[name]
        seen = {group for earlier in range(1, number) for group in counted(earlier, field)}
        fresh = {
            group: str(count) for group, count in counted(number, field).items() if group not in {*seen, "unknown"}
        }
        assert {group: value for (measure, group), value in rows.items() if measure == f"new_{name}"} == fresh
    again = sum(any(int(other[1]) < number for other in case.related) for case in standing(number))
    assert rows["repeats", ""] == str(again)
    assert rows["earlier_recorded", ""] == str(sum(len(standing(each)) for each in range(1, number)))


def test_headline_numbers() -> None:
    rows, cases = rows_of(8), standing(8)
    assert rows["recorded", ""] == str(len(cases))
    assert rows["recorded_share_percent", ""] == percent(len(cases), 908)
    assert rows["growth_percent", "computed"] == "0.11"
    assert rows["against_growth_percent", "2"] == "0.67"
    assert rows["cumulative_computed", ""] == str(sum(range(901, 909)))
    assert rows["withdrawn", ""] == str(sum(c.edition == 8 and c.status == "withdrawn" for c in catalogue()))


CASES = st.lists(
    st.builds(
        CaseFacts,
        st.just("E1-001"),
        st.integers(1, 3),
        st.sampled_from(["徐汇区", "市级", ""]),
        unit_type=st.sampled_from(["区", "高校"]),
        themes=st.lists(st.sampled_from(["城市更新", "养老"]), unique=True).map(tuple),
        award_tier=st.sampled_from([None, "none", "十佳案例"]),
        status=st.sampled_from(["submitted", "withdrawn"]),
    ),
    max_size=30,
)


@given(CASES, st.permutations(list(Dimension)))
def test_a_cross_table_equals_a_recount(cases: list[CaseFacts], dimensions: list[Dimension]) -> None:
    by = dimensions[:2]
    made = cross(cases, by)

    def names(case: CaseFacts, dimension: Dimension) -> tuple[str, ...]:
        if dimension is Dimension.THEME:
            return tuple(case.themes) or ("",)
        return (str(getattr(case, dimension) or ""),)

    counted = [case for case in cases if case.status == "submitted" or Dimension.STATUS in by]
    assert made.total == len(counted)
    assert made.total + made.withdrawn == len(cases)
    for row in made.rows:
        assert made.row_totals[row] == sum(row in names(case, by[0]) for case in counted)
        for column in made.columns:
            both = sum(row in names(case, by[0]) and column in names(case, by[1]) for case in counted)
            assert made.cell(row, column) == both
    assert sum(made.cells.values()) >= made.total
