"""Rows of tick boxes on a form: which choices were taken."""

from __future__ import annotations

import re

CHOICES = frozenset({"unit_type", "themes", "tags", "district", "town", "place", "award_tier", "edition"})
_TICKED, _UNTICKED = "☑☒■√✓✔▣●", "□☐○◯"
_SIGN = re.compile(f"([{_TICKED}{_UNTICKED}])")
_BRACKETS = re.compile(r"[（(\[【]\s*([√✓✔×xX*●■]?)\s*[）)\]】]")
_NUMBERED = re.compile(r"^\s*(?:[0-9]{1,2}|[A-Za-z])[.、．)）]\s*|^\s*[①-⑳]\s*")
_OTHER = re.compile(r"^其[他它][^:：]{0,8}[:：][ \t_]*(?=[^\s_])")  # 其他（请注明）：…
_PARTED = re.compile(r"[\s、,，;；]+")
_AROUND = " \t\u3000\n,，、;；"
_ASKS = re.compile(r"[:：?？]|请|选")


def has_boxes(text: str) -> bool:
    """Say whether a text has boxes to tick, or ticks."""
    return _SIGN.search(text) is not None


def chosen(value: str) -> str:
    """Of a row of tick boxes return the choices taken, parted by ``;``; any other text as it is."""
    if len(_BRACKETS.findall(value)) > 1:
        texts = _BRACKETS.split(value)
        boxes = texts[1::2]
        ticks = ({*boxes} & {*_TICKED}) or {*boxes} - {""}  # × is a tick where there is no √
        return _ticked(texts[::2], [box in ticks for box in boxes])
    if any(sign in value for sign in _UNTICKED):
        texts = _SIGN.split(value)
        return _ticked(texts[::2], [sign in _TICKED for sign in texts[1::2]])
    return _marked(value) if has_boxes(value) else value


def _ticked(texts: list[str], taken: list[bool]) -> str:
    """Return the choices taken: ``texts`` are what stands between the boxes, before the first and behind the last."""
    named = [_NUMBERED.sub("", text.strip(_AROUND)).strip(_AROUND) for text in texts]
    behind = bool(named[0]) and not (named[-1] and _ASKS.search(named[0]))
    choices = named[:-1] if behind else named[1:]
    return ";".join(_OTHER.sub("", name) for name, box in zip(choices, taken, strict=True) if box and name)


def _marked(value: str) -> str:
    """Return the words that a tick is written at, where the others have no boxes; all if a tick stands alone."""
    words = [word for word in _PARTED.split(value) if word]
    ticked = [word.strip(_TICKED) for word in words if has_boxes(word)]
    if all(ticked):
        return ";".join(_NUMBERED.sub("", word) for word in ticked)
    others = [word for word in words if not has_boxes(word)]
    return others[0] if len(others) == 1 and len(ticked) == 1 else value
