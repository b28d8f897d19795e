"""Questions to a person, on standard error so that standard output stays clean."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from shanghai_cases.errors import DataError, msg
from shanghai_cases.presentation.messages import translate

if TYPE_CHECKING:
    from shanghai_cases.errors import Message


def ask(label: str) -> str:
    """Ask until there is an answer."""
    answer = ""
    while not answer:
        sys.stderr.write(translate(msg("{label}: ", label=label)))
        sys.stderr.flush()
        line = _line()
        if not line:
            raise typer.Abort
        answer = line.strip()
    return answer


def agreed(question: Message) -> bool:
    """Ask for a yes; anything else is a no."""
    sys.stderr.write(translate(msg("{question} [y/N] ", question=question)))
    sys.stderr.flush()
    return _line().strip().lower() in ("y", "yes", "是", "好")


def choose(question: Message, answers: str) -> str:
    """Ask until one of these letters is the answer; an end of input interrupts the command."""
    while True:
        sys.stderr.write(translate(msg("{question} ", question=question)))
        sys.stderr.flush()
        line = _line()
        if not line:
            raise typer.Abort
        answer = line.strip().lower()[:1]
        if answer and answer in answers:
            return answer


def tell(message: Message) -> None:
    """Say something between two questions."""
    sys.stderr.write(translate(message) + "\n")


def _line() -> str:
    try:
        return sys.stdin.readline()
    except UnicodeDecodeError as error:
        raise DataError(msg("standard input is not UTF-8")) from error
