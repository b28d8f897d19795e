"""What every command shares: its common options, and how it reaches the catalogue and the outside world."""

from __future__ import annotations

import inspect
import os
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shanghai_cases.cli import options
from shanghai_cases.errors import UsageError, msg
from shanghai_cases.presentation.output import FORMATS, Output, choose_format, columns_of, wants_colour

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shanghai_cases.catalogue.file import FileCatalogue
    from shanghai_cases.errors import Message


class Session:
    """One run of one command: what its shared options say."""

    def __init__(
        self,
        catalogue_named: str | None = None,
        *,
        format: str | None = None,  # noqa: A002 (the option's name)
        json: bool = False,
        header: bool = False,
        quiet: bool = False,
        bom: bool = False,
        wait: float | None = None,
    ) -> None:
        self.catalogue_named = catalogue_named
        self.format = format
        self.json = json
        self.header = header
        self.quiet = quiet
        self.bom = bom
        self._wait = wait

    @cached_property
    def path(self) -> Path:
        """The catalogue file the user means; raises `MissingCatalogueError`."""
        from shanghai_cases.catalogue.finding import find_catalogue

        return find_catalogue(self.catalogue_named, os.environ)

    @cached_property
    def catalogue(self) -> FileCatalogue:
        """The catalogue the user means, which tells its warnings; raises `MissingCatalogueError`."""
        from shanghai_cases.catalogue.file import FileCatalogue
        from shanghai_cases.catalogue.finding import conflict_copies

        catalogue = FileCatalogue(self.path, seconds=self.wait, warn=self.warn)
        if not self.quiet:
            copies = conflict_copies(catalogue.path)
            if len(copies) == 1:
                self.warn(
                    msg("{path} looks like another version of this catalogue; see “cases doctor”", path=str(copies[0]))
                )
            elif copies:
                self.warn(
                    msg(
                        "{count} files look like other versions of this catalogue, {path} among them; "
                        "see “cases doctor”",
                        count=len(copies),
                        path=str(copies[0]),
                    )
                )
        return catalogue

    def alone(self, *, unless: bool = False) -> None:
        """Keep other writers out from here on (``unless`` nothing is to be changed), so that no change is lost.

        To be called before reading what a change depends on, and never before a person or a stream is waited for.
        """
        if not unless:
            self.catalogue.hold()

    def close(self) -> None:
        """Let other writers in again."""
        if "catalogue" in self.__dict__:
            self.catalogue.release()

    @property
    def wait(self) -> float:
        """How many seconds to wait for another program that is writing."""
        from shanghai_cases.catalogue.lock import LOCK_SECONDS

        if self._wait is not None and self._wait != self._wait:  # NaN, which no deadline ever reaches
            raise UsageError(
                msg("{parameter}: {problem}", parameter="--wait", problem=msg("{value} is not a number", value="nan"))
            )
        return LOCK_SECONDS if self._wait is None else self._wait

    def warn(self, problem: Message) -> None:
        """Tell what did not stop the command but should be known."""
        Output(sys.stdout, sys.stderr, "").warn(msg("warning: {problem}", problem=problem))

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked: standard input and error are a terminal."""
        return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()

    def output(self, offered: Sequence[str] = FORMATS, *, contacts: bool = False, usual: str | None = None) -> Output:
        """Decide once how to write, in the ``usual`` format unless asked; raises `UsageError` for one not offered."""
        terminal = sys.stdout.isatty()
        return Output(
            out=sys.stdout,
            err=sys.stderr,
            format=choose_format(self.format or usual, json=self.json, terminal=terminal, offered=offered),
            terminal=terminal,
            colour=wants_colour(os.environ, terminal=terminal),
            width=columns_of(os.environ, sys.stdout),
            header=self.header,
            quiet=self.quiet,
            contacts=contacts,
            bom=self.bom,
        )


def _shared(
    *,
    catalogue: options.Catalogue = None,
    lang: options.Language = None,
    format: options.Format = None,  # noqa: A002 (the option's name)
    json: options.Json = False,
    header: options.Header = False,
    bom: options.Bom = False,
    quiet: options.Quiet = False,
    wait: options.Wait = None,
) -> Session:
    del lang  # read before the arguments are parsed, so that help and errors speak it too
    return Session(catalogue, format=format, json=json, header=header, quiet=quiet, bom=bom, wait=wait)


def command(function: Callable[..., int | None]) -> Callable[..., int]:
    """Give a command the shared options; it gets them as a `Session`, its first parameter."""
    return _with_shared(function, without="wait")


def writing(function: Callable[..., int | None]) -> Callable[..., int]:
    """Give a command that changes the catalogue the shared options, --wait among them."""
    return _with_shared(function)


def _with_shared(function: Callable[..., int | None], *, without: str = "") -> Callable[..., int]:
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    known = inspect.signature(_shared, eval_str=True).parameters.values()
    shared = [parameter for parameter in known if parameter.name != without]

    def run(**arguments: Any) -> int:
        session = _shared(**{parameter.name: arguments.pop(parameter.name) for parameter in shared})
        try:
            return function(session, **arguments) or 0
        finally:
            session.close()

    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (*own, *shared)]
    run.__name__ = function.__name__
    run.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in keyword}
    return run
