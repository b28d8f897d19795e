"""A tree of terms, scored against one record at a time, and the condition on bytes that every match meets."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from shanghai_cases.catalogue.locate import Clue, Way
from shanghai_cases.search.terms import Level, Meaning, Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shanghai_cases.catalogue.locate import Condition, Group
    from shanghai_cases.search.record import Record


class Score(NamedTuple):
    """How well a record matches; smaller is better."""

    level: Level
    """The weakest level among the words."""
    worst: int
    """The weight of the least important field among the words' best fields."""
    total: int
    """The weights of all words together."""


@cache
def _score(level: Level, weight: int) -> Score:
    """Return the score of one word; the few there are are shared by all records."""
    return Score(level, weight, weight)


BEST = Score(Level.EXACT, 0, 0)


class Term(Protocol):
    """A part of the query."""

    def score(self, record: Record) -> Score | None:
        """Return how well the record matches, None if it doesn't."""
        ...

    def groups(self) -> Condition:
        """Return what the bytes of every match must have."""
        ...

    def spots(self, record: Record) -> Iterator[Spot]:
        """Go through the places that made it match."""
        ...


class AnyMeaning:
    """A word: the best of its meanings counts."""

    def __init__(self, meanings: Sequence[Meaning]) -> None:
        self.meanings = sorted(meanings, key=lambda meaning: meaning.level)
        self._only = self.meanings[0] if len(self.meanings) == 1 else None

    def score(self, record: Record) -> Score | None:
        """Return the surest level, and at that level the best field."""
        if self._only is not None:
            weight = self._only.weigh(record)
            return None if weight is None else _score(self._only.level, weight)
        best: int | None = None
        found = Level.EXACT
        for meaning in self.meanings:
            if best is not None and meaning.level > found:
                break
            weight = meaning.weigh(record)
            if weight is not None and (best is None or weight < best):
                best, found = weight, meaning.level
        return None if best is None else _score(found, best)

    def groups(self) -> Condition:
        """Any clue of any meaning."""
        return _any([meaning.clues() for meaning in self.meanings])

    def spots(self, record: Record) -> Iterator[Spot]:
        """Give the places of the surest level that is met."""
        score = self.score(record)
        for meaning in self.meanings:
            if score and meaning.level == score.level:
                yield from meaning.spots(record)


class Test:
    """A restriction to some values of a field: met or not, never ranked."""

    def __init__(self, holds: Callable[[Record], bool], groups: Condition = ()) -> None:
        self._holds = holds
        self._groups = groups

    def score(self, record: Record) -> Score | None:
        """Return the best score where it is met."""
        return BEST if self._holds(record) else None

    def groups(self) -> Condition:
        """Return what it was made with."""
        return self._groups

    def spots(self, record: Record) -> Iterator[Spot]:  # noqa: ARG002
        """A filter marks nothing."""
        return iter(())


class Excluding:
    """What must not match."""

    def __init__(self, term: Term) -> None:
        self._term = term

    def score(self, record: Record) -> Score | None:
        """Return the best score where the term doesn't match."""
        return BEST if self._term.score(record) is None else None

    def groups(self) -> Condition:
        """Nothing can be asked of the bytes."""
        return ()

    def spots(self, record: Record) -> Iterator[Spot]:  # noqa: ARG002
        """What isn't there has no place."""
        return iter(())


class Either:
    """Terms joined by OR: the best one counts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms

    def score(self, record: Record) -> Score | None:
        """Return the best of the scores."""
        return min((score for term in self._terms if (score := term.score(record))), default=None)

    def groups(self) -> Condition:
        """Of each term one group, together."""
        return _any([min(term.groups(), key=len, default=None) for term in self._terms])

    def spots(self, record: Record) -> Iterator[Spot]:
        """Give the places of all terms that match."""
        for term in self._terms:
            if term.score(record):
                yield from term.spots(record)


class Both:
    """Terms that must all match."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms

    def score(self, record: Record) -> Score | None:
        """Return the weakest level, the worst weight and the sum of the weights."""
        level, worst, total = BEST
        for term in self.terms:
            score = term.score(record)
            if score is None:
                return None
            level, worst, total = max(level, score.level), max(worst, score.worst), total + score.total
        return Score(level, worst, total)

    def groups(self) -> Condition:
        """Return the groups of all terms."""
        return tuple(group for term in self.terms for group in term.groups())

    def spots(self, record: Record) -> Iterator[Spot]:
        """Give the places of all terms."""
        for term in self.terms:
            yield from term.spots(record)


def _any(groups: Sequence[Group | None]) -> Condition:
    """Join alternatives into one group; where one of them can't be told, nothing can be asked.

    Clues that are looked for by the same characters become one, found in one pass.
    """
    joined: dict[object, Clue] = {}
    for group in groups:
        if group is None:
            return ()
        for clue in group:
            first = clue.ways[0]
            name = (first.literals, first.lowered) if len(clue.ways) == 1 else clue
            known = joined.get(name)
            joined[name] = clue if known is None or known == clue else Clue((_either(known.ways[0], first),))
    return (tuple(joined.values()),)


def _either(one: Way, other: Way) -> Way:
    rests = zip(one.rests, other.rests, strict=True)
    return one._replace(rests=tuple(b"(?:" + mine + b"|" + its + b")" for mine, its in rests))
