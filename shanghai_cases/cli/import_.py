"""`cases import`: submissions from workbooks, CSV, JSON and Word forms."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.catalogue.home import local_time
from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, writing
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.intake.duplicates import WITHOUT_ASKING, OnDuplicate
from shanghai_cases.presentation import import_words, json_text
from shanghai_cases.presentation.case_cards import case_record
from shanghai_cases.presentation.listing import Listing, emit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shanghai_cases.catalogue.file import FileCatalogue
    from shanghai_cases.catalogue.protocol import Outline
    from shanghai_cases.intake.batch import Plan
    from shanghai_cases.intake.delivery import Delivery
    from shanghai_cases.intake.table import Content
    from shanghai_cases.model.case import Case
    from shanghai_cases.presentation.output import Output


def _policy(value: str) -> str:
    if value not in WITHOUT_ASKING:
        raise UsageError(
            msg(
                "--on-duplicate {value}: choose one of: {choices}",
                value=value,
                choices=tuple(map(str, WITHOUT_ASKING)),
            )
        )
    return value


@writing
def import_(
    session: Session,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|DIR|-...",
            help=template("Workbooks, CSV, TSV, JSON, JSON lines or Word forms; - standard input."),
        ),
    ],
    *,
    edition: Annotated[
        int | None,
        option("--edition", "-e", metavar="N", help=template("The edition, where the file doesn't say.")),
    ] = None,
    encoding: Annotated[
        str | None,
        option("--encoding", metavar="NAME", help=template("What CSV is written in: utf-8, utf-16, gb18030 or big5.")),
    ] = None,
    map_: Annotated[
        options.Many,
        option("--map", metavar="COLUMN=FIELD", help=template("Which field a column is; - for none; may be repeated.")),
    ] = None,
    keep_extra: Annotated[
        bool, option("--keep-extra", help=template("Keep columns that are no field, under their names."))
    ] = False,
    dry_run: options.DryRun = False,
    errors: Annotated[
        Path | None,
        option("--errors", metavar="FILE", help=template("Write refused rows with the reason: .xlsx, .csv or .tsv.")),
    ] = None,
    report: Annotated[
        Path | None,
        option("--report", metavar="FILE", help=template("Write what was done with every row, as JSON.")),
    ] = None,
    strict: Annotated[bool, option("--strict", help=template("Take nothing if any row is refused."))] = False,
    on_duplicate: Annotated[
        str | None,
        option(
            "--on-duplicate",
            metavar="link|skip|fail|add",
            parser=_policy,
            autocompletion=options.among(tuple(map(str, WITHOUT_ASKING))),
            help=template("What to do with cases sent before; a terminal asks, else link."),
        ),
    ] = None,
    force: options.Force = False,
) -> int:
    """Take cases in, whole or not at all, and print the ids of the new ones.

    A row that is there already changes nothing, a corrected one corrects its case. Rows that can't be taken are told
    and refused; the others are taken.
    """
    from shanghai_cases.presentation.report_files import refuse_existing, write_whole

    output = session.output()
    if not force:
        refuse_existing(path for path in (errors, report) if path is not None)
    if errors is not None:
        from shanghai_cases.presentation.refused_rows import check_name

        check_name(errors)
    delivery = _read(
        session, output, files, edition=edition, keep_extra=keep_extra, encoding=encoding, mapping=map_ or []
    )
    rows = session.catalogue.outlines() if delivery.drafts else ()
    plan = _compared(session.catalogue, output, delivery, rows)
    asking = session.interactive and not dry_run and "-" not in files
    plan = _decided(session.catalogue, plan, rows, OnDuplicate(on_duplicate) if on_duplicate else None, asking=asking)
    taken = not dry_run and not (strict and plan.refusals)
    stored = _taken(session.catalogue, plan) if taken else ()
    _tell(output, plan, taken=taken, dry=dry_run)
    _print(output, stored)
    write_whole(_files(plan, stored, errors, report, taken=taken), force=force)
    return Status.BAD_DATA if plan.refusals else Status.DONE


def _read(
    session: Session,
    output: Output,
    files: list[str],
    *,
    edition: int | None,
    keep_extra: bool,
    encoding: str | None,
    mapping: list[str],
) -> Delivery:
    """Read and check all files."""
    from shanghai_cases.intake.delivery import gather
    from shanghai_cases.intake.drafts import Rules
    from shanghai_cases.intake.records import parse_mapping
    from shanghai_cases.presentation.progress import progress

    chosen = parse_mapping(mapping)
    catalogue = session.catalogue
    if edition is not None:
        catalogue.edition(edition)
    rules = Rules({one.number: one for one in catalogue.editions()}, edition, keep_extra=keep_extra)
    with progress(output, msg("reading rows")) as step:
        return gather(_contents(files, encoding), rules, chosen, step=step)


def _compared(catalogue: FileCatalogue, output: Output, delivery: Delivery, rows: Sequence[Outline]) -> Plan:
    """Put what was read against the catalogue."""
    from shanghai_cases.intake.batch import compare
    from shanghai_cases.presentation.progress import progress

    with progress(output, msg("looking for cases sent before"), len(delivery.drafts)) as step:
        plan = compare(delivery.drafts, rows, catalogue.get, step=step)
    notes = (*delivery.notes, *(note for draft in delivery.drafts for note in draft.notes), *plan.notes)
    return plan._replace(notes=notes, refusals=(*delivery.refusals, *plan.refusals))


def _contents(files: list[str], encoding: str | None) -> Iterator[tuple[str, Callable[[], Content]]]:
    from shanghai_cases.intake.readers import find_files, read_bytes, read_file

    for file in files:
        if file == "-":
            yield "-", lambda: read_bytes("-", sys.stdin.buffer.read(), encoding)
            continue
        for path in find_files([Path(file)]):
            yield path.name, partial(read_file, path, encoding)


def _decided(
    catalogue: FileCatalogue, plan: Plan, rows: Sequence[Outline], policy: OnDuplicate | None, *, asking: bool
) -> Plan:
    """Settle what becomes of cases sent before and of corrections: a person is asked, else the policy is applied."""
    from shanghai_cases.intake.batch import without_dangling_links
    from shanghai_cases.intake.duplicates import decide, decide_each

    if asking:
        from shanghai_cases.cli import import_questions

        plan = import_questions.corrections(plan)
    if asking and policy is None:
        plan = decide_each(plan, import_questions.Duplicates(plan, {row.id: row for row in rows}), catalogue.get)
    else:
        plan = decide(plan, policy or OnDuplicate.LINK)
    return without_dangling_links(plan, rows)


def _taken(catalogue: FileCatalogue, plan: Plan) -> tuple[Case, ...]:
    """Change the catalogue, in one step that can be undone."""
    from shanghai_cases.intake.duplicates import with_ids

    if not plan.additions and not plan.changes:
        return ()
    return catalogue.take_in(
        [one.draft.case for one in plan.additions],
        lambda ids: with_ids(plan.additions, ids, local_time()),
        [(one.before, one.after) for one in plan.changes],
        command="import",
    )


def _tell(output: Output, plan: Plan, *, taken: bool, dry: bool) -> None:
    """Say what was done; of rows that are all there already nothing."""
    if not plan.additions and not plan.changes and not plan.refusals:
        return
    for line in import_words.note_lines(plan.notes):
        output.say(line)
    for change in plan.changes:
        for line in import_words.change_lines(change):
            output.say(line)
    for line in import_words.refusal_lines(plan.refusals):
        output.warn(line)
    output.say(import_words.summary(plan, dry=dry))
    if not taken and not dry:
        output.warn(msg("nothing was changed, as --strict asks where a row is refused"))


def _print(output: Output, stored: tuple[Case, ...]) -> None:
    emit(
        output,
        Listing(
            ("id",),
            lambda: [(one.id,) for one in stored],
            lambda: [case_record(one, contacts=False) for one in stored],
            lambda: "\n".join(one.id for one in stored),
        ),
    )


def _files(
    plan: Plan, stored: tuple[Case, ...], errors: Path | None, report: Path | None, *, taken: bool
) -> dict[Path, bytes]:
    """Make the files asked for; without refused rows there is none of them."""
    files = {}
    if errors is not None:
        from shanghai_cases.intake.refused import refused_sheet
        from shanghai_cases.presentation.refused_rows import refused_file

        sheet = refused_sheet(plan.refusals)
        if sheet.rows:
            files[errors] = refused_file(errors, sheet)
    if report is not None:
        files[report] = json_text.pretty(import_words.report(plan, stored, taken=taken)).encode()
    return files
