from __future__ import annotations

import pytest

from shanghai_cases.errors import UsageError
from shanghai_cases.report.cross import Dimension, cross, dimensions
from tests.report.factories import case


def test_names_stand_in_a_fixed_order_then_most_cases_first_and_editions_by_number() -> None:
    cases = [case(10, district="静安区"), case(9, district="静安区"), case(9, district="徐汇区"), case(9)]
    order = {Dimension.DISTRICT: ("黄浦区",)}
    made = cross(cases, (Dimension.DISTRICT, Dimension.EDITION), order)
    assert (made.rows, made.columns) == (("黄浦区", "静安区", "徐汇区", ""), ("9", "10"))


def test_a_case_with_two_themes_stands_in_two_cells_and_once_in_the_totals() -> None:
    made = cross([case(6, themes=("养老", "数字化"), district="徐汇区")], (Dimension.THEME, Dimension.DISTRICT))
    assert (made.cell("养老", "徐汇区"), made.cell("数字化", "徐汇区")) == (1, 1)
    assert (made.column_totals["徐汇区"], made.total, made.overlapping) == (1, 1, True)


def test_withdrawn_cases_are_counted_only_by_status() -> None:
    cases = [case(6), case(6, status="withdrawn")]
    assert (cross(cases, (Dimension.EDITION,)).total, cross(cases, (Dimension.EDITION,)).withdrawn) == (1, 1)
    assert dict(cross(cases, (Dimension.STATUS,)).row_totals) == {"submitted": 1, "withdrawn": 1}


def test_dimensions_are_read_by_name() -> None:
    assert dimensions("district, theme") == (Dimension.DISTRICT, Dimension.THEME)
    assert dimensions("unit-type") == (Dimension.UNIT_TYPE,)


@pytest.mark.parametrize("written", ["", "colour", "district,theme,unit", "district,district", "type,unit_type"])
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        dimensions(written)
