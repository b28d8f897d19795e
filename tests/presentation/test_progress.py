"""The progress bar: silent where nobody looks or nothing takes long."""

from __future__ import annotations

import io

from shanghai_cases.errors import msg
from shanghai_cases.presentation.output import Output
from shanghai_cases.presentation.progress import drawn, progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(err: io.StringIO, *, quiet: bool = False, after: float = 0.0) -> str:
    with progress(Output(io.StringIO(), err, "tsv", quiet=quiet), msg("reading rows"), 4, after=after) as step:
        step()
        step()
    return err.getvalue()


def test_short_work_shows_nothing() -> None:
    assert not shown(Terminal(), after=60.0)


def test_long_work_shows_a_bar_on_a_terminal_and_wipes_it_off() -> None:
    first = "reading rows: ██████░░░░░░░░░░░░░░░░░░ 1/4"

    assert shown(Terminal()) == f"\r{first}\r{' ' * len(first)}\r"
    assert not shown(Terminal(), quiet=True)
    assert not shown(io.StringIO())


def test_the_line() -> None:
    assert drawn("a", 3, None) == "a: 3"
    assert drawn("a", 4, 4) == f"a: {'█' * 24} 4/4"
