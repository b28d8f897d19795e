"""Word forms (申报表) to entries: which cell is a label, and which cell is its value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.intake import word
from shanghai_cases.intake.checks import usual_unit_type
from shanghai_cases.intake.columns import EDITION
from shanghai_cases.intake.headers import exact_field, guess_field, header_key
from shanghai_cases.intake.kinds import unreadable
from shanghai_cases.intake.table import Content, Entry, Origin, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanghai_cases.intake.archive import Archive

_LONGEST_LABEL = 40  # characters, instructions in brackets included
_LONGEST_NAME = 16  # characters of a label before a colon in running text
_PERSONS = ("负责人", "领导", "法人", "法定代表人", "审核人", "主管", "申报人", "作者", "推荐人")
_OTHER_LABELS = frozenset(
    (
        *(
            "职务",
            "职称",
            "部门",
            "科室",
            "性别",
            "年龄",
            "民族",
            "学历",
            "地址",
            "单位地址",
            "通讯地址",
            "联系地址",
            "邮编",
            "邮政编码",
        ),
        *(
            "传真",
            "负责人",
            "单位负责人",
            "案例负责人",
            "项目负责人",
            "分管领导",
            "主要领导",
            "法人",
            "法定代表人",
            "审核意见",
            "推荐意见",
            "单位意见",
            "推荐单位意见",
            "申报单位意见",
        ),
        *(
            "申报单位推荐意见",
            "评审意见",
            "组委会意见",
            "备注",
            "承诺",
            "附件",
            "盖章",
            "签字",
            "单位盖章",
            "负责人签字",
            "负责人职务",
            "申报人",
            "作者",
            "姓名",
        ),
        *(
            "启动时间",
            "实施时间",
            "起止时间",
            "序号",
            "编号",
            "网址",
            "附件材料",
            "证明材料",
            "填表说明",
            "基本信息",
            "申报信息",
            "联系信息",
            "单位信息",
            "案例信息",
        ),
    )
)
_NAME = "姓名"
_TICKED, _UNTICKED = "☑☒■√✓✔▣●", "□☐○◯"
_OPTION = re.compile(f"([{_TICKED}{_UNTICKED}])\\s*([^{_TICKED}{_UNTICKED}]*)")
_INLINE = re.compile(rf"(?:^|(?<=[\s,，;；]))([^\s:：,，;；]{{1,{_LONGEST_NAME}}})[ \t\u3000]*[:：]", re.MULTILINE)
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．]")


def read(archive: Archive) -> Content:
    """Read the one case of a form, or tables that list one case a row.

    Raises `DataError`, or `MissingExtraError` without the reader.
    """
    blocks = word.blocks(archive)
    lists = [block for block in blocks if isinstance(block, word.Grid) and _is_list(block)]
    if lists:
        return Content(tuple(_table(archive.file, number, grid) for number, grid in enumerate(lists, 1)))
    texts = (block.text for block in blocks if isinstance(block, word.Paragraph))
    found_pairs = tuple(pairs(blocks))
    if not any(exact_field(label) in ("title", "unit") for label, _ in found_pairs):
        raise unreadable(archive.file, msg("no label such as 案例名称 or title was found in it"))
    edition = next((found[0] for text in texts if (found := EDITION.search(text))), "")
    return Content(entries=(Entry(Origin(archive.file), found_pairs, edition=edition),))


def _is_list(grid: word.Grid) -> bool:
    """Say whether a table is no form: a row of nothing but labels, the title's among them, and only values below."""
    form = _Form(grid)
    for place, row in enumerate(grid.rows[:3]):
        fields = {form.fields.get(number) for number in row if number in form.labels}
        if "title" in fields and len(fields) >= 3 and all(number in form.labels for number in row):
            below = grid.rows[place + 1 :]
            return len(below) > 1 and not any(number in form.labels for values in below for number in values)
    return False


def _table(file: str, number: int, grid: word.Grid) -> Table:
    rows = [
        Row(place, tuple(grid.texts[cell] if cell >= 0 else "" for cell in row))
        for place, row in enumerate(grid.rows, 1)
    ]
    return Table(file, f"#{number}", rows)


def pairs(blocks: Iterable[word.Block]) -> list[tuple[str, str]]:
    """Return labels and values in reading order."""
    found: list[tuple[str, str]] = []
    running = _Running()
    for block in blocks:
        if isinstance(block, word.Grid):
            found.extend(running.close())
            found.extend(_Form(block).pairs())
        else:
            found.extend(running.take(block))
    found.extend(running.close())
    return [(label, _chosen(value)) for label, value in found]


def _chosen(value: str) -> str:
    """Of a row of tick boxes return the ticked choices; other text as it is."""
    if not any(box in value for box in _UNTICKED):
        return value
    options = _OPTION.findall(value)
    return ";".join(text.strip(" \t\u3000\n,，、;；") for mark, text in options if mark in _TICKED)


def inline_pairs(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a text that begins as “label：value”, several on a line or line by line."""
    marks = [match for match in _INLINE.finditer(text) if _is_field(match[1])]
    if not marks or text[: marks[0].start()].strip():
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [(mark[1], text[mark.end() : end].strip(" \t\u3000\n,，;；")) for mark, end in zip(marks, ends, strict=True)]


def _is_field(label: str) -> bool:
    return exact_field(label) is not None


@dataclass(slots=True)
class _Running:
    """Paragraphs outside tables: a heading that is a label collects what follows it."""

    label: str = ""
    lines: list[str] = field(default_factory=list)

    def take(self, paragraph: word.Paragraph) -> list[tuple[str, str]]:
        text = paragraph.text
        if found := inline_pairs(text):
            last, rest = found[-1]
            done = [*self.close(), *found[:-1]]
            self.label, self.lines = last, [rest] if rest else []
            return done
        if _is_field(text) and len(text) <= _LONGEST_LABEL:
            done = self.close()
            self.label = text
            return done
        if self.label and (paragraph.heading or _is_numbered(text)) and exact_field(self.label) != "text":
            done = self.close()
            self.label = "正文"
            self.lines = [text]
            return done
        if self.label:
            self.lines.append(text)
        return []

    def close(self) -> list[tuple[str, str]]:
        """End what is being collected and return it."""
        done = [(self.label, "\n".join(self.lines))] if self.label and self.lines else []
        self.label, self.lines = "", []
        return done


def _is_numbered(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and _NUMBERED.match(text) is not None


class _Form:
    """One table of a form. Cells are named by their number; a merged cell has one number for all its places."""

    def __init__(self, grid: word.Grid) -> None:
        self.grid = grid
        self.texts = grid.texts
        self.boxes = _boxes(grid.rows)
        self.fields = {number: found for number in self.boxes if (found := _label_field(self.texts[number]))}
        self.labels = {number for number in self.boxes if number in self.fields or _is_other(self.texts[number])}

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
            else:
                value = self._unknown_value(number, taken)
            if value is not None and value not in taken:
                taken.add(value)
                found.append((self._called(number), self.texts[value]))
        return found

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
        if not 0 < len(self.texts[number]) <= _LONGEST_NAME or beside in self.labels or beside in taken:
            return None
        return beside

    def _called(self, number: int) -> str:
        """Return a label as it is to be understood: 姓名 or 电话 beside a person mean that person's."""
        label = self.texts[number]
        person = self._person(number)
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


def _label_field(text: str) -> str | None:
    if not text or len(text) > _LONGEST_LABEL or _OPTION.search(text):
        return None
    if any(value for _, value in inline_pairs(text)):
        return None
    guess = guess_field(text)
    return guess.field if guess else None


def _is_other(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_LABEL and header_key(text) in _OTHER_LABELS
