"""Short forms of organisations: 农商行 for 农商银行, 二中院 for 第二中级人民法院, 交大 for 交通大学."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.locate import Clue, Way
from shanghai_cases.search.clues import GAP, any_form, forms
from shanghai_cases.search.fields import SHORT_KINDS
from shanghai_cases.search.terms import Level, Spot
from shanghai_cases.text.folding import fold, fold_map, source_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shanghai_cases.catalogue.locate import Group
    from shanghai_cases.search.record import Record

_GAP = 5  # characters left out between two that are kept
_NARROW_GAP = 1  # the same in a word of two characters
_WITHIN = rb'(?:[^"\\]|\\.)*?'


class ShortForm:
    """The unit's name has the kind of organisation that the last character stands for.

    The characters before it precede it in their order with at most five left out between two, one in a word of two. A
    kind of one character is the end of the name; after a longer one a part of the organisation may be named.
    """

    level = Level.PLACE

    def __init__(self, key: str) -> None:
        self._key = key
        self._kind = SHORT_KINDS[key[-1]]
        gap = _GAP if len(key) > 2 else _NARROW_GAP
        end = r"(?=$|[(,;])" if len(self._kind) == 1 else ""
        self._pattern = re.compile(f".{{0,{gap}}}?".join([*key[:-1], self._kind]) + end)

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
        """Return a clue: the characters in their order within one text, those of the kind next to each other."""
        kept = self._key[:-1]
        ways = []
        for i, character in enumerate(kept):
            literals = tuple(form.encode() for form in forms(character))
            kind = _WITHIN + GAP.join(map(any_form, self._kind))
            rest = b"".join(_WITHIN + any_form(following) for following in kept[i + 1 :]) + kind
            ways.append(Way(literals, (rest,) * len(literals)))
        return (Clue(tuple(ways)),)
