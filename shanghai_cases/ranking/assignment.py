"""Assigning cases to reviewers: equal loads, no conflict of interest, expertise, and pairs that meet evenly.

Two reviewers can only be compared through cases both read. So the number of common cases is kept as even as
possible over all pairs: that is (M,S)-optimality, which leads near the design with the smallest average
variance of reviewer differences (John & Mitchell 1977, J. R. Stat. Soc. B 39, 39; Shah & Sinha 1989, ch. 2).
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, msg
from shanghai_cases.ranking.board import Board
from shanghai_cases.ranking.design import DesignQuality, design_quality
from shanghai_cases.ranking.exchange import Exchange

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from shanghai_cases.ranking.board import Reader, Subject

SEED = 20231220


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who reads what; pairs are (case id, reviewer)."""

    added: tuple[tuple[str, str], ...]
    """The new pairs, sorted."""
    kept: tuple[tuple[str, str], ...]
    """The pairs that were there before, sorted."""
    loads: dict[str, int]
    """Cases of each reviewer, old and new."""
    missing: dict[str, int]
    """Cases that did not get enough reviewers, with how many they lack."""
    matched: int
    """Pairs, old and new, in which the reviewer knows a theme of the case."""
    quality: DesignQuality


def assign(
    subjects: Sequence[Subject],
    readers: Sequence[Reader],
    per_case: int,
    *,
    per_reviewer: int | None = None,
    kept: Iterable[tuple[str, str]] = (),
    recused: Collection[tuple[str, str]] = (),
    seed: int = SEED,
) -> Assignment:
    """Give every case `per_case` different reviewers.

    Loads differ by at most one where conflicts, `per_reviewer` (the most cases for one reviewer) and the
    pairs that are `kept` allow it. `recused` pairs are never made. Kept pairs stay as they are, so that a
    second run with more cases only adds. The order of the input does not matter; the same seed gives the same
    result. Raises `DataError` for a case or reviewer that is there twice, or numbers below 1.
    """
    subjects = sorted(subjects, key=lambda one: one.case_id)
    readers = sorted(readers, key=lambda one: one.reviewer)
    _check([one.case_id for one in subjects], [one.reviewer for one in readers], per_case, per_reviewer)
    board = Board(subjects, readers, frozenset(recused), sorted(set(kept)))
    board.fill(per_case, per_reviewer, random.Random(seed))  # noqa: S311  a seeded draw is wanted, not a secret
    board.level()
    exchange = Exchange(board.readers_of, board.movable, board.allowed, board.suits, len(readers))
    exchange.improve(random.Random(seed + 1))  # noqa: S311
    return _result(board, per_case)


def _check(cases: list[str], reviewers: list[str], per_case: int, per_reviewer: int | None) -> None:
    for name, count in (Counter(cases) + Counter(reviewers)).items():
        if count > 1:
            raise DataError(msg("{name} is there twice", name=name))
    if per_case < 1 or (per_reviewer is not None and per_reviewer < 1):
        raise DataError(msg("each case needs at least one reviewer, each reviewer at least one case"))


def _result(board: Board, per_case: int) -> Assignment:
    names, codes = [one.case_id for one in board.subjects], [one.reviewer for one in board.readers]
    added = sorted((names[case], codes[one]) for case, new in enumerate(board.movable) for one in new)
    loads = Counter(one for readers in board.readers_of for one in readers)
    return Assignment(
        tuple(added),
        tuple(board.kept),
        {code: loads[number] for number, code in enumerate(codes)},
        {
            names[case]: per_case - len(readers)
            for case, readers in enumerate(board.readers_of)
            if len(readers) < per_case
        },
        sum(board.suits[case][one] for case, readers in enumerate(board.readers_of) for one in readers),
        design_quality(board.readers_of, board.allowed),
    )
