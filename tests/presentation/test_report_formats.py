"""One document, several renderers: the same cells everywhere, and nothing in the data is obeyed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import pytest

from shanghai_cases.model.case import Case, KeyFigure
from shanghai_cases.model.figure import exactly
from shanghai_cases.model.source import Source
from shanghai_cases.presentation.document import Document, Picture, Table
from shanghai_cases.presentation.figure_words import say
from shanghai_cases.presentation.palette import DARK, LIGHT
from shanghai_cases.presentation.report_docx import report_docx
from shanghai_cases.presentation.report_markdown import report_markdown
from shanghai_cases.presentation.report_page import report_page
from shanghai_cases.presentation.report_sections import SECTIONS, edition_document
from shanghai_cases.report.facts import CaseFacts
from shanghai_cases.report.showcase import Shelf
from tests.report.factories import NAMED, SHIPPED, SIXTH, edition, edition_report, many, over

NASTY = "<script>alert(1)</script> & [red]x[/] | `a` \x1b[2J\u202e =1+1"


def big() -> Document:
    editions = [*(edition(number, 500 + number) for number in range(1, 8)), edition(8, over(900))]
    return edition_document(edition_report(editions, many(8, 1500), 8, against=6))


def nasty() -> Document:
    from dataclasses import replace

    named = replace(SIXTH, name=NASTY, sources=(Source("K", NASTY, NASTY, "2024", "javascript:alert(1)"),))
    rows = [CaseFacts("E6-001", 6, NASTY, NASTY, NASTY, NASTY, (NASTY,), NASTY)]
    case = Case(
        "E6-001", 6, NASTY, NASTY, NASTY, NASTY, themes=(NASTY,), summary=NASTY, figures=(KeyFigure(NASTY, exactly(1)),)
    )
    return edition_document(edition_report([named], rows, 6), [Shelf(NASTY, (case,))])


def tables(document: Document, language: str) -> list[list[list[str]]]:
    found = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    return [
        [[say(cell, language) for cell in row] for row in ([column.title for column in table.columns], *table.rows)]
        for table in found
    ]


class Reader(HTMLParser):
    """Collects tables, tags, attributes and ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self._cell = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attributes
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.tables[-1][-1][-1] += data.replace("\u00a0", " ")


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_markdown_and_word_have_the_same_tables(language: str) -> None:
    document = big()
    expected = tables(document, language)
    assert read(report_page(document, language)).tables == expected
    lines = report_markdown(document, "report", language).text.splitlines()
    cells = [line[2:-2].split(" | ") for line in lines if line.startswith("|") and not re.match(r"\| -{3}", line)]
    assert cells == [row for table in expected for row in table]
    word = docx.Document(BytesIO(report_docx(document, language)))
    written = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    assert written[1:] == expected


def test_the_page_obeys_nothing_from_the_data_and_asks_the_network_for_nothing() -> None:
    page = report_page(nasty(), "en")
    reader = read(page)
    names = {name for name, _ in reader.attributes}
    assert "script" not in reader.tags
    assert names.isdisjoint({"src", "style", "onclick", "onload", "xlink:href"})
    links = [value for name, value in reader.attributes if name == "href"]
    assert links == []
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert not re.search(r"@import|url\((?!#)", page)


def test_the_policy_allows_the_pages_own_style_and_nothing_else() -> None:
    page = report_page(big(), "zh")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert re.sub(r"sha256-[A-Za-z0-9+/=]{44}", "sha256-…", policy.replace("&#39;", "'")) == (
        "default-src 'none'; style-src 'sha256-…'; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_says_its_language_and_its_pictures_have_names(language: str, tag: str) -> None:
    reader = read(report_page(big(), language))
    assert ("lang", tag) in reader.attributes
    ids = [value for name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    labels = [value for name, value in reader.attributes if name == "aria-labelledby"]
    assert len(labels) == 4
    assert {name for label in labels for name in (label or "").split()} <= set(ids)


def test_markdown_shows_markup_from_the_data_as_text() -> None:
    made = report_markdown(nasty(), "report", "en")
    assert "<script>" not in made.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; \\[red\\]x\\[/\\] \\| \\`a\\`" in made.text


def test_markdown_comes_with_the_pictures_it_names() -> None:
    made = report_markdown(big(), "the report", "zh")
    named = re.findall(r"!\[[^\]]*\]\(<([^>]+)>\)", made.text)
    assert named == list(made.pictures)
    assert named == [f"the report-{key}.svg" for key in ("trend", "districts", "unit_types", "themes")]
    assert all(picture.startswith("<svg ") for picture in made.pictures.values())


def test_word_has_headings_and_described_pictures() -> None:
    document = edition_document(edition_report(SHIPPED, NAMED, 6))
    word = docx.Document(BytesIO(report_docx(document, "zh")))
    assert word.core_properties.title == "第六届中国（上海）社会治理创新实践案例"
    headings = [each.text for each in word.paragraphs if each.style is not None and each.style.name == "Heading 1"]
    assert headings == [say(section.title, "zh") for section in document.sections]
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    pictures = [block.chart for section in document.sections for block in section.blocks if isinstance(block, Picture)]
    assert described == [f"{say(chart.title, 'zh')}. {say(chart.description, 'zh')}" for chart in pictures]


def test_word_takes_any_storable_text() -> None:
    assert report_docx(nasty(), "zh")[:2] == b"PK"


def test_sections_are_known_by_their_keys() -> None:
    keys = [section.key for section in big().sections]
    assert keys == [key for key in SECTIONS if key in keys]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(colours: dict[str, str]) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        low, high = sorted((luminance(colours[one]), luminance(colours[other])))
        return (high + 0.05) / (low + 0.05)

    pairs = [(text, ground) for text in ("ink", "quiet", "accent", "warning") for ground in ("paper", "panel")]
    pairs += [(f"on-{level}", f"level-{level}") for level in range(6)]
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < 4.5} == {}
    assert contrast("bar", "paper") >= 3


def test_the_templates_hold_no_words_of_their_own() -> None:
    folder = Path(report_page.__code__.co_filename).parent / "templates"
    for template in folder.rglob("*.j2"):
        bare = re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>", " ", template.read_text("utf-8"), flags=re.DOTALL)
        assert re.findall(r"[A-Za-z]{2,}", bare) == [], template
