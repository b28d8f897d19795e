"""Every case as a light row or as an outline, read line by line, so that no two documents are in memory at a time.

Whatever is used of a line must be of its type; otherwise the file is to be read whole (`OtherLayoutError`), which names
the fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orjson import loads

from shanghai_cases.catalogue.locate import OtherLayoutError
from shanghai_cases.catalogue.protocol import CaseRow
from shanghai_cases.catalogue.scan import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shanghai_cases.catalogue.layout import Document
    from shanghai_cases.catalogue.locate import CaseLines
    from shanghai_cases.catalogue.scan import Scan

_OUTLINE = ("id", "edition", "title", "unit")


def rows_of_lines(lines: CaseLines) -> Iterator[CaseRow]:
    """Go through all cases; raises `OtherLayoutError`, at any place, where the file has to be read whole."""
    shared: dict[Any, Any] = {}
    for line in lines.matching():
        try:
            yield _row(loads(line), shared)
        except ValueError:
            raise OtherLayoutError from None


def _row(document: Document, shared: dict[Any, Any]) -> CaseRow:
    """Read a row; values that cases have in common are kept once, in ``shared``."""
    one = shared.setdefault
    try:
        identifier, edition, title, unit = map(document.__getitem__, _OUTLINE)
        texts = [document.get(name, "") for name in ("unit_type", "district", "town")]
        themes, related = tuple(document.get("themes", ())), tuple(document.get("related", ()))
        award = document.get("award_tier")
        status: str = document.get("status", "submitted")
        written = (identifier, title, unit, *texts, *themes, *related, award or "", status)
        if {*map(type, written)} != {str} or type(edition) is not int or not identifier.startswith(f"E{edition}-"):
            raise OtherLayoutError
    except (KeyError, TypeError, AttributeError):
        raise OtherLayoutError from None
    unit_type, district, town = (one(text, text) for text in texts)
    return CaseRow(
        identifier,
        edition,
        title,
        one(unit, unit),
        unit_type,
        district,
        town,
        one(themes, themes),
        one(award, award),
        one(status, status),
        related,
    )


def outlines(scan: Scan) -> dict[str, Document]:
    """Return of every case in a trusted file what says which it is, by its key."""
    found = {}
    for block in scan.blocks():
        for line in lines_of(block):
            key, _, document = line.partition(b":")
            whole = loads(document)
            found[loads(key)] = {name: whole[name] for name in _OUTLINE}
    return found
