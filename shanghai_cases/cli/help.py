"""Help pages in the reader's language, wrapped by terminal cells so that Chinese text fits too."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import msg, template
from shanghai_cases.presentation.messages import translate, words
from shanghai_cases.presentation.output import columns_of
from shanghai_cases.text.display import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDEST = 100
_NAMES_WIDEST = 30
_PIECES = re.compile(r"\s+|[（《〈【「『]*(?:[⺀-鿿豈-﫿＀-￯　-〿]|[^\s⺀-鿿豈-﫿＀-￯　-〿]+)")
_NO_LINE_START = frozenset("，。；：！？、）》”’」』】…,.;:!?)")

TYPERS_OWN = (
    template("Show this message and exit."),
    template("Install completion for the current shell."),
    template("Show completion for the current shell, to copy it or customize the installation."),
)
"""What Typer says on the pages by itself; marked here so that the catalogue of messages has it."""

PLACEHOLDERS = (
    template("[OPTIONS]"), template("COMMAND [ARGS]..."), template("TEXT"), template("PATH"), template("[PATH]"),
    template("CODE"), template("MAX"), template("ID"), template("REVIEWER"), template("FILE..."), template("DIR"),
    template("ID... TIER"), template("[ID...]"), template("NAME=WEIGHT..."), template("ID..."), template("FILE|-"),
    template("DATE"), template("FIGURE"), template("NAME=QUOTA"), template("NAME=WEIGHT"), template("FIELD=VALUE"),
    template("FORMAT"),
    template("FIELDS"), template("KEY"), template("YEAR"), template("METHOD"), template("[WORDS]..."),
    template("NAME"), template("GROUP"), template("[CHANGE]"), template("[ID]"), template("[ID]..."),
    template("[DIR]"), template("WORD"), template("FILE"), template("SECONDS"), template("NEW.json"),
    template("BASE"), template("OURS"), template("THEIRS"), template("NAMES"), template("TIER"), template("FIRST"),
    template("SECOND"), template("FILE|DIR|-..."), template("COLUMN=FIELD"), template("[WORDS|-]..."),
    template("SCORE"),
)  # fmt: skip
"""Words that stand for what a person types."""

Row = tuple[str, str]


def command_page(ctx: Any, command: Any) -> str:
    """Return the help page of a command."""
    return page(ctx, command, _parameters(ctx, command))


def group_page(ctx: Any, group: Any) -> str:
    """Return the help page of a group, its commands first."""
    commands = [(name, words(group.commands[name].help or "")) for name in group.list_commands(ctx)]
    return page(ctx, group, [(translate(msg("Commands")), commands), *_parameters(ctx, group)])


def page(ctx: Any, command: Any, sections: Iterable[tuple[str, list[Row]]]) -> str:
    """Lay out usage, purpose and sections of names with explanations."""
    columns = min(max(columns_of(os.environ, sys.stdout), 40), _WIDEST)
    usage = translate(msg("Usage: {usage}", usage=" ".join([ctx.command_path, *_usage(ctx, command)])))
    first, *more = wrap(usage, columns - 4, "")
    parts = ["\n".join([first, *(f"    {line}" for line in more)]) + "\n"]
    paragraphs = words(command.help or "").split("\n\n")
    parts += ["\n" + "\n".join(wrap(paragraph, columns - 2, "  ")) + "\n" for paragraph in paragraphs]
    for title, rows in sections:
        if rows:
            heading = translate(msg("{title}:", title=title))
            parts.append(f"\n{heading}\n" + "".join(_rows(rows, columns)))
    return "".join(parts).rstrip("\n")


def _usage(ctx: Any, command: Any) -> Iterator[str]:
    yield words("[OPTIONS]")
    if hasattr(command, "commands"):
        yield words("COMMAND [ARGS]...")
    for parameter in command.get_params(ctx):
        if parameter.param_type_name == "argument":
            yield words(parameter.make_metavar(ctx))


def _parameters(ctx: Any, command: Any) -> list[tuple[str, list[Row]]]:
    arguments, options = [], []
    for parameter in command.get_params(ctx):
        if getattr(parameter, "hidden", False):
            continue
        explained = words(parameter.help or "") + _extras(parameter)
        if parameter.param_type_name == "argument":
            arguments.append((words(parameter.make_metavar(ctx)), explained))
        else:
            options.append((_names(parameter), explained))
    return [(translate(msg("Arguments")), arguments), (translate(msg("Options")), options)]


def _names(option: Any) -> str:
    """Write ``-o, --option VALUE``."""
    names = ", ".join([*option.opts, *option.secondary_opts])
    return names if option.is_flag else f"{names} {words(option.metavar or 'TEXT')}"


def _extras(parameter: Any) -> str:
    if parameter.required:
        return " " + translate(msg("[required]"))
    shown = parameter.show_default
    if isinstance(shown, bool) and shown and parameter.default not in (None, (), [], "", False):
        return " " + translate(msg("[default: {value}]", value=str(parameter.default)))
    return ""


def _rows(rows: list[Row], columns: int) -> Iterator[str]:
    indent = min(max(width(name) for name, _ in rows), _NAMES_WIDEST) + 4
    for name, explained in rows:
        lines = wrap(explained, columns - indent, "") or [""]
        if width(name) + 4 > indent:
            yield f"  {name}\n"
        else:
            yield f"  {name}{' ' * (indent - 2 - width(name))}{lines.pop(0)}".rstrip() + "\n"
        for line in lines:
            yield " " * indent + line + "\n"


def wrap(text: str, columns: int, indent: str) -> list[str]:
    """Break text at spaces and between Chinese characters, never before closing punctuation."""
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        piece = " " if piece.isspace() else piece  # noqa: PLW2901 (any white space is one space)
        if line and width(line) + width(piece) > columns and piece not in _NO_LINE_START:
            lines.append(indent + line.rstrip())
            line = ""
        line += piece if line or piece != " " else ""
    return [*lines, indent + line.rstrip()] if line.strip() else lines
