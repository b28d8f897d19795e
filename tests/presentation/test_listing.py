"""One list of records in every general format."""

from __future__ import annotations

import html
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shanghai_cases.presentation import messages
from shanghai_cases.presentation.listing import Listing, emit, escape_markdown
from shanghai_cases.presentation.output import Output
from shanghai_cases.text.display import one_line

LISTING = Listing(
    columns=("id", "title"),
    rows=lambda: [("E6-001", "甲\t乙"), ("E6-002", "=1|*x*")],
    records=lambda: [{"id": "E6-001", "title": "甲\t乙"}, {"id": "E6-002", "title": "=1|*x*"}],
    table=lambda: "a table",
)
EMPTY = Listing(columns=("id", "title"), rows=list, records=list, table=lambda: "")


def written(listing: Listing, form: str, *, header: bool = False, bom: bool = False) -> str:
    out = io.StringIO()
    emit(Output(out=out, err=io.StringIO(), format=form, header=header, bom=bom), listing)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("table", "a table\n"),
        ("tsv", "E6-001\t甲 乙\nE6-002\t=1|*x*\n"),
        ("csv", "id,title\nE6-001,甲 乙\nE6-002,'=1|*x*\n"),
        (
            "json",
            """[\n  {\n    "id": "E6-001",\n    "title": "甲\\t乙"\n  },
  {\n    "id": "E6-002",\n    "title": "=1|*x*"\n  }\n]\n""",
        ),
        ("jsonl", '{"id":"E6-001","title":"甲\\t乙"}\n{"id":"E6-002","title":"=1|*x*"}\n'),
        ("markdown", "| id | title |\n| --- | --- |\n| E6\\-001 | 甲 乙 |\n| E6\\-002 | =1\\|\\*x\\* |\n"),
        ("ids", "E6-001\nE6-002\n"),
    ],
)
def test_every_format(form: str, text: str) -> None:
    assert written(LISTING, form) == text


@pytest.mark.parametrize(
    ("form", "text"),
    [("tsv", ""), ("csv", "id,title\n"), ("json", "[]\n"), ("jsonl", ""), ("ids", "")],
)
def test_no_records(form: str, text: str) -> None:
    assert written(EMPTY, form) == text


def test_a_header_on_request() -> None:
    assert written(LISTING, "tsv", header=True) == "id\ttitle\n" + written(LISTING, "tsv")
    assert written(LISTING, "csv", header=True) == written(LISTING, "csv")


def test_a_byte_order_mark_on_request() -> None:
    assert written(LISTING, "csv", bom=True) == "\ufeff" + written(LISTING, "csv")
    assert written(LISTING, "tsv", bom=True) == written(LISTING, "tsv")


def test_only_the_titles_of_markdown_change_with_the_language() -> None:
    english = {form: written(LISTING, form) for form in ("tsv", "csv", "json", "jsonl", "markdown", "ids")}
    messages.use("zh")
    chinese = {form: written(LISTING, form) for form in english}
    assert chinese.pop("markdown").splitlines()[0] == "| 编号 | 案例名称 |"
    del english["markdown"]
    assert chinese == english


def test_one_object_is_one_line_of_json_lines() -> None:
    one = Listing(("id",), list, lambda: {"id": 1}, lambda: "")
    assert written(one, "jsonl") == '{"id":1}\n'


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("\\<&>")
def test_text_in_markdown_has_no_sign_left_that_means_something(value: str) -> None:
    escaped = escape_markdown(value)
    plain = re.sub(r"&(lt|gt|amp);|\\(.)", lambda match: html.unescape(match[0]) if match[1] else match[2], escaped)
    assert plain == one_line(value)
    assert not set(re.sub(r"&(lt|gt|amp);|\\.", "", escaped)) & set("\\`*_{}[]<>()#+!|~&$-\n")
