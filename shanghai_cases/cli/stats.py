"""`cases stats`: cases counted by one thing or by two."""

from __future__ import annotations

from typing import Annotated

from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.search import Words, query_of
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import msg, template
from shanghai_cases.presentation.listing import emit
from shanghai_cases.presentation.report_cross import cross_listing
from shanghai_cases.report.cross import PLACES_FIRST, cross, dimensions
from shanghai_cases.report.facts import facts_of
from shanghai_cases.search.find import find
from shanghai_cases.search.query import Filters


@command
def stats(
    session: Session,
    words: Words = None,
    *,
    by: Annotated[
        str,
        option("--by", metavar="FIELDS", help=template("Count by one field or by two, such as district,theme.")),
    ],
    district: options.Districts = None,
    town: options.Towns = None,
    edition: options.Editions = None,
    tier: options.Tiers = None,
    theme: options.Themes = None,
    unit: options.Units = None,
    type_: options.UnitTypes = None,
    tag: options.Tags = None,
    year: options.Years = None,
    exact: options.Exact = False,
    chart: options.ChartFile = None,
    force: options.Force = False,
) -> int:
    """Count cases by one field or by two, all or those that a search finds."""
    output = session.output(("table", "tsv", "csv", "json", "jsonl", "markdown"))
    names = dimensions(by)
    filters = Filters(
        *(tuple(values or ()) for values in (district, town, edition, tier, theme, unit, type_, tag, year))
    )
    with output.working(msg("Counting …")):
        found = find(session.catalogue, query_of(words), filters, exact=exact, limit=0)
        made = cross((facts_of(record.head) for record in found.records), names, PLACES_FIRST)

    if chart is not None and made.total:
        from shanghai_cases.presentation.report_cross import cross_chart
        from shanghai_cases.presentation.report_files import chart_file, write_whole

        with output.working(msg("Drawing …")):
            write_whole(chart_file(cross_chart(made), chart), force=force)
        output.say(msg("written: {files}", files=(str(chart),)))
    emit(output, cross_listing(made, output))
    if found.approximate:
        output.say(msg("nothing like this was found exactly; {count} approximate hit(s)", count=found.total))
    if not made.total:
        output.say(msg("nothing found"))
        return Status.NOTHING_FOUND
    return Status.DONE
