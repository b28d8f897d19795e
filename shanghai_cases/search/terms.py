"""What a word of the query may mean, each meaning with the level of certainty it has."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from shanghai_cases.search.clues import clue, forms, is_han
from shanghai_cases.search.fields import BODY_FIELDS, HEAD_FIELDS
from shanghai_cases.text.folding import fold, fold_map, source_span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from shanghai_cases.catalogue.locate import Group
    from shanghai_cases.search.record import Record


key_of = lru_cache(64)(fold)
"""`fold` that remembers the texts of the record at hand, which several meanings look at."""

Fields = tuple[tuple[int, tuple[str, ...]], ...]
_ALL: Fields = (*HEAD_FIELDS, *BODY_FIELDS)


class Level(IntEnum):
    """How a word was found, the surest first."""

    EXACT = 0
    PLACE = 1
    PINYIN = 2
    SYNONYM = 3
    APPROXIMATE = 4


class Spot(NamedTuple):
    """Where something was found: ``item`` counts within a list field, ``start`` and ``end`` in the stored text."""

    field: str
    item: int | None
    text: str
    start: int
    end: int


class Meaning(Protocol):
    """One meaning of a word."""

    @property
    def level(self) -> Level:
        """How sure it is."""
        ...

    def weigh(self, record: Record) -> int | None:
        """Return the weight of the best field it is found in (0 the best), None where it isn't."""
        ...

    def spots(self, record: Record) -> Iterator[Spot]:
        """Go through the places where it is found, the best fields first."""
        ...

    def clues(self) -> Group | None:
        """Return what any record with it has in its bytes; None if that can't be told."""
        ...


class Contains:
    """The key stands in a searched text, or in one of ``fields`` only.

    ``hidden`` matches longer names of other places: what lies inside them doesn't count.
    """

    def __init__(
        self,
        key: str,
        level: Level = Level.EXACT,
        *,
        hidden: re.Pattern[str] | None = None,
        fields: frozenset[str] | None = None,
    ) -> None:
        self.key = key
        self.level = level
        self._hidden = hidden
        self._groups = groups_of(fields)
        self._certain = (
            hidden is None and is_han(key[-1]) and all(is_han(c) or (c.isalnum() and c.isascii()) for c in key)
        )
        rare = min((c for c in key if is_han(c)), key=lambda c: len(forms(c)), default="")
        self._forms = forms(rare) if rare else ()

    def weigh(self, record: Record) -> int | None:
        """Return the weight of the best field that has the key."""
        key, certain = self.key, self._certain
        for weight, fields in self._groups:
            text = record.joined(fields)
            if (certain and key in text) or self.found_in(text):
                return weight
        return None

    def found_in(self, text: str) -> bool:
        """Whether the key stands in the key of ``text``."""
        if self.key in text:
            return self._certain or self._in_key(key_of(text))
        for form in self._forms:
            if form in text:
                break
        else:
            if self._forms:
                return False
        return self._in_key(key_of(text))

    def _in_key(self, key: str) -> bool:
        if self.key not in key:
            return False
        return self._hidden is None or self.key in self._hidden.sub("\0", key)

    def spots(self, record: Record) -> Iterator[Spot]:
        """Go through all places, the best fields first."""
        for name in (name for _, names in self._groups for name in names):
            for item, text in record.texts(name):
                for start, end in self.spans(text):
                    yield Spot(name, item, text, start, end)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of ``text`` in which the key stands."""
        if not self.found_in(text):
            return []
        key, origins = fold_map(text)
        if self._hidden:
            key = self._hidden.sub(lambda match: "\0" * len(match[0]), key)
        found = []
        at = key.find(self.key)
        while at >= 0:
            found.append(source_span(text, origins, at, at + len(self.key)))
            at = key.find(self.key, at + len(self.key))
        return found

    def clues(self) -> Group | None:
        """Return the clue of the key."""
        found = clue(self.key)
        return (found,) if found else None


class OneOf:
    """Words of one level of which any may stand in a text; each text is looked at once for all."""

    def __init__(self, words: Sequence[Contains]) -> None:
        self.level = words[0].level
        self._words = words

    def weigh(self, record: Record) -> int | None:
        """Return the weight of the best field that has one of the words."""
        looks = [word.found_in for word in self._words]
        for weight, fields in _ALL:
            text = record.joined(fields)
            for look in looks:
                if look(text):
                    return weight
        return None

    def spots(self, record: Record) -> Iterator[Spot]:
        """Go through all places of all words."""
        for word in self._words:
            yield from word.spots(record)

    def clues(self) -> Group | None:
        """Return the clues of all words."""
        groups = [word.clues() for word in self._words]
        known = [group for group in groups if group is not None]
        return tuple(clue for group in known for clue in group) if len(known) == len(groups) else None


def groups_of(wanted: frozenset[str] | None) -> Fields:
    """Return the searched fields by weight, all or only some."""
    if wanted is None:
        return _ALL
    kept = ((weight, tuple(name for name in names if name in wanted)) for weight, names in _ALL)
    return tuple((weight, names) for weight, names in kept if names)
