"""How Chinese characters are read: toneless pinyin, ``v`` for ü (绿 is ``lv``)."""

from __future__ import annotations

from functools import cache

from shanghai_cases.data import read_table
from shanghai_cases.text.folding import fold


def syllables(text: str) -> tuple[tuple[str, ...], ...]:
    """Return for each character of ``text`` its readings, the commonest first; none if it isn't Chinese."""
    readings = _readings()
    return tuple(readings.get(character) or readings.get(fold(character), ()) for character in text)


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """Turn the table, which lists characters by syllable, into readings by character."""
    table = read_table("pinyin")
    found: dict[str, tuple[str, ...]] = {
        character: (syllable,) for syllable, all_ in table["first"].items() for character in all_
    }
    for syllable, characters in table["further"].items():
        for character in characters:
            found[character] += (syllable,)
    return found
