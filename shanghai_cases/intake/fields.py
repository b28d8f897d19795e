"""A case's fields as written text: setting one from text, writing one as text; the two are inverse."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.model.case import Case, Contact
from shanghai_cases.model.notation import parse_key_figure, write_key_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shanghai_cases.model.source import Source

_ITEM = r"(?:\\[;；\\]|[^;；])+"
_TO_ESCAPE = r"[;；]|\\(?=[;；\\]|\Z)"
_BAR = r"(?<!\\)\|"
_URL = r"https?://\S+"

FIXED = ("id", "edition", "added_at", "updated_at")  # given once, or by the program
PLAIN = ("title", "unit", "unit_type", "district", "town", "summary", "text", "status")
OPTIONAL = ("award_tier", "submitted_on")
LISTS = ("themes", "tags", "related", "notes")
CONTACT = ("contact.name", "contact.phone", "contact.email")
EDITABLE = (*PLAIN, *OPTIONAL, *LISTS, "figures", "sources", *CONTACT)


def set_field(case: Case, name: str, written: str) -> Case:
    """Return the case with one field set from text; an empty text empties the field.

    Lists are separated by ``;`` or ``；``; within an item these have a backslash before them. Raises `UsageError` for a
    field that can't be set, `FieldError` for a value that the field can't hold.
    """
    if name in CONTACT:
        return replace(case, contact=replace(case.contact, **{name.partition(".")[2]: written}))
    if name not in EDITABLE:
        raise UsageError(msg("there is no field {field} to set; choose one of: {fields}", field=name, fields=EDITABLE))
    value: Any = written
    if name in OPTIONAL:
        value = written or None
    elif name in LISTS:
        value = tuple(split(written))
    elif name == "figures":
        value = tuple(parse_key_figure(part) for part in split(written))
    elif name == "sources":
        value = tuple(parse_source(part) for part in split(written))
    return replace(case, **{name: value})


def split(written: str) -> list[str]:
    """Take a written list apart."""
    parts = (part.strip() for part in re.findall(_ITEM, written))
    return [re.sub(r"\\([;；\\])", r"\1", part) for part in parts if part]


def _joined(items: Iterable[str]) -> str:
    return ";".join(re.sub(_TO_ESCAPE, r"\\\g<0>", item) for item in items)


def parse_source(written: str) -> Source:
    """Read a source from a title, an address, or both, the whole then being its key, or from all its parts.

    These are written ``key | title | publisher | date | address``, of which only the key must be there.
    """
    from shanghai_cases.model.source import Source

    parts = [part.strip().replace(r"\|", "|") for part in re.split(_BAR, written)]
    if len(parts) == len(fields(Source)):
        return Source(*parts)
    address = re.search(_URL, written)
    url = address[0] if address else ""
    return Source(key=written.strip(), title=written.replace(url, "").strip() if url else written.strip(), url=url)


def write_field(case: Case, name: str) -> str:
    """Write one field as text, lists joined with ``;``."""
    writer = _WRITERS.get(name)
    if writer is not None:
        return writer(case)
    value = getattr(case, name)
    if isinstance(value, tuple):
        return _joined(value)
    return "" if value is None else str(value)


def _contact(part: str) -> Callable[[Case], str]:
    def write(case: Case) -> str:
        return str(getattr(case.contact, part))

    return write


_WRITERS: dict[str, Callable[[Case], str]] = {
    "figures": lambda case: _joined(map(write_key_figure, case.figures)),
    "sources": lambda case: _joined(map(_whole_source, case.sources)),
    "extra": lambda case: ";".join(f"{name}={value}" for name, value in case.extra),
    **{name: _contact(name.partition(".")[2]) for name in CONTACT},
}


def _whole_source(source: Source) -> str:
    """Write a source so that `parse_source` reads the same, in all its parts where title and address don't do."""
    short = write_source(source)
    if "|" not in short and parse_source(short) == source:
        return short
    return " | ".join(getattr(source, field.name).replace("|", r"\|") for field in fields(source)).strip()


def write_source(source: Source) -> str:
    """Write a source so that people find it: its title or key, who published it, when and where."""
    return " ".join(filter(None, _source_words(source)))


def _source_words(source: Source) -> tuple[str, ...]:
    if not source.title:
        return (source.key, source.url) if source.url not in source.key else (source.key,)
    return (source.title, source.publisher, source.date, source.url)


def without_contact(case: Case) -> Case:
    """Return the case without its private contact."""
    return replace(case, contact=Contact())
