"""What looks like personal data in the public fields of a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shanghai_cases.errors import Message
    from shanghai_cases.model.case import Case

_FULL_WIDTH = str.maketrans("０１２３４５６７８９＠－＋．（）Ｘｘ", "0123456789@-+.()Xx")
_SUSPECT = re.compile(r"[@＠0-9０-９](?:(?<=[@＠])|(?:[\s()（）-]?[-－]?[0-9０-９]){6})")  # what all of them have
_IDENTITY = r"(?a)(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\w)"
_MOBILE = r"(?a)(?<![\d.])(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)"
_LANDLINE = r"(?a)(?<![\d.-])\(?021\)?[\s-]?[2-9]\d{3}[\s-]?\d{4}(?!\d)"
_EMAIL = r"(?a)[\w.%+-]+@[\w-]+(?:\.[\w-]+)+"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"


def private_fields(case: Case) -> Iterator[tuple[str, Message]]:
    """Name each public field that seems to hold personal data, and of which kind."""
    texts = {
        **{field: getattr(case, field) for field in ("title", "unit", "summary", "text")},
        **{field: "\n".join(getattr(case, field)) for field in ("tags", "notes")},
        "figures": "\n".join(f"{one.label} {one.unit}" for one in case.figures),
        "extra": "\n".join(f"{name} {value}" for name, value in case.extra),
    }
    if _SUSPECT.search("\n".join(texts.values())):
        for field, text in texts.items():
            for kind in private_kinds(text):
                yield field, kind


def private_kinds(text: str) -> Iterator[Message]:
    """Name each kind of personal data that a text seems to hold, digits in full width among them."""
    if _SUSPECT.search(text) is None:
        return
    if not text.isascii():
        text = text.translate(_FULL_WIDTH)
    if any(_is_identity(match[0]) for match in re.finditer(_IDENTITY, text)):
        yield msg("an identity number")
    rest = re.sub(_IDENTITY, " ", text)
    if re.search(_MOBILE, rest):
        yield msg("a mobile phone number")
    if re.search(_LANDLINE, rest):
        yield msg("a telephone number")
    if "@" in text and re.search(_EMAIL, text):
        yield msg("an e-mail address")


def _is_identity(number: str) -> bool:
    """Check the last sign of a resident identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECK_SIGNS[total % 11] == number[17].upper()
