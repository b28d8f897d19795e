"""Charts as geometry: what is drawn where, before any drawing; each has a title and a description in words."""

from __future__ import annotations

from math import ceil, isinf
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import msg
from shanghai_cases.model.figure import Figure, Qualifier, bounds
from shanghai_cases.model.notation import machine_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shanghai_cases.presentation.figure_words import Shown

LEVELS = 5
MOST_BARS = 20


class Bar(NamedTuple):
    """One bar: its name and its number."""

    name: Shown
    value: int


class BarChart(NamedTuple):
    """Horizontal bars from a common zero."""

    title: Shown
    description: Shown
    bars: tuple[Bar, ...]

    @property
    def axis(self) -> tuple[int, ...]:
        """The marks of the axis, from 0 to above the longest bar."""
        return marks(max((bar.value for bar in self.bars), default=0))


def bar_chart(title: Shown, counts: Sequence[tuple[Shown, int]]) -> BarChart:
    """Draw counts as bars, the first `MOST_BARS` of them."""
    bars = tuple(Bar(name, count) for name, count in counts[:MOST_BARS])
    description = msg("Bars, one for each name; the number beside a bar counts its cases.")
    if len(counts) > len(bars):
        number, everything = len(bars), len(counts)
        description = msg(
            "{description} The first {number} of {all} are shown.",
            description=description,
            number=number,
            all=everything,
        )
    return BarChart(title, description, bars)


class Point(NamedTuple):
    """One edition in the trend: from ``low`` to ``high``; both None where nothing is known, never drawn as zero.

    ``short`` is the figure in signs for a narrow place; ``open`` says that the value may be higher than what can be
    drawn, ``vague`` that it is only near.
    """

    name: Shown
    short: str
    low: float | None
    high: float | None
    open: bool
    vague: bool


class TrendChart(NamedTuple):
    """Columns over the editions, with the range where a count is not exact."""

    title: Shown
    description: Shown
    points: tuple[Point, ...]

    @property
    def axis(self) -> tuple[int, ...]:
        """The marks of the axis, from 0 to above the highest column."""
        return marks(ceil(max((point.high for point in self.points if point.high is not None), default=0)))


class Tile(NamedTuple):
    """One district on the tile map: its place in the grid and its depth of colour from 0 (none) to `LEVELS`."""

    name: str
    reading: Shown
    cases: int
    column: int
    row: int
    level: int


class TileChart(NamedTuple):
    """The districts as tiles in their rough places."""

    title: Shown
    description: Shown
    tiles: tuple[Tile, ...]


class HeatChart(NamedTuple):
    """A cross table in colour: ``cells[row][column]``."""

    title: Shown
    description: Shown
    rows: tuple[Shown, ...]
    columns: tuple[Shown, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def levels(self) -> tuple[tuple[int, ...], ...]:
        """The depth of colour of every cell."""
        most = max((count for row in self.cells for count in row), default=0)
        return tuple(tuple(level(count, most) for count in row) for row in self.cells)


_SIGNS = {Qualifier.OVER: ">", Qualifier.UNDER: "<", Qualifier.NEARLY: "~", Qualifier.ABOUT: "~"}
Chart = BarChart | TrendChart | TileChart | HeatChart


def level(count: int, most: int) -> int:
    """Return the depth of colour of a count: 0 for none, then in equal steps up to `LEVELS` for the most."""
    return ceil(LEVELS * count / most) if count > 0 and most else 0


def marks(highest: int) -> tuple[int, ...]:
    """Choose at most six round marks of an axis from 0 to at least ``highest``."""
    step = 1
    while step * 5 < highest:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return tuple(range(0, step * max(1, ceil(highest / step)) + 1, step))


def trend_point(name: Shown, figure: Figure) -> Point:
    """Place a count in the trend: a bound keeps its open side, an unknown or planned one has no place."""
    known = bounds(figure)
    short = _SIGNS.get(figure.qualifier, "") + machine_value(figure).strip(".").replace("..", "-")
    if known is None:
        return Point(name, short, None, None, open=False, vague=False)
    if isinf(known.high):
        return Point(name, short, known.low, known.low, open=True, vague=False)
    return Point(name, short, known.low, known.high, open=False, vague=known.vague)


# Columns from west to east, rows from north to south, by the districts' codes.
_PLACES = {
    "310151": (2, 0),
    "310114": (1, 1),
    "310113": (2, 1),
    "310107": (1, 2),
    "310106": (2, 2),
    "310109": (3, 2),
    "310110": (4, 2),
    "310118": (0, 3),
    "310105": (1, 3),
    "310104": (2, 3),
    "310101": (3, 3),
    "310115": (4, 3),
    "310117": (1, 4),
    "310112": (2, 4),
    "310116": (1, 5),
    "310120": (2, 5),
}
_CITY_PLACE = (4, 5)


def tile_chart(counts: Sequence[tuple[str, int]]) -> TileChart:
    """Draw the districts' counts (full names) as a tile map, with the city level apart from them."""
    from shanghai_cases import places

    by_name = dict(counts)
    districts = places.districts()
    most = max(by_name.values(), default=0)
    tiles: list[Tile] = []
    for district in districts:
        count = by_name.get(district.name, 0)
        column, row = _PLACES[district.code]
        reading = district.pinyin_short.capitalize()
        tiles.append(Tile(district.short, reading, count, column, row, level(count, most)))
    city = by_name.get(places.CITY_LEVEL, 0)
    tiles.append(Tile(places.CITY_LEVEL, msg("city level"), city, *_CITY_PLACE, level(city, most)))
    return TileChart(
        msg("Recorded cases by district"),
        msg("A map of 16 tiles, one for each district in its rough place; the number in a tile counts its cases."),
        tuple(tiles),
    )
