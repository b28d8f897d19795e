from __future__ import annotations

import pytest

from shanghai_cases.ranking.scores import Score
from shanghai_cases.ranking.simple import SimpleMethod, simple_values
from shanghai_cases.ranking.standing import Method, rank_cases
from tests.ranking.panels import simulated

SCORES = [*simulated(40, 6, 4), Score("few", "Z00", 99.0), Score("few", "Z01", 98.0)]


def test_rows_are_ordered_by_rank_with_all_figures() -> None:
    ranking = rank_cases(SCORES, lines=[5, 10], draws=500)
    assert [row.rank for row in ranking.rows] == list(range(1, 41))
    assert [row.adjusted for row in ranking.rows] == sorted((row.adjusted for row in ranking.rows), reverse=True)
    assert ranking.ranks == {row.case_id: row.rank for row in ranking.rows}
    first = ranking.rows[0]
    given = [score.value for score in SCORES if score.case_id == first.case_id]
    assert first.reviews == 4
    assert first.raw == pytest.approx(sum(given) / 4)
    assert first.within[0] <= first.within[1] <= 1
    assert first.se > 0
    assert sum(row.within[0] for row in ranking.rows) == pytest.approx(5)


def test_cases_with_too_few_reviews_stand_apart() -> None:
    ranking = rank_cases(SCORES, lines=[5], draws=100)
    [few] = ranking.too_few
    assert (few.case_id, few.rank, few.reviews, few.expected_rank, few.within) == ("few", None, 2, None, ())
    assert "few" in rank_cases(SCORES, fewest_reviews=2, draws=100).ranks


def test_without_any_case_to_rank_the_ranking_is_empty() -> None:
    ranking = rank_cases(SCORES, lines=[5], fewest_reviews=9)
    assert ranking.rows == ()
    assert len(ranking.too_few) == 41


@pytest.mark.parametrize("method", [one for one in Method if one is not Method.ADJUSTED])
def test_other_methods_rank_by_their_own_values_beside_the_adjusted_ones(method: Method) -> None:
    ranking, usual = rank_cases(SCORES, method, draws=100), rank_cases(SCORES, draws=100)
    values = simple_values(SCORES, SimpleMethod(method.value))
    assert {row.case_id: row.value for row in ranking.rows} == {
        row.case_id: values[row.case_id] for row in ranking.rows
    }
    assert [row.value for row in ranking.rows] == sorted((row.value for row in ranking.rows), reverse=True)
    assert {row.case_id: row.adjusted for row in ranking.rows} == {row.case_id: row.adjusted for row in usual.rows}


def test_the_order_of_input_does_not_matter() -> None:
    shuffled = sorted(SCORES, key=lambda score: hash((score.value, 1)))
    one, other = rank_cases(SCORES, lines=[5], draws=200), rank_cases(shuffled, lines=[5], draws=200)
    assert one.rows == other.rows
    assert one.too_few == other.too_few


def test_groups_are_numbered_from_the_largest() -> None:
    scores = [Score(f"a{case}", f"Z{one}", 60.0 + case + one) for case in range(5) for one in range(3)]
    scores += [Score(f"b{case}", f"Y{one}", 70.0 + case * one) for case in range(4) for one in range(3)]
    ranking = rank_cases(scores, draws=100)
    assert {row.case_id[0]: row.group for row in ranking.rows} == {"a": 1, "b": 2}
    assert ranking.warnings == ranking.fit.warnings
