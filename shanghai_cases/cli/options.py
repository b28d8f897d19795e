"""Options that several commands have, named once so that spelling and help stay equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.places import CITY_LEVEL, districts
from shanghai_cases.presentation.messages import LANGUAGES
from shanghai_cases.presentation.output import FORMATS
from shanghai_cases.vocabulary import themes, unit_types

if TYPE_CHECKING:
    from collections.abc import Callable


def option(*names: str, help: str, metavar: str | None = None, **more: Any) -> Any:  # noqa: A002 (Typer's word)
    """Declare an option; ``help`` is an English template marked with `template`."""
    return typer.Option(*names, help=help, metavar=metavar, show_default=False, **more)


def among(choices: Callable[[], list[str]] | tuple[str, ...]) -> Callable[[str], list[str]]:
    """Complete a value from fixed choices."""

    def complete(incomplete: str) -> list[str]:
        known = choices if isinstance(choices, tuple) else tuple(choices())
        return [choice for choice in known if choice.startswith(incomplete)]

    return complete


def language(value: str) -> str:
    """Accept a language we speak."""
    if value not in LANGUAGES:
        raise UsageError(msg("--lang {value}: choose zh or en", value=value))
    return value


def district_names() -> list[str]:
    """Return the districts a case can have."""
    return [*(district.name for district in districts()), CITY_LEVEL]


def theme_names() -> list[str]:
    """Return the themes of the taxonomy."""
    return [theme.name for theme in themes()]


def unit_type_names() -> list[str]:
    """Return the unit types of the taxonomy."""
    return [kind.name for kind in unit_types()]


Catalogue = Annotated[str | None, option("--catalogue", metavar="PATH", help=template("The catalogue file to use."))]
Language = Annotated[
    str | None,
    option(
        "--lang",
        metavar="zh|en",
        parser=language,
        help=template("The language to speak."),
        autocompletion=among(LANGUAGES),
    ),
]
Format = Annotated[
    str | None,
    option(
        "--format",
        metavar="FORMAT",
        autocompletion=among(FORMATS),
        help=template("table, tsv, csv, json, jsonl, markdown or ids; a terminal gets a table, a pipe TSV."),
    ),
]
Json = Annotated[bool, option("--json", help=template("The same as --format json."))]
Header = Annotated[bool, option("--header", help=template("Begin TSV with the names of the columns."))]
Bom = Annotated[bool, option("--bom", help=template("Begin CSV with a byte order mark, for Excel."))]
Quiet = Annotated[bool, option("--quiet", help=template("No hints; errors are still told."))]
WithContacts = Annotated[
    bool, option("--with-contacts", help=template("Show names, phone numbers and e-mail addresses of contacts too."))
]
Yes = Annotated[bool, option("--yes", "-y", help=template("Do it without asking."))]
DryRun = Annotated[bool, option("--dry-run", help=template("Show what would happen and change nothing."))]
