"""`cases review sheets` and `import`: scores out to the reviewers and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.catalogue.home import local_time
from shanghai_cases.cli import options
from shanghai_cases.cli import ranking_options as ranking
from shanghai_cases.cli.options import option
from shanghai_cases.cli.review import submitted
from shanghai_cases.cli.session import Session, command, writing
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import DataError, msg, template
from shanghai_cases.model.case import Status as CaseStatus
from shanghai_cases.model.ids import order_of
from shanghai_cases.presentation import delivery_tables
from shanghai_cases.presentation.column_names import titles
from shanghai_cases.presentation.listing import Listing, emit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shanghai_cases.catalogue.file import FileCatalogue
    from shanghai_cases.intake.score_delivery import ScoreRules
    from shanghai_cases.intake.table import Content


@command
def sheets(
    session: Session,
    folder: Annotated[Path, options.place("DIR", template("The folder to write them to."))],
    *,
    edition: ranking.Edition,
    reviewer: Annotated[
        options.Many, option("--reviewer", metavar="CODE", help=template("Only for these reviewers; may be repeated."))
    ] = None,
    force: Annotated[bool, option("--force", help=template("Replace files that are there."))] = False,
) -> int:
    """Write one workbook per reviewer with the cases assigned to them."""
    from shanghai_cases.presentation.report_files import write_whole
    from shanghai_cases.presentation.score_sheets import score_sheet

    output = session.output()
    wanted = session.catalogue.edition(edition)
    rows = {row.id: row for row in submitted(session.catalogue, edition)}
    reviews = [one for one in session.catalogue.reviews(edition) if one.case_id in rows]
    codes = sorted({one.reviewer for one in reviews if reviewer is None or one.reviewer in reviewer})
    for code in reviewer or ():
        if code not in codes:
            raise DataError(msg("nothing is assigned to {reviewer}", reviewer=code))
    if not codes:
        output.say(msg("nothing is assigned yet; “cases review assign” does it"))
        return Status.NOTHING_FOUND
    files = {}
    for code in codes:
        mine = {one.case_id: one for one in reviews if one.reviewer == code}
        cases = [rows[case_id] for case_id in sorted(mine, key=order_of)]
        files[folder / f"E{edition}-{code}.xlsx"] = score_sheet(wanted, code, cases, mine)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(files, force=force)
    paths = [(str(path),) for path in files]
    emit(
        output,
        Listing(
            ("file",),
            lambda: paths,
            lambda: [path for (path,) in paths],
            lambda: _lines(paths),
            titles=titles(("file",)),
        ),
    )
    output.say(msg("{count} score sheets were written", count=len(files)))
    return Status.DONE


def _lines(paths: list[tuple[str]]) -> str:
    return "\n".join(path for (path,) in paths)


@writing
def import_(
    session: Session,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help=template("Score sheets, workbooks or CSV; - standard input."))
    ],
    *,
    edition: ranking.Edition,
    unassigned: Annotated[
        bool, option("--unassigned", help=template("Take scores for cases that weren't assigned too."))
    ] = False,
    strict: Annotated[bool, option("--strict", help=template("Take nothing if any row is refused."))] = False,
    dry_run: options.DryRun = False,
) -> int:
    """Take scores in: our sheets, long CSV, or one column per criterion or reviewer; shows what changes."""
    from shanghai_cases.intake.score_delivery import take_in_scores
    from shanghai_cases.intake.score_sheets import read_sheets

    output = session.output()
    contents = list(_contents(files))
    session.alone(unless=dry_run)
    catalogue = session.catalogue
    rules = _rules(catalogue, edition, unassigned=unassigned)
    names = {one.code: one.name for one in catalogue.reviewers()}
    read = read_sheets(contents, [one.name for one in rules.criteria], names, strict=True)
    for origin, headers in read.ignored:
        output.warn(msg("{place}: columns not understood: {headers}", place=origin.message, headers=headers))
    delivery = take_in_scores(read.rows, rules, local_time())
    taken = delivery.changes and not dry_run and not (strict and delivery.refused)
    if taken:
        catalogue.put_reviews([change.after for change in delivery.changes], command="review import")
    emit(
        output,
        Listing(
            delivery_tables.COLUMNS,
            lambda: delivery_tables.rows(delivery),
            lambda: delivery_tables.record(delivery),
            lambda: delivery_tables.table(delivery),
            titles=titles(delivery_tables.COLUMNS),
        ),
    )
    for refusal in delivery_tables.refusals(delivery):
        output.warn(refusal)
    output.say(
        msg(
            "{changed} review(s) new or changed, {same} as they were, {empty} left empty, {refused} row(s) refused",
            changed=len(delivery.changes),
            same=delivery.unchanged,
            empty=delivery.empty,
            refused=len(delivery.refused),
        )
    )
    if not taken:
        output.say(msg("nothing was changed"))
    return Status.BAD_DATA if delivery.refused else Status.DONE


def _contents(files: list[str]) -> Iterator[tuple[str, Content]]:
    from shanghai_cases.intake.readers import find_files, read_bytes, read_file

    for file in files:
        if file == "-":
            yield "-", read_bytes("-", sys.stdin.buffer.read())
            continue
        for path in find_files([Path(file)]):
            yield path.name, read_file(path)


def _rules(catalogue: FileCatalogue, number: int, *, unassigned: bool) -> ScoreRules:
    from shanghai_cases.intake.score_delivery import ScoreRules

    edition = catalogue.edition(number)
    rows = [row for row in catalogue.rows() if row.edition == number]
    return ScoreRules(
        {row.id for row in rows if row.status == CaseStatus.SUBMITTED},
        edition.criteria,
        {row.id for row in rows if row.status == CaseStatus.WITHDRAWN},
        {one.code for one in catalogue.reviewers()},
        {(one.case_id, one.reviewer): one for one in catalogue.reviews(number)},
        unassigned,
    )
