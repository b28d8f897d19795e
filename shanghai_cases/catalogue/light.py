"""Every case as a light row or as an outline, read line by line, so that no two documents are in memory at a time.

Whatever is used of a line must be of its type; otherwise the file is to be read whole (`OtherLayoutError`), which names
the fault.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from orjson import loads

from shanghai_cases.catalogue.locate import OtherLayoutError
from shanghai_cases.catalogue.protocol import CaseRow
from shanghai_cases.catalogue.scan import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shanghai_cases.catalogue.layout import Document
    from shanghai_cases.catalogue.locate import CaseLines
    from shanghai_cases.catalogue.scan import Scan

_OUTLINE = ("id", "edition", "title", "unit")
_PLAIN = re.compile(rb'\n"([0-9]+)":\{"id":"([^"\\]*)","edition":([0-9]+),"title":"([^"\\]*)","unit":"([^"\\]*)"[,}]')
"""How nearly every line of ours begins: its key and `_OUTLINE`, without an escaped character."""


def rows_of_lines(lines: CaseLines) -> list[CaseRow]:
    """Read all cases; raises `OtherLayoutError` where the file has to be read whole."""
    shared: dict[Any, Any] = {}
    one = shared.setdefault
    try:
        rows = [_row(loads(line), one) for line in lines.matching()]
        _check(rows)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise OtherLayoutError from None
    return rows


def _row(document: Document, one: Callable[[Any, Any], Any]) -> CaseRow:
    """Read a row; values that cases have in common are kept once, by ``one``."""
    get = document.get
    unit, unit_type, district, town = document["unit"], get("unit_type", ""), get("district", ""), get("town", "")
    themes, award, status = tuple(get("themes", ())), get("award_tier"), get("status", "submitted")
    return CaseRow(
        document["id"],
        document["edition"],
        document["title"],
        one(unit, unit),
        one(unit_type, unit_type),
        one(district, district),
        one(town, town),
        one(themes, themes),
        one(award, award),
        one(status, status),
        tuple(get("related", ())),
    )


def _check(rows: Sequence[CaseRow]) -> None:
    """Look at the types of what was read, field by field, which is far cheaper than row by row."""
    if not rows:
        return
    ids, editions, titles, units, *shorts, themes, awards, statuses, related = zip(*rows, strict=True)
    lists = {*themes, *related}
    texts = (ids, titles, {*units}, *map(set, shorts), {*awards} - {None}, {*statuses}, chain.from_iterable(lists))
    if {kind for column in texts for kind in map(type, column)} - {str} or {*map(type, editions)} != {int}:
        raise OtherLayoutError
    prefixes = {edition: f"E{edition}-" for edition in {*editions}}
    if not all(map(str.startswith, ids, map(prefixes.__getitem__, editions))):
        raise OtherLayoutError


def outlines(scan: Scan) -> dict[str, Document]:
    """Return of every case in a trusted file what says which it is, by its key."""
    found: dict[str, Document] = {}
    for block in scan.blocks():
        plain = _PLAIN.findall(block.buffer, block.start, block.end)
        if len(plain) == block.buffer.count(b'\n"', block.start, block.end):
            for key, *parts in plain:
                identifier, edition, title, unit = map(bytes.decode, parts)
                found[key.decode()] = {"id": identifier, "edition": int(edition), "title": title, "unit": unit}
            continue
        for line in lines_of(block):
            key, _, document = line.partition(b":")
            whole = loads(document)
            found[loads(key)] = {name: whole[name] for name in _OUTLINE}
    return found
