"""The results of a simulation as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scripts.simulation.trial import METHODS, TOPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scripts.simulation.trial import Tally


def found_table(tallies: Mapping[str, Tally], top: int) -> str:
    """One row per scenario: how many of the true best were found, and the lead of the default."""
    column = TOPS.index(top)
    head = ["panel", *METHODS[:-1], "**adjusted**", "best other", "lead of the default"]
    lines = [_row(head), _row(["---"] * len(head))]
    for name, tally in tallies.items():
        hits = {method: np.array(tally.found[method])[:, column].astype(np.float64) for method in METHODS}
        means = {method: float(hits[method].mean()) for method in METHODS[:-1]}
        other = max(means, key=means.__getitem__)
        lead = hits["adjusted"] - hits[other]
        cells = [f"{hits[method].mean():.2f}" for method in METHODS]
        cells[-1] = f"**{cells[-1]}**"
        lines.append(_row([name, *cells, other, f"{lead.mean():+.2f} ± {_error(lead):.2f}"]))
    return "\n".join(lines)


def calibration_table(tallies: Mapping[str, Tally]) -> str:
    """One row per scenario: of the probabilities stated in each tenth, the percentage that came true."""
    bins = len(next(iter(tallies.values())).count)
    head = ["panel", *(f"{100 * low // bins}-{100 * (low + 1) // bins} %" for low in range(bins)), "75-85 %"]
    lines = [_row(head), _row(["---"] * len(head))]
    for name, tally in tallies.items():
        share = 100 * tally.came / np.maximum(tally.count, 1)
        near = np.array(tally.near_80)
        centre = near[:, 0].sum() / near[:, 1].sum()
        error = np.sqrt(((near[:, 0] - centre * near[:, 1]) ** 2).sum()) / near[:, 1].sum()
        cells = [f"{one:.1f}" for one in share]
        lines.append(_row([name, *cells, f"{100 * centre:.1f} ± {100 * error:.1f}"]))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _error(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values)))
