"""Where output goes and how: decided once, in one object."""

from __future__ import annotations

import contextlib
import os
from typing import IO, TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.presentation.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console, RenderableType

    from shanghai_cases.errors import Message

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "markdown", "ids")


class Output(NamedTuple):
    """Two streams and what their reader wants.

    ``terminal``: standard output is a terminal. ``colour``: colour may be used. ``width``: columns of the terminal.
    """

    out: IO[str]
    err: IO[str]
    format: str
    terminal: bool = False
    colour: bool = False
    width: int = 80
    header: bool = False
    quiet: bool = False
    contacts: bool = False
    bom: bool = False

    def write(self, text: str) -> None:
        """Write to standard output."""
        self.out.write(text)

    def say(self, message: Message) -> None:
        """Tell a person something on standard error, unless quiet."""
        if not self.quiet:
            self.warn(message)

    def warn(self, message: Message) -> None:
        """Tell a person something on standard error in any case."""
        self.out.flush()
        with contextlib.suppress(OSError):  # a message that reaches nobody must not change the status
            self.err.write(translate(message) + "\n")
            self.err.flush()

    @contextlib.contextmanager
    def working(self, message: Message) -> Iterator[None]:
        """Show on a terminal's standard error what is being done, as long as it takes."""
        shown = translate(message) if not self.quiet and self.err.isatty() else ""
        if shown:
            from shanghai_cases.text.display import width

            self.err.write(shown)
            self.err.flush()
        try:
            yield
        finally:
            if shown:
                self.err.write("\r" + " " * width(shown) + "\r")
                self.err.flush()

    def show(self, *renderables: RenderableType) -> None:
        """Print Rich renderables to standard output."""
        console = self.console()
        for renderable in renderables:
            console.print(renderable)

    def console(self) -> Console:
        """Return a Rich console that obeys no markup, emoji names or links in data."""
        from rich.console import Console

        detected = self.terminal and os.environ.get("TERM") != "dumb"  # colour was demanded of a dumb one
        return Console(
            file=self.out,
            force_terminal=self.terminal or self.colour,
            no_color=not self.colour,
            width=self.width,
            markup=False,
            emoji=False,
            highlight=False,
            color_system=None if not self.colour else "auto" if detected else "standard",
        )


def choose_format(asked: str | None, *, json: bool, terminal: bool, offered: Sequence[str]) -> str:
    """Return the format to use; raises `UsageError` for one that isn't offered here."""
    wanted = "json" if json else asked or ("table" if terminal else "tsv")
    if wanted not in offered:
        raise UsageError(
            msg(
                "--format {format} is not offered here; choose one of: {offered}",
                format=wanted,
                offered=tuple(offered),
            )
        )
    return wanted


def wants_colour(environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Obey NO_COLOR, FORCE_COLOR and TERM=dumb, in this order."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return terminal and environment.get("TERM") != "dumb"


_NARROWEST = 40  # columns; below it a table would lose what it is for, where a terminal only breaks its lines


def columns_of(environment: Mapping[str, str], stream: IO[str]) -> int:
    """Return the width to lay tables out for: COLUMNS, else the terminal's, else 80; never too narrow to hold them."""
    asked = environment.get("COLUMNS", "")
    if asked.isascii() and asked.isdecimal() and int(asked) > 0:
        return max(int(asked), _NARROWEST)
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or 80, _NARROWEST)
    except (OSError, ValueError):
        return 80
