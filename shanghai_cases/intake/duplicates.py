"""What becomes of new cases that look like ones sent before."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from shanghai_cases.errors import msg
from shanghai_cases.intake.batch import Addition, Change, Match, Plan, differences, merged
from shanghai_cases.intake.outcome import Kind, Note
from shanghai_cases.intake.refused import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Mapping, Sequence

    from shanghai_cases.catalogue.protocol import Outline
    from shanghai_cases.intake.outcome import Draft
    from shanghai_cases.model.case import Case


class OnDuplicate(StrEnum):
    """What becomes of a new case that looks like one sent before; ``UPDATE`` takes it as a new version of that one."""

    LINK = "link"
    SKIP = "skip"
    FAIL = "fail"
    ADD = "add"
    UPDATE = "update"


WITHOUT_ASKING = (OnDuplicate.LINK, OnDuplicate.SKIP, OnDuplicate.FAIL, OnDuplicate.ADD)


def decide(plan: Plan, policy: OnDuplicate) -> Plan:
    """Apply one policy to every new case that looks like one sent before."""
    return decide_each(plan, lambda _: policy, lambda _: {})


def decide_each(
    plan: Plan,
    choose: Callable[[Addition], OnDuplicate],
    fetch: Callable[[Collection[str]], Mapping[str, Case]],
) -> Plan:
    """Choose for every new case that looks like one sent before; ``fetch`` returns the cases of the ids it is given.

    ``UPDATE`` may be chosen only where `updatable` says so.
    """
    kept: list[Addition] = []
    changes, notes, refusals = list(plan.changes), list(plan.notes), list(plan.refusals)
    places: dict[int, int] = {}
    for place, addition in enumerate(plan.additions):
        matches = tuple(_renumbered(match, places) for match in addition.matches)
        policy = choose(addition) if matches else OnDuplicate.ADD
        if policy is OnDuplicate.ADD:
            places[place] = len(kept)
            kept.append(Addition(addition.draft))
        elif policy is OnDuplicate.LINK:
            places[place] = len(kept)
            kept.append(Addition(addition.draft, matches))
            notes.append(_note(Kind.LINKED, addition.draft, matches[0]))
        elif policy is OnDuplicate.SKIP:
            notes.append(_note(Kind.SKIPPED, addition.draft, matches[0]))
        elif policy is OnDuplicate.FAIL:
            reason = _note(Kind.REFUSED, addition.draft, matches[0]).message
            refusals.append(refuse(addition.draft, reason))
        elif policy is OnDuplicate.UPDATE:
            changes.append(_as_change(addition, fetch))
        else:
            assert_never(policy)
    return Plan(tuple(kept), tuple(changes), plan.unchanged, tuple(refusals), tuple(notes))


def updatable(addition: Addition, rows: Mapping[str, Outline], taken: Container[str]) -> bool:
    """Say whether a new case may be a new version of the likeliest one: known, of its edition, not in ``taken``."""
    known = rows.get(addition.matches[0].id) if addition.matches else None
    return known is not None and known.edition == addition.draft.case.edition and known.id not in taken


def _as_change(addition: Addition, fetch: Callable[[Collection[str]], Mapping[str, Case]]) -> Change:
    identifier = addition.matches[0].id
    known = fetch([identifier])[identifier]
    after = merged(addition.draft, known, clearing=False)
    return Change(addition.draft, known, after, differences(known, after))


def _renumbered(match: Match, places: Mapping[int, int]) -> Match:
    """Point to the place that an addition of the same delivery has now; one that was not kept has none."""
    return match if match.addition is None else match._replace(addition=places.get(match.addition))


def _note(kind: Kind, draft: Draft, match: Match) -> Note:
    other = match.id or match.title
    percent = round(100 * match.score)
    return Note(
        kind,
        draft.origin,
        msg("like {other}, {percent} % sure: {reason}", other=other, percent=percent, reason=match.reason),
    )


def with_ids(additions: Sequence[Addition], ids: Sequence[str], now: str | None = None) -> tuple[Case, ...]:
    """Return the cases to add under their new ids, linked to what they resemble in the catalogue or this delivery.

    ``now`` is when they are added, where their file doesn't say it.
    """
    found = []
    for addition, identifier in zip(additions, ids, strict=True):
        twins = [ids[match.addition] for match in addition.matches if match.addition is not None]
        linked = [match.id for match in addition.matches if match.id]
        case = addition.draft.case
        related = dict.fromkeys((*case.related, *linked, *twins))
        related.pop(identifier, None)
        found.append(case.filed(identifier, tuple(related), case.added_at or now))
    return tuple(found)
