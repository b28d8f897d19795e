"""JSON and JSON lines to entries: numbers stay as they are written, a broken line is told and not spread."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import Message, msg
from shanghai_cases.intake.kinds import unreadable
from shanghai_cases.intake.table import Entry, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST_KEYS = ("cases", "data", "rows", "items")  # where an object may keep its list of cases
_MOST_COMMAS = 5_000_000  # 100,000 cases of 50 values; all are in memory at a time
_NO_OBJECT = msg("is not an object with the fields of a case")
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def read_json(file: str, text: str) -> Iterator[Entry]:
    """Give the objects of a JSON array, or of one in an object, or the one object. Raises `DataError`."""
    if text.count(",") > _MOST_COMMAS:
        raise unreadable(file, msg("it holds more values than cases can have; write one object a line (.jsonl)"))
    try:
        value = _DECODER.decode(text.strip())
    except json.JSONDecodeError as error:
        raise unreadable(file, _wrong(error)) from None
    except RecursionError:
        raise unreadable(file, msg("it is nested too deeply")) from None
    for number, item in enumerate(_items(value), 1):
        yield _entry(file, number, item)


def read_lines(file: str, text: str) -> Iterator[Entry]:
    """Give the object on each line. A file with one JSON value over several lines is read as such."""
    first = next((line.strip() for line in _lines(text) if line.strip()), "")
    if not _is_whole(first):
        yield from read_json(file, text)
        return
    for number, line in enumerate(_lines(text), 1):
        if line and not line.isspace():
            yield _line(file, number, line.strip())


def _lines(text: str) -> Iterator[str]:
    """Give the lines one by one; a line separator of Unicode may stand inside a JSON string and ends none."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


def _line(file: str, number: int, line: str) -> Entry:
    try:
        return _entry(file, number, _DECODER.decode(line))
    except json.JSONDecodeError as error:
        return Entry(
            Origin(file, row=number), (("", line),), msg("is not JSON from column {column} on", column=error.colno)
        )
    except RecursionError:
        return Entry(Origin(file, row=number), (("", line),), msg("it is nested too deeply"))


def _is_whole(line: str) -> bool:
    """Say whether a line looks like a whole object, right or wrong."""
    return line.startswith("{") and line.endswith("}")


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return next((value[key] for key in LIST_KEYS if isinstance(value.get(key), list)), [value])
    return value if isinstance(value, list) else [value]


def _entry(file: str, number: int, item: Any) -> Entry:
    origin = Origin(file, row=number)
    if isinstance(item, dict):
        return Entry(origin, tuple(item.items()))
    return Entry(origin, (("", str(item)),), _NO_OBJECT)


def _wrong(error: json.JSONDecodeError) -> Message:
    return msg("line {line}, column {column} is not JSON", line=error.lineno, column=error.colno)
