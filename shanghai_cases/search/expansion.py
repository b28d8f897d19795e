"""From a word as typed to what it may mean; docs/search.md has each rule in a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanghai_cases.search.clues import is_han
from shanghai_cases.search.fields import SHORT_KINDS
from shanghai_cases.search.place_names import NAMING_FIELDS, districts_meant, hiding_pattern, towns_meant
from shanghai_cases.search.terms import Contains, Level, OneOf
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.search.query import Word
    from shanghai_cases.search.terms import Meaning


def meanings(word: Word, *, exact: bool) -> list[Meaning]:
    """Return the meanings of a word, the surest first; with ``exact`` or for a phrase only the word itself."""
    key = fold(word.text)
    if exact or word.quoted:
        return [Contains(key)]
    found: list[Meaning] = [Contains(key, hidden=hiding_pattern(key)), *place_meanings(key, Level.PLACE)]
    if may_be_short_form(key):
        from shanghai_cases.search.short_forms import ShortForm

        found.append(ShortForm(key))
    if key.isascii():
        found.extend(_spelled(key))
    if not key.isalpha() or not key.isascii():
        found.extend(_synonyms(key))
    return found


def place_meanings(key: str, level: Level) -> list[Meaning]:
    """Return today's districts and towns of a place's name, where their own name says more than the key itself."""
    names = [district.name for district in districts_meant(key)] + [town.name for town in towns_meant(key)]
    return [Contains(fold(name), level, fields=NAMING_FIELDS) for name in names if key not in fold(name)]


def _spelled(key: str) -> list[Meaning]:
    """Return the meanings of pinyin or its initials: of places, and only where no place is meant, of the taxonomy."""
    from shanghai_cases.search.sounds import places_spelled, words_spelled

    names = places_spelled(key)
    found: list[Meaning] = []
    for name in names or words_spelled(key):
        hidden = hiding_pattern(name) if names else None
        found += [Contains(name, Level.PINYIN, hidden=hidden), *place_meanings(name, Level.PINYIN)]
    return found


def _synonyms(key: str) -> list[Meaning]:
    from shanghai_cases.vocabulary import synonyms_of

    return _one_of(synonyms_of(key))


def broader_meanings(word: Word) -> list[Meaning]:
    """Return the terms of the taxonomy that a word is listed under, which say less than it."""
    from shanghai_cases.vocabulary import broader_of

    return _one_of(broader_of(word.text))


def _one_of(terms: Sequence[str]) -> list[Meaning]:
    return [OneOf([_synonym(term) for term in terms])] if terms else []


def _synonym(term: str) -> Contains:
    from shanghai_cases.vocabulary import other_words

    longer = "|".join(other_words(term))
    return Contains(fold(term), Level.SYNONYM, hidden=re.compile(longer) if longer else None)


def may_be_short_form(key: str) -> bool:
    """Whether a word can be a short form of an organisation: two to seven Chinese characters, the last for a kind.

    Of two characters only if the kind is longer than that character, or any word in 会 would be one.
    """
    kind = SHORT_KINDS.get(key[-1], "")
    return (3 if len(kind) == 1 else 2) <= len(key) <= 7 and bool(kind) and is_chinese(key)


def is_known(key: str) -> bool:
    """Whether a word is the name of a place or a word of the taxonomy: such a word is never guessed at."""
    from shanghai_cases.vocabulary import broader_of, synonyms_of

    return bool(districts_meant(key) or towns_meant(key, unsafe=True) or synonyms_of(key) or broader_of(key))


def is_chinese(key: str) -> bool:
    """Whether a key is all Chinese characters."""
    return all(map(is_han, key))
