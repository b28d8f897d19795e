"""JSON for programs: stable keys, real characters, nothing that could command a terminal."""

from __future__ import annotations

import re
from typing import Any

import orjson

_UNSAFE = "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"


def pretty(value: object) -> str:
    """Write a value over several lines."""
    return _written(value, orjson.OPT_INDENT_2)


def line(value: object) -> str:
    """Write a value on one line."""
    return _written(value)


def _written(value: object, option: int | None = None) -> str:
    try:
        raw = orjson.dumps(value, option=option)
    except TypeError:  # half a character, which only the name of a file can hold here: one that is not UTF-8
        raw = orjson.dumps(_readable(value), option=option)
    return _harmless(raw.decode()) + "\n"


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {name: _readable(part) for name, part in value.items()}
    return [_readable(part) for part in value] if isinstance(value, list | tuple) else value


def _harmless(text: str) -> str:
    """Escape control and bidi characters, which can stand in JSON only inside strings."""
    return re.sub(_UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", text)
