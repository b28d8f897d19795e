"""Every case as a light row or as an outline, read line by line, so that no two documents are in memory at a time.

Whatever is used of a line must be of its type; otherwise the file is to be read whole (`OtherLayoutError`), which names
the fault.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from orjson import loads

from shanghai_cases.catalogue.locate import OtherLayoutError
from shanghai_cases.catalogue.protocol import CaseRow, Outline
from shanghai_cases.catalogue.scan import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from shanghai_cases.catalogue.layout import Document
    from shanghai_cases.catalogue.locate import CaseLines

_OUTLINE = re.compile(
    rb'\n"[0-9]+":\{"id":"([^"\\]*)","edition":([0-9]+),"title":"([^"\\]*)","unit":"([^"\\]*)"'
    rb'(?:,"unit_type":"[^"\\]*")?(?:,("district":)"([^"\\]*)")?(?:,("town":)"([^"\\]*)")?[,}]'
)
"""How nearly every line of ours begins: its key, and the fields up to the town without an escaped character."""


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


def outlines(blocks: Iterable[tuple[bytes | bytearray, int, int]]) -> list[Outline]:
    """Say of every case in a file of ours which it is; a block is a buffer with where its whole lines begin and end.

    Raises ValueError, KeyError or TypeError for a file that isn't ours.
    """
    found: list[Outline] = []
    text = cache(bytes.decode)
    for buffer, start, end in blocks:
        plain = _OUTLINE.findall(buffer, start, end)
        if _are_all(plain, buffer, start, end):
            found += [
                Outline(identifier.decode(), int(edition), title.decode(), text(unit), text(district), text(town))
                for identifier, edition, title, unit, _, district, _, town in plain
            ]
        else:
            found += map(_outline, lines_of(buffer, start, end))
    return found


def _are_all(plain: Sequence[tuple[bytes, ...]], buffer: bytes | bytearray, start: int, end: int) -> bool:
    """Say whether these are the beginnings of all lines, and no place stands anywhere else."""
    columns = list(zip(*plain, strict=True))
    return bool(plain) and all(
        buffer.count(name, start, end) == len(plain) - column.count(b"")
        for name, column in ((b'\n"', columns[0]), (b'"district":', columns[4]), (b'"town":', columns[6]))
    )


def _outline(line: bytes) -> Outline:
    whole = loads(line.partition(b":")[2])
    return Outline(
        whole["id"], whole["edition"], whole["title"], whole["unit"], whole.get("district", ""), whole.get("town", "")
    )
