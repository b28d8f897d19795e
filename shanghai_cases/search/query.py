"""The query language: text to a tree, with errors that point at the character they are about.

``养老 助餐`` both · ``养老 OR 助餐`` either (OR joins the two terms beside it) · ``-养老`` not · ``"家门口 服务"`` as
it stands · ``区：徐汇`` or ``district:徐汇`` a field · ``year:2019..2023`` a range · ``edition:3,6`` several values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.search.fields import FILTER_NAMES, filter_named, suggestion
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from shanghai_cases.errors import Message

_CLOSING = {'"': '"', "“": "”", "＂": "＂"}
_ESCAPABLE = frozenset({*_CLOSING, "”", "\\"})
_MINUS = ("-", "－")
_COMMAS = ",，、"


class QueryError(UsageError):
    """A query that can't be understood; ``position`` counts its characters from 0."""

    def __init__(self, query: str, position: int, expected: Message) -> None:
        super().__init__(
            msg(
                "the query is not clear at character {position}: {expected}\n  {before}▸{after}",
                position=position + 1,
                expected=expected,
                before=query[:position],
                after=query[position:],
            )
        )
        self.query = query
        self.position = position
        self.expected = expected


class Word(NamedTuple):
    """A word as typed; a quoted one is a phrase, which stands only for itself."""

    text: str
    quoted: bool = False


class Restriction(NamedTuple):
    """``field:value``: one of the values, each as typed (``3``, ``2019..2023``, ``徐汇``)."""

    field: str
    values: tuple[str, ...]


class Not(NamedTuple):
    """What a case must not match."""

    term: Word | Restriction


class AnyOf(NamedTuple):
    """Terms joined by OR."""

    terms: tuple[Word | Restriction | Not, ...]


Node = Word | Restriction | Not | AnyOf


class Filters(NamedTuple):
    """What the options ``--district``, ``--edition`` … say; several values of one field mean any of them."""

    district: tuple[str, ...] = ()
    town: tuple[str, ...] = ()
    edition: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    id: tuple[str, ...] = ()

    def restrictions(self) -> tuple[Restriction, ...]:
        """Return them as the query would."""
        return tuple(
            Restriction(field, tuple(part for value in values for part in _listed(field, value)))
            for field, values in zip(self._fields, self, strict=True)
            if values
        )


def _split(value: str) -> list[str]:
    for mark in _COMMAS[1:]:
        value = value.replace(mark, _COMMAS[0])
    return value.split(_COMMAS[0])


def _listed(field: str, value: str) -> list[str]:
    parts = _split(value) if field in ("edition", "year", "id", "district") else [value]
    if not all(fold(part) for part in parts):
        raise UsageError(msg("--{field}: expected a value", field=field))
    return parts


_Piece = tuple[Node | None, int]  # None: the operator OR; and where it begins


def parse(query: str) -> tuple[Node, ...]:
    """Return the terms that a case must all match; raises `QueryError`, also where there are none."""
    pieces = _Reader(query).pieces()
    if not pieces:
        raise QueryError(query, 0, msg("there is nothing to search for"))
    return _joined(query, pieces)


def _joined(query: str, pieces: list[_Piece]) -> tuple[Node, ...]:
    """Put terms joined by OR together."""
    groups: list[list[Node]] = []
    joining = False
    for node, start in pieces:
        if node is None:
            if joining or not groups:
                raise QueryError(query, start, msg('expected a word before OR (to search for OR itself: "OR")'))
            joining = True
        elif joining:
            groups[-1].append(node)
            joining = False
        else:
            groups.append([node])
    if joining:
        raise QueryError(query, len(query), msg("expected a word after OR"))
    return tuple(group[0] if len(group) == 1 else AnyOf(tuple(group)) for group in groups)  # type: ignore[arg-type]


class _Reader:
    """Reads a query from left to right."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._at = 0

    def pieces(self) -> list[_Piece]:
        found = []
        while self._skip_space():
            found.append(self._piece())
        return [piece for piece in found if piece is not None]

    def _piece(self) -> _Piece | None:
        start = self._at
        if self._query[start] in _MINUS:
            self._at += 1
            return Not(self._operand(start)), start
        bare = self._query[start:].split(None, 1)[0]
        if bare in ("OR", "ＯＲ", "AND"):
            self._at += len(bare)
            return None if bare == "AND" else (None, start)
        return self._term(), start

    def _operand(self, minus: int) -> Word | Restriction:
        rest = self._query[self._at : self._at + 1]
        if not rest or rest.isspace() or rest in _MINUS:
            raise QueryError(self._query, minus, msg("expected a word right after “-”"))
        return self._term()

    def _term(self) -> Word | Restriction:
        name = self._name()
        if name:
            field = filter_named(name)
            if field:
                self._at += len(name) + 1
                return Restriction(field, self._values(field))
            if name.isascii():
                raise QueryError(self._query, self._at, _unknown_field(name))
        return self._word()

    def _name(self) -> str:
        """Return what stands before a colon, if it could name a field: letters only, in the same word."""
        word = self._query[self._at :].split(None, 1)[0]
        colons = [at for mark in ":：" if (at := word.find(mark)) > 0]
        name = word[: min(colons)] if colons else ""
        return name if name.replace("_", "").isalpha() else ""

    def _word(self) -> Word:
        start = self._at
        quoted = self._query[start] in _CLOSING
        text = self._quoted() if quoted else self._bare(stops="")
        if not fold(text):
            raise QueryError(self._query, start, msg("expected a word: marks and spaces alone are not searched for"))
        return Word(text, quoted)

    def _values(self, field: str) -> tuple[str, ...]:
        values = [self._value(field)]
        while self._at < len(self._query) and self._query[self._at] in _COMMAS:
            self._at += 1
            values.append(self._value(field))
        return tuple(values)

    def _value(self, field: str) -> str:
        start = self._at
        quoted = start < len(self._query) and self._query[start] in _CLOSING
        value = self._quoted() if quoted else self._bare(stops=_COMMAS)
        if not fold(value):
            raise QueryError(self._query, start, msg("expected a value for {field}", field=field))
        return value

    def _quoted(self) -> str:
        opening = self._at
        closing = _CLOSING[self._query[opening]]
        text, end = self._until(opening + 1, closing)
        if end == len(self._query):
            raise QueryError(self._query, opening, msg("expected a closing {mark} for this one", mark=closing))
        self._at = end + 1
        return text

    def _bare(self, stops: str) -> str:
        text, self._at = self._until(self._at, stops, at_space=True)
        return text

    def _until(self, start: int, stops: str, *, at_space: bool = False) -> tuple[str, int]:
        """Read up to one of ``stops``, or a space; a backslash makes a quotation mark or backslash after it plain."""
        kept = []
        at = start
        while at < len(self._query):
            character = self._query[at]
            if character == "\\" and self._query[at + 1 : at + 2] in _ESCAPABLE:
                at += 1
                character = self._query[at]
            elif character in stops or (at_space and character.isspace()):
                break
            kept.append(character)
            at += 1
        return "".join(kept), at

    def _skip_space(self) -> bool:
        while self._at < len(self._query) and self._query[self._at].isspace():
            self._at += 1
        return self._at < len(self._query)


def _unknown_field(name: str) -> Message:
    close = suggestion(name)
    if close:
        return msg("there is no field “{name}”; did you mean “{close}”?", name=name, close=close)
    known = ", ".join(FILTER_NAMES)
    return msg(
        "there is no field “{name}”; fields are {known}. To search for the text itself put it in quotes",
        name=name,
        known=known,
    )
