"""What an import did, in words for people and as a report for programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import FieldName, msg
from shanghai_cases.intake.outcome import Kind
from shanghai_cases.intake.writing import CONTACTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.batch import Change, Difference, Match, Plan
    from shanghai_cases.intake.outcome import Note, Refusal
    from shanghai_cases.intake.table import Origin
    from shanghai_cases.model.case import Case

_LONGEST = 80  # characters of a value in a message
_SHOWN = 6  # notes of one kind, the line that counts the others among them
_MORE = {
    Kind.FILLED: msg("{count} more values filled in from units' names; --report FILE tells all"),
    Kind.UNMAPPED: msg("{count} more files or sheets with the same columns not taken"),
    Kind.MAPPED: msg("{count} more files or sheets with the same columns"),
}
_KINDS = {
    Kind.MAPPED: msg("{place}: {message}"),
    Kind.UNMAPPED: msg("{place}: {message}"),
    Kind.CORRECTED: msg("{place}: corrected: {message}"),
    Kind.FILLED: msg("{place}: filled in: {message}"),
    Kind.WARNING: msg("{place}: warning: {message}"),
    Kind.LINKED: msg("{place}: linked: {message}"),
    Kind.UPDATED: msg("{place}: updated: {message}"),
    Kind.SKIPPED: msg("{place}: skipped: {message}"),
    Kind.REFUSED: msg("{place}: refused: {message}"),
}


def note_lines(notes: Sequence[Note]) -> Iterator[Message]:
    """Say what was noted, and where; of what was filled in, or is told of many files alike, only the first few."""
    alike = Counter(map(_alike, notes))
    told: Counter[object] = Counter()
    for note in notes:
        group = _alike(note)
        told[group] += 1
        if alike[group] <= _SHOWN or told[group] < _SHOWN:
            yield _told(note.kind, note.origin, note.message)
        elif told[group] == alike[group]:
            yield _MORE[note.kind]._replace(values={"count": alike[group] - _SHOWN + 1})


def _alike(note: Note) -> object:
    """Return what notes have in common of which a few are enough; notes of other kinds have nothing in common."""
    if note.kind is Kind.FILLED:
        return note.kind, ""
    return (note.kind, str(note.message)) if note.kind in _MORE else id(note)


def _told(kind: Kind, origin: Origin, message: Message) -> Message:
    return _KINDS[kind]._replace(values={"place": origin.message, "message": message})


def refusal_lines(refusals: Sequence[Refusal]) -> Iterator[Message]:
    """Say of every refused row where it stands and all that is wrong with it; of a file why it can't be read."""
    for refusal in refusals:
        for reason in refusal.reasons:
            if refusal.origin.row or refusal.record.names:
                yield _told(Kind.REFUSED, refusal.origin, reason)
            else:
                yield reason


def change_lines(change: Change) -> Iterator[Message]:
    """Say what a row changes in a known case; private values aren't shown."""
    for one in change.differences:
        yield msg(
            "{place}: {id} {field}: {change}",
            place=change.draft.origin.message,
            id=change.before.id,
            field=_field(one.field),
            change=_words(one),
        )


def _field(name: str) -> FieldName:
    return FieldName(name.replace("contact_", "contact."))


def _words(one: Difference) -> Message:
    if one.field in CONTACTS:
        return msg("changed")
    return msg("{old} → {new}", old=_short(one.before), new=_short(one.after))


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


def match_line(match: Match) -> Message:
    """Say which case a new one is like, how surely and why."""
    return msg(
        "like {id} {title}, {percent} % sure: {reason}",
        id=match.id or "?",
        title=match.title,
        percent=round(100 * match.score),
        reason=match.reason,
    )


def summary(plan: Plan, *, dry: bool) -> Message:
    """Say in one sentence how many rows came to what."""
    counts = {
        "added": len(plan.additions),
        "changed": len(plan.changes),
        "same": len(plan.unchanged),
        "refused": len(plan.refusals),
    }
    if dry:
        return msg(
            "nothing was changed; it would be {added} new, {changed} corrected, {same} unchanged, {refused} refused",
            **counts,
        )
    return msg("{added} new, {changed} corrected, {same} unchanged, {refused} refused", **counts)


def report(plan: Plan, stored: Sequence[Case], *, taken: bool) -> dict[str, Any]:
    """Return all of an import as JSON values; what stood in private fields is left out."""
    ids = [case.id for case in stored] or [""] * len(plan.additions)
    links = [list(case.related) for case in stored] or [[] for _ in plan.additions]
    return {
        "taken": taken,
        "added": [
            {**_place(one.draft.origin), "id": identifier, "title": one.draft.case.title, "related": related}
            for one, identifier, related in zip(plan.additions, ids, links, strict=True)
        ],
        "updated": [
            {**_place(one.draft.origin), "id": one.after.id, "fields": dict(map(_difference, one.differences))}
            for one in plan.changes
        ],
        "unchanged": list(plan.unchanged),
        "refused": [
            {**_place(one.origin), "reasons": [str(reason) for reason in one.reasons]} for one in plan.refusals
        ],
        "notes": [
            {**_place(one.origin), "kind": str(one.kind), "field": one.field, "message": str(one.message)}
            for one in plan.notes
        ],
    }


def _place(origin: Origin) -> dict[str, Any]:
    return {"file": origin.file, "sheet": origin.sheet, "row": origin.row}


def _difference(one: Difference) -> tuple[str, dict[str, Any]]:
    if one.field in CONTACTS:
        return one.field, {"private": True}
    return one.field, {"before": one.before, "after": one.after}
