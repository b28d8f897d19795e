"""The worked example of docs/ranking.md, recomputed: every figure of the page comes from the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from shanghai_cases.ranking.explain import explain
from shanghai_cases.ranking.mixed_model import adjust
from tests.ranking.panels import table

PAGE = (Path(__file__).parents[2] / "docs" / "ranking.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("## Worked example 算例")[1].split("## Limits")[0]


def rows() -> dict[str, list[float | None]]:
    lines = [line.strip("| ").split(" | ") for line in EXAMPLE.splitlines() if line.startswith(("| A", "| B", "| C"))]
    return {line[0]: [float(cell) for cell in line[1:4]] for line in lines}


def test_the_page_has_the_table() -> None:
    assert rows() == {"A": [70, 80, 78], "B": [76, 85, 85], "C": [64, 69, 77]}


def test_variances_and_mean_as_by_hand() -> None:
    fit = adjust(table(rows()), spread=False)
    assert fit.components.residual == pytest.approx(7)
    assert fit.components.case == pytest.approx((108 - 7) / 3)
    assert fit.components.reviewer == pytest.approx((84 - 7) / 3)
    assert fit.mean == pytest.approx(76)


def test_every_printed_figure_is_the_programs() -> None:
    fit = adjust(table(rows()), spread=False)
    told = explain(fit, "B")
    leniency = dict(zip(fit.panel.reviewers, fit.reviewer_effects.tolist(), strict=True))
    printed = [
        f"σa² = (108 - 7)/3 = {fit.components.case:.2f}",
        f"σb² = (84 - 7)/3 = {fit.components.reviewer:.2f}, μ = {fit.mean:.0f}",
        f"Z1 {leniency['Z1']:.2f}, Z2 {leniency['Z2']:+.2f}, Z3 {leniency['Z3']:+.2f}",
        *(f"= {step.corrected:.2f}" for step in told.steps),
        f"mean {told.corrected_mean:.2f}",
        f"= {told.held:.3f} reviews' worth of chance: share = 3/(3 + {told.held:.3f}) = {told.share:.4f}",
        f"B = 76 + {told.share:.4f} × 6 = **{told.adjusted:.2f}**",
        f"C = 76 - 5.61 = **{explain(fit, 'C').adjusted:.2f}**",
        f"√(2/3 × 33.67 × 7/108 + 33.67/3) = **{told.se:.2f}**",
    ]
    flat = " ".join(EXAMPLE.split())
    assert [one for one in printed if one not in flat] == []


def test_the_default_leaves_these_scores_alone() -> None:
    plain, usual = adjust(table(rows()), spread=False), adjust(table(rows()))
    assert usual.adjusted.tolist() == plain.adjusted.tolist()
