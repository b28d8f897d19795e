"""`cases report`: submissions, growth, awards and coverage."""

from __future__ import annotations

from typing import Annotated

from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import msg, template
from shanghai_cases.presentation.listing import Listing, emit
from shanghai_cases.presentation.report_rows import COLUMNS, report_json, report_rows
from shanghai_cases.presentation.report_tables import report_table
from shanghai_cases.report import CaseFacts, EditionReport, Overview, edition_report, overview

Number = Annotated[
    int | None, option("--edition", "-e", metavar="N", help=template("Report this edition; without it, all in a row."))
]
Against = Annotated[int | None, option("--against", metavar="N", help=template("Compare with this edition too."))]


@command
def report(session: Session, *, edition: Number = None, against: Against = None) -> int:
    """Report all editions in a row, or one edition in detail."""
    output = session.output(("table", "tsv", "csv", "json", "jsonl", "markdown"))
    catalogue = session.catalogue
    facts = [
        CaseFacts(
            row.id, row.edition, row.district, row.town, row.unit, row.unit_type, row.themes, row.award_tier,
            row.status, row.related,
        )
        for row in catalogue.rows()
    ]  # fmt: skip
    made: Overview | EditionReport
    if edition is None:
        made = overview(catalogue.editions(), facts)
    else:
        catalogue.edition(edition)  # an edition that isn't in the catalogue is an error of its own
        made = edition_report(catalogue.editions(), facts, edition, against)
    emit(
        output,
        Listing(COLUMNS, lambda: report_rows(made), lambda: report_json(made), lambda: report_table(made, output)),
    )
    if isinstance(made, EditionReport) and made.line.nothing_known:
        output.say(msg("nothing is known of edition {number} yet", number=made.line.number))
        return Status.NOTHING_FOUND
    return Status.DONE
