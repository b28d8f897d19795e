"""An edition's ranking: from the reviews as recorded to ranked cases with tiers, and what stands apart."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import msg
from shanghai_cases.model.figure import Qualifier
from shanghai_cases.model.review import OVERALL
from shanghai_cases.ranking import award
from shanghai_cases.ranking.order import competition_ranks
from shanghai_cases.ranking.scores import Criterion, Incomplete, Mark, Score, by_case, scores_from_marks
from shanghai_cases.ranking.simple import SimpleMethod, simple_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review
    from shanghai_cases.ranking.draws import LineGroup, RankDraws
    from shanghai_cases.ranking.mixed_model import Adjusted

FEWEST_REVIEWS = 3
_SCALE = (0.0, 100.0)


class Method(StrEnum):
    """How cases are ordered."""

    ADJUSTED = "adjusted"
    MEAN = "mean"
    TRIMMED = "trimmed"
    MEDIAN = "median"
    ZSCORE = "zscore"


class RankedCase(NamedTuple):
    """One case's place.

    ``raw`` is the mean of its scores and ``value`` what it is ranked by, both on the edition's scale; ``se`` the
    standard error of ``value``. ``tier`` is the award that its rank gives, empty for none; ``open_tie`` says that it
    shares its rank with more cases than there are places. ``probability`` is that of its tier or a better one, of the
    last tier for a case without one. Figures that only the model gives are None for other methods.
    """

    rank: int
    case_id: str
    reviews: int
    raw: float
    value: float
    se: float | None = None
    expected_rank: float | None = None
    tier: str = ""
    open_tie: bool = False
    probability: float | None = None


class Ranking(NamedTuple):
    """The ranked cases, those apart, and what must be said with them."""

    method: Method
    rows: tuple[RankedCase, ...]
    apart: tuple[tuple[str, int], ...]
    proposal: award.Proposal
    groups: tuple[LineGroup, ...]
    fit: Adjusted | None
    warnings: tuple[Message, ...]


def criteria_of(edition: Edition) -> tuple[Criterion, ...]:
    """Return the edition's criteria; one overall score where it has none."""
    if not edition.criteria:
        return (Criterion(OVERALL),)
    return tuple(
        Criterion(one.name, one.weight, one.minimum, one.maximum, not one.lower_is_better) for one in edition.criteria
    )


def scale_of(edition: Edition) -> tuple[float, float]:
    """Return the scale that scores are on: that of the criteria where they share one, else 0 to 100."""
    scales = {(one.minimum, one.maximum) for one in edition.criteria}
    return scales.pop() if len(scales) == 1 else _SCALE


def scores_of(reviews: Iterable[Review], edition: Edition) -> tuple[list[Score], list[Incomplete]]:
    """Turn reviews into scores; recusals never count, incomplete reviews are returned apart. Raises `DataError`."""
    marks = [
        Mark(review.case_id, review.reviewer, mark.criterion, mark.value)
        for review in reviews
        if not review.recused
        for mark in review.marks
    ]
    return scores_from_marks(marks, criteria_of(edition), scale=scale_of(edition))


def tiers_of(edition: Edition) -> tuple[award.Tier, ...]:
    """Return the tiers whose quota is a number that places can be given by."""
    return tuple(
        award.Tier(tier.name, tier.quota.value)
        for tier in edition.tiers
        if tier.quota.qualifier in (Qualifier.EXACT, Qualifier.PLANNED) and isinstance(tier.quota.value, int)
    )


def rank(
    scores: Sequence[Score],
    tiers: Sequence[award.Tier],
    *,
    method: Method = Method.ADJUSTED,
    spread: bool = True,
    fewest: int = FEWEST_REVIEWS,
    limits: Sequence[award.Limit] = (),
    seed: int | None = None,
) -> Ranking:
    """Rank the cases that have scores; those with fewer than ``fewest`` reviews are returned apart, by id.

    All scores inform the model, those of cases that are listed apart too. Raises `DataError`, `NothingFoundError`.
    """
    cases = by_case(scores)
    enough = {case_id for case_id, given in cases.items() if len(given) >= fewest}
    apart = tuple((case_id, len(given)) for case_id, given in cases.items() if case_id not in enough)
    raw = simple_values(scores, SimpleMethod.MEAN)
    fit = _fit(scores, spread=spread) if method is Method.ADJUSTED else None
    values = fit.by_case(fit.adjusted) if fit else simple_values(scores, SimpleMethod(method))
    ranks = competition_ranks({case_id: values[case_id] for case_id in values if case_id in enough})
    proposal = award.propose(ranks, tiers, limits)
    draws = _draws(fit, tiers, enough, seed) if fit else None
    errors = fit.by_case(fit.case_se) if fit else {}
    rows = tuple(
        RankedCase(
            place,
            case_id,
            len(cases[case_id]),
            raw[case_id],
            values[case_id],
            errors.get(case_id),
            float(draws.expected_rank[draws.position[case_id]]) if draws else None,
            proposal.awards.get(case_id, ""),
            any(case_id in tie.cases for tie in proposal.open_ties),
            _probability(draws, case_id, proposal, tiers),
        )
        for case_id, place in ranks.items()
    )
    warnings = (*(fit.warnings if fit else ()), *_remarks(apart, fewest))
    return Ranking(method, rows, apart, proposal, draws.groups if draws else (), fit, warnings)


def _fit(scores: Sequence[Score], *, spread: bool) -> Adjusted:
    from shanghai_cases.ranking.mixed_model import adjust

    return adjust(scores, spread=spread)


def _draws(fit: Adjusted, tiers: Sequence[award.Tier], cases: Collection[str], seed: int | None) -> RankDraws | None:
    from shanghai_cases.ranking.draws import SEED, draw_ranks

    if not cases:
        return None
    return draw_ranks(fit, award.lines(tiers), cases=sorted(cases), seed=SEED if seed is None else seed)


def _probability(
    draws: RankDraws | None, case_id: str, proposal: award.Proposal, tiers: Sequence[award.Tier]
) -> float | None:
    if draws is None or not tiers:
        return None
    line_of = dict(zip([tier.name for tier in tiers], award.lines(tiers), strict=True))
    return draws.probability(case_id, line_of.get(proposal.awards.get(case_id, ""), award.lines(tiers)[-1]))


def _remarks(apart: Sequence[tuple[str, int]], fewest: int) -> list[Message]:
    if not apart:
        return []
    return [msg("{count} case(s) have fewer than {fewest} reviews and stand apart", count=len(apart), fewest=fewest)]


def without_reviews(cases: Iterable[str], scored: Mapping[str, object]) -> tuple[str, ...]:
    """Return the cases that nobody has scored."""
    return tuple(case_id for case_id in cases if case_id not in scored)
