"""Catalogues to search in: documents in memory, and the same documents in a file read by its lines."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from shanghai_cases.catalogue import layout
from shanghai_cases.catalogue.documents import edition_from
from shanghai_cases.catalogue.locate import CaseLines, open_lines
from shanghai_cases.model.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shanghai_cases.model.edition import Edition

Document = dict[str, Any]


def case(identifier: str, title: str = "某案例", unit: str = "某单位", **more: Any) -> Document:
    """Make a document of the table cases; its edition is that of the id."""
    edition = int(identifier[1:].partition("-")[0])
    return {"id": identifier, "edition": edition, "title": title, "unit": unit, "award_tier": None, **more}


def edition(number: int, **more: Any) -> Document:
    """Make a document of the table editions."""
    return {"number": number, "submissions": {"value": None, "qualifier": "unknown"}, **more}


def canonical(cases: Sequence[Document], editions: Sequence[Document] = ()) -> bytes:
    """Lay a catalogue out as the program does."""
    tables = {
        "meta": {"1": {"schema": 1}},
        "editions": {str(i + 1): document for i, document in enumerate(editions)},
        "reviews": {},
        "cases": {str(i + 1): ordered(document) for i, document in enumerate(cases)},
    }
    return layout.write(tables)


def spaced(raw: bytes) -> bytes:
    """Lay a canonical catalogue out as most programs would: one record to a line, a space after colon and comma."""
    tables = [
        json.dumps(name) + ": {\n" + ",\n".join(f"{json.dumps(key)}: {_json(one)}" for key, one in table.items())
        + ("\n}" if table else "}")
        for name, table in json.loads(raw).items()
    ]  # fmt: skip
    return ("{\n" + ",\n".join(tables) + "\n}\n").encode()


def _json(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False)


_FIELDS = tuple(known.name for known in fields(Case))


def ordered(document: Document) -> Document:
    """Put a document's keys in the order of the model."""
    known = {name: document[name] for name in _FIELDS if name in document}
    return known | document


@dataclass
class Memory:
    """Documents without a file."""

    found: Sequence[Document]
    known_editions: Sequence[Document] = ()

    def editions(self) -> list[Edition]:
        return [edition_from(document) for document in self.known_editions]

    def lines(self) -> CaseLines | None:
        return None

    def documents(self) -> Iterator[Document]:
        return iter(self.found)


@dataclass
class Bytes:
    """A file of the given bytes; counts how often it had to be read whole."""

    raw: bytes
    vouched: bool = False
    known_editions: Sequence[Document] = ()
    whole_reads: int = field(default=0)

    def editions(self) -> list[Edition]:
        return [edition_from(document) for document in self.known_editions]

    def lines(self) -> CaseLines | None:
        return open_lines(io.BytesIO(self.raw), vouched=self.vouched)

    def documents(self) -> Iterator[Document]:
        self.whole_reads += 1
        return iter(layout.read(self.raw)["cases"].values())
