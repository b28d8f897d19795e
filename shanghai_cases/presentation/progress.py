"""How far long work has come, on standard error of a terminal, from its second second on."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.presentation.messages import translate
from shanghai_cases.text.display import width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shanghai_cases.errors import Message
    from shanghai_cases.presentation.output import Output

_AFTER = 1.0  # seconds of silence
_EVERY = 0.1  # seconds between two drawings
_BAR = 24  # cells


@contextlib.contextmanager
def progress(
    output: Output, work: Message, total: int | None = None, *, after: float = _AFTER
) -> Iterator[Callable[[], None]]:
    """Give a function to call after each of ``total`` steps (None: nobody knows how many); wiped off at the end.

    Nothing is shown in the first ``after`` seconds.
    """
    shown = not output.quiet and output.err.isatty()
    bar = _Bar(output, translate(work), total, after)
    try:
        yield bar.step if shown else _nothing
    finally:
        bar.wipe()


def _nothing() -> None:
    pass


class _Bar:
    def __init__(self, output: Output, work: str, total: int | None, after: float) -> None:
        self._output = output
        self._work = work
        self._total = total
        self._done = 0
        self._next = time.monotonic() + after
        self._cells = 0

    def step(self) -> None:
        """Count one step, and draw if it is time."""
        self._done += 1
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            self._draw()

    def _draw(self) -> None:
        self._write(drawn(self._work, self._done, self._total))

    def _write(self, line: str) -> None:
        padding = " " * max(0, self._cells - width(line))
        self._cells = width(line)
        with contextlib.suppress(OSError):
            self._output.err.write(f"\r{line}{padding}")
            self._output.err.flush()

    def wipe(self) -> None:
        """Leave an empty line, where anything was drawn."""
        if self._cells:
            self._write("")
            with contextlib.suppress(OSError):
                self._output.err.write("\r")
                self._output.err.flush()


def drawn(work: str, done: int, total: int | None) -> str:
    """Return the line that shows progress."""
    if not total:
        return translate(msg("{work}: {count}", work=work, count=done))
    full = min(_BAR, _BAR * done // total)
    bar = "█" * full + "░" * (_BAR - full)
    return translate(msg("{work}: {bar} {done}/{total}", work=work, bar=bar, done=done, total=total))
