"""Results that a float can't hold are unknown, whatever was written into the catalogue."""

from __future__ import annotations

import pytest

from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, exactly, growth, share

TINY = 5e-324


@pytest.mark.parametrize("part", [exactly(60), Figure(60, Qualifier.PLANNED), Figure(60, Qualifier.OVER)])
def test_a_share_of_next_to_nothing(part: Figure) -> None:
    assert share(part, exactly(TINY)) == UNKNOWN


def test_a_growth_from_next_to_nothing() -> None:
    assert growth(exactly(481), exactly(TINY)) == UNKNOWN
