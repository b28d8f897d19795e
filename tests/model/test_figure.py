"""Arithmetic of figures: never surer than what it came from, never wrong about it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shanghai_cases.errors import FieldError
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, between, exactly, growth, share, total
from tests.model.making import counts, exact, figures, holds, positive, standing_for, sure

OVER_200 = Figure(200, Qualifier.OVER)
UNDER_200 = Figure(200, Qualifier.UNDER)
ABOUT_200 = Figure(200, Qualifier.ABOUT)
NEARLY_200 = Figure(200, Qualifier.NEARLY)
PLANNED_200 = Figure(200, Qualifier.PLANNED)


def derived(low: float, high: float) -> Figure:
    return Figure(None, Qualifier.DERIVED, low, high)


@given(st.data(), sure(), sure(positive))
def test_growth_holds_every_growth_the_counts_allow(data: st.DataObject, now: Figure, before: Figure) -> None:
    present, past = data.draw(standing_for(now)), data.draw(standing_for(before, least=1))
    assert holds(growth(now, before), 100 * (present - past) / past)


@given(st.data(), sure(), sure(positive))
def test_a_share_holds_every_share_the_counts_allow(data: st.DataObject, part: Figure, whole: Figure) -> None:
    piece, entire = data.draw(standing_for(part)), data.draw(standing_for(whole, least=1))
    assert holds(share(part, whole), 100 * piece / entire)


@given(st.data(), st.lists(sure(), max_size=6))
def test_a_total_holds_every_sum_the_counts_allow(data: st.DataObject, parts: list[Figure]) -> None:
    assert holds(total(parts), sum(data.draw(standing_for(part)) for part in parts))


@given(figures(), figures())
def test_a_result_is_exact_only_from_exact_figures(one: Figure, other: Figure) -> None:
    point = [figure.exact or figure.minimum == figure.maximum is not None for figure in (one, other)]
    for result in (growth(one, other), total([one, other])):
        assert not result.exact or all(point)
    assert not share(one, other).exact or all(point) or one.minimum == 0 == one.maximum or one.value == 0


def test_under_nothing_makes_no_sum_exact() -> None:
    assert total([Figure(0, Qualifier.UNDER), exactly(1)]) == Figure(1, Qualifier.UNDER)


@given(figures(), figures())
def test_what_is_vague_or_planned_stays_so(one: Figure, other: Figure) -> None:
    vague = {figure.qualifier for figure in (one, other)} & {Qualifier.NEARLY, Qualifier.ABOUT}
    for result in (growth(one, other), total([one, other])):
        assert not vague or result.qualifier in (Qualifier.ABOUT, Qualifier.UNKNOWN)
        assert result.known <= (one.observed and other.observed)


@given(exact(), exact(positive))
def test_growth_of_exact_counts(now: Figure, before: Figure) -> None:
    assert now.value is not None
    assert before.value is not None
    assert growth(now, before) == exactly(100 * (now.value - before.value) / before.value)


@given(st.lists(figures(), max_size=6).flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
def test_the_order_of_a_sum_does_not_matter(orders: tuple[list[Figure], list[Figure]]) -> None:
    assert total(orders[0]) == total(orders[1])


@given(st.lists(exact(), max_size=6))
def test_exact_counts_add_up_exactly(parts: list[Figure]) -> None:
    assert total(parts) == exactly(sum(part.value or 0 for part in parts))


@given(exact(positive))
def test_a_whole_is_all_of_itself(whole: Figure) -> None:
    assert share(whole, whole) == exactly(100.0)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (exactly(300), exactly(200), exactly(50.0)),
        (exactly(300), OVER_200, Figure(50.0, Qualifier.UNDER)),
        (exactly(300), UNDER_200, Figure(50.0, Qualifier.OVER)),
        (exactly(300), derived(200, 300), derived(0.0, 50.0)),
        (derived(200, 400), exactly(200), derived(0.0, 100.0)),
        (OVER_200, exactly(200), Figure(0.0, Qualifier.OVER)),
        (UNDER_200, exactly(200), Figure(0.0, Qualifier.UNDER)),
        (exactly(300), ABOUT_200, Figure(50.0, Qualifier.ABOUT)),
        (NEARLY_200, exactly(100), Figure(100.0, Qualifier.ABOUT)),
        (OVER_200, OVER_200, UNKNOWN),
        (exactly(300), UNKNOWN, UNKNOWN),
        (UNKNOWN, exactly(300), UNKNOWN),
        (exactly(300), PLANNED_200, UNKNOWN),
        (PLANNED_200, exactly(300), UNKNOWN),
        (exactly(300), exactly(0), UNKNOWN),
        (exactly(300), derived(0, 5), UNKNOWN),
        (exactly(0), exactly(200), exactly(-100.0)),
    ],
)
def test_growth(now: Figure, before: Figure, expected: Figure) -> None:
    assert growth(now, before) == expected


def test_growth_from_a_count_worked_back_from_it_goes_in_a_circle() -> None:
    worked_back = Figure(None, Qualifier.DERIVED, 361, 363, "481 / 1.33", "growth:6")
    assert growth(exactly(481), worked_back, measure="growth:6") == UNKNOWN
    assert growth(exactly(481), worked_back, measure="growth:5").known


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (exactly(60), exactly(480), exactly(12.5)),
        (exactly(50), OVER_200, Figure(25.0, Qualifier.UNDER)),
        (exactly(0), OVER_200, exactly(0.0)),
        (exactly(0), UNDER_200, exactly(0.0)),
        (exactly(50), UNDER_200, Figure(25.0, Qualifier.OVER)),
        (exactly(60), derived(240, 480), derived(12.5, 25.0)),
        (Figure(60, Qualifier.PLANNED), exactly(480), Figure(12.5, Qualifier.PLANNED)),
        (Figure(60, Qualifier.PLANNED), OVER_200, UNKNOWN),
        (exactly(60), UNKNOWN, UNKNOWN),
        (exactly(0), exactly(0), UNKNOWN),
    ],
)
def test_share(part: Figure, whole: Figure, expected: Figure) -> None:
    assert share(part, whole) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], exactly(0)),
        ([exactly(10), exactly(20)], exactly(30)),
        ([exactly(10), OVER_200], Figure(210, Qualifier.OVER)),
        ([exactly(10), derived(1, 3)], derived(11, 13)),
        ([exactly(10), ABOUT_200], Figure(210, Qualifier.ABOUT)),
        ([exactly(10), PLANNED_200], UNKNOWN),
        ([exactly(10), UNKNOWN], UNKNOWN),
    ],
)
def test_total(parts: list[Figure], expected: Figure) -> None:
    assert total(parts) == expected


@given(counts, counts)
def test_a_range_of_one_value_is_that_value(low: int, high: int) -> None:
    assume(low <= high)
    assert between(low, high) == (exactly(low) if low == high else derived(low, high))


@pytest.mark.parametrize(
    ("parts", "field", "value"),
    [
        ((1, "roughly"), "qualifier", "roughly"),
        (("1",), "value", "1"),
        ((True,), "value", True),
        ((float("nan"),), "value", None),
        ((float("inf"),), "value", float("inf")),
        ((2**53 + 1,), "value", 2**53 + 1),
        ((None,), "value", None),
        ((1, Qualifier.UNKNOWN), "value", 1),
        ((None, Qualifier.DERIVED), "derived", None),
        ((None, Qualifier.DERIVED, 1), "derived", None),
        ((5, Qualifier.DERIVED, 1, 9), "derived", 5),
        ((None, Qualifier.DERIVED, 9, 1), "minimum", 9),
        ((1, Qualifier.EXACT, 1, None), "minimum", 1),
        ((1, Qualifier.EXACT, None, None, "\0"), "basis", "\0"),
        ((1, Qualifier.EXACT, None, None, "", "\ud800"), "derived_from", "\ud800"),
        ((1, Qualifier.EXACT, None, None, "", "", 7), "source", 7),
    ],
)
def test_parts_that_contradict_each_other_are_refused(parts: tuple[object, ...], field: str, value: object) -> None:
    with pytest.raises(FieldError) as caught:
        Figure(*parts)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert value is None or caught.value.value == value
