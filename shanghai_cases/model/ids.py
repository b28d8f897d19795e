"""Case ids such as E6-001: the edition and a running number of at least three digits."""

from __future__ import annotations

from functools import lru_cache

NO_AWARD = "none"  # the award tier that says: known to have no award
_DIGITS = 15  # what JSON numbers keep exactly everywhere


def case_id(edition: int, number: int) -> str:
    """Write the id of the ``number``-th case of an edition."""
    return f"E{edition}-{number:03d}"


@lru_cache(maxsize=4096)
def parse_case_id(text: str) -> tuple[int, int] | None:
    """Return edition and running number of a case id in its one spelling, or None."""
    if not text:
        return None
    edition, _, number = text[1:].partition("-")
    if not (edition.isdecimal() and number.isdecimal() and max(len(edition), len(number)) <= _DIGITS):
        return None
    found = int(edition), int(number)
    return found if all(found) and case_id(*found) == text else None


def order_of(identifier: str) -> tuple[int, int]:
    """Sort key of case ids: edition, then running number."""
    return parse_case_id(identifier) or (0, 0)
