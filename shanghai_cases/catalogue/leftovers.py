"""Where personal data that was forgotten still stands: in other fields, in past changes, in files nearby."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import journal, journal_end, layout
from shanghai_cases.catalogue.backup import FOLDER
from shanghai_cases.catalogue.layout import META, dumps
from shanghai_cases.catalogue.plans import name_of
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from shanghai_cases.catalogue.home import Home
    from shanghai_cases.catalogue.layout import Data, Document
    from shanghai_cases.errors import Message

_LEAST = 2  # characters; a shorter name stands everywhere
_MOST_WORDS = 200  # whose places people could go through
_MOST_NAMED = 10
_MOST_BYTES = 64 << 20  # of a file nearby; larger ones are not looked through


def look(home: Home, words: Iterable[str]) -> Iterator[Message]:
    """Tell where the words still stand, without repeating them; what can't be read is passed over.

    Of very many words nothing is told.
    """
    needles = list({form for word in words if len(word) >= _LEAST for form in (word.encode(), dumps(word)[1:-1])})
    if not 0 < len(needles) <= _MOST_WORDS:
        return
    if records := list(_fields(home, needles)):
        yield msg("what was forgotten still stands in {places}; correct it there", places=_some(records))
    paths = (journal_end.older_of(home.path), journal_end.journal_of(home.path))
    for path in paths:
        if changes := list(_changes(home, path, needles)):
            yield msg(
                "what was forgotten still stands in other fields of change {changes} in {journal}; "
                "once nothing of the past needs to be undone, delete that file",
                changes=_some(changes),
                journal=str(path),
            )
    own = {home.path, *paths}
    if files := [str(one) for one in _nearby(home.path) if one not in own and _holds(one, needles)]:
        yield msg(
            "what was forgotten still stands in {files}; delete or correct what is no longer needed", files=_some(files)
        )


def _some(names: list[str]) -> tuple[str, ...]:
    return (*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else ()))


def _fields(home: Home, needles: list[bytes]) -> Iterator[str]:
    data: Data = {}
    with suppress(CatalogueError):
        data = layout.read(home.read())
    for table, documents in data.items():
        if table != META:
            for document in documents.values():
                for field in _with(document, needles):
                    yield f"{name_of(table, document)} {field}".strip()


def _with(document: Document, needles: list[bytes]) -> Iterator[str]:
    if any(one in dumps(document) for one in needles):
        for field, value in document.items():
            if any(one in dumps(value) for one in needles):
                yield field


def _changes(home: Home, path: Path, needles: list[bytes]) -> Iterator[str]:
    try:
        entries = journal.parse(home.disk.read(path)).entries
    except OSError:
        return
    for entry in entries:
        records = dumps([record._asdict() for record in entry.records])
        if any(one in records for one in needles):
            yield str(entry.change)


def _nearby(path: Path) -> Iterator[Path]:
    """Give the files beside the catalogue and in its folder of backups."""
    for folder in (path.parent, path.parent / FOLDER):
        try:
            yield from sorted(one for one in islice(folder.iterdir(), 10_000) if one.is_file() and not one.is_symlink())
        except OSError:
            continue


def _holds(path: Path, needles: list[bytes]) -> bool:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return False
        raw = path.read_bytes()
    except OSError:
        return False
    return any(one in raw for one in needles)
