"""A report as a Word document: headings, real tables, pictures with a description."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, assert_never

from shanghai_cases.errors import MissingExtraError, msg
from shanghai_cases.presentation import messages
from shanghai_cases.presentation.chart_files import chart_png
from shanghai_cases.presentation.document import Cards, Facts, Note, Picture, Sources, Table, facts_of
from shanghai_cases.presentation.drawing import draw
from shanghai_cases.presentation.figure_words import key_figure_words, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document as WordDocument
    from docx.table import _Row as WordRow

    from shanghai_cases.model.case import Case
    from shanghai_cases.presentation.charts import Chart
    from shanghai_cases.presentation.document import Block, Document
    from shanghai_cases.presentation.figure_words import Shown

_LATIN, _CHINESE = "Calibri", "Microsoft YaHei"
_PICTURE_WIDTH = 11.0  # centimetres of the 17 between the margins


def report_docx(document: Document, language: str | None = None) -> bytes:
    """Return a document as the bytes of a .docx file. Raises `MissingExtraError`."""
    spoken = language or messages.language()
    try:
        import docx
    except ImportError as missing:
        raise MissingExtraError("office", msg("A report as a Word document")) from missing
    writer = _Writer(docx.Document(), spoken)
    writer.prepare(say(document.title, spoken))
    writer.write(document)
    file = BytesIO()
    writer.word.save(file)
    return file.getvalue()


class _Writer:
    """Writes blocks into one Word document in one language."""

    def __init__(self, word: WordDocument, language: str) -> None:
        self.word = word
        self._language = language

    def prepare(self, title: str) -> None:
        """Set up A4 paper, fonts for both scripts, the language, and the file's own title."""
        from docx.oxml.ns import qn
        from docx.shared import Cm

        page = self.word.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
            style = self.word.styles[name]
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            for script, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", _CHINESE)):
                fonts.set(qn(f"w:{script}"), font)
        properties = self.word.core_properties
        properties.title, properties.author, properties.comments = title, "", ""
        properties.language = "zh-CN" if self._language == "zh" else "en"

    def write(self, document: Document) -> None:
        """Write the whole document."""
        self.word.add_heading(self._say(document.title), 0)
        for line in document.subtitle:
            self.word.add_paragraph(self._say(line))
        for section in document.sections:
            self.word.add_heading(self._say(section.title), 1)
            for block in section.blocks:
                self._block(block)

    def _say(self, shown: Shown) -> str:
        return say(shown, self._language)

    def _block(self, block: Block) -> None:
        match block:
            case Facts(rows):
                self._rows(((fact.label, fact.value) for fact in rows), right=(False, False), header=False)
            case Note(text, warning):
                self.word.add_paragraph(self._say(text), "Intense Quote" if warning else "Normal")
            case Table(_, columns, rows):
                right = tuple(column.right for column in columns)
                self._rows((tuple(column.title for column in columns), *rows), right=right, header=True)
            case Picture():
                self._picture(block.chart)
            case Cards(title, cases):
                if title is not None:
                    self.word.add_heading(self._say(title), 2)
                for case in cases:
                    self._case(case, 2 if title is None else 3)
            case Sources(sources):
                for source in sources:
                    facts = [source.title or source.key, source.publisher, source.date, source.url]
                    self.word.add_paragraph(", ".join(self._say(fact) for fact in facts if fact), "List Number")
            case _:
                assert_never(block)

    def _rows(self, rows: Iterable[tuple[Shown, ...]], *, right: tuple[bool, ...], header: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        written = list(rows)
        table = self.word.add_table(0, len(right), "Light List Accent 1" if header else "Light Grid Accent 1")
        for row in written:
            for cell, shown, to_right in zip(table.add_row().cells, row, right, strict=True):
                cell.text = self._say(shown)
                if to_right:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for place, made in enumerate(table.rows):
            _keep_whole(made, repeated=header and not place)
        self.word.add_paragraph()

    def _picture(self, chart: Chart) -> None:
        from docx.shared import Cm

        shape = self.word.add_picture(BytesIO(chart_png(chart, self._language, scale=3.0)), width=Cm(_PICTURE_WIDTH))
        drawing = draw(chart, self._language)
        described = shape._inline.docPr  # noqa: SLF001 (python-docx has no public way to describe a picture)
        described.set("descr", f"{drawing.title}. {drawing.description}")

    def _case(self, case: Case, level: int) -> None:
        self.word.add_heading(self._say(case.title), level)
        self.word.add_paragraph(" · ".join(map(self._say, facts_of(case))))
        if case.summary:
            self.word.add_paragraph(self._say(case.summary))
        for figure in case.figures:
            self.word.add_paragraph(key_figure_words(figure, self._language), "List Bullet")


def _keep_whole(row: WordRow, *, repeated: bool) -> None:
    """Keep a row on one page; the headings are shown again on every page that the table runs over."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for name in ("w:cantSplit", *(("w:tblHeader",) if repeated else ())):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 (python-docx has no public way to say so)
