"""The published facts of the campaign, which travel with the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import layout

if TYPE_CHECKING:
    from shanghai_cases.catalogue.layout import Data

_FILE = Path(__file__).with_name("sample.json")


def sample() -> Data:
    """Return the tables of the shipped catalogue."""
    return layout.read(_FILE.read_bytes())
