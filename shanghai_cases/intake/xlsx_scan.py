"""A look through an .xlsx before it is read: how far its cells reach, and which have no value to give.

The reader lays a sheet out as a full rectangle, so one forgotten cell in the far corner would fill the memory; and it
shows a formula that was never computed as an empty cell. Both are seen in the XML itself (ECMA-376 part 1, 18.3).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg
from shanghai_cases.intake.archive import too_big, too_far
from shanghai_cases.intake.kinds import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shanghai_cases.intake.archive import Archive

MAX_TEXT = 128 << 20  # characters of a workbook's cells, each of those that share a text counted
MAX_CELLS = 3_000_000  # cells of the rectangle around a sheet's values: 100,000 rows of 30 columns
_LONGEST_CELL = 4 << 20  # bytes of XML that one cell may take; Excel itself stops at 32,767 characters
_CELL = re.compile(rb"<(?:\w+:)?c((?:\s[^<>]*[^<>/])?)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_USUAL_START = rb'<c r="%s"(?: s="\d+")?(?: t="(?:s|n|b|d|str|inlineStr)")?'
_USUAL = re.compile(_USUAL_START % rb"([A-Z]{1,3})(\d{1,7})" + rb"><(?:v>[^<]|is>)")
_USUAL_EMPTY = re.compile(_USUAL_START % rb"[A-Z]{1,3}\d{1,7}" + rb"/>")
_ROOT = re.compile(rb"<(\w+:|)worksheet\b")
_LONGEST_TAG_START = 32  # bytes: a cell's tag may be cut in two by the end of a piece
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>[^<]|<(?:\w+:)?is\b")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s([^>]*)>")
_STYLES = re.compile(r".*?<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>.*", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\s([^>]*)>")
_STYLED = re.compile(rb"""\bs\s*=\s*["'](\d+)["']""")
_ZEROS = re.compile(r"0{2,15}")
_PERCENT = re.compile(r"[#,0.?]+%")
PERCENTAGES = {"9": "%", "10": "%"}  # formats that need no code: 0% and 0.00%
_SHARED = (b't="s"', b"t='s'")  # the type of a cell that has its text among the shared ones
_SHARED_PLACE = re.compile(rb"""\bt=["']s["'][^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*(\d{1,9})""")
_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_SAVE_IT = msg("holds a formula without its result; open the file in Excel or WPS and save it again")
_IS_ERROR = msg("holds an error value such as #REF! or #N/A")


@dataclass(slots=True)
class Reach:
    """The rectangle around a sheet's values (from 1, 0 where empty) and the faulty cells, by row and column.

    Rows of cells are counted from 1, columns from 0.
    ``shown`` says of numbers how they are shown: with as many digits as ``0000`` at least, or as a percentage, ``%``;
    ``shared`` says how many cells have their text among those that cells share.
    """

    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0
    faults: dict[int, dict[int, Message]] = field(default_factory=dict)
    shown: dict[int, dict[int, str]] = field(default_factory=dict)
    shared: int = 0

    def add(self, row: int, column: int) -> None:
        """Stretch the rectangle over a cell."""
        self.top = min(self.top or row, row)
        self.left = min(self.left or column, column)
        self.bottom = max(self.bottom, row)
        self.right = max(self.right, column)

    def note_fault(self, row: int, column: int, fault: Message) -> None:
        """Note what is wrong with a cell, both counted from 1."""
        self.faults.setdefault(row, {})[column - 1] = fault

    def note_shown(self, row: int, column: int, way: str) -> None:
        """Note how the number of a cell is shown, both counted from 1."""
        self.shown.setdefault(row, {})[column - 1] = way

    @property
    def cells(self) -> int:
        """How many cells the rectangle has."""
        if not self.bottom:
            return 0
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def scan(archive: Archive) -> Mapping[str, Reach]:
    """Return the reach of each sheet by its name. Raises `DataError` for one that is too big or damaged."""
    shown = _shown_styles(archive.text("xl/styles.xml"))
    targets = _relations(archive)
    members = _sheets(archive, targets)
    reaches = {name: _reach(archive, member, shown) for name, member in members.items()}
    texts = next((target for target in targets.values() if "sharedstrings" in target and target in archive.members), "")
    if texts:
        _check_shared_texts(archive, texts, members.values(), sum(reach.shared for reach in reaches.values()))
    return reaches


def _check_shared_texts(archive: Archive, texts: str, sheets: Iterable[str], cells: int) -> None:
    """Refuse shared texts that are too many, or that so many cells share that together they would fill the memory."""
    count = longest = 0
    for chunk in archive.chunks(texts):
        pieces = chunk.split(b"si>")
        count += max(len(pieces), chunk.count(b"si/>"))
        longest = max(longest, *map(len, pieces))
        longest = longest if len(pieces) > 1 else max(longest, MAX_TEXT)  # one text goes on over several chunks
    if count > MAX_CELLS:
        raise too_big(archive.file)
    if cells * longest > MAX_TEXT and _spelled_out(archive, texts, sheets) > MAX_TEXT:
        raise too_big(archive.file)


def _spelled_out(archive: Archive, texts: str, sheets: Iterable[str]) -> int:
    """Return the length of the cells' shared texts, markup included, each counted as often as it stands in a cell."""
    starts = array("Q")
    before = 0
    for chunk in archive.chunks(texts):
        starts.extend(before + match.start() for match in _TEXT.finditer(chunk))
        before += len(chunk)
    starts.append(before)
    uses: Counter[bytes] = Counter()
    for sheet in sheets:
        for chunk in archive.chunks(sheet):
            uses.update(_SHARED_PLACE.findall(chunk))
    known = len(starts) - 1
    return sum(
        times * (starts[place + 1] - starts[place]) for number, times in uses.items() if (place := int(number)) < known
    )


def _shown_styles(styles: str) -> dict[bytes, str]:
    """Return how the styles of cells (by their number as written) show numbers, where that is not as they are."""
    codes = dict(PERCENTAGES)
    for tag in _FORMAT.findall(styles):
        form = _attributes(tag)
        if way := way_shown(form.get("formatCode", "")):
            codes[form.get("numFmtId", "")] = way
    formats = [_attributes(tag).get("numFmtId", "") for tag in _STYLE.findall(_STYLES.sub(r"\1", styles))]
    return {b"%d" % number: codes[one] for number, one in enumerate(formats) if one in codes}


def way_shown(code: str) -> str:
    """Return the zeros of a number format that shows leading ones, ``%`` for one of percentages, nothing for others."""
    if _ZEROS.fullmatch(code):
        return code
    return "%" if _PERCENT.fullmatch(code.partition(";")[0]) else ""


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(one or two) for name, one, two in _ATTRIBUTE.findall(tag)}


def _relations(archive: Archive) -> dict[str, str]:
    """Return the members that the workbook names, by their ids in it."""
    targets = {}
    for tag in _RELATION.findall(archive.text("xl/_rels/workbook.xml.rels")):
        relation = _attributes(tag)
        target = relation.get("Target", "").replace("\\", "/").lower()
        targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return targets


def _sheets(archive: Archive, targets: Mapping[str, str]) -> dict[str, str]:
    """Map the names of sheets to the members of the archive that hold them."""
    found = {}
    for tag in _SHEET.findall(archive.text("xl/workbook.xml")):
        sheet = _attributes(tag)
        identifier = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        if targets.get(identifier) in archive.members:
            found[sheet.get("name", "")] = targets[identifier]
    return found


def _reach(archive: Archive, member: str, shown: Mapping[bytes, str]) -> Reach:
    reach = Reach()
    rest = b""
    prefix = None
    for chunk in archive.chunks(member):
        text = rest + chunk
        if prefix is None and (root := _ROOT.search(text)):
            prefix = root[1]
        closing = b"</" + (prefix or b"") + b"c>"
        end = max(0, text.rfind(closing) + len(closing)) if closing in text else 0
        if shown or not _take_usual(reach, text, end):
            for match in _CELL.finditer(text, 0, end):
                _take(reach, match[1], match[2])
                if shown:
                    _note_shown(reach, match[1], shown)
        reach.shared += sum(text.count(mark, 0, end) for mark in _SHARED)
        if reach.cells > MAX_CELLS:
            raise too_far(archive.file, reach.bottom, reach.right)
        begun = text.rfind(b"<" + (prefix or b"") + b"c", end)
        rest = text[begun if begun >= 0 else max(end, len(text) - _LONGEST_TAG_START) :]
        if len(rest) > _LONGEST_CELL:
            raise unreadable(archive.file, msg("a cell holds more than a cell can"))
    return reach


def _take_usual(reach: Reach, text: bytes, end: int) -> bool:
    """Take the cells of a piece together if all are written the way nearly every program does it; else say no."""
    found = _USUAL.findall(text, 0, end)
    usual = len(found) + sum(1 for _ in _USUAL_EMPTY.finditer(text, 0, end))
    if not found or text.count(b"<c ", 0, end) != usual or text.count(b"c>", 0, end) != len(found):
        return False
    columns = [_column(letters) for letters in {letters for letters, _ in found}]
    rows = list(map(int, {number for _, number in found}))
    reach.add(min(rows), min(columns))
    reach.add(max(rows), max(columns))
    return True


def _note_shown(reach: Reach, attributes: bytes, shown: Mapping[bytes, str]) -> None:
    style, place = _STYLED.search(attributes), _PLACE.search(attributes)
    if style is not None and place is not None and style[1] in shown:
        reach.note_shown(int(place[2]), _column(place[1]), shown[style[1]])


def _take(reach: Reach, attributes: bytes, body: bytes) -> None:
    fault = None
    if b"e" in attributes and _ERROR.search(attributes):
        fault = _IS_ERROR
    elif not body.startswith(b"<is>") and not _VALUE.search(body):
        if not _FORMULA.search(body):
            return
        fault = None if _empty_text(attributes, body) else _SAVE_IT
    place = _PLACE.search(attributes)
    if place is None:
        return
    row, column = int(place[2]), _column(place[1])
    if not (reach.top <= row <= reach.bottom and reach.left <= column <= reach.right):
        reach.add(row, column)
    if fault:
        reach.note_fault(row, column, fault)


def _empty_text(attributes: bytes, body: bytes) -> bool:
    """A formula may have the empty text as its result: said by its type and an empty value."""
    return b'"str"' in attributes and (b"<v></v>" in body or b"<v/>" in body)


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
