"""Say which district and town a text names; the rules are explained in docs/data.md."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from shanghai_cases.places.finding import find_district
from shanghai_cases.places.gazetteer import CITY_LEVEL, districts, formers, not_places, towns
from shanghai_cases.text.folding import fold, fold_map, source_span

_TOWN_ENDINGS = ("街道", "镇", "乡")
_NOT_BEFORE = ("路", "东路", "西路", "南路", "北路", "中路", "江", "山", "寺", "岭", "湖", "域")
_CITY_PREFIXES = ("中共上海市", "上海市", "上海")
_CITY_OFFICES = ("局", "委", "办", "办公室", "政府", "部", "法院", "检察院", "工会", "联合会", "总队")
_NOT_THE_CITY = ("市场", "市北", "市容")


_Sense = tuple[str, str | None, bool]
"""What a name means: district, town, and whether it is weak."""


class Place(NamedTuple):
    """Where something belongs."""

    district: str
    """Full name of a district, or 市级."""
    town: str | None
    """Full name of a town in it, when one is named."""
    evidence: str
    """The piece of the text that says so."""


class _Hit(NamedTuple):
    """A name in a text; ``weak`` ones tell a district only, and only where nothing else does."""

    start: int
    end: int
    district: str
    town: str | None
    weak: bool


def locate(text: str) -> Place | None:
    """Return the one place that ``text`` names; None where it names none, two districts, or can't be told.

    A name without a district is of the whole city if it begins with 上海, or with 市 and is an office.
    """
    key, origins = fold_map(text)
    hits = _alone(key) or _scan(key)
    hits = [hit for hit in hits if not hit.weak] or hits
    if not hits:
        return _city(key, text, origins)
    if len({hit.district for hit in hits}) > 1:
        return None
    in_towns = {hit.town: hit for hit in hits if hit.town}
    hit = next(iter(in_towns.values())) if len(in_towns) == 1 else hits[0]
    first, last = source_span(text, origins, hit.start, hit.end)
    return Place(hit.district, hit.town if len(in_towns) == 1 else None, text[first:last])


def without_places(text: str) -> str:
    """Return the key of ``text`` without districts, full names of towns and a leading 上海市."""
    key = fold(text)
    for hit in reversed(_scan(key)):
        if not hit.weak:
            key = key[: hit.start] + key[hit.end :]
    return key.removeprefix("中共").removeprefix("上海市").removeprefix("上海")


def _city(key: str, text: str, origins: list[int]) -> Place | None:
    prefix = next((prefix for prefix in _CITY_PREFIXES if key.startswith(prefix)), "")
    if not prefix and key.startswith("市") and key.endswith(_CITY_OFFICES) and not key.startswith(_NOT_THE_CITY):
        prefix = "市"
    if not prefix:
        return None
    first, last = source_span(text, origins, 0, len(prefix))
    return Place(CITY_LEVEL, None, text[first:last])


def _alone(key: str) -> list[_Hit]:
    """Return the town when ``key`` is nothing but an unmistakable short name of it (天目西路)."""
    place = _short_names().get(key)
    return [_Hit(0, len(key), *place, weak=False)] if place else []


def _scan(key: str) -> list[_Hit]:
    """Read from left to right, taking the longest known name each time."""
    hits: list[_Hit] = []
    names, senses = _names_by_first(), _senses()
    i = 0
    while i < len(key):
        name = next((name for name in names.get(key[i], ()) if key.startswith(name, i)), None)
        if name is None:
            i += 1
            continue
        end = i + len(name)
        sense = senses[name]
        if sense and not (_is_bare(name) and key.startswith(_NOT_BEFORE, end)):
            hits.append(_Hit(i, end, *sense))
        i = end
    return hits


def _is_bare(name: str) -> bool:
    return not name.endswith(("区", "县", "新城", *_TOWN_ENDINGS))


@cache
def _senses() -> dict[str, _Sense | None]:
    """Every name that the scan knows; None for those which mean no place or more than one."""
    senses: dict[str, _Sense | None] = {}
    for town in towns():
        for name in town.in_text:
            sense = (town.district, None, True)
            senses[name] = sense if senses.get(name, sense) == sense else None
    for town in towns():
        strong = [alias for alias in town.aliases if alias.endswith((*_TOWN_ENDINGS, "区)"))]
        senses |= dict.fromkeys([town.name, *strong], (town.district, town.name, False))
    for entry in formers():
        senses.setdefault(entry.name, (entry.district, entry.town, False))
        if not entry.town and entry.kind == "区":
            senses.setdefault(entry.name[:-1], (entry.district, None, False))
    for district in districts():
        names = [district.name, district.short, district.new_town, *district.aliases]
        senses |= dict.fromkeys((name for name in names if name), (district.name, None, False))
    return senses | dict.fromkeys(not_places())


@cache
def _short_names() -> dict[str, tuple[str, str]]:
    """Return the safe aliases of exactly one town that aren't a district's name."""
    owners: dict[str, list[tuple[str, str]]] = {}
    for town in towns():
        for alias in town.aliases:
            owners.setdefault(alias, []).append((town.district, town.name))
    return {alias: own[0] for alias, own in owners.items() if len(own) == 1 and find_district(alias) is None}


@cache
def _names_by_first() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(_senses(), key=len, reverse=True):
        found.setdefault(name[0], []).append(name)
    return {first: tuple(names) for first, names in found.items()}
