"""An edition's ranking: reviews as scores, cases with ranks, tiers and how sure they are, and what stands apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import DataError, msg
from shanghai_cases.model.edition import Criterion
from shanghai_cases.model.figure import Qualifier
from shanghai_cases.model.review import OVERALL
from shanghai_cases.ranking import award
from shanghai_cases.ranking.draws import SEED
from shanghai_cases.ranking.scores import Incomplete, Mark, Score, scores_from_marks
from shanghai_cases.ranking.standing import FEWEST_REVIEWS, Method, Ranking, Row, rank_cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review

_SCALE = (0.0, 100.0)


class Rules(NamedTuple):
    """How to rank: the method, and what it leaves out."""

    method: Method = Method.ADJUSTED
    spread: bool = True
    fewest: int = FEWEST_REVIEWS
    criterion: str | None = None
    """Only this one of the criteria."""
    seed: int = SEED


class Scored(NamedTuple):
    """What reviews say, before anything is ranked."""

    scores: tuple[Score, ...]
    incomplete: tuple[Incomplete, ...] = ()
    """Reviews that lack the mark of a criterion and don't count."""
    recused: tuple[tuple[str, str], ...] = ()
    """Pairs (case id, reviewer) that were recused."""


class RankedCase(NamedTuple):
    """One case's place and how sure it is."""

    row: Row
    tier: str = ""
    """The award that its rank gives, empty for none."""
    open_tie: bool = False
    """It shares its rank with more cases than there are places."""
    probability: float | None = None
    """Of its tier or a better one; of the last tier for a case without one."""
    tier_probabilities: tuple[float, ...] = ()
    """Of each tier by itself, in order of honour."""
    unsure_at: tuple[int, ...] = ()
    """Quota lines across which it can't be told apart from others."""


class EditionRanking(NamedTuple):
    """A ranking with its awards; ``apart`` are the cases with too few reviews."""

    standing: Ranking
    rows: tuple[RankedCase, ...]
    apart: tuple[RankedCase, ...]
    tiers: tuple[award.Tier, ...]
    proposal: award.Proposal
    scored: Scored
    rules: Rules
    groups: int
    """Connected groups of cases and reviewers; more than one can't be compared by the data."""


def criteria_of(edition: Edition) -> tuple[Criterion, ...]:
    """Return the edition's criteria; one overall score where it has none."""
    return edition.criteria or (Criterion(OVERALL),)


def scale_of(criteria: Sequence[Criterion]) -> tuple[float, float]:
    """Return the scale that scores are on: that of the criteria where they share one, else 0 to 100."""
    scales = {(one.minimum, one.maximum) for one in criteria}
    return scales.pop() if len(scales) == 1 else _SCALE


def chosen(criteria: Sequence[Criterion], name: str | None) -> tuple[Criterion, ...]:
    """Return the criterion of this name, all for None; raises `DataError`."""
    found = tuple(one for one in criteria if name is None or one.name == name)
    if not found:
        known = tuple(one.name for one in criteria if one.name) or (msg("none"),)
        raise DataError(msg("there is no criterion {name}; there is: {known}", name=name, known=known))
    return found


def scores_of(reviews: Iterable[Review], criteria: Sequence[Criterion]) -> Scored:
    """Turn reviews into scores on these criteria, which may be a part of all.

    Recusals never count; assigned cases without any mark are still to come. Raises `DataError`.
    """
    wanted = {one.name for one in criteria}
    marks: list[Mark] = []
    recused: list[tuple[str, str]] = []
    for review in reviews:
        if review.recused:
            recused.append((review.case_id, review.reviewer))
            continue
        marks += [
            Mark(review.case_id, review.reviewer, mark.criterion, mark.value)
            for mark in review.marks
            if mark.criterion in wanted
        ]
    scores, incomplete = scores_from_marks(marks, criteria, scale=scale_of(criteria))
    return Scored(tuple(scores), tuple(incomplete), tuple(sorted(recused)))


def tiers_of(edition: Edition) -> tuple[award.Tier, ...]:
    """Return the tiers whose quota is a number that places can be given by."""
    return tuple(
        award.Tier(tier.name, tier.quota.value)
        for tier in edition.tiers
        if tier.quota.qualifier in (Qualifier.EXACT, Qualifier.PLANNED) and isinstance(tier.quota.value, int)
    )


def rank(scored: Scored, tiers: Sequence[award.Tier], rules: Rules) -> EditionRanking:
    """Rank the cases that have scores; those with fewer than ``rules.fewest`` reviews stand apart.

    All scores inform the model, those of cases that stand apart too. Raises `DataError`, `NothingFoundError`.
    """
    standing = rank_cases(
        scored.scores,
        rules.method,
        lines=award.lines(tiers),
        fewest_reviews=rules.fewest,
        spread=rules.spread,
        seed=rules.seed,
    )
    proposal = award.propose(standing.ranks, tiers)
    tied = {case_id for tie in proposal.open_ties for case_id in tie.cases}
    unsure: dict[str, list[int]] = {}
    for group in standing.draws.groups:
        for case_id in group.cases:
            unsure.setdefault(case_id, []).append(group.quota)
    rows = tuple(
        RankedCase(
            row,
            proposal.awards.get(row.case_id, ""),
            row.case_id in tied,
            *_probabilities(standing, row, proposal.awards.get(row.case_id), tiers),
            tuple(unsure.get(row.case_id, ())),
        )
        for row in standing.rows
    )
    apart = tuple(RankedCase(row) for row in standing.too_few)
    groups = max(row.group for row in (*standing.rows, *standing.too_few))
    return EditionRanking(standing, rows, apart, tuple(tiers), proposal, scored, rules, groups)


def _probabilities(
    standing: Ranking, row: Row, tier: str | None, tiers: Sequence[award.Tier]
) -> tuple[float | None, tuple[float, ...]]:
    """Return the probability of the tier or a better one, and of each tier by itself."""
    if not tiers:
        return None, ()
    within = [standing.draws.probability(row.case_id, line) for line in award.lines(tiers)]
    alone = tuple(upper - lower for lower, upper in zip([0.0, *within], within, strict=False))
    place = next((number for number, one in enumerate(tiers) if one.name == tier), -1)
    return within[place], alone


class Best(NamedTuple):
    """A case among those of its group: a district or a theme."""

    group: str
    place: int
    """Its rank within the group, ties sharing one."""
    case: RankedCase


def best_by(rows: Sequence[RankedCase], groups_of: Mapping[str, Sequence[str]]) -> list[Best]:
    """Rank within each group; groups stand in the order of their best case, a case in each of its groups."""
    by_group: dict[str, list[RankedCase]] = {}
    for one in rows:
        for group in groups_of.get(one.row.case_id, ()):
            by_group.setdefault(group, []).append(one)
    found = []
    for group, members in by_group.items():
        ranks = [one.row.rank for one in members]
        found += [Best(group, ranks.index(one.row.rank) + 1, one) for one in members]
    return found
