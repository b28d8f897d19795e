"""What a word leaves in the bytes of a file, however it is written there.

A folded word stands in a text if its key stands in the key of the text. In the file the same characters may be
traditional, full-width, of another case, with marks or spaces between them, or escaped. So a clue asks for less than
the word: for a run of Chinese characters, one of them in any of its forms and the next ones in any of theirs, with
anything between that is neither Chinese nor a letter or digit; for a run of letters and digits, the run itself in lower
case or any sign that it may be written differently. Nothing is missed; what is caught too much is parsed and dropped.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from operator import itemgetter

from shanghai_cases.catalogue.locate import Clue, Way
from shanghai_cases.text.folding import compatible, variants

# Between two Chinese characters of a word: ASCII that is no letter, digit or closing quotation mark, an escape, or any
# character that is not Chinese.
GAP = rb"(?:[ !#-/:-@\[\]-`{-\x7f]|\\.|[\xc2-\xe3\xea-\xf4][\x80-\xbf]+)*"
_MOST_WAYS = 16  # one of so many characters is rare enough
# Characters outside ASCII that may fold to letters or digits, by their first byte.
_ODD_LATIN = (
    (b"\xc2", rb"[\xaa\xb2\xb3\xb9\xba\xbc-\xbe]"),
    (b"\xc3", rb"[\x9f]"),
    (b"\xc4", rb"[\x80-\xbf]"),
    (b"\xc5", rb"[\x80-\xbf]"),
    (b"\xc7", rb"[\x80-\xbf]"),
    (b"\xc8", rb"[\x80-\xbf]"),
    (b"\xca", rb"[\xb0-\xbf]"),
    (b"\xcb", rb"[\x80-\xbf]"),
    (b"\xe1", rb"[\xb4-\xbf]"),
    (b"\xe2", rb"(?:[\x81\x82\x84-\x86\x91-\x93\xb1])"),
    (b"\xe3", rb"[\x88-\x8f]"),
    (b"\xea", rb"[\x9c-\x9f\xad]"),
    (b"\xef", rb"(?:[\xac\xb7]|\xbc[\x90-\x99\xa1-\xba]|\xbd[\x81-\x9a])"),
    (b"\xf0", rb"(?:\x9e|\x9d|\x9f[\x84-\xaf]|\x90\x9e)"),
)
# First bytes of what may stand between two letters without trace, besides those above.
_LEADS = (*(lead for lead, _ in _ODD_LATIN), b"\xcd", b"\xce", b"\xd8", b"\xf3", b'\\"', b"'")


def clue(key: str) -> Clue | None:
    """Return the clue for a folded word; None where its bytes can't be told, so that every record must be parsed."""
    runs = _runs(key)
    han = [run for run in runs if not run.isascii()]
    if han:
        return Clue(tuple(way for run in han for way in _han_ways(run)))
    latin = max(runs, key=len, default="")
    return Clue((_latin_way(latin),)) if latin else None


def _runs(key: str) -> list[str]:
    """Cut out the runs of Chinese characters and those of ASCII letters and digits."""
    kinds = [1 if is_han(c) else 2 if c.isascii() and c.isalnum() else 0 for c in key]
    spans = [(kind, [c for _, c in run]) for kind, run in groupby(zip(kinds, key, strict=True), key=itemgetter(0))]
    return ["".join(run) for kind, run in spans if kind]


def literal(text: bytes) -> Clue:
    """Return a clue for bytes that can be written in one way only."""
    return Clue((Way((text,), (b"",)),))


def _han_ways(run: str) -> list[Way]:
    """Return a way for each of the first characters of the run: it, then the next ones."""
    ways = []
    for i, character in enumerate(run[:_MOST_WAYS]):
        rest = b"".join(GAP + any_form(following) for following in run[i + 1 : i + 4])
        literals = tuple(form.encode() for form in forms(character))
        ways.append(Way(literals, (rest,) * len(literals)))
    return ways


def any_form(character: str) -> bytes:
    """Return a pattern of the character in any of its forms."""
    return b"(?:" + b"|".join(form.encode() for form in forms(character)) + b")"


@cache
def forms(character: str) -> tuple[str, ...]:
    """Return the characters whose key is, or contains, this Chinese one."""
    same = (character, *variants(character))
    return tuple(dict.fromkeys((*same, *(other for form in same for other in compatible(form)))))


def _latin_way(run: str) -> Way:
    inner = b"[" + bytes(sorted(set(run[:-1].encode()))) + b"]" if len(run) > 1 else b""
    odd = dict(_ODD_LATIN)
    literals, rests = [run.encode()], [b""]
    for lead in _LEADS:
        beside = rb"(?<=" + inner + re.escape(lead) + rb")" if inner else b""
        choices = [choice for choice in (odd.get(lead, b""), beside) if choice]
        if choices:
            literals.append(lead)
            rests.append(b"(?:" + b"|".join(choices) + b")")
    return Way(tuple(literals), tuple(rests), lowered=True)


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one whose forms in the file are all known."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\U00020000" <= character <= "\U000323af"
    )
