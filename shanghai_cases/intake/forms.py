"""Word forms (申报表) to entries: their tables, their paragraphs, or a list of cases in a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.intake import word
from shanghai_cases.intake.columns import EDITION
from shanghai_cases.intake.form_choices import CHOICES, chosen, has_boxes
from shanghai_cases.intake.form_labels import inline_pairs, is_label, on_one_line, said, spaced_pair
from shanghai_cases.intake.form_table import FormTable
from shanghai_cases.intake.headers import exact_field, guess_field, header_key, preference
from shanghai_cases.intake.kinds import unreadable
from shanghai_cases.intake.table import Content, Entry, Origin, Row, Table
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanghai_cases.intake.archive import Archive

_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．]")
_GUIDES = frozenset(
    {"填表说明", "填报说明", "填写说明", "申报说明", "填表须知", "填报须知", "填写须知", "申报须知", "注意事项"}
)
_LONGEST_HEADING = 40  # characters
_LONGEST_TITLE = 80  # characters of a line that may name the edition
_LONGEST_CHOICES = 400  # characters of an unknown label's row of boxes
_LONG = frozenset({"summary", "text", "figures", "notes"})  # may go on over several paragraphs


def read(archive: Archive) -> Content:
    """Read the cases of a file of forms, mostly one, or tables that list one case a row.

    Raises `DataError`.
    """
    blocks = word.blocks(archive)
    lists = [block for block in blocks if isinstance(block, word.Grid) and FormTable(block).is_list()]
    edition = _edition(blocks)
    if lists:
        return Content(tuple(_table(archive.file, number, grid, edition) for number, grid in enumerate(lists, 1)))
    found_pairs = pairs(blocks)
    if not any(exact_field(label) in ("title", "unit") for label, _ in found_pairs):
        raise unreadable(archive.file, msg("no label such as 案例名称 or title was found in it"))
    forms = apart(found_pairs)
    sheets = [f"#{number}" for number in range(1, len(forms) + 1)] if len(forms) > 1 else [""]
    return Content(
        entries=tuple(
            Entry(Origin(archive.file, sheet), tuple(form), edition=edition)
            for sheet, form in zip(sheets, forms, strict=True)
        )
    )


def _edition(blocks: Iterable[word.Block]) -> str:
    """Return what a title says of the edition: a line above all labels, or the first cell of the first table."""
    for block in blocks:
        text = block.text if isinstance(block, word.Paragraph) else next(iter(block.texts), "")
        if len(text) <= _LONGEST_TITLE and (found := EDITION.search(text)):
            return found[0]
        if isinstance(block, word.Grid) or inline_pairs(text) or spaced_pair(text) or is_label(text):
            return ""
    return ""


def apart(found: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Part the pairs of several forms: a new one begins with another title, at the label that the first begins with.

    All stay together where a part would lack a title or a unit.
    """
    fields = [exact_field(label) for label, _ in found]
    keys = [header_key(label) for label, _ in found]
    lead = next(key for key, field in zip(keys, fields, strict=True) if field)
    best = min((label for label, _ in found if exact_field(label) == "title"), key=preference, default="")
    titles = [place for place, key in enumerate(keys) if key == header_key(best) and found[place][1].strip()]
    starts = [0]
    for before, place in pairwise(titles):
        if fold(found[before][1]) != fold(found[place][1]):
            starts.append(max((at for at in range(before + 1, place) if keys[at] == lead), default=place))
    ends = [*starts[1:], len(found)]
    if all({"title", "unit"} <= {*fields[start:end]} for start, end in zip(starts, ends, strict=True)):
        return [found[start:end] for start, end in zip(starts, ends, strict=True)]
    return [found]


def _table(file: str, number: int, grid: word.Grid, title: str) -> Table:
    """Make a table of a grid, with what names the edition above it."""
    rows = [
        Row(place, tuple(grid.texts[cell] if cell >= 0 else "" for cell in row))
        for place, row in enumerate(grid.rows, 1)
    ]
    return Table(file, f"#{number}", [Row(0, (title,)), *rows])


def pairs(blocks: Iterable[word.Block]) -> list[tuple[str, str]]:
    """Return labels and values in reading order."""
    found: list[tuple[str, str]] = []
    running = _Running()
    above = ""
    for block in blocks:
        if isinstance(block, word.Grid):
            found.extend(running.close())
            found.extend(FormTable(block, above or block.beside).pairs())
            above = ""
        else:
            above = block.text
            found.extend(running.take(block))
    found.extend(running.close())
    return [(label, _value(label, value)) for label, value in found]


def _value(label: str, value: str) -> str:
    """Return what was written beside a label, as its field has it."""
    guess = guess_field(label)
    if guess is None:
        return said(chosen(value) if len(value) <= _LONGEST_CHOICES else value)
    plain = said(chosen(value) if guess.field in CHOICES else value)
    if guess.field in ("title", "unit"):
        plain = on_one_line(plain)
    return plain if guess.field in _LONG else plain.rstrip("。 ")


@dataclass(slots=True)
class _Running:
    """Paragraphs outside tables: a label collects what follows it, as far as its field goes on."""

    label: str = ""
    lines: list[str] = field(default_factory=list)
    guided: bool = False

    def take(self, paragraph: word.Paragraph) -> list[tuple[str, str]]:
        text = paragraph.text
        if header_key(text) in _GUIDES:
            self.guided = True
            return self.close()
        self.guided = self.guided and _is_guide(paragraph)
        if self.guided:
            return []
        if found := inline_pairs(text) or [*filter(None, [spaced_pair(text)])]:
            done = [*self.close(), *found[:-1]]
            self.label, rest = found[-1]
            return [*done, *self._collect(rest)] if rest else done
        if is_label(text):
            done = self.close()
            self.label = text
            return done
        if self.label and (paragraph.heading or _is_numbered(text)) and exact_field(self.label) != "text":
            done = self.close()
            self.label = "正文"
            self.lines = [text]
            return done
        return self._collect(text) if self.label else []

    def _collect(self, text: str) -> list[tuple[str, str]]:
        """Take a line of the value; that of most fields has one, choices may stand on several."""
        named = exact_field(self.label)
        if self.lines and named in CHOICES and not has_boxes(text):
            return self.close()
        self.lines.append(text)
        return [] if named in _LONG or named in CHOICES else self.close()

    def close(self) -> list[tuple[str, str]]:
        """End what is being collected and return it."""
        done = [(self.label, "\n".join(self.lines))] if self.label and self.lines else []
        self.label, self.lines = "", []
        return done


def _is_numbered(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and _NUMBERED.match(text) is not None


def _is_guide(paragraph: word.Paragraph) -> bool:
    """Say whether a paragraph is one of the sentences that explain how to fill in the form."""
    return paragraph.listed or (_NUMBERED.match(paragraph.text) is not None and paragraph.text.endswith(tuple("。；;")))
