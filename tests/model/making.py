"""Strategies for figures and for the values they may stand for."""

from __future__ import annotations

from math import inf

from hypothesis import strategies as st

from shanghai_cases.model.figure import UNKNOWN, Bounds, Figure, Number, Qualifier, bounds, exactly

counts = st.integers(0, 10**6)
positive = st.integers(1, 10**6)


def exact(values: st.SearchStrategy[int] = counts) -> st.SearchStrategy[Figure]:
    return values.map(exactly)


def figures(values: st.SearchStrategy[int] = counts) -> st.SearchStrategy[Figure]:
    """Make figures of every qualifier."""
    single = [Qualifier.EXACT, Qualifier.OVER, Qualifier.UNDER, Qualifier.NEARLY, Qualifier.ABOUT, Qualifier.PLANNED]
    ranges = st.tuples(values, values).map(sorted).map(lambda ends: Figure(None, Qualifier.DERIVED, ends[0], ends[1]))
    return st.one_of(st.builds(Figure, values, st.sampled_from(single)), ranges, st.just(UNKNOWN))


def sure(values: st.SearchStrategy[int] = counts) -> st.SearchStrategy[Figure]:
    """Make figures that bound what they stand for: exact, over, under, derived."""
    return figures(values).filter(lambda figure: (found := bounds(figure)) is not None and not found.vague)


@st.composite
def standing_for(draw: st.DrawFn, figure: Figure, least: int = 0) -> int:
    """Draw one of the whole numbers a figure may stand for."""
    found = bounds(figure)
    assert found is not None
    low = max(int(found.low), least)
    return draw(st.integers(low, max(low, 10**7 if found.high == inf else int(found.high))))


def holds(figure: Figure, value: float) -> bool:
    """Say whether a computed figure leaves room for ``value`` (to rounding of floats)."""
    if figure.qualifier in (Qualifier.UNKNOWN, Qualifier.ABOUT):
        return True
    found = bounds_of(figure)
    slack = 1e-9 * max(1.0, abs(value))
    return found.low - slack <= value <= found.high + slack


def bounds_of(figure: Figure) -> Bounds:
    """Return the bounds of a computed percentage, where "under" reaches down without end."""
    ends: dict[Qualifier, tuple[Number, Number]] = {}
    if figure.value is not None:
        ends = {Qualifier.OVER: (figure.value, inf), Qualifier.UNDER: (-inf, figure.value)}
        return Bounds(*ends.get(figure.qualifier, (figure.value, figure.value)))
    assert figure.minimum is not None
    assert figure.maximum is not None
    return Bounds(figure.minimum, figure.maximum)
