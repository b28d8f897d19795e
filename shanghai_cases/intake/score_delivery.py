"""Score sheets checked against the edition: what becomes a review, what is refused row by row and why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.intake.score_sheets import as_number, is_tick, is_yes
from shanghai_cases.model.edition import Criterion
from shanghai_cases.model.review import OVERALL, Mark, Review

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from shanghai_cases.intake.score_sheets import SheetMark, SheetRow
    from shanghai_cases.intake.table import Origin

Pair = tuple[str, str]
_WHOLE = Criterion("score")  # the scale of an edition without criteria


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """What scores are checked against.

    ``cases`` are the ids that can be scored, ``withdrawn`` those taken back, ``present`` the reviews there are. Where
    ``reviewers`` are known, only these may score, and unless ``unassigned`` only what ``present`` assigns to them.
    """

    cases: AbstractSet[str]
    criteria: tuple[Criterion, ...] = ()
    withdrawn: AbstractSet[str] = frozenset()
    reviewers: AbstractSet[str] = frozenset()
    present: Mapping[Pair, Review] = field(default_factory=dict)
    unassigned: bool = False


@dataclass(frozen=True, slots=True)
class RefusedScore:
    """A row that was not taken, where it stands and why."""

    origin: Origin
    case_id: str
    reviewer: str
    reason: Message


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """A review before and after; ``before`` is None for one that nobody assigned or gave."""

    before: Review | None
    after: Review
    origin: Origin


@dataclass(frozen=True, slots=True)
class ScoreDelivery:
    """What score sheets change, how many reviews say what is known, rows left empty, and the refused rows."""

    changes: tuple[ReviewChange, ...]
    unchanged: int
    empty: int
    refused: tuple[RefusedScore, ...]


class _RefusedError(Exception):
    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def take_in_scores(rows: Iterable[SheetRow], rules: ScoreRules, received_at: str) -> ScoreDelivery:
    """Check rows and put those of one case and reviewer together; where one of them is refused, all are."""
    everything = list(rows)
    groups: dict[Pair, list[SheetRow]] = {}
    for row in everything:
        if not row.says_nothing:
            groups.setdefault((row.case_id, row.reviewer), []).append(row)
    refused: list[RefusedScore] = []
    changes: list[ReviewChange] = []
    unchanged = 0
    for members in groups.values():
        faults = list(_faults(members, rules))
        if faults:
            refused += faults
            continue
        change = _change(members, rules, received_at)
        if change is None:
            unchanged += 1
        else:
            changes.append(change)
    return ScoreDelivery(
        tuple(changes), unchanged, sum(row.says_nothing for row in everything), tuple(sorted(refused, key=_place))
    )


def _place(one: RefusedScore) -> Origin:
    return one.origin


def _faults(rows: Sequence[SheetRow], rules: ScoreRules) -> Iterator[RefusedScore]:
    """Give a refusal for every row of a review if there is one for any."""
    reasons = [_problem(row, rules) for row in rows]
    given: dict[str, tuple[int, float | None]] = {}
    for place, row in enumerate(rows):
        for mark in row.marks:
            first = given.setdefault(mark.criterion, (place, as_number(mark.text)))
            if first[0] == place:
                continue
            reasons[place] = reasons[place] or msg(
                "this score is there twice, first at {place}", place=rows[first[0]].origin.message
            )
            if first[1] != as_number(mark.text):
                reasons[first[0]] = reasons[first[0]] or msg("another row gives another score")
    if not any(reasons):
        return
    other = msg("another row of the same review was refused")
    for row, reason in zip(rows, reasons, strict=True):
        yield RefusedScore(row.origin, row.case_id, row.reviewer, reason or other)


def _problem(row: SheetRow, rules: ScoreRules) -> Message | None:
    try:
        _check_who(row, rules)
        for mark in row.marks:
            _mark(mark, rules)
        _check_recusal(row)
    except _RefusedError as refused:
        return refused.reason
    return None


def _check_who(row: SheetRow, rules: ScoreRules) -> None:
    if row.fault is not None:
        raise _RefusedError(row.fault)
    if not row.case_id:
        raise _RefusedError(msg("the case id is missing"))
    if row.case_id in rules.withdrawn:
        raise _RefusedError(msg("{case} was withdrawn", case=row.case_id))
    if row.case_id not in rules.cases:
        raise _RefusedError(msg("{case} is no case of this edition", case=row.case_id))
    if not row.reviewer:
        raise _RefusedError(msg("the reviewer is missing"))
    if rules.reviewers and row.reviewer not in rules.reviewers:
        raise _RefusedError(msg("there is no reviewer {reviewer}", reviewer=row.reviewer))
    assigned = (row.case_id, row.reviewer) in rules.present
    if rules.reviewers and not assigned and not rules.unassigned:
        raise _RefusedError(msg("{case} was not assigned to {reviewer}", case=row.case_id, reviewer=row.reviewer))


def _check_recusal(row: SheetRow) -> None:
    if not is_tick(row.recused):
        raise _RefusedError(
            msg("column {column}: “{value}” is neither yes nor no", column="recused", value=row.recused)
        )
    if is_yes(row.recused) and row.marks:
        raise _RefusedError(msg("a recused reviewer gives no score"))
    if is_yes(row.recused) and not row.reason:
        raise _RefusedError(msg("a recusal needs its reason"))


def _mark(mark: SheetMark, rules: ScoreRules) -> Mark:
    criterion = _criterion(mark, rules)
    value = as_number(mark.text)
    if value is None:
        raise _RefusedError(msg("column {column}: “{value}” is not a number", column=mark.column, value=mark.text))
    if not criterion.has(value):
        raise _RefusedError(
            msg(
                "column {column}: {value} is not on the scale {minimum} to {maximum}",
                column=mark.column,
                value=mark.text,
                minimum=f"{criterion.minimum:g}",
                maximum=f"{criterion.maximum:g}",
            )
        )
    return Mark(criterion.name if rules.criteria else OVERALL, int(value) if value.is_integer() else value)


def _criterion(mark: SheetMark, rules: ScoreRules) -> Criterion:
    known = rules.criteria or (_WHOLE,)
    if not mark.criterion and len(known) == 1:
        return known[0]
    for one in known:
        if one.name == mark.criterion:
            return one
    names = tuple(one.name for one in known)
    if not mark.criterion:
        raise _RefusedError(
            msg("column {column}: it doesn't say which criterion; there is: {known}", column=mark.column, known=names)
        )
    raise _RefusedError(msg("there is no criterion {name}; there is: {known}", name=mark.criterion, known=names))


def _change(rows: Sequence[SheetRow], rules: ScoreRules, received_at: str) -> ReviewChange | None:
    """Return what the rows of one review change; cells left empty take nothing away."""
    first = rows[0]
    before = rules.present.get((first.case_id, first.reviewer))
    start = before or Review(first.case_id, first.reviewer)
    comment = next((row.comment for row in rows if row.comment), start.comment)
    if any(is_yes(row.recused) for row in rows):
        reason = next((row.reason for row in rows if row.reason), start.reason)
        after = replace(start, marks=(), recused=True, reason=reason, comment=comment)
    else:
        marks = {mark.criterion: mark for mark in start.marks}
        marks |= {mark.criterion: mark for mark in (_mark(one, rules) for row in rows for one in row.marks)}
        order = [one.name for one in rules.criteria]
        known = sorted(marks.values(), key=lambda mark: order.index(mark.criterion) if mark.criterion in order else -1)
        recused = start.recused and not known
        after = replace(
            start, marks=tuple(known), recused=recused, reason=start.reason if recused else "", comment=comment
        )
    if after == before:
        return None
    return ReviewChange(before, replace(after, received_at=received_at), first.origin)
