"""`cases edit`: change fields of cases, by --set or in an editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Annotated

from shanghai_cases.catalogue.home import local_time
from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.cli.session import Session, writing
from shanghai_cases.cli.show import Ids, named_cases, read_ids
from shanghai_cases.errors import DataError, FieldName, Message, UsageError, msg, template
from shanghai_cases.intake.canonical import canonical
from shanghai_cases.intake.fields import CONTACT, EDITABLE, set_field, write_field
from shanghai_cases.intake.form import read_form, write_form
from shanghai_cases.model.case import Case

Settings = Annotated[
    list[str] | None,
    option("--set", metavar="FIELD=VALUE", help=template("Set a field; lists are separated by ; and may be repeated.")),
]


@writing
def edit(session: Session, ids: Ids, *, set_: Settings = None, dry_run: options.DryRun = False) -> None:
    """Change fields of cases with --set, or one case in $EDITOR."""
    wanted = read_ids(ids)
    output = session.output()
    session.alone(unless=dry_run or not set_)
    found = named_cases(session, wanted)
    changed = []
    for case in found:
        new = _with_settings(case, set_) if set_ else _in_editor(session, case, len(found))
        new, remarks = canonical(new, session.catalogue.edition(new.edition))
        for remark in remarks:
            output.say(remark)
        if new != case:
            changed.append(replace(new, updated_at=local_time()))
            for told in _differences(case, new):
                output.say(told)
    if not changed or dry_run:
        output.say(msg("nothing was changed"))
        return
    if not set_:
        session.alone()
        changed = [_brought_up_to_date(session, found[0], changed[0])]
    session.catalogue.replace(changed, command="edit")
    output.say(msg("{count} case(s) changed", count=len(changed)))


def _brought_up_to_date(session: Session, old: Case, new: Case) -> Case:
    """Make a person's changes to the case as it is now, as others may have changed it meanwhile.

    Raises `DataError` where they changed the same field.
    """
    (now,) = named_cases(session, [old.id])
    changes = {}
    for field in (one.name for one in fields(Case) if one.name != "updated_at"):
        before, after, present = (getattr(case, field) for case in (old, new, now))
        if after in (before, present):
            continue
        if present != before:
            raise DataError(
                msg(
                    "{id} {field} was changed by somebody else while you were editing; nothing was changed, look again",
                    id=old.id,
                    field=FieldName(field),
                )
            )
        changes[field] = after
    return replace(now, updated_at=new.updated_at, **changes)


def _differences(old: Case, new: Case) -> Iterator[Message]:
    """Tell what changes; of a contact only that it does."""
    for field in EDITABLE:
        before, after = write_field(old, field), write_field(new, field)
        if before == after:
            continue
        if field in CONTACT:
            yield msg("{id} {field}: changed", id=old.id, field=FieldName(field))
        else:
            yield msg("{id} {field}: {old} → {new}", id=old.id, field=FieldName(field), old=before, new=after)


def _with_settings(case: Case, settings: list[str]) -> Case:
    for setting in settings:
        field, equals, value = setting.partition("=")
        if not equals:
            raise UsageError(msg("--set {setting}: write it as field=value", setting=setting))
        case = set_field(case, field.strip(), value)
    return case


def _in_editor(session: Session, case: Case, count: int) -> Case:
    if count > 1:
        raise UsageError(msg("only one case can be edited at a time; use --set for several"))
    if not session.interactive:
        raise UsageError(msg("without a terminal use --set field=value"))
    from shanghai_cases.cli.editor import edited

    return read_form(case, edited(write_form(case)))
