"""How much the winners depend on any one reviewer: the ranking again, each reviewer left out in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.ranking.mixed_model import adjust_panel
from shanghai_cases.ranking.order import competition_ranks
from shanghai_cases.ranking.panel import Panel
from shanghai_cases.ranking.simple import SimpleMethod, simple_values
from shanghai_cases.ranking.standing import Method

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.ranking.mixed_model import Adjusted


@dataclass(frozen=True, slots=True)
class Change:
    """What happens within the line if one reviewer's scores are left out."""

    reviewer: str
    out: tuple[str, ...]
    """Cases that drop out, or have no review left."""
    into: tuple[str, ...]
    """Cases that come in."""


@dataclass(frozen=True, slots=True)
class Stability:
    """The winners within one line and what each reviewer does to them."""

    line: int
    winners: tuple[str, ...]
    """Cases with a rank up to the line, best first."""
    changes: tuple[Change, ...]
    """One for each reviewer, also where nothing changes."""
    kept: dict[str, float]
    """For each winner, the share of reviewers who can be left out without the winner dropping out."""

    @property
    def share_changed(self) -> float:
        """Share of the reviewers without whom the set of winners is another."""
        return sum(1 for change in self.changes if change.out or change.into) / len(self.changes)

    def hanging(self) -> dict[str, tuple[str, ...]]:
        """Winners that drop out if one reviewer is left out, with those reviewers."""
        found: dict[str, list[str]] = {}
        for change in self.changes:
            for case_id in change.out:
                found.setdefault(case_id, []).append(change.reviewer)
        return {case_id: tuple(found[case_id]) for case_id in self.winners if case_id in found}


def leave_one_out(
    fit: Adjusted,
    lines: Sequence[int],
    method: Method = Method.ADJUSTED,
    *,
    cases: Sequence[str] | None = None,
) -> list[Stability]:
    """Rank by `method` without each reviewer in turn and compare who is within each line.

    The model is fitted once per reviewer, in the way `fit` was. Only `cases` (all if None) are ranked.
    """
    ranked = set(fit.panel.cases if cases is None else cases)

    def order(panel: Panel | None) -> dict[str, int]:
        values = {} if panel is None else _values(panel, fit, method)
        return competition_ranks({name: value for name, value in values.items() if name in ranked})

    whole = order(fit.panel)
    without = {name: order(_without(fit.panel, number)) for number, name in enumerate(fit.panel.reviewers)}
    return [_compare(line, whole, without) for line in lines]


def _values(panel: Panel, fit: Adjusted, method: Method) -> dict[str, float]:
    """Return what each case of `panel` is ranked by; `panel` is that of `fit` or a part of it."""
    if method is not Method.ADJUSTED:
        return simple_values(panel.scores(), SimpleMethod(method.value))
    if panel is not fit.panel:
        start = fit.point.ratios if all(fit.known) else None
        fit = adjust_panel(panel, spread=fit.spread is not None, slips=fit.slips is not None, start=start)
    return fit.by_case(fit.adjusted)


def _without(panel: Panel, number: int) -> Panel | None:
    """Return the panel without one reviewer; None if nobody else gave a score."""
    import numpy as np

    keep = panel.reviewer != number
    if not keep.any():
        return None
    cases, case = np.unique(panel.case[keep], return_inverse=True)
    reviewers, reviewer = np.unique(panel.reviewer[keep], return_inverse=True)
    return Panel(
        tuple(panel.cases[index] for index in cases.tolist()),
        tuple(panel.reviewers[index] for index in reviewers.tolist()),
        case.astype(np.intp),
        reviewer.astype(np.intp),
        panel.value[keep],
    )


def _compare(line: int, whole: dict[str, int], without: dict[str, dict[str, int]]) -> Stability:
    winners = tuple(name for name, rank in whole.items() if rank <= line)
    changes = []
    for reviewer, order in without.items():
        now = {name for name, rank in order.items() if rank <= line}
        out = tuple(name for name in winners if name not in now)
        into = tuple(name for name, rank in order.items() if rank <= line and name not in winners)
        changes.append(Change(reviewer, out, into))
    kept = {name: sum(1 for change in changes if name not in change.out) / len(changes) for name in winners}
    return Stability(line, winners, tuple(changes), kept)
