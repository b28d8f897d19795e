"""JSON: what was given comes back, and no character of it commands a terminal."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.presentation import json_text

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
COMMANDING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@given(values)
def test_what_was_given_comes_back(value: object) -> None:
    assert json.loads(json_text.pretty(value)) == json.loads(json_text.line(value)) == value


@given(values)
def test_no_character_commands_a_terminal(value: object) -> None:
    assert COMMANDING.search(json_text.pretty(value)) is None
    assert COMMANDING.search(json_text.line(value)) is None


@given(values)
def test_a_line_is_one_line(value: object) -> None:
    assert json_text.line(value).splitlines() == [json_text.line(value)[:-1]]


def test_characters_are_written_as_they_are() -> None:
    assert json_text.line({"区": "徐汇区 👍", "a": "\u202e\x1b\x9b"}) == (
        '{"区":"徐汇区 👍","a":"\\u202e\\u001b\\u009b"}\n'
    )
    assert json_text.pretty([1]) == "[\n  1\n]\n"
