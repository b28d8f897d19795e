"""Names of places in a query: which districts and towns they mean, and which longer names only look like them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanghai_cases import places
from shanghai_cases.places.gazetteer import not_places
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMING_FIELDS = frozenset({"title", "district", "town", "unit"})
"""Where a place's present name is looked for when another name of it was typed."""

_LONGEST = 24  # characters of a place's name, with its district


def districts_meant(key: str) -> tuple[places.District, ...]:
    """Return the district of a name, former or new-town names included; a present town goes before a former county."""
    if key.isascii():
        return ()
    found = places.find_district(key) or _of_new_town(key)
    if found is None or (places.former(key) and places.find_towns(key)):
        return ()
    return (found,)


def towns_meant(key: str, *, unsafe: bool = False) -> tuple[places.Town, ...]:
    """Return the towns of a name, which may begin with its district, full or short (徐汇漕河泾)."""
    if key.isascii():
        return ()
    found = places.find_towns(key, unsafe=unsafe)
    if found:
        return found
    for district in places.districts():
        if key.startswith(district.short) and len(key) > len(district.short) + 1:
            found = places.find_towns(key.removeprefix(district.short), district.name)
            if found:
                return found
    return next((places.find_towns(key + kind) for kind in ("街道", "镇") if places.former(key + kind)), ())


def present_names(key: str) -> frozenset[str]:
    """Return the keys of the names of today's districts and towns that a word means, Chinese or pinyin."""
    if key.isascii():
        from shanghai_cases.search.sounds import places_spelled

        return frozenset(name for spelled in places_spelled(key) for name in present_names(spelled))
    districts = (district.name for district in districts_meant(key))
    return frozenset(map(fold, (*districts, *(town.name for town in towns_meant(key)))))


def hiding_pattern(key: str) -> re.Pattern[str] | None:
    """Return a pattern of the longer names that contain this place's name and mean another place.

    宝山 inside 宝山路街道 is not 宝山, 外滩 inside 北外滩 is not 外滩. None for a word that is no unmistakable place
    name, or has no such longer name.
    """
    districts = {district.name for district in districts_meant(key)}
    towns = {town.code for town in towns_meant(key) if key == town.name or key in town.in_text}
    if not districts and not towns:
        return None
    longer = [
        name
        for name, district, town in _names()
        if key in name and key != name and district not in districts and town not in towns
    ]
    return re.compile("|".join(sorted(longer, key=len, reverse=True))) if longer else None


def _names() -> Iterator[tuple[str, str, str]]:
    """Go through all names with their district and the code of their town (empty for a district)."""
    for district in places.districts():
        yield from ((name, district.name, "") for name in (district.name, district.short, *district.aliases))
    for town in places.towns():
        yield from ((name, town.district, town.code) for name in (town.name, *town.aliases))
    yield from ((name, "", "-") for name in not_places())


def _of_new_town(key: str) -> places.District | None:
    return next((district for district in places.districts() if district.new_town == key), None)


def leading_place(key: str) -> str:
    """Return the longest place name that the key begins with, leaving two characters or more; else nothing."""
    for end in range(min(len(key) - 2, _LONGEST), 1, -1):
        if districts_meant(key[:end]) or any(key[:end] in (t.name, *t.in_text) for t in towns_meant(key[:end])):
            return key[:end]
    return ""
