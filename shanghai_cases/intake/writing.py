"""The values of a case's fields as text for one cell: what `parsing` reads back to the same value."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import FieldError
from shanghai_cases.intake import parsing
from shanghai_cases.model.notation import write_key_figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from shanghai_cases.model.case import Case, KeyFigure
    from shanghai_cases.model.source import Source

CONTACTS = ("contact_name", "contact_phone", "contact_email")


def cell(case: Case, field: str) -> str:
    """Write one field of a case, named as in a header: ``title``, ``contact_phone``."""
    if field in CONTACTS:
        return str(getattr(case.contact, field.removeprefix("contact_")))
    value = getattr(case, field)
    writer = _WRITERS.get(field)
    if writer is not None:
        return writer(value)
    return "" if value is None else str(value)


def texts(field: str, values: tuple[str, ...]) -> str:
    """Write a list parted by ``;``, or as JSON where that would be read as another list."""
    plain = ";".join(values)
    return plain if parsing.as_texts(field, plain) == values else _json(list(values))


def figures(values: tuple[KeyFigure, ...]) -> str:
    """Write figures as ``label=value unit (qualifier)`` parted by ``;``, or as JSON where that would lose something."""
    plain = ";".join(map(write_key_figure, values))
    try:
        same = parsing.as_figures(plain) == values and _kinds(parsing.as_figures(plain)) == _kinds(values)
    except FieldError:
        same = False
    return plain if same else _json([_object(value) for value in values])


def _kinds(values: tuple[KeyFigure, ...]) -> list[type]:
    """Tell 2 from 2.0, which are equal but not written alike in the catalogue."""
    return [type(part) for one in values for part in (one.figure.value, one.figure.minimum, one.figure.maximum)]


def _object(key: KeyFigure) -> dict[str, Any]:
    parts = {name: part for name, part in asdict(key.figure).items() if part not in (None, "")}
    return {"label": key.label, **parts, "unit": key.unit}


def sources(values: tuple[Source, ...]) -> str:
    """Write the keys of sources parted by ``;``, or as JSON where there is more than keys."""
    plain = ";".join(value.key for value in values)
    if parsing.as_sources(plain) == values:
        return plain
    return _json([{name: part for name, part in asdict(value).items() if part} for value in values])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "extra": lambda value: _json(dict(value)) if value else "",
    "themes": lambda value: texts("themes", value),
    "tags": lambda value: texts("tags", value),
    "notes": lambda value: texts("notes", value),
    "related": ";".join,
    "figures": figures,
    "sources": sources,
}
