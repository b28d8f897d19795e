"""The board on which cases are given to reviewers one by one, with room made where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Subject:
    """A case to be read."""

    case_id: str
    unit: str = ""
    district: str = ""
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reader:
    """A reviewer who can be asked, with what they must not read and what they know about."""

    reviewer: str
    units: frozenset[str] = frozenset()
    """Units whose cases they must not read."""
    districts: frozenset[str] = frozenset()
    """Districts whose cases they must not read."""
    themes: frozenset[str] = frozenset()
    """Themes of their expertise."""

    def may_read(self, subject: Subject) -> bool:
        """Whether no conflict of interest is known."""
        return subject.unit not in self.units and subject.district not in self.districts


@dataclass
class Board:
    """The state while assigning; cases and readers are numbers."""

    subjects: Sequence[Subject]
    readers: Sequence[Reader]
    recused: frozenset[tuple[str, str]]
    kept: list[tuple[str, str]]
    readers_of: list[set[int]] = field(default_factory=list)
    """Readers of each case."""
    movable: list[set[int]] = field(default_factory=list)
    """Those of them who were added now."""
    allowed: list[list[bool]] = field(default_factory=list)
    suits: list[list[bool]] = field(default_factory=list)
    load: list[int] = field(default_factory=list)
    together: list[list[int]] = field(default_factory=list)
    """Common cases of each pair of readers."""

    def __post_init__(self) -> None:
        count = len(self.readers)
        self.allowed = [
            [
                reader.may_read(subject) and (subject.case_id, reader.reviewer) not in self.recused
                for reader in self.readers
            ]
            for subject in self.subjects
        ]
        self.suits = [[bool(reader.themes & one.themes) for reader in self.readers] for one in self.subjects]
        self.readers_of = [set() for _ in self.subjects]
        self.movable = [set() for _ in self.subjects]
        self.load = [0] * count
        self.together = [[0] * count for _ in range(count)]
        case = {one.case_id: number for number, one in enumerate(self.subjects)}
        reader = {one.reviewer: number for number, one in enumerate(self.readers)}
        for case_id, name in self.kept:
            if case_id in case and name in reader:
                self._put(case[case_id], reader[name])

    def _put(self, case: int, reader: int) -> None:
        for other in self.readers_of[case]:
            self.together[reader][other] += 1
            self.together[other][reader] += 1
        self.readers_of[case].add(reader)
        self.load[reader] += 1

    def _take(self, case: int, reader: int) -> None:
        self.readers_of[case].discard(reader)
        self.movable[case].discard(reader)
        self.load[reader] -= 1
        for other in self.readers_of[case]:
            self.together[reader][other] -= 1
            self.together[other][reader] -= 1

    def fill(self, per_case: int, per_reviewer: int | None, rng: random.Random) -> None:
        """Give the cases their readers, those with the fewest possible ones first."""
        needed = sum(max(0, per_case - len(one)) for one in self.readers_of)
        most = -(-(needed + sum(self.load)) // max(1, len(self.readers)))
        ceiling = len(self.subjects) if per_reviewer is None else per_reviewer
        rooms = sorted({min(most, ceiling), ceiling})
        order = sorted(range(len(self.subjects)), key=lambda _: rng.random())
        order.sort(key=lambda case: sum(self.allowed[case]))
        luck = [rng.random() for _ in self.readers]
        for case in order:
            while len(self.readers_of[case]) < per_case:
                if not any(self._add(case, room, luck) or self._make_room(case, room) for room in rooms):
                    break

    def _add(self, case: int, limit: int, luck: list[float]) -> bool:
        """Add the best reader with room: lightly loaded, knowing the theme, seldom met by the others."""
        best, key = -1, (0.0, 0.0)
        for reader, free in enumerate(self.allowed[case]):
            if not free or reader in self.readers_of[case] or self.load[reader] >= limit:
                continue
            met = sum(self.together[reader][other] for other in self.readers_of[case])
            worth = (self.load[reader] + met - 1.5 * self.suits[case][reader], luck[reader])
            if best < 0 or worth < key:
                best, key = reader, worth
        if best < 0:
            return False
        self._put(case, best)
        self.movable[case].add(best)
        return True

    def _make_room(self, case: int, limit: int) -> bool:
        """Shift cases along a chain of readers until one who may read this case has room."""
        starts = [one for one, free in enumerate(self.allowed[case]) if free and one not in self.readers_of[case]]
        chain = self._chain(starts, limit)
        if chain is None:
            return False
        self._shift(chain)
        self._put(case, chain[0][0])
        self.movable[case].add(chain[0][0])
        return True

    def level(self) -> None:
        """Shift cases from the most to the least loaded until loads differ by one or nothing can be moved."""
        while self.load:
            heaviest = max(self.load)
            starts = [one for one, load in enumerate(self.load) if load == heaviest]
            chain = self._chain(starts, heaviest - 1)
            if chain is None or len(chain) < 2:
                return
            self._shift(chain)

    def _chain(self, starts: list[int], limit: int) -> list[tuple[int, int]] | None:
        """Shortest chain [(reader, case handed on), ...] from `starts` to a reader below `limit`, or None."""
        came: dict[int, tuple[int, int] | None] = dict.fromkeys(starts)
        queue = list(starts)
        holding = self._holding()
        for reader in queue:
            if self.load[reader] < limit:
                return self._trace(came, reader)
            for case in holding[reader]:
                for other, free in enumerate(self.allowed[case]):
                    if free and other not in came and other not in self.readers_of[case]:
                        came[other] = (reader, case)
                        queue.append(other)
        return None

    def _holding(self) -> list[list[int]]:
        held: list[list[int]] = [[] for _ in self.readers]
        for case, readers in enumerate(self.movable):
            for reader in sorted(readers):
                held[reader].append(case)
        return held

    @staticmethod
    def _trace(came: dict[int, tuple[int, int] | None], last: int) -> list[tuple[int, int]]:
        chain = [(last, -1)]
        step = came[last]
        while step is not None:
            chain.append(step)
            step = came[step[0]]
        return chain[::-1]

    def _shift(self, chain: list[tuple[int, int]]) -> None:
        for (giver, case), (taker, _) in pairwise(chain):
            self._take(case, giver)
            self._put(case, taker)
            self.movable[case].add(taker)
