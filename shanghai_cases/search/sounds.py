"""Pinyin: names that a Latin word spells, in full or by initials, and words that sound like another."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from shanghai_cases import places, vocabulary
from shanghai_cases.text.folding import fold
from shanghai_cases.text.readings import syllables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LETTERS = re.compile("[a-z]{2,}")
_MOST_READINGS = 16
_LONGEST = 6  # letters of a syllable: zhuang


def places_spelled(key: str) -> tuple[str, ...]:
    """Return the keys of the places that a Latin word spells: districts by any spelling before towns.

    The name is the part that was spelled: xuhui 徐汇, xuhuiqu 徐汇区, tmxl 天目西路.
    """
    if not _LETTERS.fullmatch(key):
        return ()
    return _district_spellings().get(key, ()) or _town_spellings().get(key, ()) or _former_spellings().get(key, ())


def words_spelled(key: str) -> tuple[str, ...]:
    """Return the words of the taxonomy that a Latin word spells in full, or by three initials or more."""
    return _word_spellings().get(key, ()) if _LETTERS.fullmatch(key) else ()


@cache
def _district_spellings() -> dict[str, tuple[str, ...]]:
    pairs: list[tuple[str, str]] = []
    for district in places.districts():
        full, short = fold(district.name), fold(district.short)
        pairs += [(district.pinyin_short, short), (district.initials, short), (district.pinyin, full)]
        pairs += [(district.initials + _initials(full[len(short) :]), full)]
    return _grouped(pairs)


@cache
def _town_spellings() -> dict[str, tuple[str, ...]]:
    pairs: list[tuple[str, str]] = []
    for town in places.towns():
        stem = town.stem if len(town.stem) > 1 else town.name
        pairs += [(town.pinyin, town.name), (town.initials, town.name)]
        pairs += [(town.pinyin_stem, stem), (town.initials[: len(stem)], stem)]
        for alias in town.aliases:
            pairs += [(spelling, alias) for spelling in readings(alias)]
            pairs += [(_initials(alias), alias)] if len(alias) > 2 else []
    return _grouped((spelling, fold(name)) for spelling, name in pairs)


@cache
def _former_spellings() -> dict[str, tuple[str, ...]]:
    names = [name for entry in places.formers() for name in (entry.name, entry.name[:-1]) if places.former(name)]
    return _grouped((spelling, fold(name)) for name in names for spelling in readings(name))


@cache
def _word_spellings() -> dict[str, tuple[str, ...]]:
    words = list(taxonomy_words())
    full = [(spelling, fold(word)) for word in words for spelling in readings(word)]
    return _grouped([*full, *((_initials(word), fold(word)) for word in words if len(word) > 2)])


def taxonomy_words() -> Iterator[str]:
    """Go through the themes, types, awards and synonyms that are all Chinese."""
    for head, terms in vocabulary.synonyms().items():
        yield from (head, *terms)
    for words in vocabulary.same_meaning():
        yield from words
    for name, aliases in (
        *((theme.name, theme.aliases) for theme in vocabulary.themes()),
        *((kind.name, kind.aliases) for kind in vocabulary.unit_types()),
        *((award.name, award.aliases) for award in vocabulary.award_tiers()),
    ):
        yield from (name, *aliases)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for spelling, name in pairs:
        if len(spelling) > 1 and name not in found.setdefault(spelling, []):
            found[spelling].append(name)
    return {spelling: tuple(names) for spelling, names in found.items()}


def readings(text: str) -> tuple[str, ...]:
    """Return the pinyin of a text, all ways of reading it up to a limit; none if not all of it is Chinese."""
    each = syllables(text)
    if not all(each):
        return ()
    found = product(*each)
    return tuple(dict.fromkeys("".join(way) for way, _ in zip(found, range(_MOST_READINGS), strict=False)))


def _initials(text: str) -> str:
    each = syllables(text)
    return "".join(ways[0][0] for ways in each) if all(each) else ""


@cache
def characters_by_sound() -> dict[str, str]:
    """Return for each toneless syllable the characters that can be read so."""
    from shanghai_cases.data import read_table

    table = read_table("pinyin")
    return {syllable: table["first"].get(syllable, "") + table["further"].get(syllable, "")
            for syllable in (*table["first"], *table["further"])}  # fmt: skip


@cache
def alike(character: str) -> str:
    """Return the characters that may sound like this one, itself first."""
    same = "".join(characters for characters in characters_by_sound().values() if character in characters)
    return "".join(dict.fromkeys(character + same))


@cache
def spelled_pattern(key: str) -> re.Pattern[str] | None:
    """Return a pattern of the Chinese texts that a Latin word spells in full; None if it has no two syllables."""
    ways = [way for way in _split(key) if len(way) > 1]
    if not ways:
        return None
    by_sound = characters_by_sound()
    return re.compile("|".join("".join(f"[{by_sound[syllable]}]" for syllable in way) for way in ways))


def _split(key: str) -> list[tuple[str, ...]]:
    """Cut a Latin word into syllables in every way there is."""
    by_sound = characters_by_sound()
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(key) + 1):
        found = [
            (*way, key[start:end])
            for start in range(max(0, end - _LONGEST), end)
            if key[start:end] in by_sound
            for way in ways[start]
        ]
        ways.append(sorted(found, key=len)[:_MOST_READINGS])
    return ways[-1]
