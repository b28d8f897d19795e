"""TinyDB's storage for the catalogue file: our layout, whole reads, atomic writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tinydb.storages import Storage  # noqa: TID253 (this module is imported only where TinyDB is wanted)

from shanghai_cases.catalogue import atomic, layout
from shanghai_cases.catalogue.home import real_path


class LineStorage(Storage):
    """Keeps a TinyDB in one JSON file, one document per line.

    Unlike TinyDB's own storage it never writes in place, never creates a file by reading, and refuses a file it can't
    read whole (`DamagedError`). ``write`` expects the caller to hold the lock when it also read.
    """

    def __init__(self, path: str | Path) -> None:
        """Name the file; it is opened only for the moment of a read or write."""
        self.path = real_path(Path(path))

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return all tables, or None where there is no file yet."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return None
        return layout.read(raw) if raw else None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file."""
        tables = {name: {str(key): document for key, document in table.items()} for name, table in data.items()}
        atomic.replace(self.path, (layout.write(tables),))
