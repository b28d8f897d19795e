"""The catalogue's schema version, and the named steps that bring an older file up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.catalogue.layout import CASES, EDITIONS, META, REVIEWS, DamagedError, Data, Document
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = 1
_META_KEY = "1"


class NewerSchemaError(CatalogueError):
    """The file was written by a later version of this program."""

    def __init__(self, found: int) -> None:
        super().__init__(
            msg(
                "the catalogue has schema {found}, and this program knows up to {known}; install a newer version",
                found=found,
                known=VERSION,
            )
        )


def _add_meta(data: Data) -> None:
    """Give tables to a file that plain TinyDB began."""
    for table in (META, EDITIONS, REVIEWS, CASES):
        data.setdefault(table, {})


MIGRATIONS: tuple[Callable[[Data], None], ...] = (_add_meta,)  # from version 0, from 1, ...


def meta_of(data: Data) -> Document:
    """Return the one document of `meta`, empty where there is none."""
    return next(iter(data.get(META, {}).values()), {})


def version_of(data: Data) -> int:
    """Return the file's schema version, 0 before there was one; raises `CatalogueError` for what is no catalogue."""
    if data.get(META) and (len(data[META]) > 1 or "schema" not in meta_of(data)):
        raise DamagedError(msg("the table “{table}” must hold one record, with the schema", table=META))
    version = meta_of(data).get("schema", 0)
    if type(version) is not int or version < 0:
        problem = msg("the schema's version must be a whole number (got {version})", version=repr(version))
        raise DamagedError(msg("table “{table}”: {problem}", table=META, problem=problem))
    if version > VERSION:
        raise NewerSchemaError(version)
    if META not in data and CASES not in data:
        raise DamagedError(msg("it is not a case catalogue: it has neither the table meta nor cases"))
    return version


def is_current(data: Data) -> bool:
    """Whether the file needs no migration."""
    return version_of(data) == VERSION


def migrate(data: Data) -> bool:
    """Bring ``data`` to the current schema in place; tell whether anything had to be done."""
    found = version_of(data)
    for migration in MIGRATIONS[found:]:
        migration(data)
    if found < VERSION:
        set_meta(data, {**meta_of(data), "schema": VERSION})
    return found < VERSION


def set_meta(data: Data, meta: Document) -> None:
    """Replace the document of `meta`."""
    key = next(iter(data.get(META, {})), _META_KEY)
    data.setdefault(META, {})[key] = meta


def empty(name: str) -> Data:
    """Return the tables of a catalogue without cases."""
    meta: Document = {"schema": VERSION, **({"name": name} if name else {})}
    return {META: {_META_KEY: meta}, EDITIONS: {}, REVIEWS: {}, CASES: {}}
