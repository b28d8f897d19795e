"""The comparison key of a text: two texts that people would call the same have the same key.

The key is NFKC (Unicode Standard Annex 15), casefolded, with traditional characters and variants made
simplified, without ignorable characters, and with white space reduced. Folding a key again changes nothing.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from sys import byteorder
from typing import TYPE_CHECKING, Any

from shanghai_cases.data import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

# Interpuncts; quotation and title marks; zero-width characters, bidi controls; variation selectors, tags.
_IGNORED_SINGLES = "\u00b7\u2022\u2027\u2219\u22c5\u30fb\"'\u2039\u203a\u00ab\u00bb\u2032\u00ad\u034f\u061c\ufeff"
_IGNORED_RANGES = (
    ("\u2018", "\u201f"),
    ("\u300c", "\u300f"),
    ("\u301d", "\u301f"),
    ("\u3008", "\u300b"),
    ("\u27e8", "\u27eb"),
    ("\u180b", "\u180f"),
    ("\u200b", "\u200f"),
    ("\u202a", "\u202e"),
    ("\u2060", "\u2064"),
    ("\u2066", "\u2069"),
    ("\ufe00", "\ufe0f"),
    ("\U000e0000", "\U000e007f"),
    ("\U000e0100", "\U000e01ef"),
)
_CODES = f"utf-32-{byteorder[0]}e"
_LONG = 1_000  # characters from which on looking at each only once pays
_ASCII_MARKS = str.maketrans("", "", "\"'")


class _MeltingError(Exception):
    """A character was met that may melt into the one before it."""


class _Keys(dict[int, str]):
    """The key of each character that stands for itself, learnt as they are met; the others raise."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if _melts(character):
            raise _MeltingError
        key = self[code] = _normal(character)
        return key


def fold(text: str) -> str:
    """Return the comparison key of ``text``; the key of a key is itself."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII_MARKS).split())
    try:
        key = text.translate(_keys()) if len(text) < _LONG else _replaced(text)
    except _MeltingError:
        key = _normal(text)
    return _spaced(key)


def letters(text: str, mark: str = "") -> str:
    """Return the letters and digits alone of the key of ``text``, and ``mark``, a character that folding leaves."""
    try:
        return _replaced(text, lambda key: key if key.isalnum() or key == mark else "".join(filter(str.isalnum, key)))
    except _MeltingError:
        return "".join([character for character in fold(text) if character.isalnum() or character == mark])


def _replaced(text: str, final: Callable[[str], str] = str) -> str:
    """Put ``final`` of its key in the place of each character, each of a long text once; a key is its own key."""
    from array import array

    keys = _keys()
    for code in set(array("I", text.encode(_CODES, "surrogatepass"))):
        character, key = chr(code), final(keys[code])
        if key != character:
            text = text.replace(character, key)
    return text


def fold_map(text: str) -> tuple[str, list[int]]:
    """Return ``fold(text)`` and, for each of its characters, the index in ``text`` that it came from.

    The list has one more entry, ``len(text)``, and never falls. A character that comes from several (a letter
    and its accent) points to the first of them; `source_span` turns a span of the key into one of ``text``.
    """
    pieces = _pieces(text)
    loose = "".join(piece for _, piece in pieces)
    origins = [start for start, piece in pieces for _ in piece]
    if loose == "".join(loose.split()):
        return loose, [*origins, len(text)]
    kept = _kept(loose)
    key = "".join(" " if loose[i].isspace() else loose[i] for i in kept)
    return key, [*(origins[i] for i in kept), len(text)]


def source_span(text: str, origins: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the span of ``text`` behind ``[start, end)`` of its key; ``origins`` is what `fold_map` gave.

    A part of an expanded character gives the whole character. Ignorable characters at the end are left out.
    """
    first = origins[start]
    if end <= start:
        return first, first
    last = origins[end - 1]
    stop = next(index for index in origins[end:] if index > last)
    while stop - 1 > last and not fold(text[stop - 1]):
        stop -= 1
    return first, stop


def variants(character: str) -> str:
    """Return the traditional and variant characters that fold to this simplified one, without itself."""
    table = _forms()
    return "".join(
        other for other, simplified in zip(table["others"], table["simplified"], strict=True) if simplified == character
    )


def compatible(character: str) -> str:
    """Return the compatibility characters (NFKC) that stand for this Chinese one, or for several with it."""
    found: str = _forms()["compatible"].get(character, "")
    return found


def _normal(text: str) -> str:
    """Everything of `fold` except the white space."""
    table = _table()
    once = unicodedata.normalize("NFKC", text).casefold().translate(table)
    return unicodedata.normalize("NFKC", once)


def _spaced(text: str) -> str:
    """Reduce each run of white space to one space, to nothing at the ends and beside a Chinese character."""
    words = text.split()
    gaps = ["" if _is_han(before[-1]) or _is_han(after[0]) else " " for before, after in pairwise(words)]
    return "".join(word + gap for word, gap in zip(words, [*gaps, ""], strict=False))


def _kept(text: str) -> list[int]:
    """Return which characters of ``text`` make ``_spaced(text)``, by index."""
    kept: list[int] = []
    gap: int | None = None
    for i, character in enumerate(text):
        if character.isspace():
            gap = i if gap is None else gap
            continue
        if gap is not None and kept and not _is_han(text[gap - 1]) and not _is_han(character):
            kept.append(gap)
        gap = None
        kept.append(i)
    return kept


def _is_han(character: str) -> bool:
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\u3005" <= character <= "\u3007"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def _pieces(text: str) -> list[tuple[int, str]]:
    """Return the keys of the parts of ``text`` that can be folded alone, each with where it begins."""
    keys = _keys()
    try:
        return [(i, keys[ord(character)]) for i, character in enumerate(text)]
    except _MeltingError:
        return [(start, _normal(text[start:end])) for start, end in _clusters(text)]


def _clusters(text: str) -> list[tuple[int, int]]:
    """Cut ``text`` where normalising the parts gives the same as normalising the whole."""
    joins = [_melts(character) or not _normal(character) for character in text]
    starts = [i for i, joined in enumerate(joins) if i == 0 or not joined]
    return list(pairwise([*starts, len(text)]))


@cache
def _melts(character: str) -> bool:
    """Say whether a character may melt into the one before it: marks, and vowels and finals of Hangul."""
    if character.isascii():
        return False
    first = unicodedata.normalize("NFKD", _normal(character))[:1] or character
    return (
        unicodedata.category(character)[0] == "M"
        or unicodedata.category(first)[0] == "M"
        or "\u1160" <= first <= "\u11ff"
        or "\U00016d63" <= first <= "\U00016d67"
    )


@cache
def _keys() -> _Keys:
    return _Keys()


@cache
def _forms() -> dict[str, Any]:
    table: dict[str, Any] = read_table("script")
    return table


@cache
def _table() -> dict[int, int | None]:
    """Traditional or variant -> simplified, ignorable -> nothing."""
    ignored = "".join(map(chr, (code for first, last in _IGNORED_RANGES for code in range(ord(first), ord(last) + 1))))
    table: dict[int, int | None] = str.maketrans(_forms()["others"], _forms()["simplified"], _IGNORED_SINGLES + ignored)
    return table
