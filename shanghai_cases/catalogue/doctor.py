"""Looking at a whole catalogue: is the file sound, do its records agree, what lies around it; mending and salvaging."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import atomic, journal_end, layout, past, reading, schema, writing
from shanghai_cases.catalogue.ailment import Finding, Severity
from shanghai_cases.catalogue.disk import Disk
from shanghai_cases.catalogue.examining import examine
from shanghai_cases.catalogue.home import Home, real_path, silent
from shanghai_cases.catalogue.layout import DamagedError
from shanghai_cases.catalogue.lock import LOCK_SECONDS, locked
from shanghai_cases.catalogue.mending import FIX, mended
from shanghai_cases.catalogue.salvage import Salvaged, salvage
from shanghai_cases.catalogue.surroundings import look_around
from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from shanghai_cases.catalogue.layout import Data
    from shanghai_cases.catalogue.plans import Change, Known
    from shanghai_cases.errors import Message


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found in the catalogue at ``path``, worst first."""

    path: Path
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong; notes are not faults."""
        return all(one.severity is Severity.NOTE for one in self.findings)


def diagnose(path: Path) -> Diagnosis:
    """Look at everything and change nothing. Raises `CatalogueError` only where the file can't be read at all."""
    path = real_path(path)
    before = _journal_end(path)
    raw = Home(path, Disk()).read()
    data: Data | None = None
    try:
        data, canonical = reading.strictly(raw, path)
    except DamagedError as error:
        found = _damage(raw, error)
    except CatalogueError as error:
        advice = msg("use a version of the program that knows it")
        found = [Finding(Severity.DAMAGE, error.message, advice)]
    else:
        found = [*examine(data), *_forms(data, canonical=canonical)]
    found += look_around(path, raw, data, journal_before=before)
    order = list(Severity)
    return Diagnosis(path, tuple(sorted(found, key=lambda one: order.index(one.severity))))


def _journal_end(path: Path) -> past.End:
    try:
        return past.end_of(Disk(), journal_end.journal_of(path))
    except OSError:
        return past.End()  # it can't be read either, which is told


def _forms(data: Data, *, canonical: bool) -> Iterator[Finding]:
    if not canonical:
        message = msg("the file is of an older schema, or not laid out one record to a line")
        yield Finding(Severity.NOTE, message, FIX, fixable=True)
    elif mended(data):
        message = msg("some records are not written in the canonical form")
        yield Finding(Severity.NOTE, message, FIX, fixable=True)


def _damage(raw: bytes, error: DamagedError) -> list[Finding]:
    """List the fault that keeps the file from being read, and every record that is not whole."""
    advice = msg("“cases doctor --salvage NEW.json” writes what is whole into a new file")
    return [Finding(Severity.DAMAGE, error.reason, advice), *salvage(raw).lost]


def fix(path: Path, *, seconds: float = LOCK_SECONDS, warn: Callable[[Message], None] = silent) -> int | None:
    """Mend what needs no decision, as one change that can be undone; return its number, None if nothing was to do.

    Raises `CatalogueError`; a damaged file is not mended but salvaged.
    """

    def plan(data: Data, known: Known) -> list[Change]:
        del known
        return mended(data)

    entry = writing.change(Home(real_path(path), Disk(), seconds, warn=warn), plan, "doctor", relayout=True)
    return entry.change if entry else None


def salvage_to(path: Path, new: Path, *, force: bool = False) -> Salvaged:
    """Write what is whole of a damaged file into a new one of the same mode; return what was taken and what was lost.

    Raises `CatalogueError` where ``new`` is there already and not ``force``, or is the damaged file itself.
    """
    path, new = real_path(path), real_path(new)
    raw = Home(path, Disk()).read()
    version = _newer(raw)
    if version is not None:
        raise version
    found = salvage(raw)
    with locked(new):
        if new == path or (new.exists() and not force):
            raise CatalogueError(msg("{path} exists already; nothing was changed", path=str(new)))
        atomic.replace(new, (layout.write(found.data),), mode=stat.S_IMODE(path.stat().st_mode))
    return found


def _newer(raw: bytes) -> schema.NewerSchemaError | None:
    """A whole file of a newer schema is not damaged; taking it apart would lose what this program doesn't know."""
    try:
        schema.version_of(layout.read(raw))
    except schema.NewerSchemaError as error:
        return error
    except CatalogueError:
        return None
    return None
