"""One table of a Word form: which cell is a label, and which cell is its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.intake.checks import usual_unit_type
from shanghai_cases.intake.form_choices import CHOICES, has_boxes
from shanghai_cases.intake.form_labels import (
    LONGEST_NAME,
    bare_label,
    headed_pair,
    inline_pairs,
    is_other_label,
    label_field,
)
from shanghai_cases.intake.headers import header_key

if TYPE_CHECKING:
    from shanghai_cases.intake import word

_PERSONS = ("负责人", "领导", "法人", "法定代表人", "审核人", "主管", "申报人", "作者", "推荐人")
_NAME, _CONTACT = "姓名", "联系"


class FormTable:
    """One table of a form. Cells are named by their number; a merged cell has one number for all its places.

    ``above`` is the text before the table, which may say whose names and telephones are in it.
    """

    def __init__(self, grid: word.Grid, above: str = "") -> None:
        self.grid = grid
        self.above = above
        self.texts = tuple(map(bare_label, grid.texts))
        self.boxes = _boxes(grid.rows)
        self.fields = {number: found for number in self.boxes if (found := label_field(self.texts[number]))}
        self.labels = {number for number in self.boxes if number in self.fields or is_other_label(self.texts[number])}

    def pairs(self) -> list[tuple[str, str]]:
        """Return label and value of every cell that is a label, or that says “label：value” itself."""
        found: list[tuple[str, str]] = []
        taken: set[int] = set()
        for number in self.boxes:  # in reading order
            if number in taken:
                continue
            if number in self.labels:
                value = self._value(number)
            elif inline := inline_pairs(self.texts[number]):
                found.extend(inline)
                continue
            elif headed := headed_pair(self.texts[number]):
                found.append(headed)
                continue
            else:
                value = self._unknown_value(number, taken)
            if value is not None and value not in taken:
                taken.add(value)
                found.append((self._called(number), self._answer(number, value, taken)))
        return found

    def _answer(self, number: int, value: int, taken: set[int]) -> str:
        """Return the text of a value; of choices that have a cell each, those of all."""
        text = self.texts[value]
        if self.fields.get(number, "themes") not in CHOICES or not has_boxes(text):
            return text
        top, _, _, right = self.boxes[value]
        while (beside := self._at(top, right + 1)) is not None and has_boxes(self.texts[beside]):
            taken.add(beside)
            text += f"\n{self.texts[beside]}"
            right = self.boxes[beside][3]
        return text

    def is_list(self) -> bool:
        """Say whether this lists cases: a row of labels alone, the title's among them, and only values below."""
        for place, row in enumerate(self.grid.rows[:3]):
            fields = {self.fields.get(number) for number in row if number in self.labels}
            if "title" in fields and len(fields) >= 3 and all(number in self.labels for number in row):
                below = self.grid.rows[place + 1 :]
                return len(below) > 1 and not any(number in self.labels for values in below for number in values)
        return False

    def _at(self, row: int, column: int) -> int | None:
        rows = self.grid.rows
        if 0 <= row < len(rows) and 0 <= column < len(rows[row]) and rows[row][column] >= 0:
            return rows[row][column]
        return None

    def _value(self, number: int) -> int | None:
        """Return the cell to the right of a label, or the one below where a label or nothing is to the right."""
        top, left, bottom, right = self.boxes[number]
        beside = self._at(top, right + 1)
        if beside is not None and (beside not in self.labels or self._is_answer(number, beside)):
            return beside
        if beside is not None and bottom > top:
            return None  # a heading beside several labels, as 联系人 beside 姓名 and 电话
        below = self._at(bottom + 1, left)
        return below if below is not None and below not in self.labels else None

    def _is_answer(self, number: int, beside: int) -> bool:
        """Say whether a word that is also a label, as 街道, is the answer here."""
        return self.fields.get(number) == "unit_type" and usual_unit_type(self.texts[beside]) is not None

    def _unknown_value(self, number: int, taken: set[int]) -> int | None:
        """Return the cell beside one that looks like a label without being a known one."""
        top, _, _, right = self.boxes[number]
        beside = self._at(top, right + 1)
        if not 0 < len(self.texts[number]) <= LONGEST_NAME or beside in self.labels or beside in taken:
            return None
        return beside

    def _called(self, number: int) -> str:
        """Return a label as it is to be understood: 姓名 or 电话 beside a person mean that person's."""
        label = self.texts[number]
        person = self._person(number)
        if header_key(label) == _NAME and person is None and _CONTACT in self.above:
            return "联系人"
        if header_key(label) == _NAME and person is not None:
            return "联系人" if self._is_contact(person) else f"{self.texts[person]} {label}"
        private = self.fields.get(number) in ("contact_phone", "contact_email")
        if private and person is not None and not self._is_contact(person):
            return f"{self.texts[person]} {label}"
        return label

    def _is_contact(self, number: int) -> bool:
        return (self.fields.get(number) or "").startswith("contact")

    def _person(self, number: int) -> int | None:
        """Return the nearest label to the left in the same row that names a person."""
        top, left, _, _ = self.boxes[number]
        for column in range(left - 1, -1, -1):
            other = self._at(top, column)
            if other is not None and other in self.labels and self._names_person(other):
                return other
        return None

    def _names_person(self, number: int) -> bool:
        if self._is_contact(number):
            return self.fields[number] in ("contact_name", "contact")
        return any(word in header_key(self.texts[number]) for word in _PERSONS)


def _boxes(rows: tuple[tuple[int, ...], ...]) -> dict[int, tuple[int, int, int, int]]:
    """Return top, left, bottom, right of each cell, in reading order."""
    boxes: dict[int, tuple[int, int, int, int]] = {}
    for row, numbers in enumerate(rows):
        for column, number in enumerate(numbers):
            if number >= 0:
                top, left, bottom, right = boxes.get(number, (row, column, row, column))
                boxes[number] = (top, min(left, column), max(bottom, row), max(right, column))
    return boxes
