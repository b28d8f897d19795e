"""A delivery against the catalogue: what is new, what changes, what is there already, what was sent before."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.catalogue.protocol import Outline, outline_of
from shanghai_cases.errors import FieldError, msg
from shanghai_cases.intake.drafts import field_reason
from shanghai_cases.intake.keys import fold_all
from shanghai_cases.intake.outcome import Kind, Note
from shanghai_cases.intake.refused import refuse
from shanghai_cases.intake.similar import Search
from shanghai_cases.intake.writing import CONTACTS, cell
from shanghai_cases.model.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.outcome import Draft, Refusal

_KEPT = frozenset({"id", "edition", "added_at", "updated_at"})  # never changed by a delivery
_FIELDS = tuple(field.name for field in fields(Case) if field.name not in _KEPT and field.name != "contact")
_ALIKE = 50.0  # RapidFuzz ratio of titles below which an id column is taken to mean another case


class Match(NamedTuple):
    """A case that may be the same practice: in the catalogue by ``id``, or an earlier addition by ``addition``."""

    id: str
    addition: int | None
    title: str
    score: float
    reason: Message


class Addition(NamedTuple):
    """A new case, with what it resembles, the likeliest first."""

    draft: Draft
    matches: tuple[Match, ...] = ()


class Difference(NamedTuple):
    """A field before and after, as text."""

    field: str
    before: str
    after: str


class Change(NamedTuple):
    """A known case that the delivery corrects."""

    draft: Draft
    before: Case
    after: Case
    differences: tuple[Difference, ...]


class Plan(NamedTuple):
    """What importing a delivery would do; ``unchanged`` are the ids of rows that say nothing new."""

    additions: tuple[Addition, ...]
    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[Note, ...]


def compare(
    drafts: Sequence[Draft],
    known: Iterable[Outline],
    fetch: Callable[[Collection[str]], Mapping[str, Case]],
    *,
    look: bool = True,
    step: Callable[[], object] = lambda: None,
) -> Plan:
    """Match drafts with the known cases, and look for the same practice sent before unless ``look`` is off.

    A draft is matched by its id, or by edition, unit and title. ``fetch`` returns the cases of the ids it is given;
    ``step`` is called after each new case that was looked for.
    """
    rows = list(known)
    plan = _sorted_out(drafts, rows, fetch)
    if look and plan.additions:
        plan = plan._replace(additions=tuple(_with_matches([one.draft for one in plan.additions], rows, step)))
    return plan


def _sorted_out(
    drafts: Sequence[Draft], rows: Sequence[Outline], fetch: Callable[[Collection[str]], Mapping[str, Case]]
) -> Plan:
    """Tell new cases from known ones."""
    work = _Work(drafts, rows, fetch)
    for place in range(len(drafts)):
        work.take(place)
    additions = tuple(map(Addition, work.new))
    return Plan(additions, tuple(work.changes), tuple(work.unchanged), tuple(work.refusals), tuple(work.notes))


class _Work:
    """The state of going through a delivery once."""

    def __init__(
        self,
        drafts: Sequence[Draft],
        rows: Sequence[Outline],
        fetch: Callable[[Collection[str]], Mapping[str, Case]],
    ) -> None:
        self.drafts = drafts
        self.keys = _keys([draft.case for draft in drafts])
        self.ids = {row.id for row in rows}
        editions = {draft.case.edition for draft in drafts}
        near = [row for row in rows if row.edition in editions]
        by_key: dict[tuple[int, str, str], str] = {}
        for key, row in zip(_keys(near), near, strict=True):
            by_key.setdefault(key, row.id)
        self.matched = [self._match(draft, key, by_key) for draft, key in zip(drafts, self.keys, strict=True)]
        self.cases = fetch([identifier for identifier in self.matched if identifier])
        self.first: dict[object, int] = {}
        self.own_ids: set[str] = set()
        self.new: list[Draft] = []
        self.changes: list[Change] = []
        self.unchanged: list[str] = []
        self.refusals: list[Refusal] = []
        self.notes: list[Note] = []

    def _match(self, draft: Draft, key: tuple[int, str, str], by_key: Mapping[tuple[int, str, str], str]) -> str:
        return draft.case.id if draft.case.id in self.ids else by_key.get(key, "")

    def take(self, place: int) -> None:
        draft, identifier = self.drafts[place], self.matched[place]
        known = self.cases.get(identifier)
        earlier = self.first.setdefault(identifier or self.keys[place], place)
        if earlier != place:
            self._again(draft, self.drafts[earlier])
        elif known is None and draft.case.id in self.own_ids:
            self._refuse(draft, msg("the id {id} stands twice for different cases", id=draft.case.id))
        elif known is None:
            self.own_ids |= {draft.case.id} - {""}
            self.new.append(draft)
        else:
            self._known(draft, known)

    def _again(self, draft: Draft, earlier: Draft) -> None:
        where = earlier.origin.message
        if draft.case == earlier.case:
            self.notes.append(Note(Kind.SKIPPED, draft.origin, msg("the same as {where}", where=where)))
        else:
            self._refuse(draft, msg("the case stands twice with different content: see {where}", where=where))

    def _known(self, draft: Draft, known: Case) -> None:
        by_id = draft.case.id == known.id
        if by_id and _is_another(draft.case, known):
            self._refuse(draft, msg("{id} is another case here: {title}", id=known.id, title=known.title))
            return
        try:
            after = merged(draft, known, clearing=by_id)
        except FieldError as error:
            self._refuse(draft, field_reason(error, draft.record.headers))
            return
        found = differences(known, after)
        if found:
            self.changes.append(Change(draft, known, after, found))
        else:
            self.unchanged.append(known.id)

    def _refuse(self, draft: Draft, reason: Message) -> None:
        self.refusals.append(refuse(draft, reason))


def _keys(cases: Sequence[Case | Outline]) -> list[tuple[int, str, str]]:
    units, titles = fold_all(case.unit for case in cases), fold_all(case.title for case in cases)
    return [(case.edition, unit, title) for case, unit, title in zip(cases, units, titles, strict=True)]


def without_dangling_links(plan: Plan, known: Iterable[Outline]) -> Plan:
    """Leave out links to cases that are neither known nor in the delivery, and tell it."""
    there = {row.id for row in known} | {addition.draft.case.id for addition in plan.additions}
    notes = list(plan.notes)

    def kept(draft: Draft, case: Case) -> Case:
        gone = tuple(one for one in case.related if one not in there)
        if not gone:
            return case
        told = msg("not linked to {ids}, which the catalogue doesn't have", ids=gone)
        notes.append(Note(Kind.WARNING, draft.origin, told, "related"))
        return replace(case, related=tuple(one for one in case.related if one in there))

    additions = []
    for one in plan.additions:
        case = kept(one.draft, one.draft.case)
        same_links = case is one.draft.case
        additions.append(one if same_links else one._replace(draft=one.draft._replace(case=case)))
    changes, same = [], list(plan.unchanged)
    for change in plan.changes:
        after = kept(change.draft, change.after)
        if found := differences(change.before, after):
            changes.append(change._replace(after=after, differences=found))
        else:
            same.append(after.id)
    return plan._replace(additions=tuple(additions), changes=tuple(changes), unchanged=tuple(same), notes=tuple(notes))


def _is_another(case: Case, known: Case) -> bool:
    """Say whether an id names a case with which a row has neither unit nor title in common."""
    from rapidfuzz.fuzz import ratio

    titles, units = fold_all((case.title, known.title)), fold_all((case.unit, known.unit))
    return units[0] != units[1] and ratio(*titles) < _ALIKE


def merged(draft: Draft, known: Case, *, clearing: bool) -> Case:
    """Return a known case with what a row says of it.

    An empty cell clears a value only with ``clearing``; fields that the file doesn't have stay. Raises `FieldError`.
    """
    told = {name for name in draft.given if clearing or name not in draft.blank}
    values: dict[str, Any] = {name: getattr(draft.case, name) for name in _FIELDS if name in told}
    parts = {
        name.removeprefix("contact_"): getattr(draft.case.contact, name.removeprefix("contact_"))
        for name in CONTACTS
        if name in told
    }
    if parts:
        values["contact"] = replace(known.contact, **parts)
    return replace(known, **values)


def differences(before: Case, after: Case) -> tuple[Difference, ...]:
    """Return the fields in which two versions of a case differ."""
    names = (*_FIELDS, *CONTACTS)
    found = [(name, cell(before, name), cell(after, name)) for name in names]
    return tuple(Difference(name, one, other) for name, one, other in found if one != other)


def _with_matches(drafts: Sequence[Draft], rows: Sequence[Outline], step: Callable[[], object]) -> list[Addition]:
    """Look for each new case in the catalogue and among the new cases before it."""
    asked = [outline_of(draft.case) for draft in drafts]
    everything = [*rows, *asked]
    additions = []
    for place, hits in enumerate(Search(everything, asked, len(rows)).hits()):
        matches = [
            Match(
                everything[hit.place].id if hit.place < len(rows) else "",
                hit.place - len(rows) if hit.place >= len(rows) else None,
                everything[hit.place].title,
                hit.score,
                hit.reason,
            )
            for hit in hits
        ]
        additions.append(Addition(drafts[place], tuple(matches)))
        step()
    return additions
