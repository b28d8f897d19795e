"""What all tests share: one language to begin with, and properties that don't depend on how busy the machine is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from shanghai_cases.presentation import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("cases", deadline=None, max_examples=60)
settings.load_profile("cases")


@pytest.fixture(autouse=True)
def spoken_english() -> Iterator[None]:
    """Speak English in each test until it chooses otherwise."""
    messages.use("en")
    yield
    messages.use("en")
