"""Figures for people: “over 200”, “361-363 (derived)”, “+33 %”, “unknown”; rounding never claims more than is known."""

from __future__ import annotations

from math import copysign
from typing import TYPE_CHECKING, Literal

from shanghai_cases.errors import Message, msg
from shanghai_cases.model.figure import Figure, Number, Qualifier
from shanghai_cases.model.notation import plain_number
from shanghai_cases.presentation.messages import translate
from shanghai_cases.text.display import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shanghai_cases.model.case import KeyFigure

_Way = Literal["nearest", "floor", "ceiling"]
_WHOLE = 1e15  # floats from here on have no decimals to round
Shown = Message | str
"""Words for people: a message to be translated, or a bare number or name."""


def outward(figure: Figure, decimals: int) -> Figure:
    """Round a figure: a point half away from zero, a lower bound down, an upper bound up.

    Ties are those of the shortest decimal that stands for the number (0.075 becomes 0.08).
    """
    ends: Mapping[Qualifier, _Way] = {Qualifier.OVER: "floor", Qualifier.UNDER: "ceiling"}
    return Figure(
        _round(figure.value, decimals, ends.get(figure.qualifier, "nearest")),
        figure.qualifier,
        _round(figure.minimum, decimals, "floor"),
        _round(figure.maximum, decimals, "ceiling"),
        figure.basis,
        figure.derived_from,
        figure.source,
    )


def _round(value: Number | None, decimals: int, way: _Way) -> Number | None:
    if value is None or isinstance(value, int) or abs(value) >= _WHOLE:
        return value
    near = _nearest(value, decimals)
    wrong_side = (way == "floor" and near > value) or (way == "ceiling" and near < value)
    half_way = way == "nearest" and abs(near) < abs(value) and _ends_half_way(value, decimals)
    if wrong_side or half_way:
        near = _nearest(near + copysign(0.1**decimals, value - near), decimals)
    return near + 0.0  # no -0.0


def _nearest(value: float, decimals: int) -> float:
    return float(f"{value:.{decimals}f}")


def _ends_half_way(value: float, decimals: int) -> bool:
    written = repr(value)
    return written.endswith("5") and len(written.partition(".")[2]) == decimals + 1 and "e" not in written


def count_words(figure: Figure) -> Shown:
    """Say a count."""
    return _words(figure, plain_number)


def change_words(figure: Figure) -> Shown:
    """Say a change of a count, with its sign."""
    return _words(figure, _signed)


def percent_words(figure: Figure, decimals: int = 1) -> Shown:
    """Say a percentage, by default with one decimal."""
    return _words(outward(figure, decimals), lambda value: _percent(plain_number(value, decimals)))


def growth_words(figure: Figure, decimals: int | None = 1) -> Shown:
    """Say a growth in percent with its sign; ``decimals`` None leaves the number as it was published."""
    rounded = figure if decimals is None else outward(figure, decimals)
    return _words(rounded, lambda value: _percent(_signed(value, decimals)))


def growth_size(figure: Figure, decimals: int | None = 1) -> Shown:
    """Say how large a growth or a decline is, without its sign: “33 %”, “over 5 %”."""
    rounded = figure if decimals is None else outward(figure, decimals)
    if _falling(rounded):
        rounded = _turned(rounded)
    return _words(rounded, lambda value: _percent(plain_number(value, decimals)))


def _falling(figure: Figure) -> bool:
    end = figure.value if figure.maximum is None else figure.maximum
    return end is not None and end < 0


def _turned(figure: Figure) -> Figure:
    """Return the figure for the opposite number; what was under -5 is over 5."""
    swapped = {Qualifier.OVER: Qualifier.UNDER, Qualifier.UNDER: Qualifier.OVER}
    ends = [None if end is None else -end for end in (figure.value, figure.maximum, figure.minimum)]
    return Figure(ends[0], swapped.get(figure.qualifier, figure.qualifier), ends[1], ends[2])


def _signed(value: Number | None, decimals: int | None = None) -> str:
    written = plain_number(value, decimals)
    if value is None or not written.strip("-0."):
        return written.lstrip("-")
    return written if written.startswith("-") else f"+{written}"


def _percent(number: str) -> Message:
    return msg("{number} %", number=number)


def _words(figure: Figure, say: Callable[[Number | None], Shown]) -> Shown:
    """Put a figure's number and its qualifier into words."""
    if figure.qualifier is Qualifier.UNKNOWN:
        return msg("unknown")
    if figure.qualifier is Qualifier.DERIVED:
        low, high = say(figure.minimum), say(figure.maximum)
        if isinstance(low, str) and low.isdigit():
            return msg("{low}-{high} (derived)", low=low, high=high)
        return msg("{low} to {high} (derived)", low=low, high=high)
    value = say(figure.value)
    return value if figure.exact else _qualified(figure.qualifier, value)


def _qualified(qualifier: Qualifier, value: Shown) -> Message:
    match qualifier:
        case Qualifier.OVER:
            return msg("over {number}", number=value)
        case Qualifier.UNDER:
            return msg("under {number}", number=value)
        case Qualifier.NEARLY:
            return msg("nearly {number}", number=value)
        case Qualifier.PLANNED:
            return msg("{number} (planned)", number=value)
        case _:
            return msg("about {number}", number=value)


def say(shown: Shown, language: str | None = None) -> str:
    """Return the text of a message in a language (None: the one spoken now), or of a plain string, made harmless."""
    return visible(shown) if isinstance(shown, str) else translate(shown, language)


def key_figure_words(figure: KeyFigure, language: str | None = None) -> str:
    """Return a case's key figure as one text: “公益服务站 逾600 家”."""
    parts = (figure.label, count_words(figure.figure), figure.unit)
    return " ".join(say(part, language) for part in parts if part)
