"""TSV and CSV: one record per line, full values, safe to paste and to open in a spreadsheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanghai_cases.text.display import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_FORMULA = r"[=+\-@＝＋－＠\t\r]|'"
_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?%?"


def tsv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write rows as lines; a tab, line break or other control character inside a value becomes a space."""
    for row in rows:
        plain = "".join(row).isprintable()  # then `one_line` changes nothing
        yield "\t".join(row if plain else [one_line(value) for value in row]) + "\n"


def csv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write rows as CSV lines (RFC 4180, but LF), each value guarded against being taken for a formula."""
    for row in rows:
        yield ",".join([_quoted(guarded(one_line(value))) for value in row]) + "\n"


def guarded(value: str) -> str:
    """Put ``'`` before what a spreadsheet would compute; a value that begins with ``'`` gets one too."""
    return f"'{value}" if re.match(_FORMULA, value) and not re.fullmatch(_NUMBER, value) else value


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if any(sign in value for sign in ',"\n\r') else value
