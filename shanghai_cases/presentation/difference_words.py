"""Values of the file's documents as text, to set a former one against a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from shanghai_cases.errors import FieldError
from shanghai_cases.text.display import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONTACT = dict.fromkeys(("name", "phone", "email")).keys()
_LONG, _AROUND = 160, 24  # a longer text shows only where it differs, with so many characters around


def written(value: object) -> str:
    """Write a value of a document as the other commands do: lists joined with ``;``, figures in their notation."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ";".join(map(written, value))
    if isinstance(value, dict):
        return _object(value)
    return orjson.dumps(value).decode()


def _object(value: Mapping[str, Any]) -> str:
    try:
        if "qualifier" in value and "label" in value:
            return _key_figure(value)
        if "qualifier" in value:
            return _figure(value)
        if "quota" in value:
            return f"{value['name']}={_figure(value['quota'])}"
        if value.keys() <= _CONTACT:
            return " ".join(value[part] for part in _CONTACT if part in value)
        if "key" in value:
            return " ".join(str(value[part]) for part in ("title", "publisher", "date", "url") if value.get(part)) or (
                str(value["key"])
            )
    except (FieldError, KeyError, TypeError, AttributeError):
        pass  # another program's; it is written as it stands
    return orjson.dumps(value).decode()


def _figure(value: Mapping[str, Any]) -> str:
    from shanghai_cases.catalogue.documents import figure_from
    from shanghai_cases.model.notation import write_figure

    return write_figure(figure_from(dict(value)))


def _key_figure(value: Mapping[str, Any]) -> str:
    from shanghai_cases.catalogue.documents import figure_from
    from shanghai_cases.model.case import KeyFigure
    from shanghai_cases.model.notation import write_key_figure

    return write_key_figure(KeyFigure(value["label"], figure_from(dict(value)), value.get("unit", "")))


def both(before: object, after: object) -> tuple[str, str]:
    """Write two values for people, harmless; of long texts only the part that differs."""
    old, new = visible(written(before)), visible(written(after))
    if not old or not new or max(len(old), len(new)) <= _LONG:
        return old, new
    start = _common(old, new)
    end = min(_common(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    return _part(old, start, end), _part(new, start, end)


def _common(one: str, other: str) -> int:
    """Count the characters that both begin with."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        len(min(one, other, key=len)),
    )


def _part(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), len(text) - end + _AROUND)
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
