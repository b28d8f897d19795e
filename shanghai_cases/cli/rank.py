"""`cases rank`: an edition's cases in the order of the experts' scores."""

from __future__ import annotations

from typing import Annotated

from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.model.case import Status as CaseStatus
from shanghai_cases.presentation.listing import Listing, emit
from shanghai_cases.presentation.ranking_tables import (
    COLUMNS,
    Named,
    apart_lines,
    ranking_json,
    ranking_rows,
    ranking_table,
)
from shanghai_cases.ranking.ranked import FEWEST_REVIEWS, Method, scores_of, tiers_of, without_reviews
from shanghai_cases.ranking.ranked import rank as ranked


def method(value: str) -> Method:
    """Accept a way of ranking."""
    if value not in set(Method):
        raise UsageError(
            msg("--method {value}: choose one of: {methods}", value=value, methods=tuple(map(str, Method)))
        )
    return Method(value)


@command
def rank(
    session: Session,
    *,
    edition: Annotated[int, option("--edition", "-e", metavar="N", help=template("The edition to rank."))],
    method_: Annotated[
        Method,
        option(
            "--method",
            metavar="METHOD",
            parser=method,
            autocompletion=options.among(tuple(Method)),
            help=template("adjusted (for each expert's severity and spread), mean, trimmed, median or zscore."),
        ),
    ] = Method.ADJUSTED,
    spread: Annotated[
        bool, option("--spread/--no-spread", help=template("Correct for how much of the scale an expert uses."))
    ] = True,
    fewest: Annotated[
        int, option("--fewest", metavar="N", min=1, help=template("Cases with fewer reviews stand apart (3)."))
    ] = FEWEST_REVIEWS,
    top: Annotated[int | None, option("--top", metavar="N", min=1, help=template("Only the first so many."))] = None,
) -> int:
    """Rank an edition; the program proposes, people decide."""
    output = session.output()
    catalogue = session.catalogue
    wanted = catalogue.edition(edition)
    standing = {
        row.id: Named(row.title, row.unit)
        for row in catalogue.rows()
        if row.edition == edition and row.status == CaseStatus.SUBMITTED
    }
    reviews = [review for review in catalogue.reviews(edition) if review.case_id in standing]
    scores, incomplete = scores_of(reviews, wanted)
    if not scores:
        output.say(msg("edition {number} has no reviews yet", number=edition))
        return Status.NOTHING_FOUND
    for review in incomplete:
        output.say(
            msg(
                "{reviewer}'s review of {case} does not count: no mark for {criteria}",
                reviewer=review.reviewer,
                case=review.case_id,
                criteria=tuple(review.missing),
            )
        )
    made = ranked(scores, tiers_of(wanted), method=method_, spread=spread, fewest=fewest)
    emit(
        output,
        Listing(
            COLUMNS,
            lambda: ranking_rows(made, standing, top),
            lambda: ranking_json(made, standing, edition),
            lambda: ranking_table(made, standing, top),
        ),
    )
    for line in apart_lines(made, standing, without_reviews(standing, {score.case_id: 1 for score in scores})):
        output.say(msg("{line}", line=line))
    return Status.DONE
