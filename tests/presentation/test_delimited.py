"""TSV and CSV: one record per line whatever is in it, and nothing a spreadsheet would compute."""

from __future__ import annotations

import csv as reader
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.intake.delimited import unguarded
from shanghai_cases.presentation.delimited import csv, guarded, tsv
from shanghai_cases.text.display import one_line

values = st.text(st.characters(exclude_categories=["Cs"]))
rows = st.lists(st.lists(values, min_size=2, max_size=4), max_size=4)


@given(rows)
def test_tsv_has_one_line_a_record_and_one_tab_between_values(table: list[list[str]]) -> None:
    text = "".join(tsv(table))
    assert [line.split("\t") for line in text.split("\n")[:-1]] == [[one_line(value) for value in row] for row in table]
    assert text.splitlines(keepends=True) == list(tsv(table))


@given(rows)
def test_csv_is_read_back_as_it_was_but_for_line_breaks_and_controls(table: list[list[str]]) -> None:
    read = list(reader.reader(io.StringIO("".join(csv(table)), newline="")))
    assert [[unguarded(value) for value in row] for row in read] == [
        [one_line(value) for value in row] for row in table
    ]


@given(values)
def test_no_value_of_a_csv_is_a_formula(value: str) -> None:
    (line,) = csv([[value, "x"]])
    ((first, _),) = reader.reader([line])
    assert not first.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or re.fullmatch(
        r"[+-]\d+(\.\d+)?%?", first, re.ASCII
    )


@given(values)
def test_the_guard_comes_off_again(value: str) -> None:
    assert unguarded(guarded(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("", ""),
        ("甲", "甲"),
        ("=cmd()", "'=cmd()"),
        ("+1+1", "'+1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("+33.5%", "+33.5%"),
        ("-", "'-"),
        ("'quoted", "''quoted"),
        ('a"b', '"a""b"'),
        ("a,b", '"a,b"'),
        ("a\tb\r\nc\nd", "a b c d"),
        ("\u202eabc", "abc"),
    ],
)
def test_a_value_in_csv(value: str, written: str) -> None:
    assert list(csv([[value]])) == [written + "\n"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=cmd()", "=cmd()"),
        ("a\tb", "a b"),
        ("a\r\nb", "a b"),
        ("a\u2028b", "a b"),
        ("a\u202eb", "ab"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
    ],
)
def test_a_value_in_tsv(value: str, written: str) -> None:
    assert list(tsv([[value]])) == [written + "\n"]
