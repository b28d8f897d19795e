"""Taking a delivery in: new cases and corrections of known ones, as one change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import plans
from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.layout import CASES, EDITIONS
from shanghai_cases.catalogue.plans import Appended, UnknownCaseError, UnknownEditionError
from shanghai_cases.errors import DataError, msg
from shanghai_cases.model.ids import case_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shanghai_cases.catalogue.layout import Data
    from shanghai_cases.catalogue.plans import Change, Known
    from shanghai_cases.model.case import Case


def taken_in(
    data: Data,
    drafts: Sequence[Case],
    finish: Callable[[Sequence[str]], Sequence[Case]],
    corrections: Sequence[tuple[Case, Case]],
    known: Known,
    *,
    now: str,
) -> tuple[list[Case], Sequence[Change]]:
    """Add drafts and correct known cases; return the new cases and the changes.

    A draft's own id stays, others get the next free one; ``finish`` makes the cases to add from their ids. Raises
    `DataError` where something changed since the corrections, pairs of before and after, were made out.
    """
    ids = _ids_for(data, drafts, known)
    new = [case if case.added_at else replace(case, added_at=now) for case in finish(ids)]
    _refuse_same(data, new)
    changes: list[Change] = []
    places = plans.places_of(data[CASES], "id")
    for before, after in corrections:
        document = data[CASES].get(places.get(after.id, ""), {})
        if any(document.get(name) != part for name, part in to_document(before).items()):
            raise _overtaken(after.id)
        changes += plans.replacement(data, places, replace(after, updated_at=now))
    there = {*places, *ids}
    for other in (one for case in (*new, *(after for _, after in corrections)) for one in case.related):
        if other not in there:
            raise UnknownCaseError(other)
    added = Appended(new, known.next_key)
    return new, [*added, *changes] if changes else added


def _ids_for(data: Data, drafts: Sequence[Case], known: Known) -> list[str]:
    editions = {document.get("number") for document in data.get(EDITIONS, {}).values()}
    taken = {document.get("id") for document in data[CASES].values()}
    highest = dict(known.highest)
    for draft in drafts:
        if draft.edition not in editions:
            raise UnknownEditionError(draft.edition)
        if draft.id in taken:
            raise _overtaken(draft.id)
        plans.raise_to(highest, draft.id)
    ids = []
    for draft in drafts:
        if not draft.id:
            highest[draft.edition] = highest.get(draft.edition, 0) + 1
        ids.append(draft.id or case_id(draft.edition, highest[draft.edition]))
    return ids


def _refuse_same(data: Data, cases: Sequence[Case]) -> None:
    present = plans.by_submission(data[CASES].values())
    if not present:
        return
    for case in cases:
        same = present.get(plans.submission(case.edition, case.unit, case.title))
        if same is not None:
            raise _overtaken(same)


def _overtaken(identifier: str) -> DataError:
    return DataError(msg("{id} was changed by another program just now; do it again", id=identifier))
