"""Short forms of organisations: 农商行 for 农商银行, 二中院 for 第二中级人民法院, 发改委 for 发展和改革委员会."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.locate import Clue, Way
from shanghai_cases.search.clues import any_form, forms
from shanghai_cases.search.fields import SHORT_KINDS
from shanghai_cases.search.terms import Level, Spot
from shanghai_cases.text import fold, fold_map, source_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shanghai_cases.catalogue.locate import Group
    from shanghai_cases.search.record import Record

_GAP = 4  # characters left out between two that are kept
_WITHIN = rb'(?:[^"\\]|\\.)*?'


class ShortForm:
    """The unit's name ends in the kind of organisation that the last character stands for.

    The characters before it follow one another there with at most four left out between two.
    """

    level = Level.PLACE

    def __init__(self, key: str) -> None:
        self._key = key
        letters = [*map(re.escape, key[:-1]), SHORT_KINDS[key[-1]]]
        self._pattern = re.compile(f".{{0,{_GAP}}}?".join(letters) + r"(?=$|[(,;])")

    def weigh(self, record: Record) -> int | None:
        """Return the weight of the unit."""
        unit = record.head["unit"]
        return 1 if self._pattern.search(fold(unit)) else None

    def spots(self, record: Record) -> Iterator[Spot]:
        """Give the part of the unit's name that was shortened."""
        unit = record.head["unit"]
        key, origins = fold_map(unit)
        for match in self._pattern.finditer(key):
            yield Spot("unit", None, unit, *source_span(unit, origins, match.start(), match.end()))

    def clues(self) -> Group | None:
        """Return a clue: the characters in their order within one text."""
        ways = []
        for i, character in enumerate(self._key):
            literals = tuple(form.encode() for form in forms(character))
            rest = b"".join(_WITHIN + any_form(following) for following in self._key[i + 1 :])
            ways.append(Way(literals, (rest,) * len(literals)))
        return (Clue(tuple(ways)),)
