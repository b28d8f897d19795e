"""What a value must stand up to before it becomes part of a case: places, vocabulary, lengths, privacy, damage."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.private import private_fields
from shanghai_cases.errors import DataError, FieldError, Message, msg
from shanghai_cases.intake.canonical import canonical_district, canonical_town, canonical_unit_type
from shanghai_cases.places import CITY_LEVEL, find_district, locate
from shanghai_cases.text.folding import fold
from shanghai_cases.vocabulary import find_theme, find_unit_type, unit_type_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.places import Place

LIMITS = {"title": 200, "unit": 200, "summary": 10_000, "text": 200_000}  # characters
_LIST_LIMIT = 200  # characters of a tag, a theme, a contact's name
LEAST_LIMIT = min(_LIST_LIMIT, *LIMITS.values())  # what is no longer is within any limit
_CITY_NAMES = frozenset({"市级", "市", "上海市", "上海", "市属", "全市", "市本级"})
_UNIT_WORDS = {  # how forms offer the types
    **dict.fromkeys(("街道", "镇", "乡镇", "街道办事处", "镇政府", "街道(镇)", "街道/镇", "街道、镇"), "街镇"),
    **dict.fromkeys(("国企", "国有企业", "银行", "企业"), "国企/银行"),
    **dict.fromkeys(("大学", "学院", "高等院校", "高等学校"), "高校"),
    **dict.fromkeys(("社会组织", "共治平台", "社会团体"), "社会组织/共治平台"),
    **dict.fromkeys(("居委会", "村委会", "居村", "居民区", "居(村)委会"), "居村委会"),
    **dict.fromkeys(("开发区", "园区", "管委会"), "功能区"),
    **dict.fromkeys(("市级部门", "市级单位", "市级", "市直机关"), "市级机构"),
    **dict.fromkeys(("区级", "区级部门", "区级单位", "区级机关", "区政府"), "区"),
}
_DAMAGE = ("\ufffd", "锟斤拷", "ï»¿", "烫烫烫")


def is_damaged(value: str) -> bool:
    """Say whether another program spoilt a text before it came here."""
    return True in map(value.__contains__, _DAMAGE)


def undamaged(field: str, value: str) -> None:
    """Refuse text that another program spoilt before it came here. Raises `FieldError`."""
    for sign in _DAMAGE:
        if sign in value:
            why = msg("was damaged by another program (it holds {sign})", sign=sign)
            raise FieldError(field, shortened(value), why)


def within_limit(field: str, value: str) -> None:
    """Refuse what is longer than such a value can be. Raises `FieldError`."""
    limit = LIMITS.get(field, _LIST_LIMIT)
    if len(value) > limit:
        raise FieldError(
            field,
            shortened(value),
            msg("is {length} characters long; {limit} is the most", length=len(value), limit=limit),
        )


@lru_cache(maxsize=4096)
def listed(field: str, values: tuple[str, ...]) -> None:
    """Refuse a list that holds a damaged text, or one too long for anything but a note. Raises `FieldError`."""
    for value in values:
        undamaged(field, value)
        if field != "notes":
            within_limit(field, value)


def shortened(value: str) -> str:
    """Return the beginning of a value that would fill the screen."""
    return value if len(value) <= 40 else f"{value[:40]}…"


@lru_cache(maxsize=4096)
def district_and_town(district: str, town: str) -> tuple[str, str]:
    """Return full names for what was written as district and town. Raises `FieldError` with a suggestion.

    A district column may hold the town as well (徐汇区田林街道), and a town tells its district if no other has it.
    """
    area, inner = _district(district) if district else ("", "")
    if not town:
        return area, inner
    if area == CITY_LEVEL:
        raise FieldError("town", town, msg("can't belong to a unit of the whole city"))
    found = canonical_town(town, area or None)
    return found.district, found.name


def _district(written: str) -> tuple[str, str]:
    if fold(written) in _CITY_NAMES:
        return CITY_LEVEL, ""
    place = None if find_district(written) else locate(written)
    if place is not None and place.district != CITY_LEVEL:
        return place.district, place.town or ""
    return canonical_district(written), ""


@lru_cache(maxsize=4096)
def place_in(written: str) -> tuple[str, str]:
    """Return district and town that one text names together. Raises `FieldError`."""
    place = locate(written)
    if place is None:
        return _district(written)
    return place.district, place.town or ""


@lru_cache(maxsize=4096)
def unit_place(unit: str) -> Place | None:
    """Return the place that a unit's name tells."""
    return locate(unit)


@lru_cache(maxsize=4096)
def unit_kind(unit: str) -> str | None:
    """Return the type that a unit's name tells."""
    return unit_type_of(unit, locate(unit))


@lru_cache(maxsize=4096)
def themes(written: tuple[str, ...]) -> tuple[str, ...]:
    """Return the themes' proper names, each once; those that the taxonomy doesn't know stay as they are."""
    return tuple(dict.fromkeys(find_theme(one) or one for one in written))


@lru_cache(maxsize=4096)
def unit_type(written: str) -> str:
    """Return the type's proper name. Raises `FieldError` with the known ones."""
    return usual_unit_type(written) or canonical_unit_type(written)


def usual_unit_type(written: str) -> str | None:
    """Return the type that a word on a form stands for, None for other words."""
    return find_unit_type(written) or _UNIT_WORDS.get(fold(written))


def edition_known(number: int, editions: Mapping[int, Edition]) -> Edition:
    """Return the edition. Raises `DataError` where the catalogue has none of this number."""
    if number not in editions:
        raise DataError(
            msg("edition {number} is not in the catalogue; “cases edition set {number}” would add it", number=number)
        )
    return editions[number]


def private_data(case: Case) -> Iterator[tuple[str, Message]]:
    """Give the public fields that hold what looks like personal data."""
    for field, kind in private_fields(case):
        yield field, msg("holds what looks like {what}, and everybody can read it", what=kind)
