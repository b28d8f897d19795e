"""Which file is the catalogue."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from shanghai_cases.errors import CatalogueError, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILE_NAME = "catalogue.json"
VARIABLE = "CASES_CATALOGUE"
_OWN = frozenset({"", ".journal", ".journal.1", ".lock", ".tmp", ".old"})  # what stands after the catalogue's name


class MissingCatalogueError(CatalogueError):
    """There is no catalogue where one was looked for."""


def find_catalogue(named: str | None, environment: Mapping[str, str], folder: Callable[[], Path] = Path.cwd) -> Path:
    """Choose the catalogue: the one named, else the environment's, else the nearest in ``folder`` or a parent.

    Raises `MissingCatalogueError`; a catalogue is never created by looking for it.
    """
    chosen = named or environment.get(VARIABLE)
    if chosen:
        path = _at_home(Path(chosen))
        return _existing(path / FILE_NAME if path.is_dir() else path)
    here = folder()
    for place in (here, *here.parents):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
    raise MissingCatalogueError(
        msg(
            "there is no {file} here or in a folder above; name one with --catalogue, or make one with “cases init”",
            file=FILE_NAME,
        )
    )


def conflict_copies(path: Path) -> tuple[Path, ...]:
    """Return what lies beside the real ``path`` under names that sync programs give to other versions of it.

    Looked for at every start, so that a usual folder costs no more than the list of its names.
    """
    try:
        names = os.listdir(path.parent)  # noqa: PTH208 (only the names are wanted)
    except OSError:
        return ()
    if all(path.stem not in name or name.removeprefix(path.name) in _OWN for name in names):
        return ()
    from shanghai_cases.catalogue import surroundings

    return surroundings.conflict_copies(path)


def _at_home(path: Path) -> Path:
    """Follow a ~ at the beginning; where there is no such account it is a name as any other."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _existing(path: Path) -> Path:
    if path.is_file():
        return path
    if path.exists():
        raise MissingCatalogueError(msg("{path} is not a file", path=str(path)))
    raise MissingCatalogueError(
        msg("there is no catalogue at {path}; make one with “cases init {path}”", path=str(path))
    )
