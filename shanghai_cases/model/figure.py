"""A figure that knows how sure it is, and arithmetic that keeps that knowledge.

Every figure stands for a set of values it may have: one value (exact), more than a value (over 逾), less than one
(under 不足), a closed range (derived), or something that can't be bounded (nearly 近, about 约). `growth`, `total` and
`share` compute with those sets by interval arithmetic (Moore 1966), so a result is never surer than what it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import inf, isinf
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model import checks
from shanghai_cases.model.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

Number = int | float


class Qualifier(StrEnum):
    """How a figure's value is meant."""

    EXACT = "exact"
    OVER = "over"
    UNDER = "under"
    NEARLY = "nearly"
    ABOUT = "about"
    DERIVED = "derived"
    PLANNED = "planned"
    UNKNOWN = "unknown"


_VAGUE = frozenset({Qualifier.NEARLY, Qualifier.ABOUT})


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Figure(Value):
    """One number with its qualifier.

    ``value`` is None for an unknown figure and for a derived range; ``minimum`` and ``maximum`` (inclusive) and
    ``basis`` belong to derived figures. ``derived_from`` names the measure a derived figure was computed back from,
    so that computing that measure again from it is recognised as going in a circle. ``source`` is a source's key.

    Raises `FieldError` when the parts contradict the qualifier.
    """

    value: Number | None
    qualifier: Qualifier = Qualifier.EXACT
    minimum: Number | None = None
    maximum: Number | None = None
    basis: str = ""
    derived_from: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if type(self.qualifier) is not Qualifier:
            try:
                object.__setattr__(self, "qualifier", Qualifier(self.qualifier))
            except ValueError:
                checks.one_of("qualifier", self.qualifier, [str(known) for known in Qualifier])
        if not checks.all_texts((self.basis, self.derived_from, self.source)):
            for field in ("basis", "derived_from", "source"):
                checks.text(field, getattr(self, field))
        if self.value is not None:
            checks.number("value", self.value)
        if self.minimum is not None:
            checks.number("minimum", self.minimum)
        if self.maximum is not None:
            checks.number("maximum", self.maximum)
        self._check_parts()

    def __hash__(self) -> int:
        """Hash the fields; spelled out, as shares are looked up by it."""
        parts = (self.value, self.qualifier, self.minimum, self.maximum, self.basis, self.derived_from, self.source)
        return hash(parts)

    def _check_parts(self) -> None:
        if self.qualifier is Qualifier.DERIVED:
            if self.minimum is None or self.maximum is None or self.value is not None:
                raise FieldError("derived", self.value, msg("a derived figure has a minimum and a maximum, no value"))
            if self.minimum > self.maximum:
                raise FieldError("minimum", self.minimum, msg("must not be above the maximum"))
            return
        if self.minimum is not None or self.maximum is not None:
            raise FieldError("minimum", self.minimum, msg("only a derived figure has a minimum and a maximum"))
        if (self.qualifier is Qualifier.UNKNOWN) != (self.value is None):
            raise FieldError("value", self.value, msg("a figure has a value unless it is unknown"))

    @property
    def known(self) -> bool:
        """Whether anything at all is known about the value."""
        return self.qualifier is not Qualifier.UNKNOWN

    @property
    def observed(self) -> bool:
        """Whether the figure counts something that happened; a planned or unknown one does not."""
        return self.qualifier not in (Qualifier.UNKNOWN, Qualifier.PLANNED)

    @property
    def exact(self) -> bool:
        """Whether the value is one certain number."""
        return self.qualifier is Qualifier.EXACT


UNKNOWN = Figure(None, Qualifier.UNKNOWN)


@lru_cache(maxsize=1024, typed=True)  # a report asks for the same small counts again and again
def exactly(value: Number, source: str = "") -> Figure:
    """Make an exact figure."""
    return Figure(value, source=source)


def between(minimum: Number, maximum: Number, basis: str = "") -> Figure:
    """Make a derived figure, or an exact one where the range is a single value."""
    if minimum == maximum:
        return Figure(minimum)
    return Figure(None, Qualifier.DERIVED, minimum, maximum, basis)


class Bounds(NamedTuple):
    """The values a figure may have, from ``low`` to ``high`` (infinite where open).

    ``vague``: only a point is told that the value is near to. ``unsaid_low``: the low end is not told but follows from
    what is counted (a count is never below 0, a growth never below -100 %).
    """

    low: float
    high: float
    vague: bool = False
    unsaid_low: bool = False


def bounds(figure: Figure) -> Bounds | None:
    """Return the values an observed count may have; None for unknown and planned figures."""
    if not figure.observed:
        return None
    if figure.minimum is not None and figure.maximum is not None:
        return Bounds(figure.minimum, figure.maximum)
    value = figure.value
    if value is None:  # never so for a validated figure; said here for the type checker
        return None
    if figure.qualifier is Qualifier.OVER:
        return Bounds(value, inf)
    if figure.qualifier is Qualifier.UNDER:
        return Bounds(min(0, value), value, unsaid_low=True)
    return Bounds(value, value, figure.qualifier in _VAGUE)


def _figure(result: Bounds, floor: float) -> Figure:
    """Turn a computed set back into a figure; ``floor`` is the least value the measure can have at all."""
    low, high = result.low, result.high
    if low == inf:
        return UNKNOWN  # beyond what a float holds
    bare = result.unsaid_low and low <= floor
    if result.vague:
        return Figure(low, Qualifier.ABOUT) if low == high else UNKNOWN
    if high == inf:
        return UNKNOWN if bare else Figure(low, Qualifier.OVER)
    if bare or (result.unsaid_low and low == high):
        return Figure(high, Qualifier.UNDER)
    return between(low, high)


def growth(now: Figure, before: Figure, *, measure: str = "") -> Figure:
    """Return the growth in percent of ``now`` over ``before``: 100 x (now / before - 1).

    Unknown when either is unknown or planned, when ``before`` may be zero or less, and when either was itself derived
    from ``measure`` (the growth asked for). Against a bound the growth is a bound.
    """
    if measure and measure in (now.derived_from, before.derived_from):
        return UNKNOWN
    present, past = bounds(now), bounds(before)
    if present is None or past is None or past.high <= 0 or (past.low <= 0 and not past.unsaid_low):
        return UNKNOWN
    endless = past.high == inf
    low = -100.0 if endless else _percent_change(present.low, past.high)
    high = inf if past.low <= 0 or present.high == inf else _percent_change(present.high, past.low)
    vague = present.vague or past.vague
    return _figure(Bounds(low, high, vague, unsaid_low=endless or present.unsaid_low), floor=-100.0)


def _percent_change(now: float, before: float) -> float:
    return 100 * (now - before) / before


@lru_cache(maxsize=1024)
def share(part: Figure, whole: Figure) -> Figure:
    """Return ``part`` of ``whole`` in percent, keeping bounds; unknown where the whole may be zero or is not known.

    A planned part (a quota) of an exact whole is a planned share.
    """
    if part.qualifier is Qualifier.PLANNED and whole.exact and whole.value and part.value is not None:
        planned = 100 * part.value / whole.value
        return UNKNOWN if isinf(planned) else Figure(planned, Qualifier.PLANNED)
    piece, entire = bounds(part), bounds(whole)
    if piece is None or entire is None or entire.high <= 0 or (entire.low <= 0 and not entire.unsaid_low):
        return UNKNOWN
    if part.exact and not part.value:
        return Figure(0.0)
    endless = entire.high == inf
    low = 0.0 if endless else 100 * piece.low / entire.high
    high = inf if entire.low <= 0 or piece.high == inf else 100 * piece.high / entire.low
    vague = piece.vague or entire.vague
    return _figure(Bounds(low, high, vague, unsaid_low=endless or piece.unsaid_low), floor=0.0)


def total(figures: Iterable[Figure]) -> Figure:
    """Add counts: a sum with an unknown or planned part is unknown, one with bounds is a bound."""
    low: Number = 0
    high: Number = 0
    vague = unsaid_low = False
    for figure in figures:
        part = bounds(figure)
        if part is None:
            return UNKNOWN
        low, high = low + part.low, high + part.high
        vague, unsaid_low = vague or part.vague, unsaid_low or part.unsaid_low
    return _figure(Bounds(low, high, vague, unsaid_low), floor=0)
