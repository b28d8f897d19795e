"""Figures in words: what is written is read back, and nothing else is read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import FieldError
from shanghai_cases.model.case import KeyFigure
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, exactly
from shanghai_cases.model.notation import (
    machine_value,
    parse_figure,
    parse_key_figure,
    plain_number,
    write_figure,
    write_key_figure,
)

decimals = st.decimals(-(10**9), 10**9, places=4).map(float)
numbers = st.one_of(st.integers(-(10**14), 10**14), decimals)
single = st.sampled_from([one for one in Qualifier if one not in (Qualifier.DERIVED, Qualifier.UNKNOWN)])
figures = st.one_of(
    st.builds(Figure, numbers, single),
    st.tuples(numbers, numbers).map(sorted).map(lambda ends: Figure(None, Qualifier.DERIVED, ends[0], ends[1])),
    st.just(UNKNOWN),
)
counted = st.one_of(
    st.builds(Figure, st.integers(0, 10**14), single),
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))
    .map(sorted)
    .map(lambda ends: Figure(None, Qualifier.DERIVED, ends[0], ends[1])),
    st.just(UNKNOWN),
)
names = st.text("覆盖居村委会ab =;(）", min_size=1, max_size=8).filter(lambda name: name.strip() == name != "")
units = st.text("个万元ab %", max_size=5).filter(lambda unit: unit.strip() == unit)


@given(figures)
def test_what_is_written_is_read_back(figure: Figure) -> None:
    assert parse_figure(write_figure(figure)) == figure


@given(st.builds(KeyFigure, names, counted, units))
def test_a_key_figure_that_is_written_is_read_back(item: KeyFigure) -> None:
    assert parse_key_figure(write_key_figure(item)) == item


@given(st.text(max_size=12))
def test_any_text_is_a_figure_or_an_error(written: str) -> None:
    try:
        figure = parse_figure(written)
    except FieldError:
        return
    assert parse_figure(write_figure(figure)) == figure


@given(st.text("=0123456789.~><?个 ()ab逾约", max_size=14))
def test_any_text_is_a_key_figure_or_an_error(written: str) -> None:
    try:
        item = parse_key_figure(written)
    except FieldError:
        return
    assert item.label in written


@given(numbers)
def test_a_plain_number_has_no_exponent_and_loses_nothing(number: float) -> None:
    written = plain_number(number)
    assert "e" not in written.lower()
    assert Decimal(written) == Decimal(repr(number))


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("481", exactly(481)),
        (" 481 ", exactly(481)),
        ("４８１", exactly(481)),
        ("1,234,567", exactly(1234567)),
        ("-3.5", exactly(-3.5)),
        (">200", Figure(200, Qualifier.OVER)),
        ("逾200", Figure(200, Qualifier.OVER)),
        ("超过 200", Figure(200, Qualifier.OVER)),
        ("over:200", Figure(200, Qualifier.OVER)),
        ("＞200", Figure(200, Qualifier.OVER)),
        ("<300", Figure(300, Qualifier.UNDER)),
        ("不足300", Figure(300, Qualifier.UNDER)),
        ("不到300", Figure(300, Qualifier.UNDER)),
        ("nearly:2000", Figure(2000, Qualifier.NEARLY)),
        ("近2000", Figure(2000, Qualifier.NEARLY)),
        ("将近2000", Figure(2000, Qualifier.NEARLY)),
        ("~480", Figure(480, Qualifier.ABOUT)),
        ("约480", Figure(480, Qualifier.ABOUT)),
        ("大约480", Figure(480, Qualifier.ABOUT)),
        ("planned:10", Figure(10, Qualifier.PLANNED)),
        ("计划10", Figure(10, Qualifier.PLANNED)),
        ("361..363", Figure(None, Qualifier.DERIVED, 361, 363)),
        ("361 .. 363", Figure(None, Qualifier.DERIVED, 361, 363)),
        ("?", UNKNOWN),
        ("？", UNKNOWN),
        ("未知", UNKNOWN),
        ("Unknown", UNKNOWN),
        ("不详", UNKNOWN),
    ],
)
def test_reading(written: str, figure: Figure) -> None:
    assert parse_figure(written) == figure


@pytest.mark.parametrize(
    "written",
    ["", "many", "1e5", "0x10", "12,34", "1.", ".5", "> ", "over200", "1..2..3", "363..361", "?..5", "nan", "inf", "٣"],
)
def test_what_is_no_figure(written: str) -> None:
    with pytest.raises(FieldError) as caught:
        parse_figure(written, "submissions")
    assert (caught.value.field, caught.value.value) == ("submissions", written)


def test_a_number_too_long_to_be_kept_is_refused() -> None:
    assert parse_figure("9" * 15) == exactly(int("9" * 15))
    with pytest.raises(FieldError) as caught:
        parse_figure("9" * 16)
    assert str(caught.value.reason) == "has more digits than can be kept exactly"


@pytest.mark.parametrize(
    ("figure", "decimals", "value"),
    [
        (exactly(481), None, "481"),
        (exactly(481.0), None, "481"),
        (exactly(12.474), 2, "12.47"),
        (exactly(33), 2, "33.00"),
        (Figure(200, Qualifier.OVER), None, "200.."),
        (Figure(300, Qualifier.UNDER), None, "..300"),
        (Figure(2000, Qualifier.NEARLY), None, "2000"),
        (Figure(None, Qualifier.DERIVED, 361, 363), None, "361..363"),
        (UNKNOWN, None, ""),
        (UNKNOWN, 2, ""),
    ],
)
def test_the_value_alone_for_machines(figure: Figure, decimals: int | None, value: str) -> None:
    assert machine_value(figure, decimals) == value


@pytest.mark.parametrize(
    ("written", "item"),
    [
        ("覆盖居村委会=6581个", KeyFigure("覆盖居村委会", exactly(6581), "个")),
        ("片区 = 61 个", KeyFigure("片区", exactly(61), "个")),
        ("投入=逾200万元", KeyFigure("投入", Figure(200, Qualifier.OVER), "万元")),
        ("投入=200 万元 (over)", KeyFigure("投入", Figure(200, Qualifier.OVER), "万元")),
        ("家庭=361..363 户", KeyFigure("家庭", Figure(None, Qualifier.DERIVED, 361, 363), "户")),
        ("家庭=? 户", KeyFigure("家庭", UNKNOWN, "户")),
        ("签约率=100%", KeyFigure("签约率", exactly(100), "%")),
        ("a=b=3 个", KeyFigure("a=b", exactly(3), "个")),
        ("费用=3 元=户", KeyFigure("费用", exactly(3), "元=户")),
    ],
)
def test_reading_key_figures(written: str, item: KeyFigure) -> None:
    assert parse_key_figure(written) == item


@pytest.mark.parametrize("written", ["", "个", "=5", " = 5", "多", "家庭=", "家庭=多", "家庭=5 户 (sure)"])
def test_what_is_no_key_figure(written: str) -> None:
    with pytest.raises(FieldError) as caught:
        parse_key_figure(written)
    assert (caught.value.field, caught.value.value) == ("figures", written)
