"""How often each value of a field stands among the hits."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from shanghai_cases.errors import UsageError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shanghai_cases.search.record import Record

FACETS = {
    "district": "district",
    "town": "town",
    "edition": "edition",
    "tier": "award_tier",
    "theme": "themes",
    "unit": "unit",
    "type": "unit_type",
    "tag": "tags",
}
"""What hits can be counted by, and the field of the record."""


def facet_names(text: str) -> tuple[str, ...]:
    """Read ``district,theme``; raises `UsageError` for a name that isn't one."""
    names = [name.strip() for name in text.replace("，", ",").split(",")]
    for name in names:
        if name not in FACETS:
            raise UsageError(msg("can't count by “{name}”; known are {known}", name=name, known=", ".join(FACETS)))
    return tuple(dict.fromkeys(names))


def counts(name: str, records: Sequence[Record]) -> dict[str, int]:
    """Count the values of a facet, the commonest first, equal ones by name; records without one count as ``""``."""
    field = FACETS[name]
    if field in ("themes", "tags"):
        values: Iterable[object] = chain.from_iterable(record.head.get(field) or ("",) for record in records)
    else:
        values = (record.head.get(field) for record in records)
    found = Counter("" if value is None else str(value) for value in values)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
