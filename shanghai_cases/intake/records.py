"""A case as its file tells it, by fields: what sheets, JSON and forms have in common."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import Message, UsageError, msg
from shanghai_cases.intake.headers import FIELDS, exact_field, header_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shanghai_cases.intake.table import Origin

_NOTHING: Mapping[str, object] = {}
IGNORE = "-"  # as a field of --map: leave this column out
JOINED = frozenset(
    {"contact_phone", "text", "themes", "tags", "notes", "figures", "sources"}
)  # may have several columns


class Record(NamedTuple):
    """One case as its file tells it, by fields: texts, or lists and objects as JSON has them.

    ``headers`` says what a field's column is called; ``cells`` is the row as it stood, under ``names``; ``faults`` has
    a header (or nothing) and what is wrong there, ``unread`` the same of columns that are no field; ``edition`` is what
    the title above the table says. ``fields`` are those of the names, one by one, where the row can be written anew
    from its case.
    """

    origin: Origin
    values: Mapping[str, object]
    headers: Mapping[str, str]
    names: Sequence[str]
    cells: Sequence[object]
    extra: Mapping[str, str]
    faults: tuple[tuple[str, Message], ...] = ()
    edition: str = ""
    fields: Sequence[str | None] = ()
    unread: tuple[tuple[str, Message], ...] = ()

    def lightened(self) -> Record:
        """Return the record without what its case tells as well, as a delivery may have very many."""
        cells = () if self.fields else self.cells
        return Record(self.origin, _NOTHING, self.headers, self.names, cells, self.extra, fields=self.fields)

    def written(self) -> dict[str, str]:
        """Return the row as it stood, by the names of its columns; those without one have their number."""
        names = [*self.names, *[""] * (len(self.cells) - len(self.names))]
        return {
            name or f"#{place}": cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
            for place, (name, cell) in enumerate(zip(names, self.cells, strict=False), 1)
            if name or cell
        }


def parse_mapping(written: Iterable[str]) -> dict[str, str]:
    """Read ``列名=field`` options into fields by header key. Raises `UsageError` for an unknown field."""
    chosen = {}
    for option in written:
        header, mark, name = option.rpartition("=")
        if not mark or not header.strip():
            raise UsageError(msg("--map takes COLUMN=FIELD (got {value})", value=option))
        found = IGNORE if name.strip() in ("", IGNORE) else exact_field(name)
        if found is None:
            raise UsageError(msg("unknown field {name}; the fields are: {fields}", name=name, fields=FIELDS))
        chosen[header_key(header)] = found
    return chosen


def joined(before: str, text: str, separator: str) -> str:
    """Put the values of two columns of one field together."""
    return separator.join(part for part in (before, text) if part.strip())


def headed(header: str, text: str) -> str:
    """Put a section of the full text below the name of its column."""
    return f"{header}\n{text}" if text.strip() else ""
