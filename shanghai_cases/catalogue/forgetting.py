"""Removing people's data for good: from the catalogue, and from every line of its journal.

The journal is rewritten first, then the catalogue is changed by an entry that holds no personal data itself; when the
program dies in between, doing it again finishes it. Backups and versions in git are out of its reach.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

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
    """Choose the contacts with this name, phone number or e-mail address, and the reviewers of this name.

    Spaces, dashes, case and full width make no difference.
    """
    same = _bare(word)
    return lambda table, document: any(_bare(one) == same for one in _words(document.get(_PRIVATE[table])))


def _bare(word: str) -> str:
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", word)).casefold()


def _words(private: object) -> Iterator[str]:
    """Give the name of a reviewer, or name, phone and e-mail of a contact."""
    for part in private.values() if isinstance(private, dict) else (private,):
        if isinstance(part, str):
            yield part


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


class Forgotten(NamedTuple):
    """Whose data was taken away (ids of cases, codes of reviewers), and the names, numbers and addresses it was."""

    names: set[str]
    words: set[str]

    def add(self, table: str, document: Document) -> None:
        """Note a record that loses its personal data."""
        self.names.add(name_of(table, document))
        self.words.update(_words(document[_PRIVATE[table]]))


def forgotten_by(changes: Sequence[Change]) -> Forgotten:
    """Return what the changes take away."""
    found = Forgotten(set(), set())
    for one in changes:
        if one.before:
            found.add(one.table, one.before)
    return found


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


def scrub(home: Home, wanted: Wanted, found: Forgotten) -> None:
    """Rewrite the journals without the chosen contacts, and note after each in ``found`` whose they were.

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
            _note(found, contents.entries, wanted)


def _note(found: Forgotten, entries: tuple[Entry, ...], wanted: Wanted) -> None:
    for entry in entries:
        for record in entry.records:
            for document in (record.before, record.after):
                if document and _has(record.table, document, wanted):
                    found.add(record.table, document)


def _rewrite(home: Home, path: Path, entries: list[Entry]) -> None:
    atomic.replace(path, (b"".join(map(journal.encode, entries)),), disk=home.disk)
