"""What a text on a form is: a label, or a label with its value."""

from __future__ import annotations

import re

from shanghai_cases.intake.form_choices import has_boxes
from shanghai_cases.intake.headers import exact_field, guess_field, header_key
from shanghai_cases.intake.synonyms import OTHER_LABELS

LONGEST_LABEL = 40  # characters, instructions in brackets included
LONGEST_NAME = 16  # characters of a label before a colon in running text
_SPACED = r"(?:[\u4e00-\u9fff][ \t\u3000]{1,4}){1,9}[\u4e00-\u9fff]"  # 案 例 名 称
_INLINE = re.compile(
    rf"(?:^|(?<=[\s,，;；]))({_SPACED}|[^\s:：,，;；]{{1,{LONGEST_NAME}}})[ \t\u3000]*[:：]", re.MULTILINE
)
_PROMPT = re.compile(
    r"[（(\[【<]?(?:请|点击|单击|此处|在此)[^\n。]{0,30}(?:填写|填入|输入|选择|粘贴|说明|文字|日期|全称)[^\n。]{0,20}[）)\]】>。.]*"
)
_STAMP = re.compile(r"\s*[（(]\s*(?:请|单位|加)?(?:盖章|盖公章|公章|签章)处?\s*[）)]\s*$")
_LINE = re.compile(r"(?<![A-Za-z0-9])[ \t]*[_＿]{2,}[ \t]*|[ \t]*[_＿]{2,}[ \t]*(?![A-Za-z0-9])")
_ADVICE = re.compile(r"[（(][^（()）]*[\u4e00-\u9fff][^（()）]*[）)]")  # （在相应选项打√）
_AROUND = " \t\u3000\n,，;；_＿"


def said(value: str) -> str:
    """Return a value without what the form itself says: prompts, lines to write on, where the seal belongs."""
    return "" if _PROMPT.fullmatch(value) else _STAMP.sub("", _LINE.sub(" ", value))


def headed_pair(text: str) -> tuple[str, str] | None:
    """Return label and value of a text whose first line is a known label, and the rest what belongs to it."""
    first, mark, rest = text.partition("\n")
    if mark and rest.strip() and len(first) <= LONGEST_LABEL and is_field(first):
        return first, rest.strip()
    return None


def inline_pairs(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a text that begins as “label：value”, several on a line or line by line."""
    marks = [match for match in _INLINE.finditer(text) if is_field(match[1])]
    if not marks or text[: marks[0].start()].strip():
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [(mark[1], text[mark.end() : end].strip(_AROUND)) for mark, end in zip(marks, ends, strict=True)]


def is_field(label: str) -> bool:
    """Say whether a text is a known name of a field."""
    return exact_field(label) is not None


def label_field(text: str) -> str | None:
    """Return the field that a cell's text is the label of, None if it is none."""
    if not text or len(text) > LONGEST_LABEL or has_boxes(_ADVICE.sub("", text)):
        return None
    if any(value for _, value in inline_pairs(text)):
        return None
    guess = guess_field(text)
    return guess.field if guess else None


def is_other_label(text: str) -> bool:
    """Say whether a cell's text is a label of something that is no field of a case."""
    return 0 < len(text) <= LONGEST_LABEL and header_key(text) in OTHER_LABELS
