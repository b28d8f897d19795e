"""What Typer and the operating system report, as sentences in the reader's language."""

from __future__ import annotations

import re
from typing import Any

from shanghai_cases.errors import Message, msg, template

SYSTEM_REASONS = (
    template("No such file or directory"), template("Permission denied"), template("Operation not permitted"),
    template("No space left on device"), template("Read-only file system"), template("Is a directory"),
    template("Not a directory"), template("File exists"), template("File name too long"),
    template("Bad file descriptor"),
    template("Input/output error"), template("Disk quota exceeded"), template("Too many levels of symbolic links"),
    template("Too many open files"), template("File too large"), template("Device or resource busy"),
    template("Exec format error"), template("Invalid argument"), template("Stale file handle"),
    template("No locks available"),
)  # fmt: skip
"""What the operating system says when it refuses; marked here so that the catalogue of messages has it."""

_ENGLISH = (
    (r"Got unexpected extra argument(s|\(s\))? \((?P<extra>.*)\)", msg("too many arguments: {extra}")),
    (r"Option '(?P<option>.*?)' requires an argument\.", msg("{option} needs a value")),
    (r"Option '(?P<option>.*?)' does not take a value\.", msg("{option} takes no value")),
    (r"['\"](?P<value>.*)['\"] is not a valid int(eger)?( range)?\.", msg("{value} is not a whole number")),
    (r"['\"](?P<value>.*)['\"] is not a valid float( range)?\.", msg("{value} is not a number")),
    (r"(?P<value>.*) is not in the range x(?P<range>[<>]=?-?\d+)\.", msg("{value} must be {range}")),
    (r"Missing command\.", msg("a command is missing; “cases --help” lists them")),
)
_LIKE = 0.7  # how much of a name must be right for it to be meant
_NO_COMMAND = re.compile(r"No such command ['\"](?P<command>.*?)['\"]\..*", re.DOTALL)


def usage_sentence(error: Any) -> Message:
    """Say in the reader's language what Typer found wrong with the command line."""
    if hasattr(error, "possibilities"):
        return _unknown_option(error.option_name, error.possibilities)
    if hasattr(error, "param_type"):
        return msg("{parameter} is missing", parameter=_name(error))
    if match := _NO_COMMAND.fullmatch(error.message):
        return _unknown_command(match["command"], error.ctx)
    plain = _from_english(error.message)
    return (
        msg("{parameter}: {problem}", parameter=_name(error), problem=plain) if getattr(error, "param", None) else plain
    )


def _unknown_command(command: str, ctx: Any) -> Message:
    from difflib import get_close_matches

    close = get_close_matches(command, list(ctx.command.commands), cutoff=_LIKE)
    if close:
        return msg("there is no command {command}; did you mean {others}?", command=command, others=tuple(close))
    return msg("there is no command {command}; “{path} --help” lists them", command=command, path=ctx.command_path)


def _unknown_option(option: str, possibilities: list[str] | None) -> Message:
    from difflib import get_close_matches

    close = get_close_matches(option, possibilities or [], cutoff=_LIKE)
    if close:
        return msg(
            "there is no option {option}; did you mean {others}?",
            option=option,
            others=tuple(close),
        )
    return msg("there is no option {option}", option=option)


def _name(error: Any) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.human_readable_name).strip("[].")


def _from_english(sentence: str) -> Message:
    """Translate what Typer says only in English."""
    for pattern, message in _ENGLISH:
        if match := re.fullmatch(pattern, sentence, re.DOTALL):
            return Message(message.text, match.groupdict())
    return msg("{problem}", problem=sentence)


def system_sentence(error: OSError) -> Message:
    """Say what the operating system refused."""
    reason = error.strerror or str(error)
    if error.filename:
        return msg("{path}: {reason}", path=str(error.filename), reason=reason)
    if isinstance(error, FileNotFoundError):  # no output says that
        return msg("the folder you are in is gone; change to another one")
    return msg("can't write the output: {reason}", reason=reason)
