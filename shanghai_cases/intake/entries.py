"""Entries that name their own fields, from JSON or forms, to records."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.intake.headers import guess_field, header_key, preference
from shanghai_cases.intake.records import IGNORE, JOINED, Record, headed, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.intake.table import Entry

_NOTHING: Mapping[str, str] = {}


def entry_record(entry: Entry, mapping: Mapping[str, str]) -> Record:
    """Turn an entry that names its own fields into a record; names that repeat are put together."""
    names: tuple[str, ...]
    names, cells = zip(*entry.values, strict=True) if entry.values else ((), ())
    if "contact" in names:
        names, cells = _flat(names, cells)
    make = _make(names, tuple(mapping.items()))
    if make.plain:
        values: Mapping[str, object] = dict(zip(make.known, cells, strict=True))
        extra = _NOTHING
    else:
        values, extra = _put_together(make, cells)
    faults = (("", entry.fault),) if entry.fault else ()
    told = (entry.origin, values, make.headers, make.names, cells, extra, faults, entry.edition)
    return Record(*told, fields=make.fields if entry.origin.row else ())


def _put_together(make: _Make, cells: tuple[object, ...]) -> tuple[dict[str, object], Mapping[str, str]]:
    """Return the values of fields, and of names that are none."""
    values: dict[str, object] = {}
    extra: dict[str, str] = {}
    for place in make.order:
        field, name, value = make.fields[place], make.names[place], cells[place]
        if field == "text" and isinstance(value, str) and make.fields.count("text") > 1:
            value = headed(name, value)
        if field is None or (field in values and not _can_join(field, values[field], value)):
            if name and (field is None or values[field] != value):
                extra.setdefault(name, str(value))
        elif field in values:
            separator = "\n\n" if field == "text" else ";"
            values[field] = joined(str(values[field]), str(value), separator)
        elif field != IGNORE:
            values[field] = value
    return values, extra or _NOTHING


class _Make(NamedTuple):
    """What entries of the same names have in common: which fields these are, and what each field is called.

    ``plain``: every name is a field of its own, ``known``. ``order`` has the places of names, of several for one field
    the best first.
    """

    names: tuple[str, ...]
    fields: tuple[str | None, ...]
    headers: Mapping[str, str]
    known: tuple[str, ...]
    plain: bool
    order: tuple[int, ...]


@lru_cache(maxsize=256)
def _make(names: tuple[str, ...], mapping: tuple[tuple[str, str], ...]) -> _Make:
    chosen = dict(mapping)
    fields = tuple(_entry_field(name, chosen) for name in names)
    headers: dict[str, str] = {}
    for field, name in zip(fields, names, strict=True):
        if field is not None:
            headers.setdefault(field, name)
    known = tuple(field for field in fields if field not in (None, IGNORE))
    plain = len(set(known)) == len(fields)
    return _Make(names, fields, headers, known, plain, () if plain else _best_first(names, fields))


def _best_first(names: tuple[str, ...], fields: tuple[str | None, ...]) -> tuple[int, ...]:
    """Return the places of names, those that say best which field they are first; others stay in their order."""
    ranks = [
        0 if field is None or field in JOINED else preference(name) for field, name in zip(fields, names, strict=True)
    ]
    return tuple(sorted(range(len(names)), key=ranks.__getitem__))


def _flat(names: tuple[str, ...], cells: tuple[object, ...]) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Give the parts of a contact object as fields of their own."""
    at = names.index("contact")
    parts = cells[at]
    if not isinstance(parts, dict):
        return names, cells
    named = [f"contact_{part}" for part in parts]
    return (*names[:at], *named, *names[at + 1 :]), (*cells[:at], *parts.values(), *cells[at + 1 :])


def _entry_field(name: str, mapping: Mapping[str, str]) -> str | None:
    if not name:
        return None
    if chosen := mapping.get(header_key(name)):
        return chosen
    guess = guess_field(name)
    return guess.field if guess else None


def _can_join(name: str, before: object, value: object) -> bool:
    return isinstance(before, str) and isinstance(value, str) and (name in JOINED or not before.strip())
