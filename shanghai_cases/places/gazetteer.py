"""The records of the gazetteer, read on first need."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.data import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

CITY_LEVEL = "市级"
"""Stands in the place of a district for units of the whole city."""


class District(NamedTuple):
    """One of the 16 districts. Pinyin is toneless and without spaces, ``v`` for ü."""

    code: str
    name: str
    """Full name, as stored: 徐汇区, 浦东新区."""
    short: str
    aliases: tuple[str, ...]
    """Other names than ``name`` and ``short``."""
    pinyin: str
    pinyin_short: str
    initials: str
    """Of the short name: ``xh``."""
    group: str
    """``central``, ``pudong`` or ``suburban``."""
    former_names: tuple[str, ...]
    new_town: str | None
    """The new town (新城) in the district, if it has one."""


class Town(NamedTuple):
    """A subdistrict, town or township, or a functional zone that is listed beside them."""

    code: str
    name: str
    type: str
    """街道, 镇, 乡 or 功能区."""
    district: str
    """Full name of the district."""
    stem: str
    """The name without its type: 天目西路 of 天目西路街道."""
    aliases: tuple[str, ...]
    """Short names that are safe where a town is expected."""
    unsafe_aliases: tuple[str, ...]
    """Short names that also mean a province, a city, a district or a common word."""
    in_text: tuple[str, ...]
    """The short names that tell the district even in running text."""
    pinyin: str
    pinyin_stem: str
    initials: str
    """Of the full name; its first ``len(stem)`` letters are those of the stem."""


class Former(NamedTuple):
    """A district, county or town that has another name or belongs to another one today."""

    name: str
    kind: str
    """区, 县, 街道, 镇 or 功能区."""
    district: str
    """Today's district, full name."""
    town: str | None
    """Today's town, if the former place was a town."""
    year: int | None
    """When it changed; None: not known."""
    note: str


def districts() -> tuple[District, ...]:
    """Return the districts in the official order of their codes."""
    return _gazetteer()[0]


@cache
def towns(district: str | None = None) -> tuple[Town, ...]:
    """Return all towns, or those of the district with this full name, in the order of their codes."""
    everywhere = _gazetteer()[1]
    return everywhere if district is None else tuple(town for town in everywhere if town.district == district)


def formers() -> tuple[Former, ...]:
    """Return the former districts and counties, then the former towns."""
    return _gazetteer()[2]


def not_places() -> tuple[str, ...]:
    """Return words that contain a place's name without meaning it (黄浦江)."""
    return _gazetteer()[3]


@cache
def _gazetteer() -> tuple[tuple[District, ...], tuple[Town, ...], tuple[Former, ...], tuple[str, ...]]:
    table = read_table("places")
    return (
        tuple(District(*_values(row)) for row in table["districts"]),
        tuple(Town(*_values(row)) for row in table["towns"]),
        tuple(Former(*_values(row)) for row in table["former"]),
        tuple(table["not_places"]),
    )


def _values(row: dict[str, Any]) -> Iterator[Any]:
    """Return a record's values with lists as tuples; the tables keep the order of the fields."""
    return (tuple(value) if isinstance(value, list) else value for value in row.values())
