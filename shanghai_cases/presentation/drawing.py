"""Charts as shapes on a plane: rectangles, lines and texts with the classes that a style sheet colours.

Coordinates are in pixels at the drawing's natural size; y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from shanghai_cases.errors import msg
from shanghai_cases.presentation.charts import BarChart, HeatChart, TileChart, TrendChart
from shanghai_cases.presentation.figure_words import say
from shanghai_cases.text.display import width as cells_of

if TYPE_CHECKING:
    from shanghai_cases.presentation.charts import Chart, Point

WIDTH = 400.0
_CELL = 6.6  # the width of one terminal cell of text in pixels, at 13 px type; a Chinese character has two
_GAP = 8.0
_COLUMN = 28.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    style: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text; ``anchor`` is start, middle or end, ``turn`` degrees clockwise around its own point."""

    x: float
    y: float
    text: str
    style: str = "label"
    anchor: str = "start"
    turn: int = 0


@dataclass(slots=True)
class Drawing:
    """A picture of a given size, with its title and description in the reader's language."""

    title: str
    description: str
    width: float = WIDTH
    height: float = 0.0
    rects: list[Rect] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def draw(chart: Chart, language: str | None = None) -> Drawing:
    """Lay a chart out, with its words in a language (None: the one spoken now)."""
    drawing = Drawing(say(chart.title, language), say(chart.description, language))
    if isinstance(chart, BarChart):
        _bars(chart, drawing, language)
    elif isinstance(chart, TrendChart):
        _trend(chart, drawing, language)
    elif isinstance(chart, TileChart):
        _tiles(chart, drawing, language)
    elif isinstance(chart, HeatChart):
        _heat(chart, drawing, language)
    else:
        assert_never(chart)
    return drawing


def _fit(text: str, room: float) -> str:
    """Shorten a text to a width in pixels, with an ellipsis."""
    if cells_of(text) * _CELL <= room:
        return text
    while text and cells_of(text) * _CELL > room - _CELL:
        text = text[:-1]
    return f"{text}…"


def _pixels(text: str) -> float:
    return cells_of(text) * _CELL


def _bars(chart: BarChart, drawing: Drawing, language: str | None) -> None:
    names = [say(bar.name, language) for bar in chart.bars]
    numbers = [str(bar.value) for bar in chart.bars]
    left = min(WIDTH * 0.45, max(map(_pixels, names), default=0)) + _GAP
    right = max(map(_pixels, numbers), default=0) + _GAP
    top, step = 6.0, 26.0
    scale = (WIDTH - left - right) / (chart.axis[-1] or 1)
    bottom = top + step * len(names)
    for mark in chart.axis:
        x = left + mark * scale
        drawing.lines.append(Line(x, top, x, bottom, "grid" if mark else "axis"))
        drawing.labels.append(Label(x, bottom + 16, str(mark), "mark", "middle"))
    for place, bar in enumerate(chart.bars):
        y = top + place * step
        drawing.rects.append(Rect(left, y + 4, bar.value * scale, step - 8, "bar"))
        drawing.labels.append(Label(left - _GAP, y + 18, _fit(names[place], left - _GAP), "label", "end"))
        drawing.labels.append(Label(left + bar.value * scale + 5, y + 18, numbers[place], "value"))
    drawing.labels.append(Label(left, bottom + 34, say(msg("cases"), language), "mark"))
    drawing.height = bottom + 42


def _trend(chart: TrendChart, drawing: Drawing, language: str | None) -> None:
    left, top, plot = 44.0, 34.0, 180.0
    step = max(44.0, (WIDTH - left) / max(1, len(chart.points)))
    drawing.width = left + step * len(chart.points)
    scale = plot / (chart.axis[-1] or 1)
    floor = top + plot
    for mark in chart.axis:
        y = floor - mark * scale
        drawing.lines.append(Line(left, y, drawing.width, y, "grid" if mark else "axis"))
        drawing.labels.append(Label(left - 6, y + 4, str(mark), "mark", "end"))
    drawing.labels.append(Label(0, 14, say(msg("submissions"), language), "mark"))
    for place, point in enumerate(chart.points):
        middle = left + step * (place + 0.5)
        drawing.labels.append(Label(middle, floor + 18, say(point.name, language), "label", "middle"))
        if point.low is None or point.high is None:
            drawing.labels.append(Label(middle, floor - 6, "?", "value", "middle"))
        else:
            _column(drawing, point, middle, (floor - point.low * scale, floor - point.high * scale, floor))
    drawing.labels.append(Label(drawing.width, floor + 36, say(msg("edition"), language), "mark", "end"))
    drawing.height = floor + 44


def _column(drawing: Drawing, point: Point, middle: float, levels: tuple[float, float, float]) -> None:
    """Draw what is certain as a full column, the range of the rest hatched, an open end as an arrow.

    ``levels`` are the heights on the picture of the point's low end, of its high end, and of zero.
    """
    low, high, floor = levels
    left, label = middle - _COLUMN / 2, high - 6
    drawing.rects.append(Rect(left, low, _COLUMN, floor - low, "vague" if point.vague else "bar"))
    if high < low:
        drawing.rects.append(Rect(left, high, _COLUMN, low - high, "range"))
    if point.open:
        tip = high - 14
        ends = ((middle, high), (middle - 5, high - 9), (middle + 5, high - 9))
        drawing.lines += [Line(x, y, middle, tip, "arrow") for x, y in ends]
        label = tip - 6
    drawing.labels.append(Label(middle, label, point.short, "value", "middle"))


def _tiles(chart: TileChart, drawing: Drawing, language: str | None) -> None:
    size = WIDTH / (max(tile.column for tile in chart.tiles) + 1)
    for tile in chart.tiles:
        x, y = tile.column * size, tile.row * size
        shade = f"on-{tile.level}"
        middle = x + size / 2
        drawing.rects.append(Rect(x + 2, y + 2, size - 4, size - 4, f"level-{tile.level}"))
        drawing.labels.append(Label(middle, y + 26, tile.name, f"name {shade}", "middle"))
        drawing.labels.append(Label(middle, y + 50, str(tile.cases), f"number {shade}", "middle"))
        if language != "zh":
            reading = say(tile.reading, language)
            drawing.labels.append(Label(middle, y + 68, reading, f"reading {shade}", "middle"))
    drawing.height = size * (max(tile.row for tile in chart.tiles) + 1)


def _heat(chart: HeatChart, drawing: Drawing, language: str | None) -> None:
    rows, columns = ([say(name, language) for name in names] for names in (chart.rows, chart.columns))
    left = min(200.0, max(map(_pixels, rows), default=0)) + _GAP
    top = min(160.0, max(map(_pixels, columns), default=0)) + 2 * _GAP
    wide, high = 44.0, 26.0
    drawing.width = max(WIDTH, left + wide * len(columns))
    for place, name in enumerate(columns):
        drawing.labels.append(Label(left + wide * (place + 0.6), top - 6, _fit(name, 160), "label", "start", -90))
    for row, name in enumerate(rows):
        y = top + row * high
        drawing.labels.append(Label(left - _GAP, y + 18, _fit(name, left), "label", "end"))
        for column, count in enumerate(chart.cells[row]):
            shade = chart.levels[row][column]
            x = left + column * wide
            drawing.rects.append(Rect(x + 1, y + 1, wide - 2, high - 2, f"level-{shade}"))
            drawing.labels.append(Label(x + wide / 2, y + 18, str(count), f"cell on-{shade}", "middle"))
    drawing.height = top + high * len(rows) + _GAP
