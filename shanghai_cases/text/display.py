"""Text made harmless for a line of TSV or a cell of a terminal table, and its width there."""

from __future__ import annotations

from functools import cache

_BIDI = ("\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)))
_CONTROLS = (*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029")
_LINE_SPACES = ("\t", "\n", "\x0b", "\x0c", "\r", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
_LINE = str.maketrans(dict.fromkeys(_CONTROLS, " ") | dict.fromkeys(_BIDI, ""))
_ZERO = frozenset({"Mn", "Me", "Cf", "Cc", "Zl", "Zp", "Cs"})
_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"


def one_line(text: str) -> str:
    """Return ``text`` for one field of TSV or CSV.

    Control characters and line separators become a space (CR LF one space), bidi controls are dropped, the
    joiners inside emoji stay.
    """
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_LINE)


def visible(text: str) -> str:
    """Return ``text`` for a terminal cell: as `one_line`, but control characters are shown (ESC as ``␛``).

    Line breaks and tabs become spaces; C1 controls appear as their number, lone surrogates as ``�``.
    """
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_pictures())


def width(text: str) -> int:
    """Return how many terminal cells ``text`` takes: wide characters 2 (UAX 11), marks 0.

    Emoji joined by zero-width joiners take the cells of the first; a character with the emoji selector
    takes 2; a skin tone takes none.
    """
    if text.isascii():
        return len(text) if text.isprintable() else sum(character.isprintable() for character in text)
    cells = last = 0
    joined = False
    for character in text:
        if character == _EMOJI_SELECTOR and last == 1:
            cells, last = cells + 1, 2
        elif character == _JOINER:
            joined = last == 2
            continue
        elif not joined and not _is_skin_tone(character, last):
            size = _cells(character)
            cells, last = cells + size, size or last
        joined = False
    return cells


def storable(text: str) -> bool:
    """Say whether ``text`` can be kept in a file of UTF-8: no NUL and no lone surrogate."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@cache
def _pictures() -> dict[int, str]:
    pictures = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
    pictures |= {code: f"\\x{code:02x}" for code in range(0x80, 0xA0)}
    pictures |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    return pictures | str.maketrans(dict.fromkeys(_LINE_SPACES, " ") | dict.fromkeys(_BIDI, ""))


@cache
def _cells(character: str) -> int:
    import unicodedata

    if unicodedata.category(character) in _ZERO or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _is_skin_tone(character: str, before: int) -> bool:
    return before == 2 and "\U0001f3fb" <= character <= "\U0001f3ff"
