"""The mixed model against lme4's published results, the full covariance matrix, and panels at the edge."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanghai_cases.errors import NothingFoundError
from shanghai_cases.ranking.mixed_model import Adjusted, adjust
from shanghai_cases.ranking.panel import Panel
from shanghai_cases.ranking.reml import Likelihood, Ratios
from shanghai_cases.ranking.scores import Score
from tests.ranking.panels import penicillin, simulated, table

if TYPE_CHECKING:
    from random import Random

    from shanghai_cases.ranking.arrays import Floats


def warned(fit: Adjusted) -> list[str]:
    return [str(warning) for warning in fit.warnings]


class TestPenicillin:
    """Bates, Maechler, Bolker & Walker: lme4's documentation; Bates: book draft, section 2.1."""

    fit = adjust(penicillin(), spread=False)

    def test_variance_components(self) -> None:
        parts = self.fit.components
        assert parts.case == pytest.approx(0.71691, rel=1e-5)
        assert parts.reviewer == pytest.approx(3.73092, rel=1e-5)
        assert parts.residual == pytest.approx(0.302415, rel=2e-6)

    def test_standard_deviations(self) -> None:
        parts = self.fit.components
        assert [round(math.sqrt(one), 5) for one in (parts.case, parts.reviewer, parts.residual)] == [
            0.84670,
            1.93156,
            0.54992,
        ]

    def test_fixed_mean_with_its_standard_error_and_the_criterion(self) -> None:
        assert self.fit.mean == pytest.approx(22.972222, abs=1e-6)
        assert self.fit.mean_se == pytest.approx(0.808573, rel=1e-5)
        assert self.fit.point.criterion == pytest.approx(330.8606, abs=5e-5)

    def test_predictions_of_the_samples(self) -> None:
        published = [2.18705797, -1.01047615, 1.93789946, -0.09689497, -0.01384214, -3.00374417]
        assert self.fit.reviewer_effects == pytest.approx(published, rel=2e-6)

    def test_predictions_of_the_plates(self) -> None:
        effects = self.fit.by_case(self.fit.case_effects)
        assert [effects[plate] for plate in "abcd"] == pytest.approx(
            [0.80454704, 0.80454704, 0.18167191, 0.33739070], rel=1e-6
        )


class TestTableWithGaps:
    """A made-up table with gaps; figures of statsmodels 0.15, MixedLM with two variance components, REML."""

    rows: ClassVar[dict[str, list[float | None]]] = {
        "a": [62, 70, None, 66],
        "b": [75, None, 81, 70],
        "c": [58, 66, 63, None],
        "d": [80, 88, None, 79],
        "e": [None, 73, 70, 64],
        "f": [69, 78, 77, 71],
        "g": [55, None, 64, 60],
        "h": [None, 84, 82, None],
        "i": [66, 71, None, None],
        "j": [73, 82, 79, 72],
    }

    def test_variances_and_mean(self) -> None:
        fit = adjust(table(self.rows), spread=False)
        parts = fit.components
        found = [parts.case, parts.reviewer, parts.residual, fit.mean]
        assert found == pytest.approx([56.71641631, 17.12190265, 2.95903795, 71.49228488], rel=1e-8)

    def test_predictions_of_the_cases(self) -> None:
        """Solved with the full covariance matrix at those variances, by scipy 1.17."""
        assert adjust(table(self.rows), spread=False).case_effects == pytest.approx(
            [
                -4.51456271,
                5.17934982,
                -10.09680607,
                11.53957572,
                -3.6430672,
                2.2286466,
                -10.21951765,
                7.81253814,
                -3.22939645,
                4.94323981,
            ],
            rel=1e-7,
        )


def brute_force(panel: Panel, ratios: Ratios, weight: Floats) -> tuple[float, float, float, Floats, Floats]:
    """Criterion, mean, error variance, predictions and their variances from the full covariance matrix."""
    cases, reviewers = np.eye(len(panel.cases))[panel.case], np.eye(len(panel.reviewers))[panel.reviewer]
    covariance = np.diag(1 / weight) + ratios.case * cases @ cases.T + ratios.reviewer * reviewers @ reviewers.T
    inverse, ones, y = np.linalg.inv(covariance), np.ones(len(panel.value)), panel.value
    precision = float(ones @ inverse @ ones)
    mean = float(ones @ inverse @ y) / precision
    projector = inverse - np.outer(inverse @ ones, inverse @ ones) / precision
    error = float(y @ projector @ y) / (len(y) - 1)
    criterion = (len(y) - 1) * (1 + math.log(2 * math.pi * error))
    criterion += float(np.linalg.slogdet(covariance)[1]) + math.log(precision)
    effects = ratios.case * cases.T @ projector @ y
    variances = error * np.diag(ratios.case * np.eye(len(panel.cases)) - ratios.case**2 * cases.T @ projector @ cases)
    return criterion, mean, error, effects, variances


@pytest.mark.parametrize("cells", [0, 50_000])
def test_every_quantity_equals_that_of_the_full_covariance_matrix(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shanghai_cases.ranking.panel._DENSE_CELLS", cells)
    panel = Panel.of(simulated(20, 6, 3))
    weight = np.random.default_rng(3).uniform(0.2, 1.0, len(panel.value))
    likelihood, ratios = Likelihood(panel, weight), Ratios(1.3, 0.4)
    point = likelihood.at(panel.value, ratios)
    criterion, mean, error, effects, variances = brute_force(panel, ratios, weight)
    assert (point.criterion, point.mean, point.error) == pytest.approx((criterion, mean, error), rel=1e-10)
    assert likelihood.case_effects(point) == pytest.approx(effects, rel=1e-9)
    assert likelihood.case_variances(point) == pytest.approx(variances, rel=1e-9)


def test_the_gradient_is_that_of_the_criterion() -> None:
    panel = Panel.of(simulated(20, 6, 3))
    likelihood, step = Likelihood(panel), 1e-5

    def criterion(case: float, reviewer: float) -> float:
        return likelihood.at(panel.value, Ratios(case, reviewer)).criterion

    gradient, _ = likelihood.slopes(likelihood.at(panel.value, Ratios(1.3, 0.4)))
    assert gradient == pytest.approx(
        [
            (criterion(1.3 + step, 0.4) - criterion(1.3 - step, 0.4)) / (2 * step),
            (criterion(1.3, 0.4 + step) - criterion(1.3, 0.4 - step)) / (2 * step),
        ],
        rel=1e-5,
    )


@pytest.mark.parametrize("seed", range(6))
def test_nothing_near_the_maximum_is_higher(seed: int) -> None:
    panel = Panel.of(simulated(15, 4, 2, seed=seed))
    likelihood = Likelihood(panel)
    best = likelihood.maximise(panel.value)
    case, reviewer = best.ratios.case, best.ratios.reviewer
    for one in (0.0, 1e-4, case / 2, case * 0.99, case * 1.01, case * 2, 1.0, 30.0):
        for two in (0.0, 1e-4, reviewer / 2, reviewer * 0.99, reviewer * 1.01, reviewer * 2, 1.0, 30.0):
            assert likelihood.at(panel.value, Ratios(one, two)).criterion >= best.criterion - 1e-7


class TestSpread:
    def test_reviewers_spreads_are_found_and_taken_out(self) -> None:
        scores = simulated(200, 10, 5, spread=0.5, seed=4)
        fit = adjust(scores)
        assert fit.spread_used
        assert fit.spread is not None
        truth = np.random.default_rng(4)
        truth.normal(0, 6, 200)
        truth.normal(0, 5, 10)
        spread = truth.normal(0, 0.5, 10)
        assert np.corrcoef(spread, fit.log_spread)[0, 1] > 0.97
        assert fit.components.reliability > adjust(scores, spread=False).components.reliability

    def test_without_differences_in_spread_the_plain_model_stays(self) -> None:
        scores = simulated(60, 8, 4, seed=2)
        fit, plain = adjust(scores), adjust(scores, spread=False)
        assert not fit.spread_used
        assert fit.adjusted.tolist() == plain.adjusted.tolist()
        assert str(fit.spread_reason) == "the reviewers' spreads don't differ beyond chance"

    def test_nobody_is_stretched_more_than_twice(self) -> None:
        scores = [
            score._replace(value=70 + (score.value - 70) * (0.02 if score.reviewer == "Z00" else 1))
            for score in simulated(120, 8, 4, spread=0.3)
        ]
        fit = adjust(scores)
        assert fit.spread is not None
        assert fit.spread.log_spread.min() == -math.log(2)

    def test_few_reviews_or_one_mark_for_all_keep_spread_one(self) -> None:
        scores = [score for score in simulated(120, 8, 4, spread=0.5) if score.reviewer != "Z07"]
        scores = [score._replace(value=75.0) if score.reviewer == "Z00" else score for score in scores]
        scores += [Score("C000", "few", 50.0), Score("C001", "few", 90.0)]
        fit = adjust(scores)
        assert fit.spread is not None
        left_alone = dict(zip(fit.panel.reviewers, fit.spread.log_spread.tolist(), strict=True))
        assert left_alone["Z00"] == left_alone["few"] == 0.0
        estimated = dict(zip(fit.panel.reviewers, fit.spread.estimated.tolist(), strict=True))
        assert [name for name, one in estimated.items() if not one] == ["Z00", "few"]

    def test_the_correction_is_refused_where_a_review_would_say_less(self) -> None:
        rng = np.random.default_rng(5)
        scores = [
            score._replace(value=75.0 if rng.random() < 0.9 else 80.0) if score.reviewer < "Z03" else score
            for score in simulated(80, 8, 4, seed=5)
        ]
        fit = adjust(scores, slips=False)
        assert fit.spread is not None
        better = fit.spread.point.ratios.case > adjust(scores, spread=False).point.ratios.case
        assert fit.spread_used is better


class TestOneMark:
    def test_a_reviewer_with_one_mark_for_all_moves_nobody(self) -> None:
        scores = simulated(80, 8, 4)
        silent = [score._replace(value=75.0) if score.reviewer == "Z03" else score for score in scores]
        fit, without = adjust(silent), adjust([score for score in scores if score.reviewer != "Z03"])
        assert fit.adjusted == pytest.approx(without.adjusted, rel=1e-6)
        assert fit.case_se == pytest.approx(without.case_se, rel=1e-5)
        assert warned(fit) == ["Z03 gave every case the same score: it tells no case from another"]

    def test_the_plain_model_counts_them(self) -> None:
        silent = [score._replace(value=75.0) if score.reviewer == "Z03" else score for score in simulated(80, 8, 4)]
        assert adjust(silent, spread=False).likelihood.weight.min() == 1.0

    def test_three_equal_whole_marks_are_nothing_special(self) -> None:
        scores = [score._replace(value=float(round(score.value / 10))) for score in simulated(30, 30, 3)]
        assert adjust(scores).likelihood.weight.min() > 0

    def test_if_everybody_gives_one_mark_they_are_all_counted(self) -> None:
        scores = [Score(f"c{case}", f"Z{one}", 70.0 + one) for case in range(12) for one in range(3)]
        fit = adjust(scores)
        assert fit.adjusted.tolist() == pytest.approx([71.0] * 12)


class TestSlips:
    def test_a_lost_digit_is_found_and_counts_little(self) -> None:
        scores = simulated(60, 8, 4)
        slipped = [score._replace(value=7.0) if index in {10, 100} else score for index, score in enumerate(scores)]
        fit = adjust(slipped)
        assert fit.slips is not None
        suspected = {
            (fit.panel.cases[fit.panel.case[index]], fit.panel.reviewers[fit.panel.reviewer[index]])
            for index in np.flatnonzero(fit.slips.probability > 0.5)
        }
        assert suspected == {(scores[index].case_id, scores[index].reviewer) for index in (10, 100)}
        assert "2 scores look like slips of the pen and count little" in warned(fit)
        clean = adjust(scores)
        assert np.abs(fit.adjusted - clean.adjusted).max() < 4

    @pytest.mark.parametrize("seed", range(4))
    def test_ordinary_scores_are_no_slips(self, seed: int) -> None:
        assert adjust(simulated(60, 8, 4, seed=seed)).slips is None


class TestEdges:
    def test_no_scores(self) -> None:
        with pytest.raises(NothingFoundError):
            adjust([])

    def test_all_scores_equal(self) -> None:
        fit = adjust(table({"a": [80, 80], "b": [80, None], "c": [None, 80]}))
        assert fit.adjusted.tolist() == [80.0, 80.0, 80.0]
        assert fit.case_se.tolist() == [0.0, 0.0, 0.0]
        assert warned(fit) == ["all scores are equal: nothing tells one case from another"]

    def test_a_single_score(self) -> None:
        assert adjust([Score("a", "Z1", 63.0)]).adjusted.tolist() == [63.0]

    def test_a_single_reviewer_gives_their_own_order(self) -> None:
        fit = adjust([Score(case, "Z1", value) for case, value in [("a", 60), ("b", 90), ("c", 75)]])
        assert np.argsort(fit.adjusted).tolist() == [0, 2, 1]
        assert fit.adjusted.mean() == pytest.approx(75.0)
        assert warned(fit) == [
            "only one reviewer: their leniency can't be seen",
            "no case has two reviews: merit can't be told from chance, half of it is assumed",
        ]

    def test_one_review_per_case_still_takes_leniency_out(self) -> None:
        scores = [Score(f"a{index}", "strict", 50.0 + index) for index in range(20)]
        scores += [Score(f"b{index}", "lenient", 80.0 + index) for index in range(20)]
        fit = adjust(scores)
        adjusted = fit.by_case(fit.adjusted)
        assert adjusted["b19"] - adjusted["a19"] < 5
        assert len(fit.warnings) == 4
        assert np.isfinite(fit.case_se).all()

    def test_a_single_case(self) -> None:
        fit = adjust(table({"a": [60, 70, 80]}))
        assert fit.adjusted.tolist() == pytest.approx([70.0])

    def test_reviewers_who_agree_no_more_than_chance(self) -> None:
        rows: dict[str, list[float | None]] = {"a": [60, 80], "b": [80, 60], "c": [60, 80], "d": [80, 60]}
        fit = adjust(table(rows))
        assert fit.components.case == 0.0
        assert fit.adjusted.tolist() == pytest.approx([70.0] * 4)
        assert warned(fit) == [
            "the reviews agree no more on the cases than chance would: all adjusted scores are the mean",
            "the reviewers' leniency doesn't differ beyond chance: no score was moved for it",
        ]

    def test_reviewers_who_agree_perfectly(self) -> None:
        fit = adjust(table({"a": [60, 65], "b": [70, 75], "c": [80, 85], "d": [95, 100]}))
        assert fit.adjusted == pytest.approx([62.5, 72.5, 82.5, 97.5], abs=1e-3)
        assert np.isfinite(fit.case_se).all()

    def test_groups_that_share_no_case_are_named(self) -> None:
        scores = table({"a": [60, 65, None, None], "b": [70, 72, None, None], "e": [65, 75, None, None]})
        scores += table({"c": [None, None, 80, 85], "d": [None, None, 95, 90]})
        fit = adjust(scores)
        assert warned(fit)[-3:] == [
            "2 groups of reviewers share no case: only an assumption compares them",
            "group 1: Z1, Z2 (3 cases)",
            "group 2: Z3, Z4 (2 cases)",
        ]

    @pytest.mark.parametrize(
        "rows", [{"a": [1.0, 2.0]}, {"a": [1.0], "b": [2.0]}, {"a": [1.0, None], "b": [None, 2.0]}]
    )
    def test_two_scores_don_t_crash(self, rows: dict[str, list[float | None]]) -> None:
        fit = adjust(table(rows))
        assert np.isfinite(fit.adjusted).all()
        assert np.isfinite(fit.case_se).all()


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_input_never_matters(random: Random, spread: bool) -> None:
    scores = simulated(20, 5, 3, spread=0.4)
    shuffled = list(scores)
    random.shuffle(shuffled)
    one, other = adjust(scores, spread=spread), adjust(shuffled, spread=spread)
    assert one.adjusted.tolist() == other.adjusted.tolist()
    assert one.case_se.tolist() == other.case_se.tolist()


@settings(max_examples=8, deadline=None)
@given(st.floats(-50, 50), st.floats(0.1, 10))
def test_shifting_and_stretching_all_scores_does_the_same_to_the_result(shift: float, scale: float) -> None:
    scores = simulated(30, 5, 3, spread=0.4)
    moved = [score._replace(value=shift + scale * score.value) for score in scores]
    one, other = adjust(scores), adjust(moved)
    assert other.adjusted == pytest.approx(shift + scale * one.adjusted, rel=1e-5, abs=1e-5)
    assert other.case_se == pytest.approx(scale * one.case_se, rel=1e-4)


values = st.one_of(st.none(), st.integers(1, 10).map(float))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(values, min_size=4, max_size=4), min_size=1, max_size=7))
def test_any_sheet_of_whole_marks_gives_finite_numbers(rows: list[list[float | None]]) -> None:
    scores = table({f"c{index}": row for index, row in enumerate(rows)})
    if scores:
        fit = adjust(scores)
        assert np.isfinite(fit.adjusted).all()
        assert np.isfinite(fit.case_se).all()
        assert np.isfinite(fit.reviewer_se).all()
