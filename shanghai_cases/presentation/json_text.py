"""JSON for programs: stable keys, real characters, nothing that could command a terminal."""

from __future__ import annotations

import re

import orjson

_UNSAFE = "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"


def pretty(value: object) -> str:
    """Write a value over several lines."""
    return _harmless(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()) + "\n"


def line(value: object) -> str:
    """Write a value on one line."""
    return _harmless(orjson.dumps(value).decode()) + "\n"


def _harmless(text: str) -> str:
    """Escape control and bidi characters, which can stand in JSON only inside strings."""
    return re.sub(_UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", text)
