"""The examples of the README, run as they stand there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue.file import create
from shanghai_cases.catalogue.sample import sample
from tests.cli.running import ROOT, Cases

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def examples() -> list[list[tuple[str, str]]]:
    """Return the blocks of the README, each as commands with what they print."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [_commands(block) for block in _BLOCK.findall(text)]


def _commands(block: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].rstrip("\n"), ""))
        else:
            command, printed = found.pop()
            found.append((command, printed + line))
    return found


def test_there_are_examples() -> None:
    assert examples() != []


@pytest.mark.parametrize("block", examples(), ids=lambda block: str(block[0][0]))
def test_a_block_prints_what_it_says(block: list[tuple[str, str]], tmp_path: Path) -> None:
    create(tmp_path / "catalogue.json", sample())
    shell = Cases(tmp_path).shell
    printed = [(command, shell(f"exec 2>&1; {command}").out) for command, _ in block]
    assert printed == block
