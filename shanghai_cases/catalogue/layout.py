"""How the catalogue lies in its file: TinyDB's JSON, compact, one document per line, `cases` last.

The canonical layout is the compact JSON of the whole with a line break after every bracket and comma of the two outer
levels, so removing the line breaks gives that compact JSON back. A JSON string can't hold a raw line break; a line is
therefore always one whole document.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import orjson

from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shanghai_cases.errors import Message

Document = dict[str, Any]
Data = dict[str, dict[str, Document]]

META, EDITIONS, REVIEWS, CASES = "meta", "editions", "reviews", "cases"
_FIRST, _LAST = (META, EDITIONS), (REVIEWS, CASES)
_BOM = b"\xef\xbb\xbf"
_TAIL = b"\n}\n}\n"
_EMPTY_TAIL = b'"cases":{\n}\n}\n'


class DamagedError(CatalogueError):
    """The file can't be read whole, so it is neither believed nor overwritten."""

    def __init__(self, reason: Message) -> None:
        super().__init__(
            msg("the catalogue is damaged: {reason}. Nothing was changed; “cases doctor” shows more", reason=reason)
        )
        self.reason = reason


def dumps(document: object) -> bytes:
    """Write one value as compact UTF-8 JSON; raises ValueError for NaN, infinities and lone surrogates."""
    try:
        return orjson.dumps(document)
    except TypeError:  # integers beyond 64 bits, which another program may have written
        return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def write(data: Mapping[str, Mapping[str, object]]) -> bytes:
    """Lay out all tables canonically."""
    middle = [name for name in data if name not in _FIRST + _LAST]
    names = [name for name in (*_FIRST, *middle, *_LAST) if name in data]
    return b"{\n" + b",\n".join(_table(name, data[name]) for name in names) + b"\n}\n"


def _table(name: str, table: Mapping[str, object]) -> bytes:
    lines = b",\n".join(_line(key, document) for key, document in table.items())
    return dumps(name) + b":{\n" + (lines + b"\n" if lines else b"") + b"}"


def _line(key: str, document: object) -> bytes:
    return dumps(key) + b":" + dumps(document)


def append(raw: bytes, lines: Iterable[tuple[str, Document]]) -> bytes:
    """Return a canonical file with documents added at the end of `cases`, the old bytes untouched."""
    added = b",\n".join(_line(key, document) for key, document in lines)
    body = raw.removesuffix(_TAIL)
    separator = b"\n" if raw.endswith(_EMPTY_TAIL) else b",\n"
    return body + separator + added + _TAIL


def read(raw: bytes) -> Data:
    """Read the whole file strictly, in any JSON layout; raises `DamagedError` unless every part is certain."""
    plain = raw.removeprefix(_BOM)
    if not plain.strip():
        _refuse(msg("the file is empty"))
    try:
        plain.decode()
    except UnicodeDecodeError as error:
        line = plain.count(b"\n", 0, error.start) + 1
        _refuse(msg("line {line} is not UTF-8", line=line))
    data = _read_canonical(plain)
    if data is None:
        data = _read_any(plain)
    _check_shape(data)
    return data


def is_canonical(raw: bytes, data: Data) -> bool:
    """Whether ``raw``, which was read as ``data``, is laid out the way `write` does it."""
    return list(data)[-1:] == [CASES] and write(data) == raw


def _read_canonical(plain: bytes) -> Data | None:
    """Parse quickly where nothing can hide: the parsed whole must write back to the very same bytes."""
    try:
        data = orjson.loads(plain)
        return data if orjson.dumps(data) == plain.replace(b"\n", b"") else None
    except (ValueError, TypeError, RecursionError):
        return None


def _read_any(plain: bytes) -> Data:
    """Parse any layout, refusing what JSON parsers let pass: repeated keys, NaN, numbers out of range."""
    try:
        return json.loads(  # type: ignore[no-any-return]
            plain, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        _refuse(
            msg("line {line}, column {column}: {problem}", line=error.lineno, column=error.colno, problem=error.msg)
        )
    except RecursionError:
        _refuse(msg("it is nested too deeply"))


def _object(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        _refuse(msg("the key “{key}” stands twice in one record or table", key=twice))
    return found


def _refuse_constant(constant: str) -> NoReturn:
    _refuse(msg("{constant} is not a number JSON knows", constant=constant))


def _finite(number: str) -> float:
    value = float(number)
    if value in (float("inf"), float("-inf")):
        _refuse(msg("the number {number} is out of range", number=number))
    return value


def _check_shape(data: object) -> None:
    """A TinyDB file is an object of tables, a table an object of documents with whole numbers as keys."""
    if not isinstance(data, dict):
        _refuse(msg("it is not an object of tables"))
    for name, table in data.items():
        if not isinstance(table, dict):
            _refuse(msg("the table “{table}” is not an object", table=name))
        for key, document in table.items():
            if not key.isdecimal() or not key.isascii():
                _refuse(msg("table “{table}”: the key “{key}” is not a number", table=name, key=key))
            if not isinstance(document, dict):
                _refuse(msg("table “{table}”: record {key} is not an object", table=name, key=key))


def _refuse(reason: Message) -> NoReturn:
    raise DamagedError(reason)
