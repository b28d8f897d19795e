"""What an import asks on a terminal: whether to correct known cases, and what becomes of cases sent before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.cli import asking
from shanghai_cases.errors import msg
from shanghai_cases.intake.duplicates import OnDuplicate, updatable
from shanghai_cases.intake.outcome import Kind, Note
from shanghai_cases.presentation.import_words import change_lines, match_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.catalogue.protocol import Outline
    from shanghai_cases.intake.batch import Addition, Plan

_CHOICES = {"l": OnDuplicate.LINK, "s": OnDuplicate.SKIP, "a": OnDuplicate.ADD, "u": OnDuplicate.UPDATE}


def corrections(plan: Plan) -> Plan:
    """Show what rows change in known cases and keep the changes that a person agrees to."""
    kept, notes = [], list(plan.notes)
    everything = False
    for change in plan.changes:
        if not everything:
            for line in change_lines(change):
                asking.tell(line)
            answer = asking.choose(msg("Correct {id}? y yes, n no, a all", id=change.before.id), "yna")
            everything = answer == "a"
            if answer == "n":
                told = msg("{id} was left as it is", id=change.before.id)
                notes.append(Note(Kind.SKIPPED, change.draft.origin, told))
                continue
        kept.append(change)
    return plan._replace(changes=tuple(kept), notes=tuple(notes))


class Duplicates:
    """Asks what becomes of new cases that look like ones sent before; a known case is updated once at most."""

    def __init__(self, plan: Plan, rows: Mapping[str, Outline]) -> None:
        self._rows = rows
        self._taken = {change.before.id for change in plan.changes}

    def __call__(self, addition: Addition) -> OnDuplicate:
        """Show a case with what it is like, and ask."""
        case = addition.draft.case
        asking.tell(msg("{title} ({unit})", title=case.title, unit=case.unit))
        for match in addition.matches:
            asking.tell(match_line(match))
        if updatable(addition, self._rows, self._taken):
            question = msg("l add and link, a add without a link, s skip, u take it as a new version of that case?")
            choice = _CHOICES[asking.choose(question, "lasu")]
        else:
            choice = _CHOICES[asking.choose(msg("l add and link, a add without a link, s skip?"), "las")]
        if choice is OnDuplicate.UPDATE:
            self._taken.add(addition.matches[0].id)
        return choice
