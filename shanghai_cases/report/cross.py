"""Cross tables: recorded cases counted by one thing, or by two, with totals and shares."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.model.case import Status
from shanghai_cases.model.figure import Figure, exactly, share
from shanghai_cases.report.districts import CITY_LEVEL, DISTRICTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shanghai_cases.report.facts import CaseFacts


class Dimension(StrEnum):
    """What cases can be counted by; the value is the field of `CaseFacts`."""

    EDITION = "edition"
    DISTRICT = "district"
    TOWN = "town"
    UNIT = "unit"
    UNIT_TYPE = "unit_type"
    THEME = "themes"
    AWARD = "award_tier"
    STATUS = "status"


PLACES_FIRST = {Dimension.DISTRICT: (*DISTRICTS, CITY_LEVEL)}
"""The order in which districts stand, also those without a case."""

NAMES = {
    "edition": Dimension.EDITION,
    "district": Dimension.DISTRICT,
    "town": Dimension.TOWN,
    "unit": Dimension.UNIT,
    "type": Dimension.UNIT_TYPE,
    "unit_type": Dimension.UNIT_TYPE,
    "unit-type": Dimension.UNIT_TYPE,
    "theme": Dimension.THEME,
    "tier": Dimension.AWARD,
    "award_tier": Dimension.AWARD,
    "status": Dimension.STATUS,
}


def dimensions(written: str) -> tuple[Dimension, ...]:
    """Read ``district,theme``: one or two different names. Raises `UsageError`."""
    names = [name.strip().lower() for name in written.split(",")]
    for name in names:
        if name not in NAMES:
            raise UsageError(msg("unknown name “{name}”; one of: {names}", name=name, names=", ".join(NAMES)))
    found = tuple(NAMES[name] for name in names)
    if len(found) > 2 or len(set(found)) != len(found):
        raise UsageError(msg("a cross table takes one name or two different ones, such as district,theme"))
    return found


class Cross(NamedTuple):
    """Counts of cases by the names of one dimension (rows) and perhaps of a second (columns).

    An empty name is for cases that do not say. A case with several themes counts once in each of them, and once in
    every total: ``row_totals``, ``column_totals`` and ``total`` count cases, they do not add up cells. ``withdrawn``
    cases are left out, unless the status is what is counted by.
    """

    by: tuple[Dimension, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int]
    row_totals: Mapping[str, int]
    column_totals: Mapping[str, int]
    total: int
    withdrawn: int

    def cell(self, row: str, column: str) -> int:
        """Return the cases of one cell."""
        return self.cells.get((row, column), 0)

    def share_of(self, count: int) -> Figure:
        """Return what share of all counted cases a count is, in percent."""
        return share(exactly(count), exactly(self.total))

    @property
    def overlapping(self) -> bool:
        """Whether a case can stand under several names, so that cells add up to more than the totals."""
        return Dimension.THEME in self.by


def cross(
    cases: Iterable[CaseFacts], by: Sequence[Dimension], order: Mapping[Dimension, Sequence[str]] | None = None
) -> Cross:
    """Count cases by one dimension or by two.

    ``order`` gives the names of a dimension that stand first in a fixed order, zeros included; editions stand by
    number, all other names most cases first.
    """
    fixed = order or {}
    first, second = by[0], by[1] if len(by) > 1 else None
    cells: Counter[tuple[str, str]] = Counter()
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    total = withdrawn = 0
    for case in cases:
        if case.status == Status.WITHDRAWN and Dimension.STATUS not in by:
            withdrawn += 1
            continue
        total += 1
        down = _names(case, first)
        rows.update(down)
        if second is not None:
            across = _names(case, second)
            columns.update(across)
            cells.update((row, column) for row in down for column in across)
    return Cross(
        tuple(by),
        _ordered(rows, first, fixed.get(first, ())),
        () if second is None else _ordered(columns, second, fixed.get(second, ())),
        cells,
        rows,
        columns,
        total,
        withdrawn,
    )


def _names(case: CaseFacts, dimension: Dimension) -> Sequence[str]:
    if dimension is Dimension.THEME:
        return tuple(case.themes) or ("",)
    value = getattr(case, dimension)
    return ("" if value is None else str(value),)


def _ordered(counts: Mapping[str, int], dimension: Dimension, first: Sequence[str]) -> tuple[str, ...]:
    others = set(counts).difference(first, {""})
    if dimension is Dimension.EDITION:
        ordered = sorted(others, key=int)
    else:
        ordered = sorted(others, key=lambda name: (-counts[name], name))
    return (*first, *ordered, *([""] if "" in counts else ()))
