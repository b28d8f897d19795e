"""What a text on a form is: a label, or a label with its value."""

from __future__ import annotations

import re

from shanghai_cases.intake.form_choices import has_boxes
from shanghai_cases.intake.headers import exact_field, guess_field, header_key
from shanghai_cases.intake.synonyms import OTHER_LABELS

_LONGEST_LABEL = 40  # characters, advice in brackets not counted
_LONGEST_ADVISED = 200  # characters with all advice
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
_ASKED = re.compile(
    r"(?:请(?:简|填|写|注明|说明|概|介绍|用|在|控制|按|详|从|围绕)|限|不超过|不少于|控制在|字数)[^\n]{0,80}"
)
_APART = re.compile(
    rf"(?:【([^【】]{{1,{LONGEST_NAME}}})】[:：]?"
    rf"|({_SPACED}|[^\s:：]{{1,{LONGEST_NAME}}})(?:\t|[ \u3000]{{2,}}))\s*(\S.*)"
)
_BROKEN, _BROKEN_LATIN = re.compile(r"\s*\n\s*"), re.compile(r"(?<=[!-~])\s*\n\s*(?=[!-~])")
_AROUND = " \t\u3000\n,，;；_＿"


def said(value: str) -> str:
    """Return a value without what the form itself says: prompts, lines to write on, where the seal belongs."""
    return "" if _PROMPT.fullmatch(value) else _STAMP.sub("", _LINE.sub(" ", value))


def on_one_line(value: str) -> str:
    """Join the lines that a title was broken into."""
    return _BROKEN.sub("", _BROKEN_LATIN.sub(" ", value))


def headed_pair(text: str) -> tuple[str, str] | None:
    """Return label and value of a text whose first line is a known label, and the rest what belongs to it."""
    first, mark, rest = text.partition("\n")
    if mark and rest.strip() and is_label(first):
        return first, rest.strip()
    return None


def inline_pairs(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a text that begins as “label：value”, on a line or line by line; advice is no value."""
    marks = [match for match in _INLINE.finditer(text) if is_field(match[1])]
    if not marks or text[: marks[0].start()].strip():
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found = ((mark[1], text[mark.end() : end].strip(_AROUND)) for mark, end in zip(marks, ends, strict=True))
    return [(label, "" if _is_advice(value) else value) for label, value in found]


def spaced_pair(text: str) -> tuple[str, str] | None:
    """Return label and value of a paragraph that parts them by a wide space, or has the label in 【 】."""
    match = _APART.fullmatch(text)
    label = (match[1] or match[2]) if match else ""
    return (label, match[3]) if match and is_field(label) else None


def bare_label(text: str) -> str:
    """Return a label without its colon and the advice behind it, 案例名称：（不超过20字）; any other text as it is."""
    found = inline_pairs(text)
    return found[0][0] if len(found) == 1 and not found[0][1] else text


def _is_advice(value: str) -> bool:
    return any(pattern.fullmatch(value) for pattern in (_PROMPT, _ADVICE, _ASKED))


def is_label(text: str) -> bool:
    """Say whether a line is a known name of a field and no more, but for advice in brackets."""
    return _is_short(text) and is_field(text) and not text.endswith(("。", "；", ";"))


def _is_short(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_ADVISED and len(_ADVICE.sub("", text)) <= _LONGEST_LABEL


def is_field(label: str) -> bool:
    """Say whether a text is a known name of a field."""
    return exact_field(label) is not None


def label_field(text: str) -> str | None:
    """Return the field that a cell's text is the label of, None if it is none."""
    if not _is_short(text) or has_boxes(_ADVICE.sub("", text)):
        return None
    if any(value for _, value in inline_pairs(text)):
        return None
    guess = guess_field(text)
    return guess.field if guess else None


def is_other_label(text: str) -> bool:
    """Say whether a cell's text is a label of something that is no field of a case."""
    return _is_short(text) and header_key(text) in OTHER_LABELS
