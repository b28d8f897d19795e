"""Removing people's data for good: from the catalogue, and from every line of its journal.

The journal is rewritten first, then the catalogue is changed by an entry that holds no personal data itself; when the
program dies in between, doing it again finishes it. Backups and versions in git are out of its reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.catalogue import atomic, journal, journal_end
from shanghai_cases.catalogue.history import PRIVATE
from shanghai_cases.catalogue.layout import CASES, Data, Document
from shanghai_cases.catalogue.plans import Change, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shanghai_cases.catalogue.home import Home
    from shanghai_cases.catalogue.journal import Entry, Recorded

    Wanted = Callable[[str, Document], bool]


_PRIVATE: Mapping[str, str] = dict(PRIVATE)
"""The field of a table that holds personal data."""


def of_cases(ids: set[str]) -> Wanted:
    """Choose the contacts of these cases."""
    return lambda table, document: table == CASES and document.get("id") in ids


def of_person(word: str) -> Wanted:
    """Choose the contacts with this name, phone number or e-mail address, and the reviewers of this name."""

    def wanted(table: str, document: Document) -> bool:
        private = document.get(_PRIVATE[table])
        return word == private or (
            isinstance(private, dict) and word in (private.get("name"), private.get("phone"), private.get("email"))
        )

    return wanted


def of_everybody(table: str, document: Document) -> bool:
    """Choose every contact and every reviewer's name."""
    return bool(table and document)


def changes(data: Data, wanted: Wanted) -> list[Change]:
    """Return the changes that take the contacts out of the tables."""
    return [
        Change(table, key, document, _without(table, document))
        for table in _PRIVATE
        for key, document in data.get(table, {}).items()
        if _has(table, document, wanted)
    ]


def names_of(changes: Sequence[Change]) -> set[str]:
    """Return whose data the changes take away: ids of cases, codes of reviewers."""
    return {name_of(one.table, one.before) for one in changes if one.before}


def without_contacts(records: Sequence[Recorded], wanted: Wanted | None = None) -> tuple[Recorded, ...]:
    """Return a change's records with the chosen contacts left out (all of them if nothing is chosen)."""
    return tuple(
        record._replace(
            before=_scrubbed(record.table, record.before, wanted),
            after=_scrubbed(record.table, record.after, wanted),
        )
        for record in records
    )


def _has(table: str, document: Document, wanted: Wanted | None) -> bool:
    return table in _PRIVATE and _PRIVATE[table] in document and (wanted is None or wanted(table, document))


def _scrubbed(table: str, document: Document | None, wanted: Wanted | None) -> Document | None:
    return _without(table, document) if document is not None and _has(table, document, wanted) else document


def _without(table: str, document: Document) -> Document:
    return {field: part for field, part in document.items() if field != _PRIVATE[table]}


def scrub(home: Home, wanted: Wanted) -> Iterator[str]:
    """Rewrite the journals without the chosen contacts; tell after each whose it held.

    Lines that can't be read might hold personal data, so they are left out. The caller holds the lock. Raises
    `CatalogueError`.
    """
    for path in (journal_end.older_of(home.path), journal_end.journal_of(home.path)):
        try:
            if home.disk.status(path) is None:
                continue
            contents = journal.parse(home.disk.read(path))
        except OSError as error:
            raise atomic.unwritable(path, error) from error
        entries = [one._replace(records=without_contacts(one.records, wanted)) for one in contents.entries]
        if contents.damaged or contents.torn_at is not None or entries != list(contents.entries):
            _rewrite(home, path, entries)
            yield from _names(contents.entries, wanted)


def _names(entries: tuple[Entry, ...], wanted: Wanted) -> set[str]:
    return {
        name_of(record.table, document)
        for entry in entries
        for record in entry.records
        for document in (record.before, record.after)
        if document and _has(record.table, document, wanted)
    }


def _rewrite(home: Home, path: Path, entries: list[Entry]) -> None:
    atomic.replace(path, (b"".join(map(journal.encode, entries)),), disk=home.disk)
