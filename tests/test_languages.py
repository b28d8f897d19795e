"""Every sentence for people is in both languages, and none goes past the catalogue of messages."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.presentation.field_names import FIELDS
from shanghai_cases.presentation.messages import words

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parent.parent / "shanghai_cases"
FILES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((PACKAGE / "presentation" / "templates").rglob("*.j2"))
FIELD = re.compile(r"\{(\w+)\}")
LETTERS = re.compile(r"[A-Za-z]{2}|[一-鿿]")
SENTENCE = re.compile(r"\w \w|[一-鿿]")
MARKERS = frozenset({"msg", "template", "words", "label", "label_of"})
PROGRAMMING = frozenset({"ValueError", "TypeError", "AssertionError", "NotImplementedError"})  # never shown to people
SAYING = frozenset({"say", "warn", "_fail"})
DRAWING = frozenset({"Text", "Rule", "Panel", "add_column"})
DRAWN = frozenset({"title", "caption", "header", "footer"})
SAME_IN_BOTH = re.compile(r"(\{\w+\}|[\W\d_])*|±|PDF|\{question\} \[y/N\] ")  # nothing to translate in it


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def sentences() -> Iterator[tuple[str, str]]:
    """Yield every literal given to msg or template, with its place."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name_of(node) in {"msg", "template"} and node.args:
                place = f"{file.relative_to(PACKAGE)}:{node.lineno}"
                argument = node.args[0]
                literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                yield place, argument.value if literal else ""  # type: ignore[attr-defined]


def chinese() -> gettext.GNUTranslations:
    folder = PACKAGE / "presentation" / "locale"
    return gettext.translation("cases", folder, ["zh"])


def naked(node: ast.AST) -> Iterator[str]:
    """Yield the strings in an expression that go past msg, template and words, those that only style left aside."""
    if isinstance(node, ast.Call) and name_of(node) in MARKERS:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.keyword | ast.Subscript | ast.Compare | ast.FormattedValue):
            yield from naked(child)


def shown(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a statement shows to people."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and name_of(node.exc) not in PROGRAMMING:
        yield from node.exc.args
    if not isinstance(node, ast.Call):
        return
    name = name_of(node)
    if name in SAYING or (name == "write" and re.search(r"\berr(or)?\b|stderr", ast.unparse(node.func))):
        yield from node.args
    if name in DRAWING:
        yield from node.args[:1]
    for keyword in node.keywords:
        if keyword.arg == "help" or (keyword.arg in DRAWN and name in {"Table", "Panel", "add_column"}):
            yield keyword.value


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_sentence_goes_past_the_catalogue_of_messages(file: Path) -> None:
    bypassing = [
        f"{getattr(node, 'lineno', 0)}: {text}"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for part in shown(node)
        for text in naked(part)
        if (SENTENCE if isinstance(node, ast.Raise) else LETTERS).search(text)
    ]
    assert bypassing == []


def test_messages_are_literals() -> None:
    assert [place for place, text in sentences() if not text] == []


def test_every_sentence_is_there_in_chinese() -> None:
    known = chinese()
    missing = [
        (place, text) for place, text in sentences() if known.gettext(text) == text and not SAME_IN_BOTH.fullmatch(text)
    ]
    assert missing == []


def test_a_translation_fills_the_same_fields() -> None:
    known = chinese()
    different = [
        (place, text, known.gettext(text))
        for place, text in sentences()
        if set(FIELD.findall(text)) != set(FIELD.findall(known.gettext(text)))
    ]
    assert different == []


def test_chinese_sentences_have_chinese_punctuation() -> None:
    known = chinese()
    half_width = re.compile(r"[一-鿿}][,;!?]|[一-鿿]:(?! ?值|\d)|[一-鿿]\.(?![\w.])")
    assert [translated for _, text in sentences() if half_width.search(translated := known.gettext(text))] == []


def test_every_field_has_a_chinese_name() -> None:
    plain = [label.text for label in FIELDS.values() if words(label.text, "zh") == label.text]
    assert [text for text in plain if not SAME_IN_BOTH.fullmatch(text)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_page_templates_hold_no_words_of_their_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    for pattern in (
        r"\{#.*?#\}",
        r"\{%.*?%\}",
        r"\{\{.*?\}\}",
        r"<style.*?</style>",
        r"<script.*?</script>",
        r"<[^>]*>",
    ):
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    assert LETTERS.findall(text) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("output.say('nothing found')", ["nothing found"]),
        ("output.warn(f'{count} hits')", [" hits"]),
        ("sys.stderr.write('stopped\\n')", ["stopped\n"]),
        ("self.err.write(text)", []),
        ("raise DataError('this is wrong')", ["this is wrong"]),
        ("raise FieldError('title', value, msg('must be text'))", []),
        ("option('--title', help='The title.')", ["The title."]),
        ("option('--title', help=template('The title.'))", []),
        ("Text('title')", ["title"]),
        ("Text(translate(msg('title')), style='dim')", []),
        ("table.add_column('title', style='dim')", ["title"]),
        ("Table(title='Cases', box=None)", ["Cases"]),
    ],
)
def test_a_bypass_is_noticed(source: str, found: list[str]) -> None:
    (statement,) = ast.parse(source).body
    nodes = list(ast.walk(statement))
    seen = [
        text
        for node in nodes
        for part in shown(node)
        for text in naked(part)
        if (SENTENCE if isinstance(node, ast.Raise) else LETTERS).search(text)
    ]
    assert seen == found
