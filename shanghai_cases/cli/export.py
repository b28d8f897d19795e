"""`cases export`: what a search finds, or cases by their ids, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.search import Order, query_of
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.presentation import exports
from shanghai_cases.search.ordering import Sort
from shanghai_cases.search.query import Filters

if TYPE_CHECKING:
    from pathlib import Path

    from shanghai_cases.catalogue.file import FileCatalogue
    from shanghai_cases.model.case import Case
    from shanghai_cases.presentation.output import Output

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WORDS|-]...",
        help=template("What to search for; - takes ids from standard input; nothing takes all."),
    ),
]
Columns = Annotated[
    list[str] | None,
    option("--columns", metavar="NAMES", help=template("Only these columns, such as id,title,unit; may be repeated.")),
]

Limit = Annotated[int | None, option("--limit", "-n", metavar="N", min=0, help=template("At most so many."))]


@command
def export(
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
    sort: Order = None,
    limit: Limit = None,
    columns: Columns = None,
    with_contacts: options.WithContacts = False,
    output_: options.OutputFile = None,
    force: options.Force = False,
) -> int:
    """Write cases to a workbook, CSV, TSV, JSON or Markdown, which import reads again.

    The format is that of --format xlsx, csv, tsv, json, jsonl or markdown, else the one the file's name ends in.
    """
    from shanghai_cases.presentation.report_files import refuse_existing, write_whole

    output = session.output(exports.FORMATS, contacts=with_contacts, usual=exports.format_by_name(output_))
    exports.check_target(output.format, output_)
    names = [name.strip() for one in columns or () for name in one.split(",") if name.strip()]
    chosen = exports.columns_of(output.format, names, contacts=with_contacts)
    if output_ is not None:
        output = output._replace(header=True)
        if not force:
            refuse_existing([output_])
    filters = Filters(
        *(tuple(values or ()) for values in (district, town, edition, tier, theme, unit, type_, tag, year))
    )
    found = _found(session.catalogue, words, filters, exact=exact, sort=Sort(sort) if sort else None, limit=limit)
    if found.cases or output_ is None:
        with output.working(msg("writing …")):
            made, lost = exports.content(found.cases, chosen, found.levels, output)
        if output_ is None:
            output.write(made.decode())
        else:
            write_whole({output_: made}, force=force)
        _tell(output, output_, len(found.cases), lost)
    if not found.cases:
        output.say(msg("nothing found"))
    if found.missing:
        output.say(msg("there is no case {ids}", ids=found.missing))
    return Status.NOTHING_FOUND if found.missing or not found.cases else Status.DONE


class _Found(NamedTuple):
    """The cases to write, how they were met, and the ids that there are no cases of."""

    cases: list[Case]
    levels: dict[str, str]
    missing: tuple[str, ...] = ()


def _found(
    catalogue: FileCatalogue,
    words: list[str] | None,
    filters: Filters,
    *,
    exact: bool,
    sort: Sort | None,
    limit: int | None,
) -> _Found:
    if words and "-" in words:
        from shanghai_cases.cli.show import read_ids

        if len(words) > 1 or filters != Filters() or exact or sort:
            raise UsageError(msg("- takes ids from standard input; leave words and filters out"))
        wanted = read_ids(words)[:limit]
        known = catalogue.get(wanted)
        return _Found(list(known.values()), {}, tuple(one for one in wanted if one not in known))
    from shanghai_cases.presentation.hits import level_of
    from shanghai_cases.search.find import find

    hits = find(catalogue, query_of(words), filters, exact=exact, sort=sort, limit=limit).hits
    return _Found([catalogue.case_of(hit.document) for hit in hits], {hit.head["id"]: level_of(hit) for hit in hits})


def _tell(output: Output, target: Path | None, count: int, lost: int) -> None:
    if lost:
        told = msg("{count} value(s) lost line breaks or invisible signs; JSON and workbooks keep them", count=lost)
        output.say(told)
    if target is not None:
        output.say(msg("{count} case(s) written to {path}", count=count, path=str(target)))
