"""A small catalogue in a temporary folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue.file import create
from tests.catalogue.making import open_catalogue, stored, tables

if TYPE_CHECKING:
    from pathlib import Path

    from shanghai_cases.catalogue.file import FileCatalogue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Put a catalogue of three cases into a folder of its own."""
    path = tmp_path / "catalogue.json"
    create(path, tables(stored(1, "一网统管"), stored(2, "红色物业", district="徐汇区"), stored(3, "邻里“议事”\n厅")))
    return path


@pytest.fixture
def catalogue(path: Path) -> FileCatalogue:
    """Open it."""
    return open_catalogue(path)
