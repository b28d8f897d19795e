from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanghai_cases.errors import DataError
from shanghai_cases.ranking.assignment import Assignment, assign
from shanghai_cases.ranking.board import Reader, Subject
from shanghai_cases.ranking.design import design_quality

THEMES = ["养老", "调解", "数字", "物业"]


def subjects(count: int) -> list[Subject]:
    return [
        Subject(f"C{number:03d}", f"unit {number % 13}", f"district {number % 5}", frozenset({THEMES[number % 4]}))
        for number in range(count)
    ]


def readers(count: int) -> list[Reader]:
    return [
        Reader(f"Z{number:02d}", frozenset({f"unit {number}"}), themes=frozenset({THEMES[number % 4]}))
        for number in range(count)
    ]


def sound(found: Assignment, cases: list[Subject], people: list[Reader], per_case: int) -> None:
    pairs = [*found.added, *found.kept]
    assert len(set(pairs)) == len(pairs)
    by_case, by_name = {one.case_id: one for one in cases}, {one.reviewer: one for one in people}
    assert all(by_name[name].may_read(by_case[case]) for case, name in found.added)
    per = Counter(case for case, _ in pairs)
    assert {one.case_id: per_case - per[one.case_id] for one in cases if per[one.case_id] < per_case} == found.missing
    assert found.loads == {one.reviewer: sum(name == one.reviewer for _, name in pairs) for one in people}


def test_loads_are_equal_conflicts_kept_and_the_design_is_near_the_best_possible() -> None:
    cases, people = subjects(60), readers(10)
    found = assign(cases, people, 4)
    sound(found, cases, people, 4)
    assert set(found.loads.values()) == {24}
    assert found.quality.groups == 1
    assert found.quality.bound <= found.quality.variance <= 1.02 * found.quality.bound
    assert found.quality.variance < found.quality.random_variance


def test_expertise_is_preferred() -> None:
    cases, people = subjects(60), readers(10)
    without = [Reader(one.reviewer, one.units) for one in people]
    plain = assign(cases, without, 4)
    known = {one.reviewer: one.themes for one in people}
    themes = {one.case_id: one.themes for one in cases}
    by_chance = sum(bool(known[name] & themes[case]) for case, name in plain.added)
    assert assign(cases, people, 4).matched > 1.5 * by_chance


def test_a_second_run_only_adds() -> None:
    people = readers(10)
    first = assign(subjects(40), people, 4)
    second = assign(subjects(60), people, 4, kept=first.added)
    sound(second, subjects(60), people, 4)
    assert second.kept == first.added
    assert {case for case, _ in second.added} == {f"C{number:03d}" for number in range(40, 60)}
    assert max(second.loads.values()) - min(second.loads.values()) <= 1
    assert assign(subjects(60), people, 4, kept=[*second.kept, *second.added]).added == ()


def test_more_reviewers_per_case_are_added_to_those_that_are_there() -> None:
    people = readers(10)
    first = assign(subjects(20), people, 3)
    second = assign(subjects(20), people, 5, kept=first.added)
    sound(second, subjects(20), people, 5)
    assert len(second.added) == 40


def test_the_order_of_input_does_not_matter_and_the_seed_does() -> None:
    cases, people = subjects(30), readers(8)
    assert assign(cases, people, 3) == assign(cases[::-1], people[::-1], 3)
    assert assign(cases, people, 3).added != assign(cases, people, 3, seed=5).added


def test_a_reviewer_without_room_makes_room_by_handing_cases_on() -> None:
    cases = [Subject("a", "u1"), Subject("b", "u1"), Subject("c", "u2"), Subject("d", "u2")]
    people = [Reader("free"), Reader("no u1", frozenset({"u1"}))]
    found = assign(cases, people, 1)
    assert found.loads == {"free": 2, "no u1": 2}
    assert {name for case, name in found.added if case in {"a", "b"}} == {"free"}


def test_recused_pairs_are_never_made_and_what_is_missing_is_said() -> None:
    cases = [Subject("a"), Subject("b")]
    found = assign(cases, [Reader("Z1"), Reader("Z2")], 2, recused={("a", "Z1")})
    assert ("a", "Z1") not in found.added
    assert found.missing == {"a": 1}


def test_the_most_cases_for_one_reviewer_is_kept() -> None:
    found = assign(subjects(20), readers(5), 3, per_reviewer=7)
    assert max(found.loads.values()) <= 7
    assert sum(found.missing.values()) == 60 - sum(found.loads.values())


def test_groups_with_different_expertise_are_still_connected() -> None:
    cases = [Subject(f"c{number}", themes=frozenset({THEMES[number % 2]})) for number in range(12)]
    people = [Reader(f"Z{number}", themes=frozenset({THEMES[number % 2]})) for number in range(6)]
    found = assign(cases, people, 3)
    assert found.quality.groups == 1


def test_nobody_and_nothing_to_assign() -> None:
    assert assign([], readers(3), 2).loads == {"Z00": 0, "Z01": 0, "Z02": 0}
    assert assign(subjects(2), [], 2).missing == {"C000": 2, "C001": 2}


@pytest.mark.parametrize("per_case", [0, -1])
def test_numbers_that_make_no_sense_are_refused(per_case: int) -> None:
    with pytest.raises(DataError):
        assign(subjects(2), readers(2), per_case)
    with pytest.raises(DataError, match="Z00 is there twice"):
        assign(subjects(2), readers(2) + readers(1), 1)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 20), st.integers(1, 8), st.integers(1, 5), st.integers(0, 1000))
def test_loads_differ_by_at_most_one_without_conflicts(cases: int, people: int, per_case: int, seed: int) -> None:
    some, few = [Subject(f"C{one:02d}") for one in range(cases)], [Reader(f"Z{one}") for one in range(people)]
    found = assign(some, few, per_case, seed=seed)
    sound(found, some, few, per_case)
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
    assert bool(found.missing) == (people < per_case)


def test_the_average_variance_of_a_balanced_design_is_known() -> None:
    # Balanced incomplete blocks, v = b = 7, r = k = 3, lambda = 1: variance 2 k / (lambda v).
    fano = [{0, 1, 2}, {0, 3, 4}, {0, 5, 6}, {1, 3, 5}, {1, 4, 6}, {2, 3, 6}, {2, 4, 5}]
    quality = design_quality(fano, [[True] * 7] * 7)
    assert quality.variance == pytest.approx(6 / 7)
    assert quality.bound == pytest.approx(6 / 7)
    assert quality.random_variance > quality.variance


def test_groups_that_share_no_case_can_t_be_compared() -> None:
    quality = design_quality([{0, 1}, {2, 3}], [[True] * 4] * 2)
    assert quality.groups == 2
    assert math.isinf(quality.variance)
