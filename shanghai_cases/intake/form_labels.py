"""What a text on a form is: a label, a label with its value, a row of tick boxes."""

from __future__ import annotations

import re

from shanghai_cases.intake.headers import exact_field, guess_field, header_key
from shanghai_cases.intake.synonyms import OTHER_LABELS

LONGEST_LABEL = 40  # characters, instructions in brackets included
LONGEST_NAME = 16  # characters of a label before a colon in running text
_TICKED, _UNTICKED = "☑☒■√✓✔▣●", "□☐○◯"
_OPTION = re.compile(f"([{_TICKED}{_UNTICKED}])\\s*([^{_TICKED}{_UNTICKED}]*)")
_INLINE = re.compile(rf"(?:^|(?<=[\s,，;；]))([^\s:：,，;；]{{1,{LONGEST_NAME}}})[ \t\u3000]*[:：]", re.MULTILINE)


def chosen(value: str) -> str:
    """Of a row of tick boxes return the ticked choices; other text as it is."""
    if not any(box in value for box in _UNTICKED):
        return value
    options = _OPTION.findall(value)
    return ";".join(text.strip(" \t\u3000\n,，、;；") for mark, text in options if mark in _TICKED)


def inline_pairs(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a text that begins as “label：value”, several on a line or line by line."""
    marks = [match for match in _INLINE.finditer(text) if is_field(match[1])]
    if not marks or text[: marks[0].start()].strip():
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [(mark[1], text[mark.end() : end].strip(" \t\u3000\n,，;；")) for mark, end in zip(marks, ends, strict=True)]


def is_field(label: str) -> bool:
    """Say whether a text is a known name of a field."""
    return exact_field(label) is not None


def label_field(text: str) -> str | None:
    """Return the field that a cell's text is the label of, None if it is none."""
    if not text or len(text) > LONGEST_LABEL or _OPTION.search(text):
        return None
    if any(value for _, value in inline_pairs(text)):
        return None
    guess = guess_field(text)
    return guess.field if guess else None


def is_other_label(text: str) -> bool:
    """Say whether a cell's text is a label of something that is no field of a case."""
    return 0 < len(text) <= LONGEST_LABEL and header_key(text) in OTHER_LABELS
