"""Small panels for the tests, made without surprises."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from shanghai_cases.ranking.scores import Score

DATA = Path(__file__).parent / "data"


def penicillin() -> list[Score]:
    """24 plates (cases a to x) x 6 samples (reviewers A to F): Davies & Goldsmith 1972, table 6.6."""
    with (DATA / "penicillin.csv").open(newline="") as file:
        return [
            Score(chr(ord("a") + plate), sample, float(value))
            for plate, row in enumerate(csv.DictReader(file))
            for sample, value in row.items()
        ]


def table(rows: dict[str, list[float | None]]) -> list[Score]:
    """One row per case, one column per reviewer Z1, Z2, ...; None where nothing was scored."""
    return [
        Score(case_id, f"Z{number}", value)
        for case_id, values in rows.items()
        for number, value in enumerate(values, 1)
        if value is not None
    ]


def simulated(
    cases: int = 60, reviewers: int = 8, per_case: int = 4, *, spread: float = 0.0, seed: int = 1
) -> list[Score]:
    """A panel with leniency sd 5, case sd 6, error sd 6 and the given sd of log spread."""
    rng = np.random.default_rng(seed)
    worth = rng.normal(0, 6, cases)
    leniency, scale = rng.normal(0, 5, reviewers), np.exp(rng.normal(0, spread, reviewers))
    return [
        Score(
            f"C{case:03d}",
            f"Z{one:02d}",
            float(70 + leniency[one] + scale[one] * (worth[case] + rng.normal(0, 6))),
        )
        for case in range(cases)
        for one in rng.permutation(reviewers)[:per_case]
    ]
