"""The one way to write: lock, read under the lock, settle the journal, plan, record, replace."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.catalogue import atomic, journal_end, layout, plans, splice
from shanghai_cases.catalogue.commit import Note, commit
from shanghai_cases.catalogue.journal import FORGET
from shanghai_cases.catalogue.recorder import Recorder
from shanghai_cases.catalogue.scan import Digest, digest_of, own_tables
from shanghai_cases.errors import CatalogueError, msg
from shanghai_cases.model.ids import order_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shanghai_cases.catalogue.forgetting import Wanted
    from shanghai_cases.catalogue.home import Home
    from shanghai_cases.catalogue.journal import Entry
    from shanghai_cases.catalogue.journal_end import Stamp
    from shanghai_cases.catalogue.layout import Data
    from shanghai_cases.catalogue.plans import Change, Known
    from shanghai_cases.catalogue.protocol import Outline
    from shanghai_cases.model.case import Case

    Seen = tuple[Stamp, Sequence[Outline]]  # what was read of the file with this stamp, which our last write left
    Plan = Callable[[Data, Known], Sequence[Change]]

_FEW = 4  # so many new cases are looked for by their bytes; for more it is faster to know what there is


def change(home: Home, plan: Plan, command: str, *, relayout: bool = False) -> Entry | None:
    """Make one change; None where the plan changes nothing (with ``relayout``: and the layout is ours already).

    Raises `CatalogueError` (nothing is changed then) and whatever the plan raises.
    """
    with _opened(home) as recorder:
        return _change(home, recorder, plan, command, relayout=relayout)


def add(home: Home, drafts: Sequence[Case], plan: Plan, command: str, *, allow_same: bool) -> None:
    """Add cases, without parsing a file that is known to be our own last write."""
    needed = splice.of_drafts(drafts, allow_same=allow_same) if len(drafts) <= _FEW else splice.of_all()
    with _opened(home) as recorder:
        if not splice.add(home, recorder, needed, plan, command):
            _change(home, recorder, plan, command)


def take_in(home: Home, plan: Plan, command: str, *, corrects: bool, seen: Seen | None) -> None:
    """Add many cases as `add` does; with ``corrects`` the plan changes known ones, too, so that all is parsed.

    What was ``seen`` isn't read again if the file is still that one.
    """
    with _opened(home) as recorder:
        same = seen is not None and recorder.last is not None and recorder.last.stamp == seen[0]
        needed = splice.of_all(seen[1] if seen and same else None)
        if corrects or not splice.add(home, recorder, needed, plan, command):
            _change(home, recorder, plan, command)


def undo(home: Home, choose: Callable[[Sequence[Entry]], Entry], command: str) -> Entry:
    """Take back the change that is chosen from those of the past; raises what `history` raises."""
    from shanghai_cases.catalogue import history

    with _opened(home) as recorder:
        found = _look(home, recorder)
        entries = recorder.entries()
        target = choose(entries)
        changes = history.inverse(found.data, target, entries)
        return _carry_out(home, recorder, found, changes, command, undoes=target.change)


def forget(home: Home, wanted: Wanted, word: str = "") -> tuple[str, ...]:
    """Remove contacts from the catalogue and from its journal for good; return whose they were.

    Where they (or ``word``) still stand elsewhere is told as a warning.
    """
    from shanghai_cases.catalogue import forgetting, leftovers

    with _opened(home) as recorder:
        found = _look(home, recorder)
        changes = forgetting.changes(found.data, wanted)
        _refuse_read_only(home)  # before the journal is rewritten
        forgotten, past = forgetting.forgotten_by(changes), forgetting.Forgotten(set(), set())
        try:
            forgetting.scrub(home, wanted, past)
            if changes:
                rewritten = Recorder(home.disk, home.path, home.warn)
                rewritten.settle(found.digest)
                _carry_out(home, rewritten, found, changes, FORGET)
        except CatalogueError as error:
            if not past.names:
                raise
            raise CatalogueError(
                msg("only a part of the contacts is forgotten, so do it again: {problem}", problem=error.message)
            ) from error
    words = {*forgotten.words, *past.words, *([word] if word else [])}
    if words:
        for message in leftovers.look(home, words):
            home.warn(message)
    return tuple(sorted(forgotten.names | past.names, key=lambda name: (order_of(name), name)))


def _refuse_read_only(home: Home) -> None:
    try:
        status = home.disk.status(home.path)
        if status is not None:
            atomic.refuse_read_only(home.path, status, home.disk)
    except OSError as error:
        raise atomic.unwritable(home.path, error) from error


@contextmanager
def _opened(home: Home) -> Iterator[Recorder]:
    with home.locked():
        for journal in (journal_end.journal_of(home.path), journal_end.older_of(home.path)):
            atomic.tidy(journal, home.disk)
        died = atomic.tidy(home.path, home.disk)
        yield Recorder(home.disk, home.path, home.warn, died=died)


class _Found(NamedTuple):
    """The file under the lock: its tables, whether they are laid out as ours, its digest, a change by others."""

    data: Data
    canonical: bool
    digest: Digest
    outside: bool
    known: Known


def _look(home: Home, recorder: Recorder) -> _Found:
    raw = home.read()
    present = digest_of(raw)
    data, canonical = own_tables(raw) if recorder.trusts(present) else None, True
    if data is None:
        from shanghai_cases.catalogue import reading

        data, canonical = reading.strictly(raw, home.path)
    outside = recorder.settle(present)
    if outside and recorder.died and (last := recorder.whole()) is not None:
        from shanghai_cases.catalogue import history

        if history.never_happened(data, last):
            recorder.step_back()  # a crash came first, then the other program
    return _Found(data, canonical, present, outside, plans.known_of(data, recorder.latest))


def _change(home: Home, recorder: Recorder, plan: Plan, command: str, *, relayout: bool = False) -> Entry | None:
    found = _look(home, recorder)
    changes = plan(found.data, found.known)
    if not changes and (found.canonical or not relayout):
        return None
    return _carry_out(home, recorder, found, changes, command)


def _carry_out(
    home: Home, recorder: Recorder, found: _Found, planned: Sequence[Change], command: str, *, undoes: int = 0
) -> Entry:
    changes = plans.with_retired(found.data, planned)
    if plans.only_adds(changes):
        parts = layout.pieces(found.data, ((one.key, one.after or {}) for one in changes))
    else:
        from shanghai_cases.catalogue import editing

        parts = layout.pieces(editing.edited(found.data, changes))
    note = Note(
        command,
        found.digest,
        found.data,
        changes,
        found.known,
        undoes,
        outside=found.outside,
        canonical=found.canonical,
    )
    return commit(home, recorder, lambda _: parts, note)
