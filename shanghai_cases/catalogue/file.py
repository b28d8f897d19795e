"""The catalogue in one JSON file: reading it whole, changing it in one step."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from shanghai_cases.catalogue import atomic, layout, plans, schema
from shanghai_cases.catalogue.documents import case_from, edition_from, review_from
from shanghai_cases.catalogue.layout import CASES, EDITIONS, REVIEWS, DamagedError, Data, Document
from shanghai_cases.catalogue.locate import open_lines
from shanghai_cases.catalogue.protocol import CaseRow
from shanghai_cases.errors import CatalogueError, FieldError, msg
from shanghai_cases.model.case import Case, parse_case_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from shanghai_cases.catalogue.locate import CaseLines
    from shanghai_cases.catalogue.plans import Change
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review


_Value = TypeVar("_Value")


def unreadable(path: Path, error: OSError) -> CatalogueError:
    """Say in one sentence why the catalogue could not be read."""
    return CatalogueError(msg("can't read {path}: {reason}", path=str(path), reason=error.strerror or str(error)))


def local_time() -> str:
    """Return this moment in local time with its offset, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


class FileCatalogue:
    """The `Catalogue` kept in the file at ``path`` (links are followed to the real file).

    ``seconds`` is how long a change waits for another program's lock; ``clock`` gives the time that changes carry.
    """

    def __init__(
        self, path: Path, *, seconds: float = atomic.LOCK_SECONDS, clock: Callable[[], str] = local_time
    ) -> None:
        self.path = path.resolve()
        self._seconds = seconds
        self._clock = clock

    # ---- reading

    @cached_property
    def _data(self) -> Data:
        data = layout.read(self._read())
        schema.migrate(data)  # in memory only; a file of an older schema changes with the first write
        return data

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise unreadable(self.path, error) from error

    @property
    def name(self) -> str:
        """What the catalogue calls itself."""
        return str(schema.meta_of(self._data).get("name", ""))

    def editions(self) -> tuple[Edition, ...]:
        """Return all editions by number."""
        found = [_made(edition_from, EDITIONS, key, document) for key, document in self._data.get(EDITIONS, {}).items()]
        return tuple(sorted(found, key=lambda edition: edition.number))

    def edition(self, number: int) -> Edition:
        """Return one edition; raises `UnknownEditionError`."""
        for edition in self.editions():
            if edition.number == number:
                return edition
        raise plans.UnknownEditionError(number)

    def get(self, ids: Iterable[str]) -> dict[str, Case]:
        """Return the cases that exist of those asked for, by id, in the order asked for."""
        wanted = list(ids)
        chosen = set(wanted)
        found = {
            document["id"]: _made(case_from, CASES, key, document)
            for key, document in self._data[CASES].items()
            if document.get("id") in chosen
        }
        return {identifier: found[identifier] for identifier in wanted if identifier in found}

    def cases(self) -> Iterator[Case]:
        """Go through all cases in the order of the file."""
        for key, document in self._data[CASES].items():
            yield _made(case_from, CASES, key, document)

    def rows(self) -> Iterator[CaseRow]:
        """Go through all cases as light rows."""
        for key, document in self._data[CASES].items():
            yield _made(_row, CASES, key, document)

    def documents(self) -> Iterator[Document]:
        """Go through all documents of cases, read strictly."""
        yield from self._data[CASES].values()

    def lines(self) -> CaseLines | None:
        """Return the records as lines of bytes, None for a file of another layout; raises for a newer schema."""
        try:
            lines = open_lines(self.path.open("rb"))
        except OSError as error:
            raise unreadable(self.path, error) from error
        if lines is not None:
            schema.version_of(layout.read(lines.head.rstrip(b",\n") + b"\n}\n"))
        return lines

    def reviews(self, edition: int) -> tuple[Review, ...]:
        """Return the reviews of an edition's cases."""
        return tuple(
            _made(review_from, REVIEWS, key, document)
            for key, document in self._data.get(REVIEWS, {}).items()
            if (parse_case_id(str(document.get("case_id"))) or (0, 0))[0] == edition
        )

    # ---- changing

    def preview(self, drafts: Sequence[Case], *, allow_same: bool = False) -> tuple[Case, ...]:
        """Return the drafts as `add` would store them, without storing; raises what `add` would raise."""
        return tuple(plans.numbered(self._data, drafts, self._clock(), allow_same=allow_same))

    def add(self, drafts: Sequence[Case], *, command: str, allow_same: bool = False) -> tuple[Case, ...]:
        """Store new cases and return them with their ids."""
        stored: list[Case] = []

        def plan(data: Data) -> list[Change]:
            stored.extend(plans.numbered(data, drafts, self._clock(), allow_same=allow_same))
            return plans.added(data, stored)

        self._change(plan, command)
        return tuple(stored)

    def replace(self, cases: Sequence[Case], *, command: str) -> tuple[Case, ...]:
        """Store new versions of existing cases and return them as stored."""
        self._change(lambda data: plans.replaced(data, cases), command)
        return tuple(cases)

    def remove(self, ids: Sequence[str], *, command: str) -> None:
        """Remove cases; their ids are never given again."""
        self._change(lambda data: plans.removed(data, ids), command)

    def put_edition(self, edition: Edition, *, command: str) -> None:
        """Store an edition, new or changed."""
        self._change(lambda data: plans.edition_put(data, edition), command)

    def put_reviews(self, reviews: Sequence[Review], *, command: str) -> None:
        """Store reviews; a reviewer's earlier review of the same case is replaced."""
        self._change(lambda data: plans.reviews_put(data, reviews), command)

    def _change(self, plan: Callable[[Data], list[Change]], command: str) -> None:  # noqa: ARG002
        """Read under the lock, plan, and put the changed whole in the file's place; the one way to write."""
        with atomic.locked(self.path, self._seconds):
            raw = self._read()
            data = layout.read(raw)
            canonical = not schema.migrate(data) and layout.is_canonical(raw, data)
            changes = plan(data)
            if not changes:
                return
            if canonical and all(change.table == CASES and change.before is None for change in changes):
                content = layout.append(raw, [(change.key, change.after or {}) for change in changes])
            else:
                content = layout.write(_edited(data, changes))
            atomic.replace(self.path, content)
        self.__dict__.pop("_data", None)


def create(path: Path, content: Data, *, shared: bool = False) -> None:
    """Make a new catalogue file, readable by its owner alone unless ``shared`` with the group.

    Raises `CatalogueError` where there is a file already.
    """
    with atomic.locked(path.resolve()):
        if path.exists():
            raise CatalogueError(msg("{path} exists already; nothing was changed", path=str(path)))
        atomic.replace(path.resolve(), layout.write(content), mode=0o660 if shared else 0o600)


def _edited(data: Data, changes: Sequence[Change]) -> Data:
    """Apply changes of any kind through TinyDB, which keeps its own rules of ids and tables."""
    from tinydb import TinyDB
    from tinydb.storages import MemoryStorage
    from tinydb.table import Document as TinyDocument

    with TinyDB(storage=MemoryStorage) as database:
        database.storage.write(data)
        for name in dict.fromkeys(change.table for change in changes):
            mine = [change for change in changes if change.table == name]
            kept = [change for change in mine if change.before is not None and change.after is not None]
            table = database.table(name)
            table.remove(doc_ids=[int(change.key) for change in mine if change.after is None])
            table.update(_replacing(kept), doc_ids=[int(change.key) for change in kept])
            table.insert_multiple(
                TinyDocument(change.after, doc_id=int(change.key))
                for change in mine
                if change.before is None and change.after is not None
            )
        edited: Data = database.storage.read() or {}
    return edited


def _replacing(changes: Sequence[Change]) -> Callable[[Any], None]:
    """Make the transform that TinyDB calls for each document, in the order of the ids it was given."""
    versions = iter([change.after for change in changes])

    def put(document: Any) -> None:
        document.clear()
        document.update(next(versions))

    return put


def _row(document: Document) -> CaseRow:
    """Read a light row; raises KeyError or FieldError."""
    return CaseRow(
        document["id"],
        document["edition"],
        document["title"],
        document["unit"],
        document.get("unit_type", ""),
        document.get("district", ""),
        document.get("town", ""),
        tuple(document.get("themes", ())),
        document.get("award_tier"),
        document.get("status", "submitted"),
        tuple(document.get("related", ())),
    )


def _made(make: Callable[[Document], _Value], table: str, key: str, document: Document) -> _Value:
    """Build a value from a document; what the model refuses is damage of the file, told with its place."""
    try:
        return make(document)
    except FieldError as error:
        raise DamagedError(
            msg("table “{table}”, record {key}: {problem}", table=table, key=key, problem=error.message)
        ) from error
    except KeyError as error:
        raise DamagedError(
            msg("table “{table}”, record {key}: {field} is missing", table=table, key=key, field=str(error.args[0]))
        ) from error
