"""Charts as files of their own: SVG text, and PNG for programs that can't show SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import MissingExtraError, msg
from shanghai_cases.presentation import messages
from shanghai_cases.presentation.drawing import draw
from shanghai_cases.presentation.templating import drawing_style, environment

if TYPE_CHECKING:
    from shanghai_cases.presentation.charts import Chart


def chart_svg(chart: Chart, language: str | None = None) -> str:
    """Return a chart as an SVG document that needs nothing else."""
    spoken = language or messages.language()
    template = environment().get_template("drawing.svg.j2")
    return template.render(drawing=draw(chart, spoken), name="chart", style=drawing_style(), language=spoken) + "\n"


def chart_png(chart: Chart, language: str | None = None, scale: float = 2.0) -> bytes:
    """Return a chart as PNG, ``scale`` times its natural size in pixels. Raises `MissingExtraError`."""
    try:
        from vl_convert import svg_to_png
    except ImportError as missing:
        raise MissingExtraError("charts", msg("A chart as PNG")) from missing
    return svg_to_png(chart_svg(chart, language), scale=scale)
