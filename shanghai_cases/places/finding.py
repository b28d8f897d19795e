"""Find a place by a name somebody gave for it."""

from __future__ import annotations

from functools import cache

from shanghai_cases.places.gazetteer import District, Former, Town, districts, formers, towns
from shanghai_cases.text.folding import fold

_CITY = "上海市"


def find_district(name: str) -> District | None:
    """Return the district of this name: full, short, alias, pinyin or former (闸北 is 静安区)."""
    return _districts_by_name().get(_key(name))


def find_towns(name: str, district: str | None = None, *, unsafe: bool = False) -> tuple[Town, ...]:
    """Return the towns of this full name, safe alias or former name; with ``unsafe``, of any alias.

    ``district`` (full name) keeps those in it; ``name`` itself may begin with its district.
    """
    key = _key(name)
    found = _towns_by_name().get(key) or (_towns_by_unsafe_name().get(key, ()) if unsafe else ())
    if not found:
        leading = next((d for d in districts() if key.startswith(d.name) and key != d.name), None)
        if leading and district in (None, leading.name):
            return find_towns(key.removeprefix(leading.name), leading.name, unsafe=unsafe)
    return tuple(town for town in found if district in (None, town.district))


def former(name: str) -> Former | None:
    """Return what a former district, county or town is today; its name may be short (卢湾)."""
    return _formers_by_name().get(_key(name))


def suggest_district(name: str) -> tuple[str, ...]:
    """Return the full names of up to three districts with a similar name, the most similar first."""
    return _similar(name, {d.name: (d.name, d.short, d.pinyin_short, *d.former_names) for d in districts()})


def suggest_town(name: str, district: str | None = None) -> tuple[str, ...]:
    """Return the full names of up to three towns with a similar name, the most similar first."""
    return _similar(name, {t.name: (t.name, t.stem, t.pinyin_stem) for t in towns(district)})


def _key(name: str) -> str:
    key = fold(name)
    return key.removeprefix(_CITY) or key


def _similar(name: str, names: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    from difflib import get_close_matches

    full = {fold(other): place for place, others in names.items() for other in others}
    close = get_close_matches(_key(name), full, n=9, cutoff=0.5)
    return tuple(dict.fromkeys(full[match] for match in close))[:3]


@cache
def _districts_by_name() -> dict[str, District]:
    by_full = {district.name: district for district in districts()}
    found = {key: by_full[entry.district] for key, entry in _formers_by_name().items() if not entry.town}
    for district in districts():
        names = (district.name, district.short, district.pinyin, district.pinyin_short, *district.aliases)
        found |= {name.casefold(): district for name in names}
    return found


@cache
def _towns_by_name() -> dict[str, tuple[Town, ...]]:
    found: dict[str, tuple[Town, ...]] = {}
    by_full = {(town.district, town.name): town for town in towns()}
    for town in towns():
        for name in dict.fromkeys((town.name, *town.aliases, town.pinyin, town.pinyin_stem)):
            found[name] = (*found.get(name, ()), town)
    for entry in formers():
        if entry.town:
            found.setdefault(entry.name, (by_full[entry.district, entry.town],))
    return found


@cache
def _towns_by_unsafe_name() -> dict[str, tuple[Town, ...]]:
    found: dict[str, tuple[Town, ...]] = {}
    for town in towns():
        for name in town.unsafe_aliases:
            found[name] = (*found.get(name, ()), town)
    return found


@cache
def _formers_by_name() -> dict[str, Former]:
    """Full names, and the short names of districts where they mean nothing else (never 上海 for 上海县)."""
    today = {"上海", *(district.short for district in districts())}
    today.update(alias for town in towns() for alias in town.aliases)
    found: dict[str, Former] = {}
    for entry in formers():
        found[entry.name] = entry
        if not entry.town and entry.name[:-1] not in today:
            found[entry.name[:-1]] = entry
    return found
