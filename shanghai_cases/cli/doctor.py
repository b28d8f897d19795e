"""`cases doctor`: look at the whole catalogue, mend it, save what is whole of a damaged one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from shanghai_cases.catalogue import doctor as examination
from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, writing
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.presentation import doctor_tables
from shanghai_cases.presentation.listing import Listing, emit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.catalogue.ailment import Finding
    from shanghai_cases.presentation.output import Output

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "markdown")


@writing
def doctor(
    session: Session,
    *,
    fix: Annotated[
        bool, option("--fix", help=template("Mend what needs no decision, as one change that can be undone."))
    ] = False,
    salvage: Annotated[
        Path | None,
        option("--salvage", metavar="NEW.json", help=template("Write what is whole of a damaged file into a new one.")),
    ] = None,
    force: options.Force = False,
) -> int:
    """Look at every byte and every record; status 1 when something is wrong.

    Each finding says how bad it is (damage, error, warning, note), where it is and what to do. Notes are not faults.
    """
    output = session.output(FORMATS)
    if salvage is not None:
        if fix:
            raise UsageError(msg("--fix mends the catalogue and --salvage leaves it alone; choose one"))
        return _salvage(session, salvage, output, force=force)
    if fix:
        _fix(session, output)
    found = examination.diagnose(session.path)
    _show(found.findings, output)
    if found.healthy:
        output.say(msg("nothing is wrong with {path}", path=str(session.path)))
    return Status.DONE if found.healthy else Status.NOTHING_FOUND


def _fix(session: Session, output: Output) -> None:
    change = examination.fix(session.path, seconds=session.wait, warn=session.warn)
    if change is None:
        output.say(msg("there was nothing to mend without a decision"))
    else:
        output.say(msg("mended by change {number}; “cases undo {number}” takes it back", number=change))


def _salvage(session: Session, new: Path, output: Output, *, force: bool) -> int:
    if new.exists() and not force:
        raise UsageError(msg("{path} exists already; --force replaces it", path=str(new)))
    saved = examination.salvage_to(session.path, new, force=force)
    _show(saved.lost, output)
    output.say(
        msg(
            "{count} record(s) are whole and now in {path}; {lost} could not be saved",
            count=saved.count,
            path=str(new),
            lost=len(saved.lost),
        )
    )
    return Status.NOTHING_FOUND if saved.lost else Status.DONE


def _show(findings: Sequence[Finding], output: Output) -> None:
    if not findings and output.format == "table":
        return
    emit(
        output,
        Listing(
            doctor_tables.COLUMNS,
            lambda: doctor_tables.finding_rows(findings),
            lambda: doctor_tables.finding_records(findings),
            lambda: doctor_tables.findings_table(findings, output.width),
        ),
    )
