"""From a word as typed to what it may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.search.terms import Contains, Level
from shanghai_cases.text import fold

if TYPE_CHECKING:
    from shanghai_cases.search.query import Word
    from shanghai_cases.search.terms import Meaning


def meanings(word: Word, *, exact: bool) -> list[Meaning]:  # noqa: ARG001
    """Return the meanings of a word, the surest first; with ``exact`` or for a phrase only the word itself."""
    return [Contains(fold(word.text), Level.EXACT)]
