"""The catalogue in one JSON file: reading what is needed of it, changing it in one step."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from shanghai_cases.catalogue import journal_end, layout, schema, shape
from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.catalogue.home import Home, account, local_time, real_path, silent
from shanghai_cases.catalogue.layout import CASES, EDITIONS, REVIEWERS, REVIEWS, DamagedError, Data, Document
from shanghai_cases.catalogue.lock import LOCK_SECONDS
from shanghai_cases.errors import CatalogueError, FieldError, msg
from shanghai_cases.model.ids import parse_case_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from shanghai_cases.catalogue.journal import Entry
    from shanghai_cases.catalogue.journal_end import Stamp
    from shanghai_cases.catalogue.locate import CaseLines
    from shanghai_cases.catalogue.plans import Change, Known
    from shanghai_cases.catalogue.protocol import CaseRow, History, Outline, Past
    from shanghai_cases.catalogue.rows import Census
    from shanghai_cases.catalogue.scan import Scan
    from shanghai_cases.catalogue.writing import Seen
    from shanghai_cases.errors import Message
    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.model.review import Review
    from shanghai_cases.model.reviewer import Reviewer


_Value = TypeVar("_Value")
_SMALL = 1 << 20  # a file that nobody vouched for is read whole up to here, as it costs next to nothing
_FEW = 12  # so many ids are looked for by their bytes


class FileCatalogue:
    """The `Catalogue` kept in the file at ``path`` (links are followed to the real file).

    ``seconds`` is how long a change waits for another program's lock; ``clock`` and ``user`` give the time and the
    name that changes carry; ``warn`` is told what did not stop a change but should be known. An object shows the file
    as it was when first read, and again after a change of its own.
    """

    def __init__(
        self,
        path: Path,
        *,
        seconds: float = LOCK_SECONDS,
        clock: Callable[[], str] = local_time,
        user: Callable[[], str] = account,
        warn: Callable[[Message], None] = silent,
        disk: Disk | None = None,
    ) -> None:
        self.path = real_path(path)
        self._home = Home(self.path, disk or Disk(), seconds, clock=clock, user=user, warn=warn)
        self._vouched: Stamp | None = None  # of the file that `lines` opened last, if it is our last write
        self._seen: Seen | None = None

    # ---- reading

    @cached_property
    def _data(self) -> Data:
        from shanghai_cases.catalogue import reading

        return reading.whole(self._home.read(), self.path)

    def _search(self, needles: Sequence[bytes], *, once: bool = False) -> tuple[Data, dict[str, Document]] | None:
        """Find head and cases by what their lines begin with; None for a file that has to be read whole.

        ``once``: each needle can stand on one line only.
        """
        if "_data" in self.__dict__:
            return None
        from shanghai_cases.catalogue.scan import Scan, record

        try:
            stamp = self._stamp()
            trusted = self._trusts(stamp)
            if stamp is None or (not trusted and stamp.size <= _SMALL):
                return None
            with self._home.disk.open(self.path) as file:
                scan = Scan(file, trusted=trusted)
                most = len(needles) if once and trusted else None
                lines = _lines(scan, needles if trusted else [*needles, *map(_spaced, needles)], most)
                found = dict(map(record, lines))
                if not scan.believes(found) or not schema.is_current(scan.head):
                    return None
                if not trusted:
                    shape.check({**scan.head, REVIEWS: {}, CASES: found})
        except OSError as error:
            raise self._home.unreadable(error) from error
        except DamagedError:
            return None  # read whole, it is refused with the whole file's lines
        return scan.head, found

    def _stamp(self) -> Stamp | None:
        status = self._home.disk.status(self.path)
        return journal_end.stamp_of(status) if status else None

    def _last_entry(self) -> Entry | None:
        """Return the journal's last entry, where it can be read."""
        from shanghai_cases.catalogue import journal

        try:
            _, line, _ = journal.last_line(self._home.disk, journal_end.journal_of(self.path))
        except OSError:
            return None
        return line.entry if line else None

    def _trusts(self, stamp: Stamp | None) -> bool:
        """Whether the file is the one that our last write left."""
        return stamp is not None and stamp == journal_end.vouched(self._home.disk, self.path)

    @property
    def name(self) -> str:
        """What the catalogue calls itself."""
        return str(schema.meta_of(self._head()).get("name", ""))

    def _head(self) -> Data:
        lines = None if "_data" in self.__dict__ else self.lines()
        return self._data if lines is None else _head_of(lines)

    def editions(self) -> tuple[Edition, ...]:
        """Return all editions by number."""
        return self._editions_in(self._head())

    def _editions_in(self, head: Data) -> tuple[Edition, ...]:
        from shanghai_cases.catalogue.documents import edition_from

        found = [self._made(edition_from, EDITIONS, key, one) for key, one in head.get(EDITIONS, {}).items()]
        return tuple(sorted(found, key=lambda edition: edition.number))

    def edition(self, number: int) -> Edition:
        """Return one edition; raises `UnknownEditionError`."""
        for edition in self.editions():
            if edition.number == number:
                return edition
        from shanghai_cases.catalogue.plans import UnknownEditionError

        raise UnknownEditionError(number)

    def get(self, ids: Iterable[str]) -> dict[str, Case]:
        """Return the cases that exist of those asked for, by id, in the order asked for."""
        from shanghai_cases.catalogue.documents import case_from

        wanted = dict.fromkeys(ids)
        documents = self._documents(wanted)
        found = {one["id"]: self._made(case_from, CASES, key, one) for key, one in documents.items()}
        return {identifier: found[identifier] for identifier in wanted if identifier in found}

    def _documents(self, wanted: Iterable[str]) -> dict[str, Document]:
        """Return the documents of these ids by their keys."""
        ids = {identifier for identifier in wanted if parse_case_id(identifier)}
        if len(ids) <= _FEW:
            found = self._search([b'{"id":%s,' % layout.dumps(identifier) for identifier in ids], once=True)
            if found is not None and (len(found[1]) == len(ids) or self._trusts(self._stamp())):
                return found[1]  # that a case isn't there is said only of a file that was read whole
        return {key: document for key, document in self._data[CASES].items() if document["id"] in ids}

    def cases(self) -> Iterator[Case]:
        """Go through all cases in the order of the file."""
        from shanghai_cases.catalogue.documents import case_from

        for key, document in self._data[CASES].items():
            yield self._made(case_from, CASES, key, document)

    def case_of(self, document: Document) -> Case:
        """Build the case of a document that `lines` or `documents` gave; raises `DamagedError` with its place."""
        from shanghai_cases.catalogue.documents import case_from

        try:
            return case_from(document)
        except FieldError:
            key = next(key for key, one in self._data[CASES].items() if one["id"] == document["id"])
            return self._made(case_from, CASES, key, document)

    def rows(self, edition: int | None = None) -> Iterator[CaseRow]:
        """Go through all cases, or those of one edition, as light rows."""
        from shanghai_cases.catalogue.documents import row_from

        if edition is None and "_data" not in self.__dict__:
            light = self._light_rows()
            if light is not None:
                yield from light
                return
        found = None if edition is None else self._search([b'{"id":"E%d-' % edition])
        documents = self._data[CASES] if found is None else found[1]
        for key, document in documents.items():
            row = self._made(row_from, CASES, key, document)
            if edition is None or row.edition == edition:
                yield row

    def outlines(self) -> Sequence[Outline]:
        """Say of every case which it is, in the order of the file."""
        from shanghai_cases.catalogue import light
        from shanghai_cases.catalogue.protocol import outline_of

        lines = None if "_data" in self.__dict__ else self.lines()
        if lines is not None and self._vouched is not None:
            with suppress(ValueError, KeyError, TypeError):
                found = light.outlines((buffer, 0, end) for buffer, end in lines.blocks())
                self._seen = self._vouched, found
                return found
        return list(map(outline_of, self.rows()))

    def _light_rows(self) -> list[CaseRow] | None:
        """Read all rows line by line; None for a file to be read whole."""
        from shanghai_cases.catalogue.light import rows_of_lines
        from shanghai_cases.catalogue.locate import OtherLayoutError

        lines = self.lines()
        try:
            return None if lines is None else rows_of_lines(lines)
        except OtherLayoutError:
            return None

    def documents(self) -> Iterator[Document]:
        """Go through all documents of cases, read strictly."""
        yield from self._data[CASES].values()

    def lines(self) -> CaseLines | None:
        """Return the records as lines of bytes, None for a file to be read whole; raises for a newer schema."""
        from shanghai_cases.catalogue.locate import open_lines

        try:
            stamp = self._stamp()
            trusted = self._trusts(stamp)
            self._vouched = stamp if trusted else None
            if stamp is not None and not trusted and stamp.size <= _SMALL:
                return None
            stream = self._home.disk.open(self.path)
            lines = open_lines(stream, vouched=trusted)
            if lines is None:
                stream.close()
        except OSError as error:
            raise self._home.unreadable(error) from error
        if lines is not None:
            head = _head_of(lines)
            schema.version_of(head)
            if not trusted:
                shape.check({**head, REVIEWS: {}, CASES: {}})
        return lines

    def census(self, wanted: Collection[int] | None = None) -> Census:
        """Count the cases of every edition, and read the short fields of those of the ``wanted`` ones (None: all)."""
        from shanghai_cases.catalogue import rows
        from shanghai_cases.catalogue.locate import OtherLayoutError

        lines = None if "_data" in self.__dict__ else self.lines()
        if lines is not None:
            try:
                return rows.census_of_lines(self._editions_in(_head_of(lines)), lines, wanted)
            except OtherLayoutError:
                pass  # the strict reader names the fault, or reads what only looked like one
        return rows.census_of_documents(self._editions_in(self._data), self.documents(), wanted)

    def reviewers(self) -> tuple[Reviewer, ...]:
        """Return all reviewers by code."""
        from shanghai_cases.catalogue.documents import reviewer_from

        table = self._data.get(REVIEWERS, {})
        found = [self._made(reviewer_from, REVIEWERS, key, document) for key, document in table.items()]
        return tuple(sorted(found, key=lambda reviewer: reviewer.code))

    def reviews(self, edition: int) -> tuple[Review, ...]:
        """Return the reviews of an edition's cases."""
        from shanghai_cases.catalogue.documents import review_from

        return tuple(
            self._made(review_from, REVIEWS, key, document)
            for key, document in self._data.get(REVIEWS, {}).items()
            if (parse_case_id(document["case_id"]) or (0, 0))[0] == edition
        )

    def _made(self, make: Callable[[Document], _Value], table: str, key: str, document: Document) -> _Value:
        """Build a value from a document; what the model refuses is damage of the file, told with its place."""
        problem = shape.problem_of(table, document)
        if problem is None:
            try:
                return make(document)
            except FieldError as error:
                problem = error.message
        place = layout.place_of(self._home.read(), table, key)
        raise DamagedError(msg("{place}: {problem}", place=place, problem=problem), str(self.path))

    # ---- changing

    def preview(self, drafts: Sequence[Case], *, allow_same: bool = False) -> tuple[Case, ...]:
        """Return the drafts as `add` would store them, without storing; raises what `add` would raise."""
        from shanghai_cases.catalogue import plans

        known = plans.known_of(self._data, self._last_entry())
        return tuple(plans.numbered(self._data, drafts, self._home.clock(), known, allow_same=allow_same))

    def add(self, drafts: Sequence[Case], *, command: str, allow_same: bool = False) -> tuple[Case, ...]:
        """Store new cases and return them with their ids."""
        from shanghai_cases.catalogue import plans, writing

        stored: list[Case] = []

        def plan(data: Data, known: Known) -> list[Change]:
            stored[:] = plans.numbered(data, drafts, self._home.clock(), known, allow_same=allow_same)
            return plans.added(stored, known)

        writing.add(self._home, drafts, plan, command, allow_same=allow_same)
        self._forget_what_was_read()
        return tuple(stored)

    def take_in(
        self,
        drafts: Sequence[Case],
        finish: Callable[[Sequence[str]], Sequence[Case]],
        corrections: Sequence[tuple[Case, Case]] = (),
        *,
        command: str,
    ) -> tuple[Case, ...]:
        """Add and correct cases in one change; return the new ones as stored.

        A draft keeps its own id where it has one, which must be free. ``finish`` is called with the ids of all drafts
        and returns the cases to add; ``corrections`` are known cases before and after.
        """
        from shanghai_cases.catalogue import taking_in, writing

        stored: list[Case] = []

        def plan(data: Data, known: Known) -> Sequence[Change]:
            new, changes = taking_in.taken_in(data, drafts, finish, corrections, known, now=self._home.clock())
            stored[:] = new
            return changes

        writing.take_in(self._home, plan, command, corrects=bool(corrections), seen=self._seen)
        self._forget_what_was_read()
        return tuple(stored)

    def replace(self, cases: Sequence[Case], *, command: str) -> tuple[Case, ...]:
        """Store new versions of existing cases and return them as stored."""
        from shanghai_cases.catalogue import plans

        self._change(lambda data, _: plans.replaced(data, cases), command)
        return tuple(cases)

    def remove(self, ids: Sequence[str], *, command: str) -> None:
        """Remove cases; their ids are never given again."""
        from shanghai_cases.catalogue import plans

        self._change(lambda data, _: plans.removed(data, ids), command)

    def put_edition(self, edition: Edition, *, command: str) -> None:
        """Store an edition, new or changed."""
        from shanghai_cases.catalogue import plans

        self._change(lambda data, _: plans.edition_put(data, edition), command)

    def put_awards(self, edition: Edition, cases: Sequence[Case], *, command: str) -> None:
        """Store an edition together with the cases whose awards it decides."""
        from shanghai_cases.catalogue import plans

        self._change(lambda data, _: plans.awards_put(data, edition, cases), command)

    def put_reviewers(self, reviewers: Sequence[Reviewer], *, command: str) -> None:
        """Store reviewers, new or changed."""
        from shanghai_cases.catalogue import plans

        self._change(lambda data, _: plans.reviewers_put(data, reviewers), command)

    def put_reviews(self, reviews: Sequence[Review], *, command: str) -> None:
        """Store reviews; a reviewer's earlier review of the same case is replaced."""
        from shanghai_cases.catalogue import plans

        self._change(lambda data, _: plans.reviews_put(data, reviews), command)

    def hold(self) -> None:
        """Keep other writers out until the next change, or `release`: what is read from here on is what is changed.

        Raises `LockedError` where another program goes on writing, `CatalogueError` where nothing can be locked.
        """
        self._home.hold()
        self._forget_what_was_read()

    def release(self) -> None:
        """Let other writers in again, where no change came of it."""
        self._home.release()

    # ---- the past

    def history(self, *, contacts: bool = False) -> History:
        """Return the changes of the past, without personal data unless asked for."""
        from shanghai_cases.catalogue import past

        return past.read(self._home, contacts=contacts)

    def undo(self, change: int | None = None) -> Past:
        """Take back the last change, or a numbered one, as a new change, which is returned."""
        from shanghai_cases.catalogue import history

        return self._take_back(lambda entries: history.to_undo(entries, change), "undo")

    def redo(self) -> Past:
        """Take back the last undo."""
        from shanghai_cases.catalogue import history

        return self._take_back(history.to_redo, "redo")

    def forget(self, ids: Iterable[str] = (), *, person: str = "", everybody: bool = False) -> tuple[str, ...]:
        """Remove contacts from the catalogue and its journal for good: those of cases, of a person, or of everybody.

        ``person`` is a name, phone number or e-mail address. The names of reviewers count as contacts. Returns the
        cases (ids) and reviewers (``reviewer:code``) that had them, now or before.
        """
        from shanghai_cases.catalogue import forgetting, writing

        wanted = forgetting.of_cases(set(ids))
        if everybody:
            wanted = forgetting.of_everybody
        elif person:
            wanted = forgetting.of_person(person)
        forgotten = writing.forget(self._home, wanted, person)
        self._forget_what_was_read()
        return forgotten

    def _take_back(self, choose: Callable[[Sequence[Entry]], Entry], command: str) -> Past:
        from shanghai_cases.catalogue import history, writing

        entry = writing.undo(self._home, choose, command)
        self._forget_what_was_read()
        return history.told((entry,))[0]

    def _change(self, plan: Callable[[Data, Known], list[Change]], command: str) -> None:
        from shanghai_cases.catalogue import writing

        writing.change(self._home, plan, command)
        self._forget_what_was_read()

    def _forget_what_was_read(self) -> None:
        self.__dict__.pop("_data", None)
        self._seen = None


def _lines(scan: Scan, needles: Sequence[bytes], most: int | None) -> dict[bytes, None]:
    """Collect the lines that have one of the needles in their beginning, at most so many."""
    from shanghai_cases.catalogue.scan import lines_beginning

    lines: dict[bytes, None] = {}
    for block in scan.blocks():
        for needle in needles:
            lines.update(dict.fromkeys(lines_beginning(block, needle)))
        if most is not None and len(lines) >= most:
            break
    return lines


def _head_of(lines: CaseLines) -> Data:
    """Read the tables before the records; raises `DamagedError`."""
    return layout.read(lines.head.rstrip(b",\n") + b"\n}\n")


def _spaced(needle: bytes) -> bytes:
    """Return what other programs would write."""
    return needle.replace(b":", b": ")


def create(path: Path, content: Data, *, shared: bool = False, seconds: float = LOCK_SECONDS) -> None:
    """Make a new catalogue file, readable by its owner alone unless ``shared`` with the group.

    Raises `CatalogueError` where there is a file already.
    """
    from shanghai_cases.catalogue import atomic
    from shanghai_cases.catalogue.lock import locked

    real = real_path(path)
    with locked(real, seconds):
        if real.exists():
            raise CatalogueError(msg("{path} exists already; nothing was changed", path=str(path)))
        atomic.replace(real, (layout.write(content),), mode=0o660 if shared else 0o600)
