"""Criteria in words: name=weight, then the scale, then which end is better, as in 成本=20:1..5:lower."""

from __future__ import annotations

import re

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.model.edition import Criterion

_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_WRITTEN = re.compile(
    rf"(?P<name>[^=]+)=(?P<weight>{_NUMBER})(?::(?P<low>{_NUMBER})\.\.(?P<high>{_NUMBER}))?(?::(?P<better>higher|lower))?",
    re.ASCII,
)


def parse_criterion(written: str) -> Criterion:
    """Read a criterion; the scale is 0..100 and higher better unless said. Raises `UsageError`, `FieldError`."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        raise UsageError(
            msg(
                "{criterion}: write it as name=weight, name=weight:0..100 or name=weight:0..100:lower",
                criterion=written,
            )
        )
    return Criterion(
        match["name"].strip(),
        _plain(match["weight"]),
        _plain(match["low"] or "0"),
        _plain(match["high"] or "100"),
        match["better"] == "lower",
    )


def _plain(number: str) -> float:
    value = float(number)
    return int(value) if value.is_integer() else value
