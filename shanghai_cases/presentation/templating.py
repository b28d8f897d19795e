"""The Jinja2 environment of pages and drawings: everything is escaped, an unknown name is an error."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from shanghai_cases.presentation.palette import DARK, FONTS, LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

_FOLDER = Path(__file__).parent / "templates"
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")


def environment() -> Environment:
    """Make an environment with the templates of the package."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["px"] = pixels
    return made


def pixels(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


@cache
def sheet(name: str) -> str:
    """Return a style sheet of the package."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def page_style() -> str:
    """Return the style of a page: colours for light and dark, light ones on paper, and the sheets that use them."""
    light, dark = _variables(LIGHT), _variables(DARK)
    return (
        f":root {{ {light} --fonts: {FONTS}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"@media print {{ :root {{ {light} color-scheme: light; }} }}\n"
        f"{sheet('page.css')}{sheet('drawing.css')}"
    )


def drawing_style() -> str:
    """Return the style of a drawing that stands alone: light, with the colours written out."""
    values = {**LIGHT, "fonts": FONTS}
    return _VARIABLE.sub(lambda found: values[found[1]], sheet("drawing.css"))


def _variables(colours: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())
