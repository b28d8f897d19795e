"""Short runs of the harnesses in `scripts`: processes killed in the middle, files damaged at random."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from scripts import fuzz_bytes, kill_harness

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("stop", [False, True])
def test_nothing_acknowledged_is_lost_when_writers_are_killed(tmp_path: Path, *, stop: bool) -> None:
    path = kill_harness.made(tmp_path)
    tally = kill_harness.run(path, 12, 3, 1, random.Random(5), stop=stop)
    kill_harness.check(path, tally)
    assert tally.faults == []


def test_no_command_believes_a_damaged_file(tmp_path: Path) -> None:
    assert fuzz_bytes.fuzz(tmp_path, 40, random.Random(7))[0] == []
