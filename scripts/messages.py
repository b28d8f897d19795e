"""Keep the catalogue of messages: collect every ``msg("…")`` and ``template("…")``, check and compile translations.

``python -m scripts.messages`` brings ``cases.po`` up to date (new sentences with an empty translation) and compiles it;
``--check`` writes nothing and fails when a sentence lacks its translation, a translation fills other fields than its
sentence, or the files are not what they would be.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "shanghai_cases"
FOLDER = PACKAGE / "presentation" / "locale" / "zh" / "LC_MESSAGES"
_MARKERS = frozenset({"msg", "template"})
_NO_DATE = datetime(2024, 1, 4, tzinfo=UTC)  # Babel writes one; equal sentences shall make equal files
_FIELD = re.compile(r"\{(\w+)\}")


def sentences() -> list[str]:
    """Return every sentence of the package in the language of the source, sorted."""
    found: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in _MARKERS
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(str(node.args[0].value))
    return sorted(found - {""})


def translations() -> dict[str, str]:
    """Return the Chinese of every sentence that has one."""
    with (FOLDER / "cases.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string}


def files(known: dict[str, str]) -> dict[str, bytes]:
    """Return the contents of both files."""
    catalogue = Catalog(locale="zh", project="cases", charset="utf-8", fuzzy=False)
    for sentence in sentences():
        catalogue.add(sentence, known.get(sentence, ""))
    text, binary = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=0, omit_header=True, include_previous=False)
    header = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: zh\\n"\n\n'
    content = header + text.getvalue()
    compiled = read_po(io.BytesIO(content))
    compiled.creation_date = compiled.revision_date = _NO_DATE
    write_mo(binary, compiled)
    return {"cases.po": content, "cases.mo": binary.getvalue()}


def faults(known: dict[str, str]) -> list[str]:
    """Return what a reader of either language would miss."""
    wanted = sentences()
    found = [f"no Chinese for: {sentence}" for sentence in wanted if sentence not in known]
    found += [
        f"other fields than its sentence: {known[sentence]}"
        for sentence in wanted
        if sentence in known and set(_FIELD.findall(sentence)) != set(_FIELD.findall(known[sentence]))
    ]
    found += [
        f"not up to date: {name}" for name, content in files(known).items() if (FOLDER / name).read_bytes() != content
    ]
    return found


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit status."""
    known = translations()
    if "--check" in arguments:
        found = faults(known)
        print("\n".join(found) or f"{len(known)} messages in both languages")
        return 1 if found else 0
    for name, content in files(known).items():
        (FOLDER / name).write_bytes(content)
    print(f"{len(set(sentences()) - set(known))} of {len(sentences())} messages lack their Chinese")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
