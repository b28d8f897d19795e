"""Small checks shared by the model's values; each raises `FieldError` naming field and value."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from shanghai_cases.errors import FieldError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_UNSTORABLE = "[\x00\ud800-\udfff]"
_DATE = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_TIMESTAMP = r"(?a:\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))"
_LARGEST = 2**53
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def text(field: str, value: object, *, required: bool = False) -> None:
    """Accept a string that JSON and UTF-8 can carry; with ``required`` it must show something."""
    if not isinstance(value, str):
        raise FieldError(field, value, msg("must be text"))
    if not value.isprintable() and re.search(_UNSTORABLE, value):
        raise FieldError(field, value, msg("holds a NUL or half a character (lone surrogate), which can't be stored"))
    if required and not value.strip():
        raise FieldError(field, value, msg("must not be empty"))


def all_texts(values: Iterable[object]) -> bool:
    """Say of many values at once whether all are strings that JSON and UTF-8 can carry."""
    try:
        whole = "".join(values)  # type: ignore[arg-type]  # that is the question
    except TypeError:
        return False
    return whole.isprintable() or not re.search(_UNSTORABLE, whole)


def texts(field: str, values: object) -> None:
    """Accept a tuple of non-empty strings without repeats."""
    if values == ():
        return
    if not isinstance(values, tuple):
        raise FieldError(field, values, msg("must be a list of texts"))
    if not (all_texts(values) and all(map(str.strip, values))):
        for value in values:
            text(field, value, required=True)
    if len(values) > 1 and len(set(values)) != len(values):
        raise FieldError(field, values, msg("names the same thing twice"))


def whole(field: str, value: object, *, least: int) -> None:
    """Accept an integer of at least ``least`` (a bool is not a number here)."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise FieldError(field, value, msg("must be a whole number"))
    if value < least:
        raise FieldError(field, value, msg("must be at least {least}", least=least))
    _exact(field, value)


def number(field: str, value: object) -> None:
    """Accept a finite int or float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FieldError(field, value, msg("must be a number"))
    if value - value != 0:  # infinity and NaN
        raise FieldError(field, value, msg("must be a finite number"))
    _exact(field, value)


def _exact(field: str, value: float) -> None:
    """Refuse a whole number that JSON does not keep exactly everywhere (beyond 2^53, RFC 8259)."""
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise FieldError(field, value, msg("has more digits than can be kept exactly"))


def date(field: str, value: object) -> None:
    """Accept an ISO 8601 date that may stop at the month or year (2023, 2023-09, 2023-09-15), or None."""
    if value is None:
        return
    in_calendar = _in_calendar(value) if isinstance(value, str) else None
    if in_calendar is None:
        raise FieldError(field, value, msg("must be a date such as 2024-01-04, 2024-01 or 2024"))
    if not in_calendar:
        raise FieldError(field, value, msg("is not a date of the calendar"))


@lru_cache(maxsize=1024)
def _in_calendar(value: str) -> bool | None:
    """Say whether the calendar has a date; None for a text that isn't written as one."""
    match = re.fullmatch(_DATE, value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year == 0 or (month is not None and not 1 <= month <= 12):
        return False
    return month is None or day is None or 1 <= day <= _month_days(year or 1, month)


def _month_days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 if month == 2 and not leap else _DAYS[month - 1]


def timestamp(field: str, value: object) -> None:
    """Accept an ISO 8601 date and time with its offset, or None."""
    if value is not None and not (isinstance(value, str) and _is_timestamp(value)):
        raise FieldError(field, value, msg("must be a time such as 2024-01-04T09:30:00+08:00"))


@lru_cache(maxsize=64)
def _is_timestamp(value: str) -> bool:
    return re.fullmatch(_TIMESTAMP, value) is not None


def one_of(field: str, value: object, allowed: Iterable[object]) -> None:
    """Accept one of the named values."""
    choices = list(allowed)
    if value not in choices:
        raise FieldError(field, value, msg("must be one of: {choices}", choices=tuple(map(str, choices))))


def instances(field: str, values: object, kind: type) -> None:
    """Accept a tuple that holds nothing but ``kind``."""
    if values == ():
        return
    if not isinstance(values, tuple) or not all(isinstance(value, kind) for value in values):
        raise FieldError(field, values, msg("must be a list of {kind}", kind=kind.__name__))


def distinct(field: str, names: Sequence[str]) -> None:
    """Refuse a name that stands twice."""
    for place, name in enumerate(names):
        if name in names[:place]:
            raise FieldError(field, name, msg("names the same thing twice"))
