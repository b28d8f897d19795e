"""Ranks with ties: cases whose values can't be told apart by arithmetic share a rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TIE_TOLERANCE = 1e-9
"""Values tie if they differ by at most this share of the largest absolute value (at least of 1)."""


def competition_ranks(values: Mapping[str, float]) -> dict[str, int]:
    """Rank the highest value 1; ties share a rank and the next rank counts them all (1, 2, 2, 4).

    A value ties with the highest value of its group, never step by step along a chain, if both differ by at
    most `TIE_TOLERANCE` times the largest absolute value. The result is ordered by rank, then by case id.
    """
    tolerance = TIE_TOLERANCE * max(1.0, max((abs(value) for value in values.values()), default=0.0))
    ranks: dict[str, int] = {}
    rank, head = 0, 0.0
    for position, case_id in enumerate(sorted(values, key=lambda one: (-values[one], one)), start=1):
        if rank == 0 or head - values[case_id] > tolerance:
            rank, head = position, values[case_id]
        ranks[case_id] = rank
    return dict(sorted(ranks.items(), key=lambda item: (item[1], item[0])))


def tied(ranks: Mapping[str, int]) -> dict[int, tuple[str, ...]]:
    """Return the ranks that several cases share, with those cases."""
    groups: dict[int, list[str]] = {}
    for case_id, rank in ranks.items():
        groups.setdefault(rank, []).append(case_id)
    return {rank: tuple(sorted(cases)) for rank, cases in sorted(groups.items()) if len(cases) > 1}
