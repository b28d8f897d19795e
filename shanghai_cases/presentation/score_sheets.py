"""Score sheets for reviewers: one workbook each, with the scale checked as they type and no names of others."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import MissingExtraError, msg
from shanghai_cases.presentation.messages import translate
from shanghai_cases.text.display import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.catalogue.protocol import CaseRow
    from shanghai_cases.model.edition import Criterion, Edition
    from shanghai_cases.model.review import Review

_FIRST_ROW = 4  # of the cases, counted from 0: title, two lines of help, headers
_WIDTHS = {"id": 10, "reviewer": 10, "title": 44, "unit": 30, "district": 12, "score": 12, "comment": 40, "reason": 26}
_HEADERS = {
    "id": msg("case id"),
    "reviewer": msg("reviewer"),
    "title": msg("title"),
    "unit": msg("unit"),
    "district": msg("district"),
    "comment": msg("comment"),
    "recused": msg("recusal"),
    "reason": msg("reason"),
}


def score_sheet(edition: Edition, reviewer: str, rows: Sequence[CaseRow], reviews: Mapping[str, Review]) -> bytes:
    """Make one reviewer's workbook of the cases assigned, with the marks they have given so far, by case id.

    Raises `MissingExtraError` without the writer.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("office", msg("writing workbooks")) from None
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _Sheet(book, edition).write(reviewer, rows, reviews)
    book.close()
    return buffer.getvalue()


class _Sheet:
    """One worksheet with one criterion in each of its columns."""

    def __init__(self, book: Any, edition: Edition) -> None:
        self.sheet = book.add_worksheet(translate(msg("scores")))
        self.edition = edition
        self.criteria: tuple[Criterion, ...] = edition.criteria
        self.bold = book.add_format({"bold": True, "font_size": 14})
        self.header = book.add_format({"bold": True, "bg_color": "#E8ECF1", "border": 1, "text_wrap": True})
        self.fixed = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "font_color": "#444444"})
        self.open = book.add_format(
            {"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#FFFBE6", "locked": False}
        )

    def write(self, reviewer: str, rows: Sequence[CaseRow], reviews: Mapping[str, Review]) -> None:
        """Write title, help, headers and cases."""
        name = self.edition.name or translate(msg("edition {number}", number=self.edition.number))
        heading = msg("{edition}: score sheet of {reviewer}", edition=name, reviewer=reviewer)
        self.sheet.write_string(0, 0, one_line(translate(heading)), self.bold)
        self.sheet.write_string(1, 0, self._scales())
        self.sheet.write_string(
            2, 0, translate(msg("Fill in the yellow cells. Where you can't judge a case, tick recusal and say why."))
        )
        columns = self._columns()
        for place, (key, title) in enumerate(columns):
            self.sheet.write_string(_FIRST_ROW - 1, place, title, self.header)
            self.sheet.set_column(place, place, _WIDTHS.get(key, _WIDTHS["score"]))
        for number, row in enumerate(rows, _FIRST_ROW):
            self._case(number, [key for key, _ in columns], reviewer, row, reviews.get(row.id))
        self.sheet.freeze_panes(_FIRST_ROW, 3)
        self._validate(_FIRST_ROW, max(_FIRST_ROW, _FIRST_ROW + len(rows) - 1))
        self.sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})

    def _scales(self) -> str:
        if not self.criteria:
            return translate(msg("Score: 0 to 100, the higher the better"))
        return "; ".join(
            translate(
                msg(
                    "{name}: {minimum} to {maximum}, {better}, weight {weight}",
                    name=one.name,
                    minimum=f"{one.minimum:g}",
                    maximum=f"{one.maximum:g}",
                    better=msg("the lower the better") if one.lower_is_better else msg("the higher the better"),
                    weight=f"{one.weight:g}",
                )
            )
            for one in self.criteria
        )

    def _columns(self) -> list[tuple[str, str]]:
        criteria = [one.name for one in self.criteria] or [translate(msg("score"))]
        named = [(key, translate(title)) for key, title in _HEADERS.items()]
        return [*named[:5], *(("score", name) for name in criteria), *named[5:]]

    def _case(self, number: int, keys: Sequence[str], reviewer: str, row: CaseRow, review: Review | None) -> None:
        marks = {mark.criterion: mark.value for mark in review.marks} if review else {}
        names = iter([one.name for one in self.criteria] or [""])
        texts = {"id": row.id, "reviewer": reviewer, "title": row.title, "unit": row.unit, "district": row.district}
        if review is not None:
            ticked = translate(msg("yes")) if review.recused else ""
            texts |= {"comment": review.comment, "recused": ticked, "reason": review.reason}
        for place, key in enumerate(keys):
            value = marks.get(next(names)) if key == "score" else None
            if value is not None:
                self.sheet.write_number(number, place, value, self.open)
            elif text := texts.get(key, ""):
                self.sheet.write_string(number, place, one_line(text), self.fixed if place < 5 else self.open)
            else:
                self.sheet.write_blank(number, place, None, self.fixed if place < 5 else self.open)

    def _validate(self, first: int, last: int) -> None:
        scales = [(one.minimum, one.maximum) for one in self.criteria] or [(0.0, 100.0)]
        for place, (low, high) in enumerate(scales, 5):
            said = translate(msg("A number from {low} to {high}", low=f"{low:g}", high=f"{high:g}"))
            rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
            self.sheet.data_validation(first, place, last, place, {**rule, "error_message": said})
        ticked = 5 + len(scales) + 1
        self.sheet.data_validation(first, ticked, last, ticked, {"validate": "list", "source": [translate(msg("yes"))]})
