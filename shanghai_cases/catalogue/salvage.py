"""Taking what is whole out of a damaged file, in whatever layout it is, and listing what isn't.

The text is gone through for the beginnings of tables and records. A record is taken when it is JSON by itself, has the
fields of its table with the right types, and stands for something that was not taken already.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shanghai_cases.catalogue import layout, schema, shape
from shanghai_cases.catalogue.ailment import Finding, Severity
from shanghai_cases.catalogue.documents import case_from, edition_from, review_from, reviewer_from
from shanghai_cases.catalogue.history import identity
from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWERS, REVIEWS
from shanghai_cases.catalogue.plans import name_of
from shanghai_cases.errors import FieldError, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shanghai_cases.catalogue.layout import Data, Document
    from shanghai_cases.errors import Message

_BEGINNING = re.compile(
    r'"(?P<key>\d{1,18})"\s*:\s*(?=\{)|"(?P<ours>meta|editions|reviewers|reviews|cases)"\s*:\s*\{'
    r'|"(?P<other>[^"\\\s]+)"\s*:\s*\{(?=\s*(?:"\d+"\s*:|\}))'
)
_BEFORE_TABLE = re.compile(r"(?:\A[\s\ufeff]*\{|[{}]\s*\}\s*,)\s*\Z")
_NEAR = 200
_OURS = (META, EDITIONS, REVIEWERS, REVIEWS, CASES)
_MAKERS: Mapping[str, Callable[[Document], object]] = {
    EDITIONS: edition_from,
    REVIEWERS: reviewer_from,
    REVIEWS: review_from,
    CASES: case_from,
}
_ADVICE = msg("enter it again, or take it from a backup")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was whole, and what was not or stood there twice."""

    data: Data
    lost: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How many records were whole, the catalogue's own settings left out."""
        return sum(len(table) for name, table in self.data.items() if name != META)


@dataclass(slots=True)
class _Work:
    data: Data = field(default_factory=dict)
    lost: list[Finding] = field(default_factory=list)
    taken: dict[tuple[str, object], Document] = field(default_factory=dict)


def salvage(raw: bytes) -> Salvaged:
    """Go through a file's bytes; never raises for what they are."""
    text = raw.decode("utf-8", "surrogateescape")
    work = _Work()
    table, position, line, counted = "", 0, 1, 0
    while found := _BEGINNING.search(text, position):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        position = found.end()
        if found["other"] and not _BEFORE_TABLE.search(text[max(0, found.start() - _NEAR) : found.start()]):
            continue  # a field of a damaged record
        if name := found["ours"] or found["other"]:
            table = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            work.data.setdefault(table, {})
        else:
            position = _take(work, text, found, table, line)
    return Salvaged(_completed(work.data), tuple(work.lost))


def _take(work: _Work, text: str, found: re.Match[str], table: str, line: int) -> int:
    """Take one record or list it as lost; return where to go on."""
    document, end, problem = _document(text, found.end())
    if problem is None and document is not None:
        problem = _refused(table, document)
        if problem is not None and _refused(CASES, document) is None:
            table, problem = CASES, None  # the line that opened the table was damaged
    if problem is None and document is not None:
        problem = _keep(work, table, str(int(found["key"])), document)
    if problem is not None:
        name = name_of(table, document) if document and table in _OURS else ""
        work.lost.append(
            Finding(Severity.DAMAGE, problem, _ADVICE, table, name or _guess(text, found) or found["key"], line=line)
        )
    return end


def _document(text: str, start: int) -> tuple[Document | None, int, Message | None]:
    """Parse the object at ``start``; where that fails go on within it."""
    try:
        found, end = _DECODER.raw_decode(text, start)
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return None, end, msg("it holds bytes that are not UTF-8, or half a character")
    except (ValueError, RecursionError) as error:
        problem = error.args[0] if isinstance(error, _UncertainError) else msg("it is not whole")
        return None, start + 1, problem
    if any(key.isdecimal() and isinstance(part, dict) for key, part in found.items()):
        return None, start + 1, msg("it does not end, so the records behind it look like fields of it")
    return found, end, None


class _UncertainError(ValueError):
    """Something JSON parsers let pass and we don't."""


def _object(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _UncertainError(msg("a field stands twice in it"))
    return found


def _constant(name: str) -> None:
    raise _UncertainError(msg("{constant} is not a number JSON knows", constant=name))


def _number(text: str) -> float:
    if (value := float(text)) in (float("inf"), float("-inf")):
        raise _UncertainError(msg("the number {number} is out of range", number=text))
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_number)


def _refused(table: str, document: Document) -> Message | None:
    if not table:
        return msg("it stands in no table")
    if table not in _OURS:
        return None
    problem = shape.problem_of(table, document)
    if problem is None and table in _MAKERS:
        try:
            _MAKERS[table](document)
        except FieldError as error:
            problem = error.message
    return problem


def _keep(work: _Work, table: str, key: str, document: Document) -> Message | None:
    """Put a record into its table; one that stands there already is kept once, a different one is told."""
    rows = work.data.setdefault(table, {})
    what = (table, identity(table, document) if table in (EDITIONS, REVIEWERS, REVIEWS, CASES) else key)
    if what in work.taken:
        return None if work.taken[what] == document else msg("it stands there twice with different content")
    work.taken[what] = document
    rows[key if key not in rows else str(max(map(int, rows)) + 1)] = document
    return None


def _guess(text: str, found: re.Match[str]) -> str:
    """Find the id in what follows, to name a record that can't be parsed."""
    match = re.match(r'\{\s*"id"\s*:\s*"(E\d+-\d+)"', text[found.end() : found.end() + 60])
    return match[1] if match else ""


def _completed(data: Data) -> Data:
    """Give a salvaged file the tables and the schema it needs; `cases` may have lost its own name."""
    if CASES not in data:
        for name in [one for one in data if one not in _OURS]:
            if data[name] and all(shape.problem_of(CASES, document) is None for document in data[name].values()):
                data[CASES] = data.pop(name)
                break
    meta = schema.meta_of(data)
    version = max(0, meta.get("schema", schema.VERSION))
    whole = {**schema.empty(""), **data}
    whole[META] = {next(iter(data.get(META, {})), "1"): {**meta, "schema": min(version, schema.VERSION)}}
    return layout.read(layout.write(whole))
