"""`cases merge`: join two people's versions of a catalogue; also git's merge driver."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from shanghai_cases.catalogue import joining
from shanghai_cases.cli import options
from shanghai_cases.cli.session import Session, writing
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.presentation import doctor_tables
from shanghai_cases.presentation.listing import Listing, emit

Base = Annotated[Path, options.place("BASE", template("The version both came from; an empty file if there is none."))]
Ours = Annotated[Path, options.place("OURS", template("Our version; the result is written to it."))]
Theirs = Annotated[Path, options.place("THEIRS", template("Their version."))]


@writing
def merge(
    session: Session,
    base: Base,
    ours: Ours,
    theirs: Theirs,
    *,
    output_: options.OutputFile = None,
    force: options.Force = False,
    with_contacts: options.WithContacts = False,
) -> int:
    """Join two versions of a catalogue: cases added by both, fields changed by either.

    Different new cases with the same id are both kept, theirs under the next free id. Where both changed one field
    differently ours stays and is listed, with status 1. As a merge driver of git: cases merge %O %A %B
    """
    output = session.output(("table", "tsv", "csv", "json", "jsonl", "markdown"), contacts=with_contacts)
    if output_ is None:
        merged = joining.merge_files(base, ours, theirs, seconds=session.wait, warn=session.warn)
    elif output_.exists() and not force:
        raise UsageError(msg("{path} exists already; --force replaces it", path=str(output_)))
    else:
        merged = joining.merge_to(output_, base, ours, theirs, force=force)
    if merged.conflicts or output.format != "table":
        emit(
            output,
            Listing(
                doctor_tables.CONFLICTS,
                lambda: doctor_tables.conflict_rows(merged.conflicts, contacts=with_contacts),
                lambda: doctor_tables.conflict_records(merged.conflicts, contacts=with_contacts),
                lambda: doctor_tables.conflicts_table(merged.conflicts, output.width, contacts=with_contacts),
            ),
        )
    for old, new in merged.renumbered.items():
        output.say(msg("their {old} is now {new}, as ours has a case {old} too", old=old, new=new))
    if merged.conflicts:
        output.say(msg("{count} conflict(s); look at them and correct what is not right", count=len(merged.conflicts)))
        return Status.NOTHING_FOUND
    return Status.DONE
