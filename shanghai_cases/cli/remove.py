"""`cases remove`: take cases out; their ids are never given again."""

from __future__ import annotations

from shanghai_cases.cli import asking, options
from shanghai_cases.cli.session import Session, writing
from shanghai_cases.cli.show import Ids, named_cases, read_ids
from shanghai_cases.errors import UsageError, msg


@writing
def remove(session: Session, ids: Ids, *, yes: options.Yes = False, dry_run: options.DryRun = False) -> None:
    """Remove cases from the catalogue; a submission that was only withdrawn is better marked so with edit."""
    wanted = read_ids(ids)
    output = session.output()
    found = named_cases(session, wanted)
    for case in found:
        output.say(msg("{id}  {title}  ({unit})", id=case.id, title=case.title, unit=case.unit))
    if dry_run:
        output.say(msg("nothing was changed"))
        return
    if not yes:
        if not session.interactive or "-" in ids:
            raise UsageError(msg("removing asks first; without a terminal say --yes"))
        if not asking.agreed(msg("Remove {count} case(s)?", count=len(found))):
            output.say(msg("nothing was changed"))
            return
    session.catalogue.remove([case.id for case in found], command="remove")
    output.say(msg("{count} case(s) removed", count=len(found)))
