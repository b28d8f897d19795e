"""Growth of submissions: against which edition, what was published, what follows from the counts."""

from __future__ import annotations

from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model import figure
from shanghai_cases.model.figure import UNKNOWN, Figure
from shanghai_cases.model.notation import plain_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from shanghai_cases.model.edition import Edition

_GROWTH_NAMES = ("growth_percent", "published_growth")  # how a count says that it was worked back from a growth


class Agreement(StrEnum):
    """Whether a published growth follows from the counts, and by which way of shortening the number."""

    EITHER = "either"
    ROUNDED = "rounded"
    TRUNCATED = "truncated"
    NEITHER = "neither"
    UNCHECKED = "unchecked"


class Comparison(NamedTuple):
    """One edition's submissions beside those of another.

    ``growth`` is in percent; it is unknown where a count is missing, where the other edition is not in the catalogue,
    and where ``circular``: one count was itself worked back from the growth.
    """

    number: int
    in_catalogue: bool
    submissions: Figure
    growth: Figure
    circular: bool


def compare(edition: Edition, number: int, editions: Mapping[int, Edition]) -> Comparison:
    """Compare an edition's submissions with those of edition ``number``, and with no other."""
    other = editions.get(number)
    before = other.submissions if other else UNKNOWN
    circular = before.known and _circular(edition.number, edition.submissions, before)
    grown = UNKNOWN if circular else figure.growth(edition.submissions, before)
    return Comparison(number, other is not None, before, grown, circular)


def _circular(number: int, now: Figure, before: Figure) -> bool:
    """Tell whether a count was worked back from this edition's growth (``growth_percent`` or ``growth_percent:6``)."""
    own = [f"{name}{suffix}" for name in _GROWTH_NAMES for suffix in ("", f":{number}")]
    return now.derived_from in own or before.derived_from in own


def agreement(published: Figure, now: Figure, before: Figure) -> Agreement:
    """Check a published growth against two counts, exactly (in fractions, not in floating point).

    A published 33 holds if some growth that the counts allow becomes 33 by rounding half away from zero, or by
    cutting off towards zero; the number of decimals is the published number's own.
    """
    said, allowed = _published_value(published), _growth_range(now, before)
    if said is None or allowed is None:
        return Agreement.UNCHECKED
    value, unit = said
    rounded = _meets(allowed, _rounding_range(value, unit))
    cut = _meets(allowed, _truncation_range(value, unit))
    if rounded and cut:
        return Agreement.EITHER
    if rounded:
        return Agreement.ROUNDED
    return Agreement.TRUNCATED if cut else Agreement.NEITHER


_Range = tuple["Fraction | float", bool, "Fraction | float", bool]  # low, low belongs, high, high belongs


def _published_value(published: Figure) -> tuple[Fraction, Fraction] | None:
    """Return an exact published number and one unit of its last decimal."""
    if not published.exact or published.value is None:
        return None
    from fractions import Fraction

    written = plain_number(published.value)
    decimals = len(written.partition(".")[2])
    return Fraction(written), Fraction(1, 10**decimals)


def _growth_range(now: Figure, before: Figure) -> _Range | None:
    present, past = figure.bounds(now), figure.bounds(before)
    if present is None or past is None or present.vague or past.vague or past.high <= 0 or past.low < 0:
        return None
    low = -100.0 if past.high == inf else _change(present.low, past.high)
    high = inf if present.high == inf or past.low == 0 else _change(present.high, past.low)
    open_low = now.qualifier == "over" or before.qualifier == "under"
    open_high = now.qualifier == "under" or before.qualifier == "over"
    return low, not open_low, high, not open_high


def _change(now: float, before: float) -> Fraction:
    from fractions import Fraction

    return 100 * (Fraction(now) - Fraction(before)) / Fraction(before)


def _rounding_range(value: Fraction, unit: Fraction) -> _Range:
    half = unit / 2
    return value - half, value > 0, value + half, value < 0


def _truncation_range(value: Fraction, unit: Fraction) -> _Range:
    if value == 0:
        return -unit, False, unit, False
    return (value, True, value + unit, False) if value > 0 else (value - unit, False, value, True)


def _meets(first: _Range, second: _Range) -> bool:
    """Tell whether two ranges share a number."""
    return _reaches(first, second) and _reaches(second, first)


def _reaches(lower: _Range, upper: _Range) -> bool:
    if lower[0] == upper[2]:
        return lower[1] and upper[3]
    return lower[0] < upper[2]
