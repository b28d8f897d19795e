"""The few distribution functions that intervals need, in the standard library alone."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """An estimate with the ends of its interval; an end that can't be known is NaN."""

    estimate: float
    low: float
    high: float


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function I_x(a, b) (Abramowitz & Stegun 1964, 26.5.8)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    # Lentz's algorithm: numerator and denominator ratios c and d, never exactly zero.
    c, d, fraction = 1.0, 0.0, 1.0
    for step in range(1000):
        half = step // 2
        if step == 0:
            term = 1.0
        elif step % 2 == 0:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        else:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        d = 1 / (1 + term * d or 1e-300)
        c = 1 + term / c or 1e-300
        fraction *= c * d
        if step > 0 and abs(c * d - 1) < 1e-15:
            break
    return math.exp(front) / a * (fraction - 1)


def f_probability(x: float, above: float, below: float) -> float:
    """P(F <= x) for the F distribution with `above` and `below` degrees of freedom."""
    return incomplete_beta(above / 2, below / 2, above * x / (above * x + below)) if x > 0 else 0.0


def f_quantile(share: float, above: float, below: float) -> float:
    """Return the x with P(F <= x) = share, 0 < share < 1."""
    low, high = 0.0, 1.0
    while f_probability(high, above, below) < share:
        low, high = high, 2 * high
    for _ in range(200):
        middle = (low + high) / 2
        if high - low <= 1e-13 * high:
            break
        low, high = (middle, high) if f_probability(middle, above, below) < share else (low, middle)
    return high


def t_two_sided(t: float, freedom: float) -> float:
    """P(|T| >= |t|) for Student's t."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def correlation_interval(r: float, pairs: int, level: float = 0.95) -> Interval:
    """Fisher's interval of a correlation over `pairs` pairs (Fisher 1921); ends NaN below four pairs."""
    if pairs < 4 or not abs(r) < 1:
        return Interval(r, math.nan, math.nan)
    reach = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(pairs - 3)
    return Interval(r, math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach))
