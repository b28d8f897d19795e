"""``field:value`` and the options of the same names: which records they let through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases import places, vocabulary
from shanghai_cases.errors import DataError, UsageError, msg
from shanghai_cases.model.ids import NO_AWARD
from shanghai_cases.search.clues import clue, literal
from shanghai_cases.search.matching import Test
from shanghai_cases.search.terms import Contains
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from shanghai_cases.catalogue.locate import Condition
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.search.query import Restriction
    from shanghai_cases.search.record import Record

_RANGE = re.compile(r"(?:第)?(\d+)?(?:届|年)?(\.\.)?(?:第)?(\d+)?(?:届|年)?", re.ASCII)
_YEAR = re.compile(r"\d{4}")
_CHINESE_NUMBERS = "一二三四五六七八九十"
_ORDINAL = re.compile(f"第([{_CHINESE_NUMBERS}])届?")


def test_of(restriction: Restriction, editions: Sequence[Edition]) -> Test:
    """Make the test of a restriction.

    Raises `UsageError` for what is no number or range, `DataError` for a district, edition, type or award that
    neither the vocabulary nor the catalogue knows.
    """
    return _MAKERS[restriction.field](restriction.values, editions)


def _district(values: Sequence[str], _editions: Sequence[Edition]) -> Test:
    names = []
    for value in values:
        found = places.CITY_LEVEL if fold(value) in ("市级", "市", "city") else _district_name(value)
        names.append(found)
    return _says("district", names)


def _district_name(value: str) -> str:
    found = places.find_district(value)
    if found is None:
        close = ", ".join(places.suggest_district(value)) or "黄浦区, 徐汇区, … 市级"
        raise DataError(msg("there is no district “{value}”; perhaps {close}?", value=value, close=close))
    return found.name


def _town(values: Sequence[str], _editions: Sequence[Edition]) -> Test:
    """Towns by any name; where 虹桥 is two towns, the district of the record decides between them."""
    names: list[str] = []
    loose: list[str] = []
    for value in values:
        towns = places.find_towns(value, unsafe=True)
        names.extend(town.name for town in towns)
        loose.extend(() if towns else (value,))
    tests = [_says("town", names)] if names else []
    tests.extend(_has(("town",), [value]) for value in loose)
    return _any_test(tests)


def _edition(values: Sequence[str], editions: Sequence[Edition]) -> Test:
    known = [edition.number for edition in editions]
    wanted: set[int] = set()
    for value in values:
        span = _range(value, "edition")
        inside = [number for number in known if span.low <= number <= span.high]
        if not inside and span.low == span.high:
            shown = ", ".join(map(str, sorted(known))) or "–"
            raise DataError(
                msg("edition {number} is not in the catalogue; it has {known}", number=span.low, known=shown)
            )
        wanted.update(inside)
    return _of_editions(wanted)


def _year(values: Sequence[str], editions: Sequence[Edition]) -> Test:
    spans = [_range(value, "year") for value in values]
    return _of_editions(
        edition.number
        for edition in editions
        if (years := years_of(edition)) and any(span.low <= years[1] and years[0] <= span.high for span in spans)
    )


def years_of(edition: Edition) -> tuple[int, int] | None:
    """Return the first and last year of an edition: from its call to its release; None where neither is known."""
    dates = (edition.call_opened, edition.call_closed, edition.released)
    years = [int(found[0]) for date in dates if date and (found := _YEAR.match(date))]
    return (min(years), max(years)) if years else None


def _of_editions(numbers: Iterable[int]) -> Test:
    wanted = frozenset(numbers)
    group = tuple(literal(b'"E%d-' % number) for number in sorted(wanted))
    return Test(lambda record: record.head["edition"] in wanted, (group,) if len(group) == 1 else ())


def _tier(values: Sequence[str], editions: Sequence[Edition]) -> Test:
    known: dict[str, list[str]] = {fold(NO_AWARD): [NO_AWARD]}
    named = [(tier.name, tier.aliases) for edition in editions for tier in edition.tiers]
    for name, aliases in (*named, *((tier.name, tier.aliases) for tier in vocabulary.award_tiers())):
        for spelling in (name, *aliases):
            known.setdefault(fold(spelling), []).append(name)
    names = []
    for value in values:
        if fold(value) not in known:
            shown = ", ".join(dict.fromkeys(name for names in known.values() for name in names))
            raise DataError(msg("there is no award “{value}”; known are {known}", value=value, known=shown))
        names.extend(known[fold(value)])
    return _says("award_tier", names)


def _type(values: Sequence[str], _editions: Sequence[Edition]) -> Test:
    names = []
    for value in values:
        name = vocabulary.find_unit_type(value)
        if name is None:
            shown = ", ".join(kind.name for kind in vocabulary.unit_types())
            raise DataError(msg("there is no type of unit “{value}”; known are {known}", value=value, known=shown))
        names.append(name)
    return _says("unit_type", names)


def _id(values: Sequence[str], _editions: Sequence[Edition]) -> Test:
    keys = {fold(value) for value in values}
    group = tuple(found for key in sorted(keys) if (found := clue(key)))
    return Test(lambda record: fold(record.head["id"]) in keys, (group,) if len(group) == 1 else ())


def _containing(*names: str) -> Callable[[Sequence[str], Sequence[Edition]], Test]:
    return lambda values, _editions: _has(names, values)


def _says(field: str, names: Sequence[str]) -> Test:
    """Let through where the field is one of the names, in whatever script it is stored."""
    keys = frozenset(map(fold, names))
    known: dict[str | None, bool] = {None: False, "": False}

    def holds(record: Record) -> bool:
        value = record.head.get(field)
        found = known.get(value)
        if found is None:
            found = known[value] = fold(value or "") in keys
        return found

    return Test(holds, _one_group(keys))


def _has(names: Sequence[str], values: Sequence[str]) -> Test:
    """Let through where a value stands in one of the fields."""
    only = frozenset(names)
    words = [Contains(fold(value), fields=only) for value in values]
    return Test(
        lambda record: any(word.weigh(record) is not None for word in words),
        _one_group([word.key for word in words]),
    )


def _one_group(keys: Iterable[str]) -> Condition:
    clues = [clue(key) for key in sorted(keys)]
    known = tuple(found for found in clues if found)
    return (known,) if known and len(known) == len(clues) else ()


def _any_test(tests: Sequence[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return Test(lambda record: any(test.score(record) for test in tests))


class _Span(NamedTuple):
    low: float
    high: float


def _range(value: str, field: str) -> _Span:
    """Read ``6``, ``3..6``, ``..6``, ``3..``, 第六届; raises `UsageError`."""
    plain = _arabic(fold(value))
    found = _RANGE.fullmatch(plain)
    if found is None or (found[1] is None and found[3] is None) or (found[2] is None and found[3] is not None):
        raise UsageError(
            msg("{field}: expected a number or a range such as 3..6, not “{value}”", field=field, value=value)
        )
    low = int(found[1]) if found[1] else float("-inf")
    high = (int(found[3]) if found[3] else float("inf")) if found[2] else low
    if low > high:
        raise UsageError(msg("{field}: the range “{value}” runs backwards", field=field, value=value))
    return _Span(low, high)


def _arabic(plain: str) -> str:
    """第六届 -> 第6届."""
    found = _ORDINAL.fullmatch(plain)
    return f"第{_CHINESE_NUMBERS.index(found[1]) + 1}届" if found else plain


_MAKERS: dict[str, Callable[[Sequence[str], Sequence[Edition]], Test]] = {
    "district": _district,
    "town": _town,
    "edition": _edition,
    "tier": _tier,
    "type": _type,
    "id": _id,
    "year": _year,
    "theme": _containing("themes"),
    "tag": _containing("tags"),
    "unit": _containing("unit"),
    "title": _containing("title"),
}
