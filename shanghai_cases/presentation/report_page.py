"""A report as one HTML page that needs nothing else: no network, no script, every text escaped."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.presentation import messages
from shanghai_cases.presentation.document import Picture, Table, facts_of, source_numbers
from shanghai_cases.presentation.drawing import draw
from shanghai_cases.presentation.figure_words import key_figure_words, say
from shanghai_cases.presentation.templating import environment, page_style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from markupsafe import Markup

    from shanghai_cases.presentation.charts import Chart
    from shanghai_cases.presentation.document import Block, Document, Section
    from shanghai_cases.presentation.figure_words import Shown

_NARROW = 5  # columns of a table that can stand beside a picture
_TAGS = {"zh": "zh-CN", "en": "en"}
_CHINESE = re.compile("[\u3400-\u9fff]")
_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def report_page(document: Document, language: str | None = None) -> str:
    """Return the page in a language (None: the one spoken now)."""
    spoken = language or messages.language()
    style = page_style()
    return (
        _templates(spoken)
        .get_template("page.html.j2")
        .render(
            document=document,
            lang=_TAGS[spoken],
            style=style,
            policy=policy(style),
            listed=source_numbers(document),
            numbers=count(1),
            footer=msg("Made by cases from the figures and cases recorded in the catalogue."),
        )
    )


def policy(style: str) -> str:
    """Return a Content-Security-Policy that allows this one style sheet and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _templates(language: str) -> Environment:
    """Make the environment of pages in one language."""
    from markupsafe import Markup

    templates = environment()
    drawing = templates.get_template("drawing.svg.j2")

    def data(shown: Shown) -> str | Markup:
        """Keep a number with its percent sign, and mark Chinese data on a page in another language."""
        text = say(shown, language).replace(" %", "\u00a0%")
        if language != "zh" and isinstance(shown, str) and _CHINESE.search(text):
            return Markup('<span lang="zh-CN">{}</span>').format(text)
        return text

    def svg(chart: Chart, numbers: Iterator[int]) -> Markup:
        """Draw a chart, with ids of its own on the page; the template escapes what it is given."""
        name = f"chart-{next(numbers)}"
        return Markup(drawing.render(drawing=draw(chart, language), name=name, style="", language=language))  # noqa: S704

    templates.filters["t"] = lambda shown: say(shown, language)
    templates.filters["data"] = data
    templates.filters["svg"] = svg
    templates.filters["key_figure"] = lambda figure: key_figure_words(figure, language)
    templates.filters["is_web"] = lambda url: bool(_WEB.fullmatch(url))
    templates.filters["kind"] = lambda block: type(block).__name__.lower()
    templates.filters["facts"] = facts_of
    templates.filters["grouped"] = grouped
    return templates


def grouped(section: Section) -> list[list[Block]]:
    """Put a picture and a narrow table after it side by side where there is room; everything else stands alone."""
    groups: list[list[Block]] = []
    for block in section.blocks:
        narrow = isinstance(block, Table) and len(block.columns) <= _NARROW
        if narrow and groups and len(groups[-1]) == 1 and isinstance(groups[-1][0], Picture):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups
