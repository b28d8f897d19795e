"""Removing people's data for good: from the catalogue, and from every line of its journal.

The journal is rewritten first, then the catalogue is changed by an entry that holds no personal data itself; when the
program dies in between, doing it again finishes it. Backups and versions in git are out of its reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.catalogue import atomic, journal, journal_end
from shanghai_cases.catalogue.layout import CASES, Data, Document
from shanghai_cases.catalogue.plans import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shanghai_cases.catalogue.home import Home
    from shanghai_cases.catalogue.journal import Entry, Recorded

    Wanted = Callable[[Document], bool]


CONTACT = "contact"


def of_cases(ids: set[str]) -> Wanted:
    """Choose the contacts of these cases."""
    return lambda document: document.get("id") in ids


def of_person(word: str) -> Wanted:
    """Choose the contacts with this name, phone number or e-mail address."""

    def wanted(document: Document) -> bool:
        contact = document.get(CONTACT)
        return isinstance(contact, dict) and word in (contact.get("name"), contact.get("phone"), contact.get("email"))

    return wanted


def of_everybody(document: Document) -> bool:
    """Choose every contact."""
    return bool(document)


def changes(data: Data, wanted: Wanted) -> list[Change]:
    """Return the changes that take the contacts out of the tables."""
    return [
        Change(CASES, key, document, _without(document))
        for key, document in data[CASES].items()
        if CONTACT in document and wanted(document)
    ]


def without_contacts(records: Sequence[Recorded], wanted: Wanted | None = None) -> tuple[Recorded, ...]:
    """Return a change's records with the chosen contacts left out (all of them if nothing is chosen)."""
    return tuple(
        record._replace(
            before=_scrubbed(record.before, wanted),
            after=_scrubbed(record.after, wanted),
        )
        for record in records
    )


def _scrubbed(document: Document | None, wanted: Wanted | None) -> Document | None:
    if document is None or CONTACT not in document or (wanted is not None and not wanted(document)):
        return document
    return _without(document)


def _without(document: Document) -> Document:
    return {field: part for field, part in document.items() if field != CONTACT}


def scrub(home: Home, wanted: Wanted) -> set[str]:
    """Rewrite the journals without the chosen contacts; return the ids they belonged to.

    Lines that can't be read might hold personal data, so they are left out. The caller holds the lock. Raises
    `CatalogueError`.
    """
    found: set[str] = set()
    for path in (journal_end.older_of(home.path), journal_end.journal_of(home.path)):
        try:
            if home.disk.status(path) is None:
                continue
            contents = journal.parse(home.disk.read(path))
        except OSError as error:
            raise atomic.unwritable(path, error) from error
        entries = [one._replace(records=without_contacts(one.records, wanted)) for one in contents.entries]
        if contents.damaged or contents.torn_at is not None or entries != list(contents.entries):
            found.update(_ids(contents.entries, wanted))
            _rewrite(home, path, entries)
    return found


def _ids(entries: tuple[Entry, ...], wanted: Wanted) -> set[str]:
    return {
        str(document.get("id"))
        for entry in entries
        for record in entry.records
        for document in (record.before, record.after)
        if document and CONTACT in document and wanted(document)
    }


def _rewrite(home: Home, path: Path, entries: list[Entry]) -> None:
    atomic.tidy(path, home.disk)
    atomic.replace(path, (b"".join(map(journal.encode, entries)),), disk=home.disk)
