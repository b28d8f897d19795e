from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import DataError
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, exactly
from shanghai_cases.report.growth import Agreement, agreement
from tests.report.factories import NAMED, SHIPPED, SIXTH, edition, edition_report, over, overview, under


def grown(now: int | Figure, before: int | Figure) -> Figure:
    return edition_report([edition(5, before), edition(6, now)], [], 6).line.before.growth


def test_growth_is_computed_from_two_exact_counts() -> None:
    assert round(grown(481, 362).value or 0, 1) == 32.9


def test_growth_against_a_bound_is_a_bound() -> None:
    assert grown(300, over(200)) == Figure(50.0, Qualifier.UNDER)
    assert grown(300, under(200)) == Figure(50.0, Qualifier.OVER)


@pytest.mark.parametrize("before", [UNKNOWN, 0, Figure(300, Qualifier.PLANNED)])
def test_growth_against_nothing_known_or_nothing_counted_is_unknown(before: int | Figure) -> None:
    assert grown(481, before) == UNKNOWN


def test_growth_is_never_against_an_older_edition() -> None:
    line = edition_report([edition(4, 300), edition(6, 481)], [], 6).line
    assert line.before.growth == UNKNOWN
    assert line.before.number == 5
    assert not line.before.in_catalogue


def test_a_count_worked_back_from_the_growth_gives_no_growth() -> None:
    line = edition_report(SHIPPED, NAMED, 6).line
    assert line.before.circular
    assert line.before.growth == UNKNOWN
    assert line.before.submissions.minimum == 361
    assert line.agreement == Agreement.UNCHECKED


def test_a_count_worked_back_from_the_next_edition_can_be_compared_with_the_one_before() -> None:
    worked_back = Figure(None, Qualifier.DERIVED, 360, 362, derived_from="growth_percent:6")
    editions = [edition(4, 200), edition(5, worked_back), edition(6, 481)]
    fifth, sixth = overview(editions, []).lines[1:]
    assert fifth.before.growth == Figure(None, Qualifier.DERIVED, 80.0, 81.0)
    assert sixth.before.growth == UNKNOWN


def test_another_edition_can_be_compared_too() -> None:
    report = edition_report([edition(4, 240), edition(5, 300), edition(6, 480)], [], 6, against=4)
    assert report.against is not None
    assert report.against.growth == exactly(100.0)
    assert report.line.before.growth == exactly(60.0)


@pytest.mark.parametrize("asked", [{"number": 7}, {"number": 6, "against": 7}])
def test_an_edition_that_is_not_in_the_catalogue_is_an_error(asked: dict[str, int]) -> None:
    with pytest.raises(DataError) as caught:
        edition_report([SIXTH], [], **asked)
    assert str(caught.value) == "edition 7 is not in the catalogue; “cases edition set 7” would add it"


@pytest.mark.parametrize(
    ("published", "now", "before", "verdict"),
    [
        (33, 481, 361, Agreement.EITHER),
        (33, 481, 362, Agreement.ROUNDED),
        (33, 481, 359, Agreement.TRUNCATED),
        (33, 481, 364, Agreement.NEITHER),
        (33, 481, 358, Agreement.NEITHER),
        (32.9, 481, 362, Agreement.ROUNDED),
        (32.8, 481, 362, Agreement.TRUNCATED),
        (0, 1000, 1001, Agreement.EITHER),
        (-5, 190, 200, Agreement.EITHER),
        (-5, 189, 200, Agreement.TRUNCATED),
        (-6, 189, 200, Agreement.ROUNDED),
        (33, over(481), 400, Agreement.EITHER),
        (10, over(481), 400, Agreement.NEITHER),
        (33, UNKNOWN, 361, Agreement.UNCHECKED),
        (over(30), 481, 361, Agreement.UNCHECKED),
        (33, 481, 0, Agreement.UNCHECKED),
    ],
)
def test_a_published_growth_is_checked_under_rounding_and_truncation(
    published: float | Figure, now: int | Figure, before: int | Figure, verdict: Agreement
) -> None:
    line = edition_report([edition(5, before), edition(6, now, published)], [], 6).line
    assert line.agreement == verdict


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 2))
def test_a_growth_published_by_either_rule_always_agrees(now: int, before: int, decimals: int) -> None:
    unit = Decimal(1).scaleb(-decimals)
    percent = Decimal(100 * (now - before)) / Decimal(before)
    for rule, right in ((ROUND_HALF_UP, Agreement.ROUNDED), (ROUND_DOWN, Agreement.TRUNCATED)):
        published = exactly(float(percent.quantize(unit, rounding=rule)))
        assert agreement(published, exactly(now), exactly(before)) in (right, Agreement.EITHER)
