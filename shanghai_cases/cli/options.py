"""Options that several commands have, named once so that spelling and help stay equal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shanghai_cases.errors import UsageError, msg, template
from shanghai_cases.presentation.messages import LANGUAGES
from shanghai_cases.presentation.output import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable


def option(*names: str, help: str, metavar: str | None = None, **more: Any) -> Any:  # noqa: A002 (Typer's word)
    """Declare an option; ``help`` is an English template marked with `template`."""
    return typer.Option(*names, help=help, metavar=metavar, show_default=False, readable=False, **more)


def place(metavar: str, help: str) -> Any:  # noqa: A002 (Typer's word)
    """Declare an argument that names a file or folder; whoever opens it tells what is wrong, not Typer."""
    return typer.Argument(metavar=metavar, help=help, readable=False)


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
    from shanghai_cases.places import CITY_LEVEL, districts

    return [*(district.name for district in districts()), CITY_LEVEL]


def theme_names() -> list[str]:
    """Return the themes of the taxonomy."""
    from shanghai_cases.vocabulary import themes

    return [theme.name for theme in themes()]


def unit_type_names() -> list[str]:
    """Return the unit types of the taxonomy."""
    from shanghai_cases.vocabulary import unit_types

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

OutputFile = Annotated[
    Path | None, option("--output", "-o", metavar="FILE", help=template("Write to this file, whole or not at all."))
]
ChartFile = Annotated[
    Path | None, option("--chart", metavar="FILE", help=template("Draw it into this file too, .svg or .png."))
]
Exact = Annotated[bool, option("--exact", help=template("Only what was typed: no places, pinyin, synonyms, guesses."))]
Force = Annotated[bool, option("--force", help=template("Replace a file that exists."))]
Wait = Annotated[
    float | None,
    option(
        "--wait",
        metavar="SECONDS",
        min=0,
        help=template("How long to wait for another program that is writing (10)."),
    ),
]

Many = list[str] | None

Districts = Annotated[
    Many,
    option(
        "--district",
        "-d",
        autocompletion=among(district_names),
        help=template("Only in this district; may be repeated: any."),
    ),
]
Towns = Annotated[Many, option("--town", help=template("Only in this town; may be repeated."))]
Editions = Annotated[
    Many,
    option("--edition", "-e", metavar="N", help=template("Only of these editions: 6, 3,6 or 3..6; may be repeated.")),
]
Tiers = Annotated[Many, option("--tier", help=template("Only with this award tier, or none; may be repeated."))]
Themes = Annotated[
    Many,
    option("--theme", "-t", autocompletion=among(theme_names), help=template("Only with this theme; may be repeated.")),
]
Units = Annotated[
    Many, option("--unit", "-u", help=template("Only of units with this in their name; may be repeated."))
]
UnitTypes = Annotated[
    Many,
    option(
        "--type", autocompletion=among(unit_type_names), help=template("Only of this type of unit; may be repeated.")
    ),
]
Tags = Annotated[Many, option("--tag", help=template("Only with this tag; may be repeated."))]
Years = Annotated[Many, option("--year", metavar="YEAR", help=template("Only of these years: 2023 or 2019..2023."))]


def sort_key(value: str) -> str:
    """Accept a key that hits can be ordered by."""
    from shanghai_cases.search.ordering import Sort

    if value not in set(Sort):
        raise UsageError(msg("--sort {value}: choose one of: {keys}", value=value, keys=tuple(map(str, Sort))))
    return value
