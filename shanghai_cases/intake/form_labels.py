"""What a text on a form is: a label, a label with its value, a row of tick boxes."""

from __future__ import annotations

import re

from shanghai_cases.intake.headers import exact_field, guess_field, header_key
from shanghai_cases.intake.synonyms import OTHER_LABELS

LONGEST_LABEL = 40  # characters, instructions in brackets included
LONGEST_NAME = 16  # characters of a label before a colon in running text
_TICKED, _UNTICKED = "☑☒■√✓✔▣●", "□☐○◯"
_OPTION = re.compile(f"([{_TICKED}{_UNTICKED}])\\s*([^{_TICKED}{_UNTICKED}]*)")
_SPACED = r"(?:[\u4e00-\u9fff][ \t\u3000]{1,4}){1,9}[\u4e00-\u9fff]"  # 案 例 名 称
_INLINE = re.compile(
    rf"(?:^|(?<=[\s,，;；]))({_SPACED}|[^\s:：,，;；]{{1,{LONGEST_NAME}}})[ \t\u3000]*[:：]", re.MULTILINE
)
_BOX = re.compile(r"[（(\[【]\s*([√✓✔×xX*●■]?)\s*[）)\]】]")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.、．)）]\s*")
_PROMPT = re.compile(
    r"[（(\[【<]?(?:请|点击|单击|此处|在此)[^\n。]{0,30}(?:填写|填入|输入|选择|粘贴|说明|文字|日期|全称)[^\n。]{0,20}[）)\]】>。.]*"
)
_STAMP = re.compile(r"\s*[（(]\s*(?:请|单位|加)?(?:盖章|盖公章|公章|签章)处?\s*[）)]\s*$")
_AROUND = " \t\u3000\n,，;；_＿"


def chosen(value: str) -> str:
    """Of a row of tick boxes return the ticked choices; other text as it is, but for what the form itself says."""
    if len(boxes := _BOX.findall(value)) > 1:
        return _boxed(value, boxes)
    if not any(box in value for box in _UNTICKED):
        return "" if _PROMPT.fullmatch(value) else _STAMP.sub("", value)
    options = _OPTION.findall(value)
    return ";".join(text.strip(" \t\u3000\n,，、;；") for mark, text in options if mark in _TICKED)


def _boxed(value: str, boxes: list[str]) -> str:
    """Return the ticked ones of choices with brackets before or behind them; × is a tick where there is no √."""
    parts = _BOX.split(value)
    texts = parts[2::2] if not parts[0].strip() else parts[:-1:2]
    ticks = ({*boxes} & {*_TICKED}) or {*boxes} - {""}
    named = (_NUMBERED.sub("", text).strip(" \t\u3000\n,，、;；") for text in texts)
    return ";".join(name for name, box in zip(named, boxes, strict=True) if box in ticks)


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
    if not text or len(text) > LONGEST_LABEL or _OPTION.search(text):
        return None
    if any(value for _, value in inline_pairs(text)):
        return None
    guess = guess_field(text)
    return guess.field if guess else None


def is_other_label(text: str) -> bool:
    """Say whether a cell's text is a label of something that is no field of a case."""
    return 0 < len(text) <= LONGEST_LABEL and header_key(text) in OTHER_LABELS
