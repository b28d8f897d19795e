"""What a word may have meant when it was found nowhere: read in another way, misheard, mistyped."""

from __future__ import annotations

import re
from operator import contains
from typing import TYPE_CHECKING

from shanghai_cases import places
from shanghai_cases.catalogue.locate import Clue, Way
from shanghai_cases.search import expansion
from shanghai_cases.search.clues import GAP, any_form, clue, forms, is_han
from shanghai_cases.search.fields import HEAD_FIELDS, NAME_FIELDS
from shanghai_cases.search.matching import AnyMeaning, Both
from shanghai_cases.search.place_names import NAMING_FIELDS, districts_meant, hiding_pattern, leading_place
from shanghai_cases.search.query import Word
from shanghai_cases.search.sounds import alike, spelled_pattern
from shanghai_cases.search.terms import Contains, Level, Spot, groups_of, key_of
from shanghai_cases.text.folding import fold, fold_map, source_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shanghai_cases.catalogue.locate import Group
    from shanghai_cases.search.record import Record
    from shanghai_cases.search.terms import Meaning

_LEAST_HEARD = 3
_LEAST_MISTYPED = 4
_TWO_SLIPS = 8  # from this length on two slips are allowed
_MOST_HEARD_WRONG = 2


def read_otherwise(word: Word) -> list[Meaning]:
    """Return other readings of a word.

    A place and a word written together (徐汇养老), the towns of a district that no record names, and the names that a
    Latin word spells in full.
    """
    key = fold(word.text)
    if key.isascii():
        pattern = spelled_pattern(key)
        return [Pattern(pattern, Level.PINYIN, NAME_FIELDS, None)] if pattern else []
    towns = [town.name for district in districts_meant(key) for town in places.towns(district.name)]
    if towns:
        return [Contains(fold(name), Level.PLACE, fields=NAMING_FIELDS) for name in towns]
    place = leading_place(key)
    if not place or expansion.is_known(key):
        return []
    return [Together(Word(place), Word(key[len(place) :]))]


def misheard(word: Word) -> list[Meaning]:
    """Names of places that sound the same and texts that sound nearly all the same, from three characters on."""
    key = fold(word.text)
    if len(key) < _LEAST_HEARD or not expansion.is_chinese(key) or expansion.is_known(key):
        return []
    found: list[Meaning] = []
    for name in _places_sounding(key):
        hidden = hiding_pattern(name)
        found += [Contains(name, Level.APPROXIMATE, hidden=hidden), *expansion.place_meanings(name, Level.APPROXIMATE)]
    return [*found, _sounding(key)]


def mistyped(word: Word) -> list[Meaning]:
    """Names that differ by one slip of the pen, by two in long words; three characters only if a place is meant."""
    key = fold(word.text)
    if key.isascii() or expansion.is_known(key):
        return []
    if len(key) == _LEAST_MISTYPED - 1:
        return [Contains(name, Level.APPROXIMATE) for name in _only_place_like(key)]
    return [Similar(key)] if len(key) >= _LEAST_MISTYPED else []


class Together:
    """A place and a word, both of which a record must match."""

    level = Level.PLACE

    def __init__(self, *words: Word) -> None:
        self._both = Both([AnyMeaning(expansion.meanings(word, exact=False)) for word in words])

    def weigh(self, record: Record) -> int | None:
        """Return the weight of the less important field."""
        score = self._both.score(record)
        return None if score is None else score.worst

    def spots(self, record: Record) -> Iterator[Spot]:
        """Give the places of both."""
        return self._both.spots(record)

    def clues(self) -> Group | None:
        """Return the clues of the one that has the fewest."""
        return min(self._both.groups(), key=len, default=None)


class FirstOf:
    """Meanings of one level of which a later one is only tried where the earlier ones fail."""

    level = Level.APPROXIMATE

    def __init__(self, meanings: Sequence[Meaning]) -> None:
        self._meanings = meanings

    def weigh(self, record: Record) -> int | None:
        """Return the weight that the first fitting meaning gives."""
        weights = (meaning.weigh(record) for meaning in self._meanings)
        return next((weight for weight in weights if weight is not None), None)

    def spots(self, record: Record) -> Iterator[Spot]:
        """Give the places of the first fitting meaning."""
        for meaning in self._meanings:
            if meaning.weigh(record) is not None:
                return meaning.spots(record)
        return iter(())

    def clues(self) -> Group | None:
        """Return the clues of all."""
        groups = [meaning.clues() for meaning in self._meanings]
        known = [group for group in groups if group is not None]
        return tuple(clue for group in known for clue in group) if len(known) == len(groups) else None


class Pattern:
    """A pattern that the key of a text in one of ``fields`` matches."""

    def __init__(self, pattern: re.Pattern[str], level: Level, fields: tuple[str, ...], clues: Group | None) -> None:
        self.level = level
        self._pattern = pattern
        self._groups = groups_of(frozenset(fields))
        self._clues = clues

    def weigh(self, record: Record) -> int | None:
        """Return the weight of the best field with a match."""
        for weight, names in self._groups:
            if self._matches(key_of(record.joined(names))):
                return weight
        return None

    def _matches(self, key: str) -> bool:
        return self._pattern.search(key) is not None

    def spots(self, record: Record) -> Iterator[Spot]:
        """Give every match."""
        for name in (name for _, names in self._groups for name in names):
            for item, text in record.texts(name):
                key, origins = fold_map(text)
                for match in self._pattern.finditer(key):
                    yield Spot(name, item, text, *source_span(text, origins, match.start(), match.end()))

    def clues(self) -> Group | None:
        """Return what it was made with."""
        return self._clues


class Similar:
    """A name in which RapidFuzz finds a part nearly like the key."""

    level = Level.APPROXIMATE

    def __init__(self, key: str) -> None:
        self._key = key
        slips = 2 if len(key) >= _TWO_SLIPS else 1
        self._slips = slips
        self._letters = set(key)
        self._cut = 100 * (len(key) - slips) / len(key) - 0.01

    def weigh(self, record: Record) -> int | None:
        """Return the weight of the best field with such a part."""
        for weight, names in HEAD_FIELDS:
            for name in names:
                if name in NAME_FIELDS and any(self._like(key_of(text)) for _, text in record.texts(name)):
                    return weight
        return None

    def _like(self, text: str) -> tuple[int, int] | None:
        """Return the part of the text that is the key but for the slips.

        The ratio only finds where to look: it lets the ends of texts pass for more than they are.
        """
        if len(self._letters - set(text)) > self._slips:
            return None  # so much cheaper that most searches never load RapidFuzz
        from rapidfuzz import fuzz

        if len(text) < len(self._key):
            start = 0 if fuzz.ratio(self._key, text, score_cutoff=self._cut) else None
        else:
            found = fuzz.partial_ratio_alignment(self._key, text, score_cutoff=self._cut)
            start = found.dest_start if found else None
        return None if start is None else self._part(text, start)

    def _part(self, text: str, near: int) -> tuple[int, int] | None:
        from rapidfuzz.distance import Levenshtein

        slips, size = self._slips, len(self._key)
        parts = [
            (Levenshtein.distance(self._key, text[start:end]), start, end)
            for start in range(max(0, near - slips), near + slips + 1)
            for end in range(start + size - slips, min(start + size + slips, len(text)) + 1)
        ]
        best = min(parts, default=(size, 0, 0))
        return best[1:] if best[0] <= slips else None

    def spots(self, record: Record) -> Iterator[Spot]:
        """Give the part of each name that is like the key."""
        for name in NAME_FIELDS:
            for item, text in record.texts(name):
                key, origins = fold_map(text)
                if part := self._like(key):
                    yield Spot(name, item, text, *source_span(text, origins, *part))

    def clues(self) -> Group | None:
        """Return clues of the parts of which one must be right."""
        return _parts_right(self._key, self._slips)


def _parts_right(key: str, slips: int) -> Group | None:
    """With so many slips in the key, one of the parts it is cut into stands as it is.

    One slip: either the first character is right, and right after it, or after one more, comes one of the next two;
    or the second and third are right.
    """
    if slips == 1 and all(map(is_han, key[:3])):
        near = b"(?:" + _OTHER + b")?" + GAP + b"(?:" + any_form(key[1]) + b"|" + any_form(key[2]) + b")"
        return (_clue(key[0], GAP + near), _clue(key[1], GAP + any_form(key[2])))
    size = len(key) // (slips + 1)
    parts = [clue(key[i * size : (i + 1) * size]) for i in range(slips + 1)]
    known = tuple(part for part in parts if part)
    return known if len(known) == len(parts) else None


_OTHER = rb"[a-zA-Z0-9]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"


def _clue(character: str, rest: bytes) -> Clue:
    literals = tuple(form.encode() for form in forms(character))
    return Clue((Way(literals, (rest,) * len(literals)),))


def _sounding(key: str) -> Pattern:
    """Return the pattern of texts that sound like the key, of whose characters at most a third is another one."""
    wrong = max(1, min(_MOST_HEARD_WRONG, len(key) // 3))
    heard = "".join(f"[{alike(character)}]" for character in key)
    pattern = re.compile(heard)
    group = tuple(
        _clue(key[i], GAP + b"(?:" + b"|".join(c.encode() for like in alike(key[i + 1]) for c in forms(like)) + b")")
        for i in range(min(wrong + 1, len(key) - 1))
    )
    return _NearlyAll(pattern, key, wrong, group)


class _NearlyAll(Pattern):
    """A pattern whose match must have most characters of the key."""

    def __init__(self, pattern: re.Pattern[str], key: str, wrong: int, clues: Group) -> None:
        super().__init__(pattern, Level.APPROXIMATE, (*NAME_FIELDS, "summary", "text"), clues)
        self._key = key
        self._wrong = wrong

    def _matches(self, key: str) -> bool:
        return any(
            sum(a != b for a, b in zip(match[0], self._key, strict=True)) <= self._wrong
            for match in self._pattern.finditer(key)
        )


def _places_sounding(key: str) -> list[str]:
    """Return the names of places that can be read as the key can."""
    heard = [alike(character) for character in key]
    return [name for name in _place_names(len(key)) if all(map(contains, heard, name))]


def _only_place_like(key: str) -> list[str]:
    """Return the one place whose name differs from the key in one of its characters; nothing if there are several."""
    names = _place_names(len(key))
    like = [name for name in names if sum(a != b for a, b in zip(name, key, strict=True)) == 1]
    return like if len(like) == 1 else []


def _place_names(size: int) -> list[str]:
    """Return the names of so many characters that districts and towns have."""
    names = [name for district in places.districts() for name in (district.name, district.short, *district.aliases)]
    names += [name for town in places.towns() for name in (town.name, *town.aliases)]
    return list(dict.fromkeys(name for name in names if len(name) == size))
