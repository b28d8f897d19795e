"""The program's entry: one run from arguments to exit status."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from shanghai_cases.cli import arguments
from shanghai_cases.cli.commands import COMMANDS, GROUPS, Entry, entry_of
from shanghai_cases.cli.options import option
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import CasesError, msg, template
from shanghai_cases.presentation import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

    from shanghai_cases.errors import Message

_COMPLETING = "_CASES_COMPLETE"


class Command(TyperCommand):
    """A command whose help page is ours."""

    def get_help(self, ctx: Any) -> str:
        """Return the page."""
        from shanghai_cases.cli.help import command_page

        return command_page(ctx, self)


class Group(TyperGroup):
    """A group of commands whose help page is ours."""

    def get_help(self, ctx: Any) -> str:
        """Return the page."""
        from shanghai_cases.cli.help import group_page

        return group_page(ctx, self)


class _Terminated(BaseException):
    """SIGTERM arrived."""


def run(argv: list[str]) -> int:
    """Run one command line; returns the exit status and never raises for anything foreseen."""
    _prepare_streams()
    arranged = arguments.arrange([_as_utf8(argument) for argument in argv])
    messages.use(_language(arranged.arguments))
    if sys.stdout is None:
        return _system(OSError(errno.EBADF, os.strerror(errno.EBADF)))
    status = _guarded(lambda: _answering_signals(lambda: _run(arranged)))
    _on_signals(signal.SIG_DFL)
    return _finish(status)


def _answering_signals(work: Callable[[], int]) -> int:
    """Let signals end the work as exceptions, so that what was begun is taken back."""
    _on_signals(_end)
    return work()


def _on_signals(action: Any) -> None:
    """Say what the signals that end a program do; one that our parent had us ignore stays ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, action)


def _run(arranged: arguments.Arranged) -> int:
    bad = next((one for one in arranged.arguments if not _is_text(one)), None)
    if bad is not None:
        shown = bad.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return _fail(msg("the argument {argument} is not UTF-8 text", argument=shown), Status.USAGE)
    wanted = entry_of(arranged.path)
    entries = COMMANDS if wanted is None or _COMPLETING in os.environ else (wanted,)
    application = build(entries, load=wanted is not None or _COMPLETING in os.environ)
    status = application(arranged.arguments, prog_name="cases", standalone_mode=False)
    if status == Status.INTERRUPTED:  # how Typer tells that Control-C came
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0


def _as_utf8(argument: str) -> str:
    """Read an argument as UTF-8 where the locale made Python read it as something else; left alone if it isn't."""
    if argument.isascii():
        return argument
    try:
        return os.fsencode(argument).decode()
    except UnicodeError:
        return argument


def _is_text(argument: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in argument)


def _guarded(work: Callable[[], int]) -> int:
    """Turn what can go wrong into one sentence on standard error and an exit status."""
    try:
        return work()
    except CasesError as error:
        return _fail(error.message, error.status)
    except typer.TyperException as error:
        return _wrong_use(error)
    except typer.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except _Terminated:
        return _fail(msg("terminated"), Status.TERMINATED)
    except SystemExit as leaving:  # Typer's way out of its options for completion, and of a closed pipe
        return _closed_pipe() if isinstance(leaving.__context__, BrokenPipeError) else int(leaving.code or 0)
    except BrokenPipeError:
        return _closed_pipe()
    except OSError as error:
        return _system(error)


def _wrong_use(error: Any) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(error.format_message() + "\n")
        return Status.USAGE
    from shanghai_cases.cli.failures import usage_sentence

    return _fail(usage_sentence(error), error.exit_code)


def _interrupted() -> int:
    if sys.stderr.isatty():
        sys.stderr.write("\n")  # the question stands on this line
    return _fail(msg("interrupted"), Status.INTERRUPTED)


def _system(error: OSError) -> int:
    if error.filename is None and sys.stdout is not None:
        _discard(sys.stdout)  # what is left there can't be written either
    from shanghai_cases.cli.failures import system_sentence

    return _fail(system_sentence(error), Status.CATALOGUE)


def _fail(message: Message, status: int) -> int:
    with contextlib.suppress(OSError):  # the status tells it too
        sys.stderr.write(messages.translate(msg("Error: {problem}", problem=message)) + "\n")
    return int(status)


def _finish(status: int) -> int:
    """Flush what was written: output that could not be written is never status 0; a lost message changes nothing."""
    try:
        sys.stderr.flush()
    except OSError:
        _discard(sys.stderr)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _closed_pipe()
    except OSError as error:
        _discard(sys.stdout)
        return _system(error)
    return status


def _closed_pipe() -> int:
    """End quietly, as other tools do when their reader has gone."""
    _discard(sys.stdout)
    return Status.CLOSED_PIPE


def _discard(stream: Any) -> None:
    """Keep Python from trying to flush again when it leaves."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _end(number: int, frame: FrameType | None) -> None:
    """Answer a signal by an exception, so that what was begun is taken back.

    While a module is being imported the program ends at once: nothing is being written then, and extension modules
    crash or lose the exception in the middle of their beginning. So it does while an object dies, as no exception
    leaves its last method.
    """
    while frame is not None:
        if frame.f_code.co_name == "__del__" or frame.f_code.co_filename.startswith("<frozen importlib"):
            os._exit(Status.TERMINATED if number == signal.SIGTERM else Status.INTERRUPTED)
        frame = frame.f_back
    raise _Terminated if number == signal.SIGTERM else KeyboardInterrupt


def _prepare_streams() -> None:
    """Speak UTF-8 with plain line feeds whatever the console's code page or the locale says.

    A closed standard input is an empty one, and what would go to a closed standard error goes nowhere.
    """
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 (the process closes it)
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="strict")


def _language(given: list[str]) -> str:
    asked = arguments.value_of("--lang", given)
    return asked if asked in messages.LANGUAGES else messages.language_of(os.environ)


def build(entries: Sequence[Entry], *, load: bool) -> typer.Typer:
    """Make the Typer application with these commands; without ``load`` they are only listed.

    The options that install completion stand beside the whole list only: a single command doesn't pay for them.
    """
    purpose = template("Keep and search the case catalogue of the campaign.")
    groups: dict[tuple[str, ...], typer.Typer] = {(): _group(purpose, completion=len(entries) > 1)}
    groups[()].callback(invoke_without_command=False)(_root)
    for path, summary in GROUPS.items():
        groups[path] = _group(summary.text)
    used = set()
    for entry in entries:
        function = entry.load() if load else _listed
        groups[entry.path[:-1]].command(entry.path[-1], cls=Command, help=entry.summary.text)(function)
        used.add(entry.path[:-1])
    for path in GROUPS:
        if path in used:
            groups[()].add_typer(groups[path], name=path[-1], cls=Group, help=GROUPS[path].text)
    return groups[()]


def _group(summary: str, *, completion: bool = False) -> typer.Typer:
    return typer.Typer(
        cls=Group,
        help=summary,
        add_completion=completion,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def _listed() -> None:
    """Stand for a command in the list of commands."""


def _version(wanted: bool) -> None:
    if wanted:
        from shanghai_cases import __version__

        sys.stdout.write(f"cases {__version__}\n")
        raise typer.Exit


def _root(
    *,
    version: Annotated[
        bool, option("--version", callback=_version, is_eager=True, help=template("Show the version and leave."))
    ] = False,
) -> None:
    """Hold the options of the program itself."""
    del version
