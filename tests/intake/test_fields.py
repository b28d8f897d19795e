"""Fields as text: what is set can be written, and what is written sets the same again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import FieldError, UsageError
from shanghai_cases.intake.fields import EDITABLE, FIXED, parse_source, set_field, split, write_field, write_source
from shanghai_cases.model.case import Case, Contact, KeyFigure
from shanghai_cases.model.figure import Figure, Qualifier, exactly
from shanghai_cases.model.source import Source

CASE = Case("E6-001", 6, "甲", "乙")
lines = st.text("甲乙丙abc \n\t[]=:#", max_size=12)
words = st.text("甲乙丙abc =:#;；\\|", max_size=8).map(str.strip)
items = st.lists(words.filter(bool), max_size=4, unique=True)
addresses = st.sampled_from(["", "https://example.org/a;b?c=1|2"])
CASES = st.builds(
    Case,
    id=st.just("E6-001"),
    edition=st.just(6),
    title=lines.filter(lambda text: text.strip() != ""),
    unit=lines.filter(lambda text: text.strip() != ""),
    summary=lines,
    text=lines,
    themes=items.map(tuple),
    tags=items.map(tuple),
    notes=items.map(tuple),
    award_tier=st.one_of(st.none(), st.just("none"), st.just("十佳案例")),
    contact=st.builds(Contact, lines, lines, lines),
    figures=st.lists(
        st.builds(
            KeyFigure, st.text("甲乙ab;", min_size=1, max_size=4), st.integers(0, 10**6).map(exactly), st.just("个")
        ),
        max_size=3,
    ).map(tuple),
    sources=st.lists(st.builds(Source, words.filter(bool), words, words, words, addresses), max_size=3).map(tuple),
)


@given(CASES, st.sampled_from(EDITABLE))
def test_what_is_written_sets_the_same_again(case: Case, field: str) -> None:
    assert set_field(case, field, write_field(case, field)) == case


@given(CASES, CASES, st.sampled_from(EDITABLE))
def test_setting_a_field_takes_it_over_and_nothing_else(case: Case, other: Case, field: str) -> None:
    changed = set_field(case, field, write_field(other, field))
    assert write_field(changed, field) == write_field(other, field)
    for untouched in {*EDITABLE, *FIXED} - {field}:
        assert write_field(changed, untouched) == write_field(case, untouched)


@pytest.mark.parametrize("name", ["id", "edition", "added_at", "updated_at", "titel", "", "contact", "contact.fax"])
def test_only_fields_for_people_can_be_set(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        set_field(CASE, name, "甲")
    assert str(caught.value) == f"there is no field {name} to set; choose one of: {', '.join(EDITABLE)}"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("title", ""),
        ("status", "gone"),
        ("submitted_on", "soon"),
        ("related", "6-1"),
        ("figures", "多"),
        ("tags", "a;a"),
    ],
)
def test_a_value_that_a_field_cannot_hold(name: str, written: str) -> None:
    with pytest.raises(FieldError) as caught:
        set_field(CASE, name, written)
    assert caught.value.field == name


@pytest.mark.parametrize("name", ["award_tier", "submitted_on"])
def test_an_empty_text_is_no_value(name: str) -> None:
    filled = set_field(CASE, name, "2023")
    assert write_field(filled, name) == "2023"
    assert set_field(filled, name, "") == CASE


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("", []),
        (";", []),
        ("a", ["a"]),
        ("a;b", ["a", "b"]),
        ("a； b ;c", ["a", "b", "c"]),
        (" a b ", ["a b"]),
        (r"a\;b;c\；", ["a;b", "c；"]),
        (r"C:\\;b\d", ["C:\\", r"b\d"]),
    ],
)
def test_lists_are_separated_by_semicolons_of_either_width(written: str, parts: list[str]) -> None:
    assert split(written) == parts


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("某报", Source("某报", title="某报")),
        ("https://example.org/1", Source("https://example.org/1", url="https://example.org/1")),
        ("某报 https://example.org/1", Source("某报 https://example.org/1", title="某报", url="https://example.org/1")),
        (
            "S-1 | 题 | 社\\|报 | 2024-01-04 | https://example.org/1",
            Source("S-1", "题", "社|报", "2024-01-04", "https://example.org/1"),
        ),
        ("S-1||社||", Source("S-1", publisher="社")),
        ("甲|乙", Source("甲|乙", title="甲|乙")),
        ("https://example.org/1 某报", Source("https://example.org/1 某报", title="某报", url="https://example.org/1")),
    ],
)
def test_a_source_from_a_title_and_an_address_or_from_all_its_parts(written: str, source: Source) -> None:
    assert parse_source(written) == source


@pytest.mark.parametrize(
    ("source", "written"),
    [
        (Source("S-1"), "S-1"),
        (Source("S-1", url="https://example.org"), "S-1 https://example.org"),
        (Source("S-1", "题", "社", "2024", "https://example.org"), "题 社 2024 https://example.org"),
    ],
)
def test_a_source_is_written_so_that_it_can_be_found(source: Source, written: str) -> None:
    assert write_source(source) == written


def test_figures_show_how_sure_they_are() -> None:
    figures = (
        KeyFigure("片区", exactly(61), "个"),
        KeyFigure("投入", Figure(200, Qualifier.OVER), "万元"),
        KeyFigure("户", Figure(None, Qualifier.DERIVED, 1, 3)),
        KeyFigure("人", Figure(None, Qualifier.UNKNOWN)),
    )
    case = Case("E6-001", 6, "甲", "乙", figures=figures)
    assert write_field(case, "figures") == "片区=61 个;投入=200 万元 (over);户=1..3 (derived);人=?"
    assert set_field(CASE, "figures", write_field(case, "figures")) == case
