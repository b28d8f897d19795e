"""How the catalogue lies in its file: TinyDB's JSON, compact, one document per line, `cases` last.

The canonical layout is the compact JSON of the whole with a line break after every bracket and comma of the two outer
levels, so removing the line breaks gives that compact JSON back. A JSON string can't hold a raw line break; a line is
therefore always one whole document.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NoReturn

import orjson

from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    import json
    from collections.abc import Iterable, Iterator, Mapping

    from shanghai_cases.errors import Message

Document = dict[str, Any]
Data = dict[str, dict[str, Document]]

META, EDITIONS, REVIEWERS, REVIEWS, CASES = "meta", "editions", "reviewers", "reviews", "cases"
_FIRST, _LAST = (META, EDITIONS), (REVIEWERS, REVIEWS, CASES)
TAIL = b"\n}\n}\n"  # how every canonical file ends
_BOM = b"\xef\xbb\xbf"
WHITE = b" \n\r\t"
_AT_ONCE = 500  # lines
_MOST_DIGITS, _SHOWN_DIGITS = 4000, 40
_SYNTAX = {
    "Expecting value": msg("a value is missing"),
    "Expecting ',' delimiter": msg("a comma or a closing bracket is missing"),
    "Expecting ':' delimiter": msg("a colon is missing"),
    "Expecting property name": msg("a name in quotes is missing"),
    "Illegal trailing comma": msg("there is a comma too many"),
    "Extra data": msg("something follows the end of the catalogue, perhaps a second copy"),
    "Unterminated string": msg("a text does not end"),
    "Invalid control character": msg("a text holds a control character or a line break"),
    "Invalid \\": msg("a backslash is followed by what JSON doesn't know"),
}
_CONFLICT = rb"(?m)^(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)"
_TABLE = rb'(?m)^"([^"\\\n]+)":\{\r?$'
_RECORD = rb'[ \t]*"(\d+)":[ \t]*\{'
_ID = rb'[ \t]*"id":[ \t]*"(E\d+-\d+)"'
_HUGE = [mark + rb"(?:\d{20}|-\d{19})" for mark in (b":", b",", rb"\[")]  # each quick to look for by its first byte
_KEY = r'"((?:[^"\\]|\\.)*)": '


class DamagedError(CatalogueError):
    """The file can't be read whole, so it is neither believed nor overwritten."""

    def __init__(self, reason: Message, file: str = "") -> None:
        super().__init__(
            msg(
                "{file} is damaged: {reason}. Nothing was changed; “cases doctor” shows more",
                file=file or msg("the catalogue"),
                reason=reason,
            )
        )
        self.reason = reason


def dumps(document: object) -> bytes:
    """Write one value as compact UTF-8 JSON; raises ValueError for NaN, infinities and lone surrogates."""
    try:
        return orjson.dumps(document)
    except TypeError:  # integers beyond 64 bits, which another program may have written
        import json

        return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def may_hold_huge(text: bytes) -> bool:
    """Whether JSON may hold integers beyond 64 bits, of which orjson makes floats."""
    return any(re.search(pattern, text) for pattern in _HUGE)


def write(data: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Lay out all tables canonically."""
    return b"".join(pieces(data))


def pieces(data: Mapping[str, Mapping[str, Any]], added: Iterable[tuple[str, Document]] = ()) -> Iterator[bytes]:
    """Do the same piece by piece, the whole never being in memory, with records ``added`` at the end of `cases`."""
    middle = [name for name in data if name not in _FIRST + _LAST]
    before = b"{\n"
    for name in (*_FIRST, *middle, *_LAST):
        if name in data:
            yield before + dumps(name) + b":{\n"
            before, closing = b",\n", b"}"
            for lines in lines_of(chain(data[name].items(), added if name == CASES else ())):
                yield lines
                closing = b"\n}"
            yield closing
    yield b"\n}\n" if data else b"{\n\n}\n"


def _line(key: str, document: object) -> bytes:
    return dumps(key) + b":" + dumps(document)


def lines_of(records: Iterable[tuple[str, Any]]) -> Iterator[bytes]:
    """Write records as lines with commas between, some hundred at a time."""
    rest = iter(records)
    before = b""
    while lines := [_line(key, document) for key, document in islice(rest, _AT_ONCE)]:
        yield before + b",\n".join(lines)
        before = b",\n"


def read(raw: bytes) -> Data:
    """Read the whole file strictly, in any JSON layout; raises `DamagedError` unless every part is certain."""
    plain = raw.removeprefix(_BOM)
    if not plain.strip():
        _refuse(msg("the file is empty"))
    data = _read_certain(plain)
    if data is None:
        _check_text(plain)
        data = _read_any(plain)
    _check_shape(data, plain)
    return data


def is_canonical(raw: bytes, data: Data) -> bool:
    """Whether ``raw``, which was read as ``data``, is laid out the way `write` does it."""
    if list(data)[-1:] != [CASES]:
        return False
    position = 0
    for piece in pieces(data):
        if not raw.startswith(piece, position):
            return False
        position += len(piece)
    return position == len(raw)


def line_at(plain: bytes, position: int) -> int:
    """Return the number of the line that holds the byte at ``position``."""
    return plain.count(b"\n", 0, position) + 1


def place_of(plain: bytes, table: str, key: str) -> Message:
    """Say where a record lies: table, key and, where it begins a line, the line."""
    start = plain.find(dumps(table) + b":{")
    position = plain.find(b"\n" + dumps(key) + b":", max(start, 0)) + 1
    if start < 0 or not position:
        return msg("table “{table}”, record {key}", table=table, key=key)
    name = _name_at(plain, position) or key
    return msg("line {line}, table “{table}”, record {key}", line=line_at(plain, position), table=table, key=name)


def _name_at(plain: bytes, start: int) -> str | None:
    """Return the id of the record in the line that begins at ``start``, else its key; None for another line."""
    record = re.compile(_RECORD).match(plain, start)
    identifier = record and re.compile(_ID).match(plain, record.end())
    found = identifier or record
    return found[1].decode() if found else None


def _check_text(plain: bytes) -> None:
    try:
        plain.decode()
    except UnicodeDecodeError as error:
        _refuse(_near(plain, error.start, msg("it is not UTF-8")))
    marker = re.search(_CONFLICT, plain)
    if marker:
        line = line_at(plain, marker.start())
        _refuse(msg("line {line} is git's mark of a merge conflict; settle it in an editor", line=line))


def _read_certain(plain: bytes) -> Data | None:
    """Parse quickly where nothing can hide: written again, what was parsed must give the very same bytes.

    White space apart, or a repeated key would be missing from what is written.
    """
    try:
        data = orjson.loads(plain)
        again = orjson.dumps(data)
        if again == plain.replace(b"\n", b""):
            return data  # type: ignore[no-any-return]
        if b"\\u" in plain:
            again = _dumps_escaped(data)
    except (ValueError, TypeError, RecursionError):
        return None
    return data if again.translate(None, WHITE) == plain.translate(None, WHITE) else None


def _dumps_escaped(data: Data) -> bytes:
    """Write what is not ASCII in escapes, as Python's own JSON does."""
    import json

    return json.dumps(data, separators=(",", ":")).encode()


def _read_any(plain: bytes) -> Data:
    """Parse any layout, refusing what JSON parsers let pass: repeated keys, NaN, huge numbers, half characters."""
    import json

    try:
        data = _parse(plain)
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        position = len(error.doc[: error.pos].encode(errors="surrogatepass"))
        if position >= len(plain.rstrip()):
            _refuse(_near(plain, position - 1, msg("the file ends here, before it is complete")))
        _refuse(_near(plain, position, _syntax_problem(error)))
    except RecursionError:
        _refuse(_first_fault(plain) or msg("it is nested too deeply"))
    except UnicodeEncodeError:
        _refuse(_first_fault(plain) or msg("it holds half a character (lone surrogate)"))
    except _FaultError as error:
        _refuse(_first_fault(plain) or error.problem)
    return data


class _FaultError(ValueError):
    """Something JSON parsers let pass and we don't."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem)
        self.problem = problem


def _parse(text: bytes) -> Data:
    import json

    try:
        return json.loads(  # type: ignore[no-any-return]
            text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_whole
        )
    except UnicodeDecodeError as error:  # json guesses UTF-16 and UTF-32 from the first bytes
        raise _FaultError(msg("it is not UTF-8")) from error


def _object(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _FaultError(_twice(twice))
    return found


def _refuse_constant(constant: str) -> NoReturn:
    raise _FaultError(msg("{constant} is not a number JSON knows", constant=constant))


def _finite(number: str) -> float:
    value = float(number)
    if value in (float("inf"), float("-inf")):
        raise _FaultError(msg("the number {number} is out of range", number=number[:_SHOWN_DIGITS]))
    return value


def _whole(number: str) -> int:
    if len(number) > _MOST_DIGITS:
        raise _FaultError(msg("the number {number}… is out of range", number=number[:_SHOWN_DIGITS]))
    return int(number)


def _first_fault(plain: bytes) -> Message | None:
    """Find the first line of our layout that has a fault of its own or repeats a key, to name its place."""
    position, tables, keys = 0, set[bytes](), set[bytes]()
    for line in plain.split(b"\n"):
        problem = None
        if table := re.match(_TABLE, line):
            problem = _repeated(table[1], tables)
            keys.clear()
        elif record := re.match(_RECORD, line):
            problem = _repeated(record[1], keys) or fault_of(line[record.end() - 1 :].rstrip(b"\r").removesuffix(b","))
        if problem is not None:
            return _near(plain, position, problem)
        position += len(line) + 1
    return None


def _repeated(key: bytes, seen: set[bytes]) -> Message | None:
    if key in seen:
        return _twice(key.decode(errors="replace"))
    seen.add(key)
    return None


def _twice(key: str) -> Message:
    return msg("the key “{key}” stands twice in one record or table", key=key)


def fault_of(document: bytes) -> Message | None:
    """Say what is wrong with one document's JSON by itself, None when nothing is."""
    import json

    try:
        json.dumps(_parse(document), ensure_ascii=False).encode()
    except _FaultError as error:
        return error.problem
    except json.JSONDecodeError as error:
        return _syntax_problem(error)
    except RecursionError:
        return msg("it is nested too deeply")
    except UnicodeEncodeError as error:
        return _half_character(error)
    return None


def _syntax_problem(error: json.JSONDecodeError) -> Message:
    for beginning, problem in _SYNTAX.items():
        if error.msg.startswith(beginning):
            return msg("{problem} (column {column})", problem=problem, column=error.colno)
    return msg("it is not JSON (column {column})", column=error.colno)


def _half_character(error: UnicodeEncodeError) -> Message:
    keys = re.findall(_KEY, error.object[: error.start])
    field = keys[-1] if keys else ""
    return msg("field “{field}” holds half a character (lone surrogate)", field=field)


def _near(plain: bytes, position: int, problem: Message) -> Message:
    """Put line, table, record and id before a problem, as far as the lines tell them."""
    line = line_at(plain, position)
    start = plain.rfind(b"\n", 0, position) + 1
    key, table = _name_at(plain, start), _last_table(plain, start)
    if key is None or table is None:
        return msg("line {line}: {problem}", line=line, problem=problem)
    return msg(
        "line {line}, table “{table}”, record {key}: {problem}", line=line, table=table, key=key, problem=problem
    )


def _last_table(plain: bytes, position: int) -> str | None:
    names = re.compile(_TABLE).findall(plain, 0, position)
    return names[-1].decode(errors="replace") if names else None


def _check_shape(data: object, plain: bytes) -> None:
    """A TinyDB file is an object of tables, a table an object of documents with whole numbers as keys."""
    if not isinstance(data, dict):
        _refuse(msg("it is not an object of tables"))
    for name, table in data.items():
        if not isinstance(table, dict):
            position = max(0, plain.find(b"\n" + dumps(name) + b":") + 1)
            _refuse(_near(plain, position, msg("the table “{table}” is not an object", table=name)))
        for key, document in table.items():
            if not key.isdecimal() or not key.isascii() or (key[0] == "0" and key != "0"):
                _refuse(msg("{place}: the key is not a number", place=place_of(plain, name, key)))
            if not isinstance(document, dict):
                _refuse(msg("{place}: it is not an object", place=place_of(plain, name, key)))


def _refuse(reason: Message) -> NoReturn:
    raise DamagedError(reason)
