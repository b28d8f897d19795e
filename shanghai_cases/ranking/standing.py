"""The ranking as a whole: every case with raw and adjusted score, rank, standard error and probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shanghai_cases.ranking.draws import DRAWS, SEED, draw_ranks
from shanghai_cases.ranking.mixed_model import adjust
from shanghai_cases.ranking.order import competition_ranks
from shanghai_cases.ranking.simple import SimpleMethod, simple_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.ranking.draws import RankDraws
    from shanghai_cases.ranking.mixed_model import Adjusted
    from shanghai_cases.ranking.scores import Score

FEWEST_REVIEWS = 3


class Method(StrEnum):
    """How the cases are ranked."""

    ADJUSTED = "adjusted"
    MEAN = "mean"
    TRIMMED = "trimmed"
    MEDIAN = "median"
    ZSCORE = "zscore"


@dataclass(frozen=True, slots=True)
class Row:
    """One case. `value` is what the method ranks by; the other figures are the same for all methods."""

    rank: int | None
    """None for a case with too few reviews."""
    case_id: str
    reviews: int
    raw: float
    """Mean of the scores as given."""
    adjusted: float
    se: float
    value: float
    group: int
    """1 for the largest group of cases and reviewers that hang together, 2 for the next, ..."""
    expected_rank: float | None
    within: tuple[float, ...]
    """Probability of a rank within each line; empty for a case with too few reviews."""


@dataclass(frozen=True)
class Ranking:
    """All cases: those ranked by rank, then id, and apart those with too few reviews, by id."""

    method: Method
    rows: tuple[Row, ...]
    too_few: tuple[Row, ...]
    fit: Adjusted
    draws: RankDraws
    """Expected ranks, probabilities and the groups that can't be told apart across each line."""

    @property
    def ranks(self) -> dict[str, int]:
        """Rank of each ranked case, as `award.propose` takes it."""
        return {row.case_id: row.rank for row in self.rows if row.rank is not None}

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What the reader of the ranking must know."""
        return self.fit.warnings


def rank_cases(
    scores: Iterable[Score],
    method: Method = Method.ADJUSTED,
    *,
    lines: Sequence[int] = (),
    fewest_reviews: int = FEWEST_REVIEWS,
    spread: bool = True,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Ranking:
    """Rank the cases with at least `fewest_reviews` scores; the others still tell about the reviewers.

    `lines` are cumulative quotas. Raises as `adjust` does.
    """
    scores = list(scores)
    fit = adjust(scores, spread=spread)
    counts = dict(zip(fit.panel.cases, fit.panel.case_counts.tolist(), strict=True))
    enough = [case_id for case_id, count in counts.items() if count >= fewest_reviews]
    adjusted = fit.by_case(fit.adjusted)
    values = adjusted if method is Method.ADJUSTED else simple_values(scores, SimpleMethod(method.value))
    ranks = competition_ranks({case_id: values[case_id] for case_id in enough})
    drawn = draw_ranks(fit, lines, cases=enough, draws=draws, seed=seed)
    raw, error = fit.by_case(fit.panel.raw_means), fit.by_case(fit.case_se)
    group = {one: number for number, (cases, _) in enumerate(fit.panel.groups(), start=1) for one in cases}

    def row(case_id: str) -> Row:
        place = drawn.position.get(case_id)
        return Row(
            ranks.get(case_id),
            case_id,
            counts[case_id],
            raw[case_id],
            adjusted[case_id],
            error[case_id],
            values[case_id],
            group[case_id],
            None if place is None else float(drawn.expected_rank[place]),
            () if place is None else tuple(drawn.within[place].tolist()),
        )

    few = tuple(row(case_id) for case_id in counts if case_id not in ranks)
    return Ranking(method, tuple(row(case_id) for case_id in ranks), few, fit, drawn)
