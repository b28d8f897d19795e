"""Reading a catalogue whole: every byte parsed, every record looked at, older schemas brought up to date in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.catalogue import layout, schema, shape
from shanghai_cases.catalogue.layout import DamagedError, Data

if TYPE_CHECKING:
    from pathlib import Path


def whole(raw: bytes, path: Path) -> Data:
    """Return the tables. Raises `DamagedError` unless every part is certain, `NewerSchemaError`."""
    data = _checked(raw, path)
    schema.migrate(data)
    return data


def strictly(raw: bytes, path: Path) -> tuple[Data, bool]:
    """Do the same, and tell whether they are laid out as we do it and of the present schema."""
    data = _checked(raw, path)
    canonical = layout.is_canonical(raw, data)
    return data, not schema.migrate(data) and canonical


def _checked(raw: bytes, path: Path) -> Data:
    try:
        data = layout.read(raw)
        schema.version_of(data)
        shape.check(data, raw)
    except DamagedError as error:
        raise DamagedError(error.reason, str(path)) from error
    return data
