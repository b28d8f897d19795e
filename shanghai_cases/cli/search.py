"""`cases search`: find cases by words, place, theme and more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.presentation import hits
from shanghai_cases.presentation.listing import emit
from shanghai_cases.search.find import find
from shanghai_cases.search.ordering import Sort
from shanghai_cases.search.query import Filters
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from shanghai_cases.presentation.output import Output
    from shanghai_cases.search.find import Result

FIRST = 20  # how many hits a terminal shows unless told otherwise

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WORDS]...", help=template('Words, "phrases", -word, OR, field:value; none lists everything.')
    ),
]


@command
def search(
    session: Session,
    words: Words = None,
    *,
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
    sort: Annotated[
        str | None,
        option(
            "--sort",
            metavar="KEY",
            parser=options.sort_key,
            autocompletion=options.among(tuple(Sort)),
            help=template("Order by edition, district, unit, title or award instead of relevance."),
        ),
    ] = None,
    limit: Annotated[
        int | None,
        option(
            "--limit",
            "-n",
            metavar="N",
            min=0,
            help=template("At most so many; a terminal shows 20 unless told otherwise."),
        ),
    ] = None,
    everything: Annotated[bool, option("--all", help=template("Show all hits on a terminal too."))] = False,
    offset: Annotated[int, option("--offset", metavar="N", min=0, help=template("Leave out the first so many."))] = 0,
    count: Annotated[bool, option("--count", help=template("Print only how many there are."))] = False,
    facets: Annotated[
        str | None,
        option("--facets", metavar="FIELDS", help=template("Count the hits by these fields, such as district,theme.")),
    ] = None,
) -> int:
    """Find cases; several words must all be there."""
    output = session.output()
    filters = Filters(
        *(tuple(values or ()) for values in (district, town, edition, tier, theme, unit, type_, tag, year))
    )
    shown = limit if limit is not None or everything or output.format != "table" else FIRST
    bare = count or facets is not None
    result = find(
        session.catalogue,
        query_of(words),
        filters,
        exact=exact,
        sort=Sort(sort) if sort else None,
        limit=0 if bare else shown,
        offset=offset,
    )
    if count:
        output.write(f"{result.total}\n")
    elif facets is not None:
        emit(output, hits.facet_listing(result.facets(facets.split(","))))
    else:
        if result.hits or output.format != "table":
            emit(output, hits.listing(result, output))
        _tell(result, output, offset)
    return Status.DONE if result.total else Status.NOTHING_FOUND


def query_of(words: list[str] | None) -> str | None:
    """Join the words to one query, None where there are none; raises `UsageError` for one that says nothing."""
    if not words:
        return None
    for word in words:
        if not fold(word):
            raise UsageError(msg("an empty word finds nothing; leave it out to list everything"))
    return " ".join(words)


def _tell(result: Result, output: Output, offset: int) -> None:
    if not result.total:
        output.say(msg("nothing found"))
    elif result.approximate:
        output.say(msg("nothing like this was found exactly; {count} approximate hit(s)", count=result.total))
    elif output.format == "table" and len(result.hits) < result.total:
        output.say(
            msg(
                "{first}-{last} of {total}; --all shows all, --limit and --offset a part",
                first=offset + 1 if result.hits else offset,
                last=offset + len(result.hits),
                total=result.total,
            )
        )
