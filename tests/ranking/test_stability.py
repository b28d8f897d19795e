from __future__ import annotations

import pytest

from shanghai_cases.ranking.mixed_model import adjust
from shanghai_cases.ranking.order import competition_ranks
from shanghai_cases.ranking.scores import Score
from shanghai_cases.ranking.stability import Change, leave_one_out
from tests.ranking.panels import simulated, table

SCORES = simulated(40, 6, 3, spread=0.3)


def test_leaving_a_reviewer_out_is_the_same_as_never_having_had_their_scores() -> None:
    fit = adjust(SCORES)
    [found] = leave_one_out(fit, [5])
    for change in found.changes:
        alone = adjust([score for score in SCORES if score.reviewer != change.reviewer])
        ranks = competition_ranks(alone.by_case(alone.adjusted))
        now = {name for name, rank in ranks.items() if rank <= 5}
        assert set(change.out) == set(found.winners) - now
        assert set(change.into) == now - set(found.winners)


def test_shares_and_hanging_winners_follow_from_the_changes() -> None:
    [found] = leave_one_out(adjust(SCORES), [5])
    assert len(found.changes) == 6
    for winner, share in found.kept.items():
        hangs_on = found.hanging().get(winner, ())
        assert share == pytest.approx(1 - len(hangs_on) / 6)
    changed = [change for change in found.changes if change.out or change.into]
    assert found.share_changed == pytest.approx(len(changed) / 6)


def test_a_winner_that_one_reviewer_made_is_named() -> None:
    scores = table({f"c{index}": [60 + index, 61 + index, 59 + index] for index in range(8)})
    scores = [score for score in scores if not (score.case_id == "c0" and score.reviewer != "Z1")]
    scores = [score._replace(value=99.0) if score.case_id == "c0" else score for score in scores]
    [found] = leave_one_out(adjust(scores, spread=False), [1])
    assert found.winners == ("c0",)
    assert found.hanging()["c0"] == ("Z1",)


def test_far_apart_cases_are_stable() -> None:
    scores = table({f"c{index}": [50.0 + 5 * index, 52.0 + 5 * index, 49.0 + 5 * index] for index in range(8)})
    found = leave_one_out(adjust(scores), [2, 4])
    assert [one.line for one in found] == [2, 4]
    assert [one.share_changed for one in found] == [0.0, 0.0]


def test_without_the_only_reviewer_nobody_is_left() -> None:
    [found] = leave_one_out(adjust([Score("a", "Z1", 60.0), Score("b", "Z1", 70.0)]), [1])
    assert found.changes == (Change("Z1", ("b",), ()),)


def test_only_chosen_cases_are_ranked() -> None:
    [found] = leave_one_out(adjust(SCORES), [2], cases=["C001", "C002", "C003"])
    assert set(found.winners) <= {"C001", "C002", "C003"}
