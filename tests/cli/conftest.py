"""The program in a folder of its own, with or without a catalogue there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue.file import create
from shanghai_cases.catalogue.sample import sample
from tests.cli.running import Cases

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bare(tmp_path: Path) -> Cases:
    """Stand where there is no catalogue."""
    return Cases(tmp_path)


@pytest.fixture
def cases(tmp_path: Path) -> Cases:
    """Stand where the catalogue holds the published facts."""
    create(tmp_path / "catalogue.json", sample())
    return Cases(tmp_path)
