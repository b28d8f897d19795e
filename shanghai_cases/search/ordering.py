"""The order of hits: by relevance, or as asked for."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shanghai_cases.model.edition import Edition
    from shanghai_cases.search.matching import Score
    from shanghai_cases.search.record import Record

Key = tuple[Any, ...]


class Sort(StrEnum):
    """What hits can be sorted by instead of relevance."""

    EDITION = "edition"
    DISTRICT = "district"
    UNIT = "unit"
    TITLE = "title"
    AWARD = "award"


def newest_first(record: Record) -> tuple[int, int]:
    """Sort key: the newest edition first, then the running number."""
    identifier: str = record.head["id"]
    number = identifier.partition("-")[2]
    return -record.head["edition"], int(number) if number.isdecimal() else 0


def relevance(score: Score, record: Record, *, scattered: bool, elsewhere: bool) -> Key:
    """Sort key: level, least important field, phrase before scattered words, all fields, own place, edition, id."""
    level, worst, total = score
    edition, number = newest_first(record)
    return level, worst, scattered, total, elsewhere, edition, number


def is_elsewhere(record: Record, names: frozenset[str]) -> bool:
    """Whether neither the district nor the town of a case is one of the places whose keys are given."""
    head = record.head
    return _key(head.get("district") or "") not in names and _key(head.get("town") or "") not in names


_key = lru_cache(512)(fold)  # there are some 250 districts and towns


def sort_key(sort: Sort, editions: Sequence[Edition]) -> Callable[[Record], Key]:
    """Return the sort key for an order that was asked for; ties by newest edition, then id."""
    if sort is Sort.EDITION:
        return newest_first
    if sort is Sort.DISTRICT:
        return lambda record: (_district_place(record.head.get("district") or ""), *newest_first(record))
    if sort is Sort.AWARD:
        ranks = _award_ranks(editions)
        return lambda record: (ranks.get(record.head.get("award_tier"), len(ranks)), *newest_first(record))
    field = sort.value
    return lambda record: (_reading(record.head.get(field) or ""), *newest_first(record))


def _district_place(name: str) -> int:
    """Districts in the official order, then the city level, then unknown ones."""
    from shanghai_cases import places

    order = {fold(district.name): i for i, district in enumerate(places.districts())}
    order[fold(places.CITY_LEVEL)] = len(order)
    return order.get(fold(name), len(order))


def _award_ranks(editions: Sequence[Edition]) -> dict[str | None, int]:
    """Tiers by honour; tiers of the same place in different editions stand together, then others, then none."""
    from shanghai_cases.vocabulary import award_tiers

    ranks: dict[str | None, int] = {}
    for edition in editions:
        for i, tier in enumerate(edition.tiers):
            ranks[tier.name] = min(i, ranks.get(tier.name, i))
    for award in award_tiers():
        ranks.setdefault(award.name, award.rank - 1)
    return ranks


@cache
def _reading(text: str) -> tuple[tuple[str, str], ...]:
    """Chinese characters by their pinyin, others by themselves before them; marks are ignored."""
    from shanghai_cases.text.readings import syllables

    key = fold(text)
    return tuple(
        (read[0], character) if read else ("", character) for read, character in zip(syllables(key), key, strict=True)
    )
