"""What looks like personal data in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shanghai_cases.errors import Message

_FULL_WIDTH = str.maketrans("０１２３４５６７８９＠－＋．（）Ｘｘ", "0123456789@-+.()Xx")
_SUSPECT = re.compile(r"[@＠]|[0-9０-９](?:[\s()（）-]?[-－]?[0-9０-９]){6}")  # what all of them have
_LOOKED_FOR = (
    (
        re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)", re.ASCII),
        msg("a mobile phone number"),
    ),
    (re.compile(r"(?<![\d-])\(?021\)?[\s-]?[2-9]\d{3}[\s-]?\d{4}(?!\d)", re.ASCII), msg("a telephone number")),
    (re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?!\d)", re.ASCII), msg("an identity card number")),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), msg("an e-mail address")),
)


def looks_private(text: str) -> Iterator[Message]:
    """Name each kind of personal data that a text seems to hold, digits in full width among them."""
    if _SUSPECT.search(text) is None:
        return
    if not text.isascii():
        text = text.translate(_FULL_WIDTH)
    for pattern, what in _LOOKED_FOR:
        if pattern.search(text):
            yield what
