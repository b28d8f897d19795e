"""`cases criteria`: what reviewers mark, with weights and scales."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from shanghai_cases.cli import options
from shanghai_cases.cli.ranking_options import Edition
from shanghai_cases.cli.session import Session, command, writing
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import DataError, msg, template
from shanghai_cases.model.edition import Criterion
from shanghai_cases.model.review import OVERALL, Review
from shanghai_cases.model.scales import parse_criterion
from shanghai_cases.presentation.column_names import titles
from shanghai_cases.presentation.criteria_tables import COLUMNS, records, rows, table
from shanghai_cases.presentation.listing import Listing, emit

Criteria = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME=WEIGHT...",
        help=template("Criteria with weight, scale (0..100) and whether lower is better, such as 成本=20:1..5:lower."),
    ),
]


@command
def list_(session: Session, *, edition: Edition) -> int:
    """List an edition's criteria."""
    output = session.output()
    wanted = session.catalogue.edition(edition)
    emit(
        output,
        Listing(COLUMNS, lambda: rows(wanted), lambda: records(wanted), lambda: table(wanted), titles=titles(COLUMNS)),
    )
    if not wanted.criteria:
        output.say(msg("edition {number} has no criteria: one score from 0 to 100 for the whole", number=edition))
        return Status.NOTHING_FOUND
    return Status.DONE


@writing
def set_(session: Session, criteria: Criteria, *, edition: Edition, dry_run: options.DryRun = False) -> None:
    """Set the criteria of an edition, replacing all it had; marks already given must fit."""
    output = session.output()
    session.alone(unless=dry_run)
    before = session.catalogue.edition(edition)
    after = replace(before, criteria=tuple(parse_criterion(one) for one in criteria))
    for review in session.catalogue.reviews(edition):
        _refuse_misfits(review, {one.name: one for one in after.criteria})
    if after == before or dry_run:
        output.say(msg("nothing was changed"))
        return
    session.catalogue.put_edition(after, command="criteria set")
    output.say(msg("edition {number} has {count} criteria", number=edition, count=len(after.criteria)))


def _refuse_misfits(review: Review, criteria: dict[str, Criterion]) -> None:
    """Raise `DataError` for a review that these criteria would leave without meaning."""
    for mark in review.marks:
        criterion = criteria.get(mark.criterion)
        if criterion is None or not criterion.has(mark.value):
            raise DataError(
                msg(
                    "{reviewer} has given {case} {mark} on {criterion}, which wouldn't fit; nothing was changed",
                    reviewer=review.reviewer,
                    case=review.case_id,
                    mark=mark.value,
                    criterion=msg("the whole") if mark.criterion == OVERALL else mark.criterion,
                )
            )
