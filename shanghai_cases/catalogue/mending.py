"""What can be mended without a decision: the canonical forms of names, and of documents."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from shanghai_cases import places, vocabulary
from shanghai_cases.catalogue.documents import case_from, edition_from, review_from, to_document
from shanghai_cases.catalogue.layout import CASES, EDITIONS, REVIEWS, Data, Document
from shanghai_cases.catalogue.plans import Change
from shanghai_cases.errors import FieldError, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition

_Value = TypeVar("_Value")

FIX = msg("“cases doctor --fix” mends it")
_district = lru_cache(places.find_district)  # the same few words come again and again
_towns = lru_cache(places.find_towns)
_unit_type = lru_cache(vocabulary.find_unit_type)
_theme = lru_cache(vocabulary.find_theme)
FORMS = ("title", "unit", "unit_type", "district", "town", "themes", "award_tier")


def in_canonical_form(case: Case, edition: Edition | None) -> Case:
    """Return the case with names as gazetteer, taxonomy and edition write them, where that is certain."""
    district = _district(case.district) if case.district else None
    towns = _towns(case.town, case.district or None) if case.town else ()
    told = towns[0].district if len(towns) == 1 else ""
    tier = edition.tier(case.award_tier) if edition and case.award_tier else None
    return replace(
        case,
        title=case.title.strip(),
        unit=case.unit.strip(),
        unit_type=_unit_type(case.unit_type) or case.unit_type,
        district=district.name if district else case.district or told,
        town=towns[0].name if len(towns) == 1 else case.town,
        themes=tuple(dict.fromkeys(_theme(theme) or theme for theme in case.themes)),
        award_tier=tier.name if tier else case.award_tier,
    )


def mended(data: Data) -> list[Change]:
    """Return the changes that bring every record that can be read into its canonical form."""
    editions = {one.number: one for _, one in _values(data, EDITIONS, edition_from)}
    changes = [_change(data, EDITIONS, key, value) for key, value in _values(data, EDITIONS, edition_from)]
    changes += [_change(data, REVIEWS, key, value) for key, value in _values(data, REVIEWS, review_from)]
    changes += [
        _change(data, CASES, key, in_canonical_form(case, editions.get(case.edition)))
        for key, case in _values(data, CASES, case_from)
    ]
    return [one for one in changes if _written(one.before) != _written(one.after)]


def _values(data: Data, table: str, make: Callable[[Document], _Value]) -> Iterator[tuple[str, _Value]]:
    for key, document in data.get(table, {}).items():
        try:
            yield key, make(document)
        except FieldError:
            continue


def _change(data: Data, table: str, key: str, value: object) -> Change:
    before = data[table][key]
    known = {field.name for field in fields(value)}  # type: ignore[arg-type]
    foreign = {name: part for name, part in before.items() if name not in known}
    return Change(table, key, before, {**to_document(value), **foreign})


def _written(document: Document | None) -> list[tuple[str, object]]:
    """Compare with the order of the fields."""
    return list((document or {}).items())
