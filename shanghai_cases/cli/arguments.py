"""Arguments before Typer sees them: shared options may stand before the command, and ``-党`` is a word to leave out."""

from __future__ import annotations

import re
from typing import NamedTuple

from shanghai_cases.cli.commands import GROUPS, entry_of

WITH_VALUE = frozenset({"--catalogue", "--lang", "--format", "--wait"})
FLAGS = frozenset({"--json", "--header", "--quiet"})
_LEFT_OUT = r"-[^-0-9A-Za-z\s]"


class Arranged(NamedTuple):
    """The command named, and the arguments in the order Typer wants them."""

    path: tuple[str, ...]
    arguments: list[str]


def arrange(arguments: list[str]) -> Arranged:
    """Move shared options that stand before the command behind it."""
    path: tuple[str, ...] = ()
    early: list[str] = []
    rest = list(arguments)
    while rest:
        taken = _shared(rest)
        if taken:
            early += rest[:taken]
            del rest[:taken]
        elif not rest[0].startswith("-") and (*path, rest[0]) in GROUPS:
            path = (*path, rest.pop(0))
        else:
            break
    if rest and (entry := entry_of((*path, rest[0]))):
        words = _query_words(rest[1:]) if entry.query else rest[1:]
        return Arranged(entry.path, [*entry.path, *early, *words])
    return Arranged(path, [*path, *rest])


def _shared(rest: list[str]) -> int:
    """Count the arguments that the shared option at the front takes; 0 if there is none."""
    if rest[0] in FLAGS or ("=" in rest[0] and rest[0].partition("=")[0] in WITH_VALUE):
        return 1
    return min(2, len(rest)) if rest[0] in WITH_VALUE else 0


def _query_words(words: list[str]) -> list[str]:
    """Keep words to leave out from being taken for options: no option begins with a Chinese character or a quote."""
    return [f" {word}" if re.match(_LEFT_OUT, word) else word for word in words]


def value_of(option: str, arguments: list[str]) -> str | None:
    """Look up a shared option's value before the arguments are parsed; the last one counts."""
    found = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option and place + 1 < len(arguments):
            found = arguments[place + 1]
        elif argument.startswith(f"{option}="):
            found = argument.partition("=")[2]
    return found
