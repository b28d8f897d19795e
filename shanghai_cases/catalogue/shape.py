"""What the documents of our tables must look like before a program may trust or change the file.

Fields of the wrong type, and ids, numbers or pairs that stand twice. Finer rules are the model's, checked for what is
shown and by `doctor` for everything; this check is made for every record before a file we did not write is changed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWERS, REVIEWS, DamagedError, place_of
from shanghai_cases.errors import msg
from shanghai_cases.model.ids import parse_case_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shanghai_cases.catalogue.layout import Data, Document
    from shanghai_cases.errors import Message

    _Kinds = Mapping[str, tuple[type, ...]]

_TEXT, _LIST, _OBJECT, _NUMBER = (str,), (list,), (dict,), (int,)
_MAYBE = (str, type(None))
_ANY_NUMBER, _MAYBE_NUMBER = (float, int), (float, int, type(None))
_KINDS: Mapping[str, _Kinds] = {
    META: {"schema": _NUMBER, "name": _TEXT, "retired": _LIST},
    EDITIONS: {
        "number": _NUMBER,
        **dict.fromkeys(("submissions", "published_growth", "cumulative", "awards_total"), _OBJECT),
        **dict.fromkeys(("tiers", "criteria", "organisers", "guidance", "supporters", "sources", "notes"), _LIST),
        "decision": _OBJECT,
        "rulings": _LIST,
        **dict.fromkeys(("call_opened", "call_closed", "released"), _MAYBE),
        "name": _TEXT,
    },
    REVIEWERS: {
        **dict.fromkeys(("code", "name"), _TEXT),
        **dict.fromkeys(("themes", "units", "districts"), _LIST),
    },
    REVIEWS: {
        **dict.fromkeys(("case_id", "reviewer", "reason", "comment"), _TEXT),
        "marks": _LIST,
        "recused": (bool,),
        "received_at": _MAYBE,
    },
    CASES: {
        **dict.fromkeys(("id", "title", "unit", "unit_type", "district", "town", "summary", "text", "status"), _TEXT),
        "edition": _NUMBER,
        **dict.fromkeys(("themes", "tags", "figures", "sources", "related", "notes"), _LIST),
        **dict.fromkeys(("contact", "extra"), _OBJECT),
        **dict.fromkeys(("award_tier", "submitted_on", "added_at", "updated_at"), _MAYBE),
    },
}
_STATUSES = frozenset({"submitted", "withdrawn"})  # those of model.case, which is not needed for reading
_TEXTS = frozenset({"themes", "tags", "related", "notes", "retired", "units", "districts"})
_FIGURE: _Kinds = {
    **dict.fromkeys(("label", "unit", "qualifier", "basis", "derived_from", "source"), _TEXT),
    **dict.fromkeys(("value", "minimum", "maximum"), _MAYBE_NUMBER),
}
_PARTS: Mapping[str, _Kinds] = {
    "contact": dict.fromkeys(("name", "phone", "email"), _TEXT),
    **dict.fromkeys(("figures", "submissions", "published_growth", "cumulative", "awards_total"), _FIGURE),
    "sources": dict.fromkeys(("key", "title", "publisher", "date", "url"), _TEXT),
    "tiers": {"name": _TEXT, "aliases": _LIST, "quota": _OBJECT},
    "criteria": {
        "name": _TEXT,
        **dict.fromkeys(("weight", "minimum", "maximum"), _ANY_NUMBER),
        "lower_is_better": (bool,),
    },
    "decision": {**dict.fromkeys(("method", "decided_at", "digest"), _TEXT), "options": _LIST},
    "rulings": dict.fromkeys(("case_id", "tier", "reason", "ruled_at"), _TEXT),
    "marks": {"criterion": _TEXT, "value": _ANY_NUMBER},
}
_STRINGS = {str}
_REQUIRED = {
    META: (),
    EDITIONS: ("number",),
    REVIEWERS: ("code",),
    REVIEWS: ("case_id", "reviewer"),
    CASES: ("id", "edition", "title", "unit"),
}
_IDENTITY: Mapping[str, Callable[[Document], object]] = {
    EDITIONS: lambda document: document["number"],
    REVIEWERS: lambda document: document["code"],
    REVIEWS: lambda document: (document["case_id"], document["reviewer"]),
    CASES: lambda document: document["id"],
}
_WORDS: Mapping[type, Message] = {
    str: msg("text"),
    list: msg("a list"),
    dict: msg("an object"),
    int: msg("a whole number"),
    float: msg("a number"),
    bool: msg("true or false"),
}


def check(data: Data, plain: bytes = b"") -> None:
    """Look at every record of our tables; raises `DamagedError` with line (of ``plain``), table, record, field."""
    if any("schema" in document for document in data.get(META, {}).values()):
        for table in (EDITIONS, REVIEWS, CASES):
            if table not in data:
                raise DamagedError(msg("the table “{table}” is missing", table=table))
    for table in (META, EDITIONS, REVIEWERS, REVIEWS, CASES):
        seen: dict[object, str] = {}
        identity = _IDENTITY.get(table)
        for key, document in data.get(table, {}).items():
            problem = problem_of(table, document)
            if problem is None and identity is not None:
                name = identity(document)
                if name in seen:
                    problem = msg("the same {table} record stands at {other} too", table=table, other=seen[name])
                seen[name] = key
            if problem is not None:
                _refuse(place_of(plain, table, key), problem)


def problem_of(table: str, document: object) -> Message | None:
    """Say what keeps a document of one of our tables from being read, None when nothing does."""
    if not isinstance(document, dict):
        return msg("it is not an object")
    problem, nested = _outline(table, tuple(document), tuple(map(type, document.values())))
    if problem is not None:
        return problem
    for field in nested:
        problem = _problem_within(field, document[field])
        if problem is not None:
            return problem
    if table == CASES:
        if document.get("status", "submitted") not in _STATUSES:
            return msg("field “status”: {value} is not a status", value=document["status"])
        parsed = parse_case_id(document["id"])
        if parsed is None or parsed[0] != document["edition"]:
            return msg(
                "field “id”: {id} is no case id of edition {edition}", id=document["id"], edition=document["edition"]
            )
    return None


@lru_cache(maxsize=1024)
def _outline(table: str, fields: tuple[str, ...], found: tuple[type, ...]) -> tuple[Message | None, tuple[str, ...]]:
    """Look at the fields there are and their types, which most documents of a table have in common.

    Returns what is wrong with them, and the fields to look into.
    """
    kinds = _KINDS[table]
    for field, kind in zip(fields, found, strict=True):
        allowed = kinds.get(field)
        if allowed is not None and kind not in allowed:
            return msg("field “{field}” must be {kind}", field=field, kind=_WORDS[allowed[0]]), ()
    for field in _REQUIRED[table]:
        if field not in fields:
            return msg("field “{field}” is missing", field=field), ()
    return None, tuple(field for field in fields if field in kinds and (field in _TEXTS or field in _PARTS))


def _problem_within(field: str, value: list[object] | Document) -> Message | None:
    """Look into a list or an object."""
    if field in _TEXTS and not {*map(type, value)} <= _STRINGS:
        return msg("field “{field}” must be a list of texts", field=field)
    kinds = _PARTS.get(field)
    if kinds is None:
        return None
    for part in value if isinstance(value, list) else (value,):
        if not isinstance(part, dict):
            return msg("field “{field}” must be a list of objects", field=field)
        for name, inner in part.items():
            allowed = kinds.get(name)
            if allowed is not None and type(inner) not in allowed:
                whole = f"{field}.{name}"
                return msg("field “{field}” must be {kind}", field=whole, kind=_WORDS[allowed[0]])
    return None


def _refuse(place: Message, problem: Message) -> NoReturn:
    raise DamagedError(msg("{place}: {problem}", place=place, problem=problem))
