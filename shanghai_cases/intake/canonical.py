"""Canonical forms: places, unit types, themes and award tiers as the gazetteer and the taxonomy write them.

What a unit's name tells (静安区天目西路街道 is a 街镇 in 静安区) is filled in where nothing was said, and told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shanghai_cases import places, vocabulary
from shanghai_cases.errors import FieldError, FieldName, msg
from shanghai_cases.model.ids import NO_AWARD

if TYPE_CHECKING:
    from shanghai_cases.errors import Message
    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition

_NO_AWARD_WORDS = frozenset({NO_AWARD, "无", "未获奖"})


def canonical(case: Case, edition: Edition | None) -> tuple[Case, tuple[Message, ...]]:
    """Return the case in canonical forms with what its unit's name tells, and remarks on what was changed or filled.

    Raises `FieldError` for a district, town, unit type or award tier that isn't known, with suggestions.
    """
    place = places.locate(case.unit)
    town = _town(case, place)
    district = _district(case, place, town)
    told = vocabulary.unit_type_of(case.unit, place) or ""
    unit_type = canonical_unit_type(case.unit_type) if case.unit_type else told
    themes = tuple(dict.fromkeys(vocabulary.find_theme(theme) or theme for theme in case.themes))
    done = replace(
        case,
        district=district,
        town=town.name if town else "",
        unit_type=unit_type,
        themes=themes,
        award_tier=canonical_award_tier(case.award_tier, edition),
    )
    return done, (*_remarks(case, done), *_unknown_themes(done))


def _district(case: Case, place: places.Place | None, town: places.Town | None) -> str:
    if not case.district:
        return town.district if town else place.district if place else ""
    name = canonical_district(case.district)
    if town and town.district != name:
        raise FieldError("town", case.town or town.name, msg("is in {district}", district=town.district))
    return name


def canonical_district(written: str) -> str:
    """Return the full name of a district, or 市级; raises `FieldError` with suggestions."""
    if written == places.CITY_LEVEL:
        return written
    found = places.find_district(written)
    if found is None:
        raise FieldError("district", written, _unknown(places.suggest_district(written), msg("is not a district")))
    return found.name


def _town(case: Case, place: places.Place | None) -> places.Town | None:
    if case.town:
        return canonical_town(case.town, canonical_district(case.district) if case.district else None)
    if place is None or place.town is None or (case.district and canonical_district(case.district) != place.district):
        return None
    return next(iter(places.find_towns(place.town, place.district)), None)


def canonical_town(written: str, district: str | None) -> places.Town:
    """Return the one town of this name, in ``district`` if that is given; raises `FieldError`."""
    found = places.find_towns(written, district, unsafe=True)
    if len(found) == 1:
        return found[0]
    if found:
        names = tuple(f"{town.district}{town.name}" for town in found)
        raise FieldError("town", written, msg("could be any of: {names}", names=names))
    elsewhere = places.find_towns(written, unsafe=True)
    if elsewhere:
        raise FieldError("town", written, msg("is in {district}", district=elsewhere[0].district))
    raise FieldError("town", written, _unknown(places.suggest_town(written, district), msg("is not a town")))


def canonical_unit_type(written: str) -> str:
    """Return the proper name of a unit type; raises `FieldError` with the known ones."""
    found = vocabulary.find_unit_type(written)
    if found is None:
        known = tuple(kind.name for kind in vocabulary.unit_types())
        raise FieldError("unit_type", written, msg("must be one of: {choices}", choices=known))
    return found


def canonical_award_tier(written: str | None, edition: Edition | None) -> str | None:
    """Return the proper name of an award tier in its edition; raises `FieldError` with the edition's tiers."""
    if written is None or written in _NO_AWARD_WORDS:
        return written and NO_AWARD
    if edition is None or not edition.tiers:
        return written
    tier = edition.tier(written)
    if tier is None:
        known = (*(tier.name for tier in edition.tiers), NO_AWARD)
        raise FieldError("award_tier", written, msg("must be one of: {choices}", choices=known))
    return tier.name


def _unknown(suggestions: tuple[str, ...], plain: Message) -> Message:
    if suggestions:
        return msg("{plain}; did you mean {others}?", plain=plain, others=suggestions)
    return plain


def _remarks(before: Case, after: Case) -> list[Message]:
    remarks = []
    for field in ("district", "town", "unit_type", "award_tier"):
        old, new = getattr(before, field), getattr(after, field)
        if old == new:
            continue
        if old:
            remarks.append(msg("{field}: {old} is taken as {new}", field=FieldName(field), old=old, new=new))
        else:
            remarks.append(msg("{field}: {new}, from the unit's name", field=FieldName(field), new=new))
    return remarks


def _unknown_themes(case: Case) -> list[Message]:
    return [
        msg("theme {theme} is not in the taxonomy; kept as written", theme=theme)
        for theme in case.themes
        if vocabulary.find_theme(theme) is None
    ]
