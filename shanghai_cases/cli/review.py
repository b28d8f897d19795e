"""`cases review assign`, `status` and `recuse`: who reads what, and how far they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.catalogue.home import local_time
from shanghai_cases.cli import options
from shanghai_cases.cli import ranking_options as ranking
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command, writing
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import DataError, msg, template
from shanghai_cases.model.case import Status as CaseStatus
from shanghai_cases.model.ids import parse_case_id
from shanghai_cases.model.review import Review
from shanghai_cases.presentation import review_tables
from shanghai_cases.presentation.column_names import titles
from shanghai_cases.presentation.listing import Listing, emit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.catalogue.file import FileCatalogue
    from shanghai_cases.catalogue.protocol import CaseRow
    from shanghai_cases.model.reviewer import Reviewer


@writing
def assign(
    session: Session,
    *,
    edition: ranking.Edition,
    per_case: Annotated[
        int, option("--per-case", metavar="N", min=1, help=template("How many reviewers read each case."))
    ],
    per_reviewer: Annotated[
        int | None, option("--per-reviewer", metavar="MAX", min=1, help=template("The most cases for one reviewer."))
    ] = None,
    reviewer: Annotated[
        options.Many, option("--reviewer", metavar="CODE", help=template("Only these reviewers; may be repeated."))
    ] = None,
    seed: ranking.Seed = None,
    dry_run: options.DryRun = False,
) -> None:
    """Give every case its reviewers; a second run keeps what is assigned and only adds."""
    from shanghai_cases.ranking.assignment import SEED, assign
    from shanghai_cases.ranking.readers import readers_of, subjects_of

    output = session.output()
    session.alone(unless=dry_run)
    catalogue = session.catalogue
    subjects = subjects_of(submitted(catalogue, edition))
    reviews = catalogue.reviews(edition)
    made = assign(
        subjects,
        readers_of(_chosen(catalogue, reviewer), subjects),
        per_case,
        per_reviewer=per_reviewer,
        kept=[(review.case_id, review.reviewer) for review in reviews if not review.recused],
        recused=[(review.case_id, review.reviewer) for review in reviews if review.recused],
        seed=SEED if seed is None else seed,
    )
    if made.added and not dry_run:
        catalogue.put_reviews([Review(*pair) for pair in made.added], command="review assign")
    emit(
        output,
        Listing(
            review_tables.ASSIGNED,
            lambda: made.added,
            lambda: review_tables.assigned_json(made, edition),
            lambda: review_tables.assigned_table(made),
            titles=titles(review_tables.ASSIGNED),
        ),
    )
    for note in review_tables.assignment_notes(made):
        output.say(note)
    if dry_run or not made.added:
        output.say(msg("nothing was changed"))


def submitted(catalogue: FileCatalogue, edition: int) -> list[CaseRow]:
    """Return the edition's cases that still stand; raises `DataError` where there is none."""
    catalogue.edition(edition)
    rows = [row for row in catalogue.rows() if row.edition == edition and row.status == CaseStatus.SUBMITTED]
    if not rows:
        raise DataError(msg("edition {number} has no cases", number=edition))
    return rows


def _chosen(catalogue: FileCatalogue, codes: Sequence[str] | None) -> list[Reviewer]:
    reviewers = {one.code: one for one in catalogue.reviewers()}
    if not reviewers:
        raise DataError(msg("there are no reviewers yet; “cases reviewer add CODE” adds one"))
    for code in codes or ():
        if code not in reviewers:
            raise DataError(msg("there is no reviewer {reviewer}", reviewer=code))
    return [one for code, one in reviewers.items() if codes is None or code in codes]


@command
def status(
    session: Session,
    *,
    edition: ranking.Edition,
    per_case: Annotated[
        int, option("--per-case", metavar="N", min=1, help=template("Name cases with fewer reviewers (3)."))
    ] = 3,
) -> int:
    """Show who is missing what."""
    from shanghai_cases.ranking.progress import standing_of

    output = session.output()
    catalogue = session.catalogue
    wanted = catalogue.edition(edition)
    cases = {row.id for row in catalogue.rows() if row.edition == edition and row.status == CaseStatus.SUBMITTED}
    reviews = [review for review in catalogue.reviews(edition) if review.case_id in cases]
    codes = {review.reviewer for review in reviews}
    standing = standing_of(reviews, [one.name for one in wanted.criteria], codes, sorted(cases), per_case)
    emit(
        output,
        Listing(
            review_tables.STATUS,
            lambda: review_tables.status_rows(standing),
            lambda: review_tables.status_json(standing, edition),
            lambda: review_tables.status_table(standing),
            titles=titles(review_tables.STATUS),
        ),
    )
    if not reviews:
        output.say(msg("nothing is assigned yet; “cases review assign” does it"))
        return Status.NOTHING_FOUND
    output.say(msg("{done} review(s) are in, {awaited} are awaited", done=standing.done, awaited=standing.awaited))
    if standing.lacking:
        output.say(
            msg("{count} case(s) have fewer than {least} reviewers", count=len(standing.lacking), least=per_case)
        )
    return Status.DONE


@writing
def recuse(
    session: Session,
    case_id: Annotated[str, typer.Argument(metavar="ID", help=template("The case's id."))],
    reviewer: Annotated[str, typer.Argument(metavar="REVIEWER", help=template("The reviewer's code."))],
    *,
    reason: Annotated[str, option("--reason", help=template("Why; it is kept with the review."))],
) -> None:
    """Record that a reviewer does not judge a case; a score already given no longer counts."""
    output = session.output()
    session.alone()
    catalogue = session.catalogue
    case = catalogue.get([case_id]).get(case_id)
    if case is None or parse_case_id(case_id) is None:
        raise DataError(msg("there is no case {id}", id=case_id))
    present = {one.reviewer: one for one in catalogue.reviews(case.edition) if one.case_id == case_id}
    known = {one.code for one in catalogue.reviewers()} | set(present)
    if reviewer not in known:
        raise DataError(msg("there is no reviewer {reviewer}", reviewer=reviewer))
    before = present.get(reviewer, Review(case_id, reviewer))
    after = replace(before, marks=(), recused=True, reason=reason.strip())
    if after == before:
        output.say(msg("nothing was changed"))
        return
    catalogue.put_reviews([replace(after, received_at=local_time())], command="review recuse")
    output.say(msg("{reviewer} does not judge {id}", reviewer=reviewer, id=case_id))
    if before.marks:
        output.say(msg("the score given before no longer counts; “cases undo” brings it back"))
    output.say(msg("“cases review assign” finds another reviewer for the case"))
