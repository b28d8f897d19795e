"""Factories for catalogues and what goes into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.catalogue import layout, schema
from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.file import FileCatalogue
from shanghai_cases.model.case import Case
from shanghai_cases.model.edition import Edition

if TYPE_CHECKING:
    from pathlib import Path

    from shanghai_cases.catalogue.layout import Data

TIME = "2024-01-04T09:30:00+08:00"


def draft(title: str = "一网统管", edition: int = 6, unit: str = "徐汇区", **fields: object) -> Case:
    """Make a case without an id."""
    return Case("", edition, title, unit, **fields)  # type: ignore[arg-type]


def stored(number: int, title: str, **fields: object) -> Case:
    """Make a case of the sixth edition as the catalogue keeps it."""
    return Case(f"E6-{number:03d}", 6, title, "徐汇区", added_at=TIME, **fields)  # type: ignore[arg-type]


def tables(*cases: Case) -> Data:
    """Make the tables of a catalogue with the fifth and the sixth edition."""
    data = schema.empty("试")
    data["editions"] = {"1": to_document(Edition(5)), "2": to_document(Edition(6))}
    data["cases"] = {str(place): to_document(case) for place, case in enumerate(cases, 1)}
    return data


def open_catalogue(path: Path, **options: object) -> FileCatalogue:
    """Open a catalogue with a clock and a user that don't change."""
    return FileCatalogue(path, clock=lambda: TIME, user=lambda: "wang", **options)  # type: ignore[arg-type]


def lines(path: Path) -> list[bytes]:
    """Return a file's lines."""
    return path.read_bytes().split(b"\n")


def journal_lines(path: Path) -> int:
    """Count the changes in a catalogue's journal."""
    journal = path.with_name(path.name + ".journal")
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def write_plainly(path: Path, data: Data) -> None:
    """Write tables canonically, without lock or journal, as another program might."""
    path.write_bytes(layout.write(data))
