"""The words of the taxonomy, read on first need."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.data import read_table
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


class Term(NamedTuple):
    """A theme (主题) or a type of submitting unit."""

    id: str
    name: str
    aliases: tuple[str, ...]


class AwardName(NamedTuple):
    """The name of an award tier, 1 being the highest; the quota belongs to the edition."""

    name: str
    rank: int
    aliases: tuple[str, ...]


@cache
def themes() -> tuple[Term, ...]:
    """Return the themes in the order of the taxonomy."""
    return tuple(Term(row["id"], row["name"], tuple(row["aliases"])) for row in _table()["themes"])


@cache
def unit_types() -> tuple[Term, ...]:
    """Return the types of units in the order of the taxonomy."""
    return tuple(Term(row["id"], row["name"], tuple(row["aliases"])) for row in _table()["unit_types"])


@cache
def award_tiers() -> tuple[AwardName, ...]:
    """Return the known names of award tiers, the highest first."""
    return tuple(AwardName(row["name"], row["rank"], tuple(row["aliases"])) for row in _table()["award_tiers"])


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return the words and the terms that each may also mean, without words found in nearly every case."""
    return {head: tuple(terms) for head, terms in _table()["synonyms"].items()}


def find_theme(name: str) -> str | None:
    """Return the canonical name of a theme given by name, alias or id; None if there is no such theme."""
    return _canonical(name, themes())


def find_unit_type(name: str) -> str | None:
    """Return the canonical name of a unit type given by name, alias or id (``court``), or None."""
    return _canonical(name, unit_types())


def same_meaning() -> tuple[tuple[str, ...], ...]:
    """Return the sets of words that mean the same."""
    return tuple(map(tuple, _table()["same"]))


def synonyms_of(word: str) -> tuple[str, ...]:
    """Return the words that mean the same as ``word``, then the terms of the group that it heads."""
    return tuple(_table()["related"].get(fold(word), ()))


def broader_of(word: str) -> tuple[str, ...]:
    """Return the heads of the groups that ``word`` is a term of: 城市更新 for 加装电梯."""
    return tuple(_table()["broader"].get(fold(word), ()))


def other_words(term: str) -> tuple[str, ...]:
    """Return longer words that contain ``term`` and mean something else: 保税片区 for 片区."""
    return tuple(_table()["other_words"].get(term, ()))


def _canonical(name: str, entries: Iterable[Term]) -> str | None:
    key = fold(name)
    for entry in entries:
        if key in map(fold, (entry.id, entry.name, *entry.aliases)):
            return entry.name
    return None


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_table("vocabulary")
    return table
