"""Improving an assignment by exchanging readers between cases, loads and numbers per case unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

MATCH_WORTH = 30.0
"""What a reader who knows the theme is worth, in squared common cases of pairs."""
_TRIES_PER_PAIR = 25
_MOST_TRIES = 120_000


class Exchange:
    """A local search: exchanges that lower the sum of squared common cases, less the worth of matches.

    The sum of common cases over all pairs is fixed, so a lower sum of squares is a more even spread.
    """

    def __init__(
        self,
        readers_of: list[set[int]],
        movable: list[set[int]],
        allowed: Sequence[Sequence[bool]],
        suits: Sequence[Sequence[bool]],
        readers: int,
    ) -> None:
        self.readers_of, self.movable, self.allowed, self.suits = readers_of, movable, allowed, suits
        self.together = [[0] * readers for _ in range(readers)]
        for team in readers_of:
            for one in team:
                for other in team:
                    if one != other:
                        self.together[one][other] += 1

    def improve(self, rng: random.Random) -> None:
        """Try random exchanges of newly added readers, keep what helps, then connect what is still apart."""
        slots = [(case, reader) for case, new in enumerate(self.movable) for reader in sorted(new)]
        if len(slots) < 2:
            return
        for _ in range(min(_MOST_TRIES, _TRIES_PER_PAIR * len(slots))):
            one, other = rng.randrange(len(slots)), rng.randrange(len(slots))
            if self._possible(slots[one], slots[other]) and self._gain(slots[one], slots[other]) > 0:
                self._exchange(slots, one, other)
        self._connect(slots)

    def _possible(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        (case, reader), (second, partner) = one, other
        return (
            case != second
            and reader != partner
            and partner not in self.readers_of[case]
            and reader not in self.readers_of[second]
            and self.allowed[case][partner]
            and self.allowed[second][reader]
        )

    def _gain(self, one: tuple[int, int], other: tuple[int, int]) -> float:
        """How much better it is if the two readers exchange their cases."""
        (case, reader), (second, partner) = one, other
        first_row, second_row = self.together[reader], self.together[partner]
        gain = 0.0
        for team, stays, goes, comes in (
            (self.readers_of[case], reader, first_row, second_row),
            (self.readers_of[second], partner, second_row, first_row),
        ):
            for member in team:
                if member != stays:
                    # n^2 - (n - 1)^2 won, (n + 1)^2 - n^2 lost
                    gain += (2 * goes[member] - 1) - (2 * comes[member] + 1)
        suits = self.suits
        matches = suits[case][partner] + suits[second][reader] - suits[case][reader] - suits[second][partner]
        return gain + MATCH_WORTH * matches

    def _exchange(self, slots: list[tuple[int, int]], one: int, other: int) -> None:
        (case, reader), (second, partner) = slots[one], slots[other]
        self._replace(case, reader, partner)
        self._replace(second, partner, reader)
        slots[one], slots[other] = (case, partner), (second, reader)

    def _replace(self, case: int, old: int, new: int) -> None:
        team = self.readers_of[case]
        team.discard(old)
        self.movable[case].discard(old)
        for member in team:
            self.together[old][member] -= 1
            self.together[member][old] -= 1
            self.together[new][member] += 1
            self.together[member][new] += 1
        team.add(new)
        self.movable[case].add(new)

    def _connect(self, slots: list[tuple[int, int]]) -> None:
        """Exchange readers between groups that share no case, as long as that joins them."""
        groups = self._groups()
        while max(groups) > 0:
            for one in range(len(slots)):
                found = self._bridge(slots, one, groups)
                if found is not None:
                    self._exchange(slots, one, found)
                    break
            else:
                return
            joined = self._groups()
            if max(joined) >= max(groups):
                return
            groups = joined

    def _bridge(self, slots: list[tuple[int, int]], one: int, groups: list[int]) -> int | None:
        for other, (case, reader) in enumerate(slots):
            apart = groups[reader] != groups[slots[one][1]]
            if apart and len(self.readers_of[case]) > 1 and self._possible(slots[one], (case, reader)):
                return other
        return None

    def _groups(self) -> list[int]:
        """Return the number of each reader's connected group; readers without cases stand alone."""
        group = [-1] * len(self.together)
        number = 0
        for start in range(len(group)):
            if group[start] >= 0:
                continue
            queue = [start]
            group[start] = number
            for reader in queue:
                for other, count in enumerate(self.together[reader]):
                    if count and group[other] < 0:
                        group[other] = number
                        queue.append(other)
            number += 1
        return group
