from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.ranking.order import competition_ranks, tied


def test_ties_share_a_rank_and_the_next_rank_counts_them() -> None:
    ranks = competition_ranks({"d": 70.0, "b": 80.0, "c": 80.0, "a": 90.0})
    assert list(ranks.items()) == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]
    assert tied(ranks) == {2: ("b", "c")}


def test_rounding_errors_are_ties_and_small_differences_are_not() -> None:
    assert competition_ranks({"a": 80.0, "b": 80.0 - 5e-8, "c": 80.0 - 1e-6}) == {"a": 1, "b": 1, "c": 3}


def test_a_chain_of_near_ties_is_measured_from_its_head() -> None:
    assert competition_ranks({"a": 1.0, "b": 1.0 - 0.8e-9, "c": 1.0 - 1.6e-9}) == {"a": 1, "b": 1, "c": 3}


def test_nothing_to_rank() -> None:
    assert competition_ranks({}) == {}


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(-100, 100), min_size=1))
def test_a_rank_is_one_more_than_the_number_of_better_cases(values: dict[str, int]) -> None:
    ranks = competition_ranks({case_id: float(value) for case_id, value in values.items()})
    assert ranks == {one: 1 + sum(other > values[one] for other in values.values()) for one in values}
