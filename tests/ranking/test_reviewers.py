from __future__ import annotations

import math

import numpy as np
import pytest

from shanghai_cases.ranking.mixed_model import adjust
from shanghai_cases.ranking.reviewers import Pattern, outlying, report_reviewers
from tests.ranking.panels import simulated, table

SCORES = simulated(80, 8, 4, seed=6)


def test_leniency_load_and_mean_of_each_reviewer() -> None:
    fit = adjust(SCORES)
    reports = report_reviewers(fit)
    assert [one.reviewer for one in reports] == [f"Z0{number}" for number in range(8)]
    assert sum(one.reviews for one in reports) == len(SCORES)
    first = [score.value for score in SCORES if score.reviewer == "Z00"]
    assert reports[0].mean == pytest.approx(sum(first) / len(first))
    for one, effect in zip(reports, fit.reviewer_effects.tolist(), strict=True):
        assert one.leniency.estimate == effect
        assert one.leniency.low < effect < one.leniency.high


def test_leniency_that_stands_out_is_hardly_chance() -> None:
    scores = [score._replace(value=score.value + 25) if score.reviewer == "Z03" else score for score in SCORES]
    reports = {one.reviewer: one for one in report_reviewers(adjust(scores))}
    assert reports["Z03"].leniency_chance < 1e-4
    assert reports["Z03"].leniency.estimate == max(one.leniency.estimate for one in reports.values())


def test_a_reviewer_who_guesses_agrees_with_nobody() -> None:
    rng = np.random.default_rng(1)
    scores = [score._replace(value=float(rng.normal(70, 9))) if score.reviewer == "Z05" else score for score in SCORES]
    reports = {one.reviewer: one for one in report_reviewers(adjust(scores))}
    assert reports["Z05"].agreement.low < 0 < reports["Z05"].agreement.high
    assert all(one.agreement.estimate > 0.3 for name, one in reports.items() if name != "Z05")


def test_spread_is_told_with_its_interval() -> None:
    scores = [
        score._replace(value=70 + 2.2 * (score.value - 70)) if score.reviewer == "Z02" else score for score in SCORES
    ]
    reports = {one.reviewer: one for one in report_reviewers(adjust(scores))}
    assert reports["Z02"].spread.low > 1.3
    assert all(one.spread.high < reports["Z02"].spread.low for name, one in reports.items() if name != "Z02")


def test_one_mark_for_all_is_found() -> None:
    scores = [score._replace(value=75.0) if score.reviewer == "Z04" else score for score in SCORES]
    reports = {one.reviewer: one for one in report_reviewers(adjust(scores))}
    [finding] = reports["Z04"].findings
    assert finding.pattern is Pattern.ONE_MARK
    assert str(finding.message) == f"all {reports['Z04'].reviews} scores are 75.0"
    assert finding.chance < 1e-6
    assert reports["Z04"].spread.estimate == 1.0
    assert math.isnan(reports["Z04"].agreement.estimate)


def test_scores_that_fall_in_the_order_of_reading_are_found_and_others_are_not() -> None:
    order = {score[:2]: float(index) for index, score in enumerate(SCORES)}
    tired = [
        score._replace(value=score.value - 0.15 * index) if score.reviewer == "Z06" else score
        for index, score in enumerate(SCORES)
    ]
    found = {one.reviewer: one.findings for one in report_reviewers(adjust(tired), order) if one.findings}
    assert {name: [str(one.message) for one in findings] for name, findings in found.items()} == {
        "Z06": ["scores fall in the order of reading"]
    }
    assert not any(one.findings for one in report_reviewers(adjust(SCORES), order))


def test_a_score_far_above_everyone_elses_view_is_found_with_what_was_expected() -> None:
    scores = [score._replace(value=score.value + 45) if index == 33 else score for index, score in enumerate(SCORES)]
    [far] = outlying(adjust(scores))
    assert (far.case_id, far.reviewer, far.given) == tuple(scores[33])
    assert far.expected == pytest.approx(SCORES[33].value, abs=15)
    assert far.z > 4
    assert far.chance < 0.01


def test_ordinary_and_equal_scores_are_not_outlying() -> None:
    assert outlying(adjust(SCORES)) == []
    assert outlying(adjust(table({"a": [70, 70], "b": [70, 70]}))) == []
