"""Agreement coefficients against their authors' published examples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanghai_cases.errors import DataError
from shanghai_cases.ranking.alpha import Metric, krippendorff_alpha
from shanghai_cases.ranking.distributions import (
    correlation_interval,
    f_probability,
    f_quantile,
    incomplete_beta,
    t_two_sided,
)
from shanghai_cases.ranking.icc import panel_icc, table_icc
from shanghai_cases.ranking.mixed_model import adjust
from shanghai_cases.ranking.scores import Score
from tests.ranking.panels import penicillin, simulated, table

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


class TestTableIcc:
    """Shrout & Fleiss 1979, tables 2 and 4; intervals as the R package psych 2.4 prints them."""

    icc = table_icc(SHROUT_FLEISS)

    def test_published_coefficients(self) -> None:
        found = [
            self.icc.oneway_single,
            self.icc.agreement_single,
            self.icc.consistency_single,
            self.icc.oneway_mean,
            self.icc.agreement_mean,
            self.icc.consistency_mean,
        ]
        assert [round(one.estimate, 2) for one in found] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
        assert [(round(one.low, 2), round(one.high, 2)) for one in found] == [
            (-0.13, 0.72),
            (0.02, 0.76),
            (0.34, 0.95),
            (-0.88, 0.91),
            (0.07, 0.93),
            (0.68, 0.99),
        ]

    def test_tables_with_gaps_or_without_disagreement_are_refused(self) -> None:
        with pytest.raises(DataError):
            table_icc([[1, 2], [3]])
        with pytest.raises(DataError):
            table_icc([[1, 2]])
        with pytest.raises(DataError):
            table_icc([[1, 1], [2, 2]])


class TestPanelIcc:
    def test_a_complete_panel_agrees_with_the_analysis_of_variance(self) -> None:
        scores = table({f"c{index}": [float(one) for one in row] for index, row in enumerate(SHROUT_FLEISS)})
        panel = panel_icc(adjust(scores, spread=False))
        assert panel is not None
        whole = table_icc(SHROUT_FLEISS)
        assert panel.consistency_single.estimate == pytest.approx(whole.consistency_single.estimate, rel=1e-6)
        assert panel.agreement_single.estimate == pytest.approx(whole.agreement_single.estimate, rel=1e-6)
        assert panel.consistency_mean.estimate == pytest.approx(whole.consistency_mean.estimate, rel=1e-6)
        assert panel.reviews == pytest.approx(4.0)

    def test_intervals_hold_the_estimate(self) -> None:
        panel = panel_icc(adjust(penicillin(), spread=False))
        assert panel is not None
        assert panel.agreement_single.low < panel.agreement_single.estimate < panel.agreement_single.high
        assert panel.consistency_single.low < panel.consistency_single.estimate < panel.consistency_single.high

    def test_the_interval_resembles_that_of_mcgraw_and_wong_on_a_large_complete_table(self) -> None:
        scores = simulated(80, 5, 5, seed=3)
        by_reviewer = {score[:2]: score.value for score in scores}
        rows = [[by_reviewer[f"C{case:03d}", f"Z{one:02d}"] for one in range(5)] for case in range(80)]
        panel = panel_icc(adjust(scores, spread=False))
        assert panel is not None
        whole = table_icc(rows).consistency_single
        assert panel.consistency_single.low == pytest.approx(whole.low, abs=0.03)
        assert panel.consistency_single.high == pytest.approx(whole.high, abs=0.03)

    def test_unknown_where_no_case_has_two_reviews(self) -> None:
        assert panel_icc(adjust([Score("a", "Z1", 60.0), Score("b", "Z1", 70.0)])) is None


KRIPPENDORFF: dict[str, list[float | None]] = {
    "1": [1, 1, None, 1],
    "2": [2, 2, 3, 2],
    "3": [3, 3, 3, 3],
    "4": [3, 3, 3, 3],
    "5": [2, 2, 2, 2],
    "6": [1, 2, 3, 4],
    "7": [4, 4, 4, 4],
    "8": [1, 1, 2, 1],
    "9": [2, 2, 2, 2],
    "10": [None, 5, 5, 5],
    "11": [None, None, 1, 1],
    "12": [None, 3, None, None],
}


class TestAlpha:
    """Krippendorff 2011, section D: four observers, twelve units, gaps."""

    @pytest.mark.parametrize(
        ("metric", "published"), [(Metric.NOMINAL, 0.743), (Metric.ORDINAL, 0.815), (Metric.INTERVAL, 0.849)]
    )
    def test_published_example(self, metric: Metric, published: float) -> None:
        alpha = krippendorff_alpha(table(KRIPPENDORFF), metric)
        assert round(alpha.estimate, 3) == published
        assert alpha.low < published < alpha.high

    def test_same_seed_same_interval(self) -> None:
        scores = table(KRIPPENDORFF)
        assert krippendorff_alpha(scores) == krippendorff_alpha(scores[::-1])

    def test_without_resamples_there_is_no_interval(self) -> None:
        alpha = krippendorff_alpha(table(KRIPPENDORFF), resamples=0)
        assert math.isnan(alpha.low)

    @pytest.mark.parametrize("metric", Metric)
    def test_perfect_agreement_is_one_and_nothing_to_disagree_on_is_unknown(self, metric: Metric) -> None:
        assert krippendorff_alpha(table({"a": [1, 1], "b": [2, 2]}), metric).estimate == pytest.approx(1.0)
        assert math.isnan(krippendorff_alpha(table({"a": [1, 1], "b": [1, 1]}), metric).estimate)
        assert math.isnan(krippendorff_alpha(table({"a": [1, None], "b": [None, 2]}), metric).estimate)

    @settings(max_examples=25, deadline=None)
    @given(st.floats(-100, 100), st.floats(0.1, 50))
    def test_the_interval_metric_does_not_depend_on_the_scale(self, shift: float, scale: float) -> None:
        scores = table(KRIPPENDORFF)
        moved = [score._replace(value=shift + scale * score.value) for score in scores]
        alpha = krippendorff_alpha(moved, resamples=0).estimate
        assert alpha == pytest.approx(krippendorff_alpha(scores, resamples=0).estimate, abs=1e-9)


class TestDistributions:
    """Values of scipy 1.17: special.betainc, stats.f.cdf, stats.f.ppf, stats.t.sf."""

    @pytest.mark.parametrize(
        ("a", "b", "x", "expected"),
        [(0.5, 0.5, 0.3, 0.3690101195655453), (2.0, 3.0, 0.9, 0.9963), (50.0, 20.0, 0.7, 0.3825092483812333)],
    )
    def test_incomplete_beta(self, a: float, b: float, x: float, expected: float) -> None:
        assert incomplete_beta(a, b, x) == pytest.approx(expected, rel=1e-12)

    def test_f(self) -> None:
        assert f_quantile(0.975, 5, 18) == pytest.approx(3.381967805875243, rel=1e-9)
        assert f_quantile(0.975, 15, 4.2) == pytest.approx(8.063995792390086, rel=1e-9)
        assert f_probability(f_quantile(0.3, 7, 2.5), 7, 2.5) == pytest.approx(0.3, rel=1e-10)
        assert f_probability(-1.0, 3, 4) == 0.0

    def test_t(self) -> None:
        assert t_two_sided(2.2281388520, 10) == pytest.approx(0.05, rel=1e-8)

    def test_correlation(self) -> None:
        interval = correlation_interval(0.5, 28)
        assert (round(interval.low, 3), round(interval.high, 3)) == (0.156, 0.736)
        assert math.isnan(correlation_interval(0.5, 3).low)
