"""Compact tables made by ``scripts/build_data.py``; read on first need, never at import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def read_table(name: str) -> Any:
    """Return the parsed content of ``<name>.json``; each caller keeps what it makes of it."""
    import orjson

    return orjson.loads(Path(__file__).with_name(f"{name}.json").read_bytes())
