"""Cells of a Rich table that are written at half the cost of Rich's own where there is room, which is nearly always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.text.display import width

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement


class Cell:
    """Plain text with some blanks to its left and right; folded where the column is too narrow for it."""

    __slots__ = ("_around", "_style", "_text", "_width")

    def __init__(self, text: str, around: tuple[int, int] = (1, 1), *, style: str = "") -> None:
        self._text = text
        self._around = around
        self._style = style
        self._width = width(text) + sum(around)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Say the least and the most columns it needs."""
        from rich.measure import Measurement

        longest = max(map(width, self._text.split()), default=0)
        return Measurement(longest + sum(self._around), self._width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Write one line, or leave folding to Rich."""
        from rich.segment import Segment

        left, right = self._around
        spare = options.max_width - self._width
        if spare < 0 or "\n" in self._text:
            from rich.padding import Padding
            from rich.text import Text

            folded = Text(self._text, self._style, justify=options.justify, overflow="fold")
            yield Padding(folded, (0, right, 0, left))
            return
        before = left + (spare if options.justify == "right" else 0)
        line = " " * before + self._text
        style = console.get_style(self._style) if self._style else None
        yield Segment(line + " " * (options.max_width - before - self._width + left + right), style)
