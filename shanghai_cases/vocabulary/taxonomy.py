"""The words of the taxonomy, read on first need."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.data import read_table
from shanghai_cases.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


class Theme(NamedTuple):
    """A theme (主题) under which cases are grouped."""

    id: str
    name: str
    aliases: tuple[str, ...]


class UnitType(NamedTuple):
    """A type of submitting unit."""

    id: str
    name: str
    aliases: tuple[str, ...]


class AwardName(NamedTuple):
    """The name of an award tier, 1 being the highest; the quota belongs to the edition."""

    name: str
    rank: int
    aliases: tuple[str, ...]


class Synonyms(NamedTuple):
    """A word and the narrower or equal terms that a search for it may also mean."""

    head: str
    terms: tuple[str, ...]


@cache
def themes() -> tuple[Theme, ...]:
    """Return the themes in the order of the taxonomy."""
    return tuple(Theme(row["id"], row["name"], tuple(row["aliases"])) for row in _table()["themes"])


@cache
def unit_types() -> tuple[UnitType, ...]:
    """Return the types of units in the order of the taxonomy."""
    return tuple(UnitType(row["id"], row["name"], tuple(row["aliases"])) for row in _table()["unit_types"])


@cache
def award_tiers() -> tuple[AwardName, ...]:
    """Return the known names of award tiers, the highest first."""
    return tuple(AwardName(row["name"], row["rank"], tuple(row["aliases"])) for row in _table()["award_tiers"])


@cache
def synonyms() -> tuple[Synonyms, ...]:
    """Return the groups of synonyms; words that are in nearly every case are left out."""
    common = set(_table()["too_common"])
    return tuple(
        Synonyms(row["head"], tuple(term for term in row["terms"] if term not in common))
        for row in _table()["synonyms"]
        if row["head"] not in common
    )


def find_theme(name: str) -> str | None:
    """Return the canonical name of a theme given by name, alias or id; None if there is no such theme."""
    return _canonical(name, themes())


def find_unit_type(name: str) -> str | None:
    """Return the canonical name of a unit type given by name, alias or id (``court``), or None."""
    return _canonical(name, unit_types())


def synonyms_of(word: str) -> tuple[str, ...]:
    """Return the terms of the group that ``word`` heads, then the heads of the groups it is a term of."""
    return _related().get(fold(word), ())


def _canonical(name: str, entries: Iterable[Theme | UnitType]) -> str | None:
    key = fold(name)
    for entry in entries:
        if key in map(fold, (entry.id, entry.name, *entry.aliases)):
            return entry.name
    return None


@cache
def _related() -> dict[str, tuple[str, ...]]:
    related = {fold(group.head): group.terms for group in synonyms()}
    for group in synonyms():
        for term in group.terms:
            known = related.get(fold(term), ())
            related[fold(term)] = (*known, *({group.head} - set(known)))
    return related


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_table("vocabulary")
    return table
