"""Exit statuses, as documented for scripts."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """How a run ended."""

    DONE = 0
    NOTHING_FOUND = 1
    USAGE = 2
    BAD_DATA = 3
    CATALOGUE = 4
    INTERRUPTED = 130
    CLOSED_PIPE = 141
    TERMINATED = 143
