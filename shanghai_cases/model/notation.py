"""Figures in words: the one notation for the command line, sheets and machine output.

``481`` · ``>200`` 逾200 · ``<300`` 不足300 · ``~480`` 约480 · ``nearly:2000`` 近2000 · ``planned:10`` 计划10 ·
``361..363`` (derived) · ``?`` 未知.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model.figure import UNKNOWN, Figure, Number, Qualifier

if TYPE_CHECKING:
    from shanghai_cases.model.case import KeyFigure

_PREFIXES = (
    (Qualifier.OVER, (">", "逾", "超过", "超", "over:")),
    (Qualifier.UNDER, ("<", "不足", "不到", "under:")),
    (Qualifier.NEARLY, ("nearly:", "近", "将近")),
    (Qualifier.ABOUT, ("~", "约", "大约", "about:")),
    (Qualifier.PLANNED, ("planned:", "计划")),
)
_UNKNOWN_WORDS = frozenset({"?", "未知", "unknown", "不详"})
_MARKS = {
    Qualifier.EXACT: "",
    Qualifier.OVER: ">",
    Qualifier.UNDER: "<",
    Qualifier.NEARLY: "nearly:",
    Qualifier.ABOUT: "~",
    Qualifier.PLANNED: "planned:",
}
_NUMBER = r"(?a:[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?)"
_RANGE = r"(.+?)\s*\.\.\s*(.+)"
_DIGITS = 15  # what a float holds exactly; longer numbers would change silently


def parse_figure(written: str, field: str = "figure") -> Figure:
    """Read a figure in the notation above; raises `FieldError` for anything else."""
    import unicodedata

    plain = unicodedata.normalize("NFKC", written).strip().lower()
    if plain in _UNKNOWN_WORDS:
        return UNKNOWN
    if between := re.fullmatch(_RANGE, plain):
        low, high = (_number(part, field, written) for part in between.groups())
        if low > high:
            raise FieldError(field, written, msg("the range runs backwards"))
        return Figure(None, Qualifier.DERIVED, low, high)
    for qualifier, prefixes in _PREFIXES:
        for prefix in sorted(prefixes, key=len, reverse=True):
            if plain.startswith(prefix):
                return Figure(_number(plain.removeprefix(prefix).strip(), field, written), qualifier)
    return Figure(_number(plain, field, written))


def _number(plain: str, field: str, written: str) -> Number:
    if not re.fullmatch(_NUMBER, plain):
        raise FieldError(field, written, msg("is not a figure such as 481, >200, ~480, nearly:2000, 361..363 or ?"))
    digits = plain.replace(",", "")
    if len(digits.lstrip("+-0").replace(".", "")) > _DIGITS:
        raise FieldError(field, written, msg("has more digits than can be kept exactly"))
    return float(digits) if "." in digits else int(digits)


def write_figure(figure: Figure) -> str:
    """Write a figure so that `parse_figure` reads the same value, qualifier and range."""
    if not figure.known:
        return "?"
    if figure.qualifier is Qualifier.DERIVED:
        return f"{plain_number(figure.minimum)}..{plain_number(figure.maximum)}"
    return _MARKS[figure.qualifier] + plain_number(figure.value)


def plain_number(value: Number | None, decimals: int | None = None) -> str:
    """Write a number without exponent; with ``decimals`` rounded to that many places; nothing for None."""
    if value is None:
        return ""
    if decimals is not None:
        return f"{value:.{decimals}f}"
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{value:.15f}".rstrip("0") if abs(value) < 1e-4 else repr(value)


def machine_value(figure: Figure, decimals: int | None = None) -> str:
    """Write only the value, for a TSV column: ``481``, ``200..`` (over), ``..300`` (under), ``361..363`` or nothing."""
    if figure.qualifier is Qualifier.DERIVED:
        return f"{plain_number(figure.minimum, decimals)}..{plain_number(figure.maximum, decimals)}"
    value = plain_number(figure.value, decimals)
    if figure.qualifier is Qualifier.OVER:
        return f"{value}.."
    return f"..{value}" if figure.qualifier is Qualifier.UNDER else value


_KEY_FIGURE = (
    r"(?s:(?P<figure>[^\d?]*(?:[\d,.]*\d|\?|未知)(?:\s*\.\.\s*[\d,.]*\d)?)\s*(?P<unit>.*?)(?:\s*\((?P<word>[a-z]+)\))?)"
)


def parse_key_figure(written: str) -> KeyFigure:
    """Read ``label=figure unit``, such as 覆盖居村委会=6581个, or as `write_key_figure` writes; raises `FieldError`."""
    ends = [place for place, sign in enumerate(written) if sign == "=" and written[:place].strip()]
    for end in reversed(ends):  # the last that a number follows: a label may hold one, a unit too
        if match := re.fullmatch(_KEY_FIGURE, written[end + 1 :].strip()):
            figure = parse_figure(match["figure"], "figures")
            if match["word"]:
                figure = _requalified(figure, match["word"], written)
            from shanghai_cases.model.case import KeyFigure

            return KeyFigure(written[:end].strip(), figure, match["unit"].strip())
    raise FieldError("figures", written, msg("must be written label=number unit, such as 覆盖居村委会=6581个"))


def _requalified(figure: Figure, word: str, written: str) -> Figure:
    if word not in {str(qualifier) for qualifier in Qualifier}:
        raise FieldError("figures", written, msg("{word} is not a qualifier", word=word))
    qualifier = Qualifier(word)
    if qualifier in (figure.qualifier, Qualifier.UNKNOWN):
        return figure if qualifier is figure.qualifier else UNKNOWN
    return Figure(figure.value, qualifier)


def write_key_figure(item: KeyFigure) -> str:
    """Write ``label=value unit (qualifier)``; an exact figure goes without the qualifier."""
    figure = item.figure
    value = (
        f"{plain_number(figure.minimum)}..{plain_number(figure.maximum)}"
        if figure.value is None
        else plain_number(figure.value)
    )
    shown = "?" if not figure.known else value
    unit = f" {item.unit}" if item.unit else ""
    word = "" if figure.exact or not figure.known else f" ({figure.qualifier})"
    return f"{item.label}={shown}{unit}{word}"
