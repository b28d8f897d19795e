"""Between values and documents: nothing is lost, defaults are left out, damage is told by field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.catalogue.documents import case_from, edition_from, review_from, to_document
from shanghai_cases.errors import FieldError
from shanghai_cases.model.case import Case, Contact, KeyFigure, Status
from shanghai_cases.model.edition import AwardTier, Criterion, Edition
from shanghai_cases.model.figure import Figure, Qualifier, between
from shanghai_cases.model.review import Mark, Review
from shanghai_cases.model.source import Source

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
NAME = TEXT.filter(lambda text: bool(text.strip()))
NAMES = st.lists(NAME, max_size=3, unique=True).map(tuple)
FIGURE = st.one_of(
    st.builds(Figure, st.integers(0, 10**9), st.sampled_from([Qualifier.EXACT, Qualifier.OVER, Qualifier.PLANNED])),
    st.just(Figure(None, Qualifier.UNKNOWN)),
    st.integers(0, 99).map(lambda low: between(low, low + 2, "so")),
)
SOURCES = st.lists(st.builds(Source, NAME, TEXT, TEXT), max_size=2).map(tuple)
CASE = st.builds(
    Case,
    st.just("E6-001"),
    st.just(6),
    NAME,
    NAME,
    unit_type=TEXT,
    themes=NAMES,
    tags=NAMES,
    summary=TEXT,
    figures=st.lists(st.builds(KeyFigure, NAME, FIGURE, TEXT), max_size=2).map(tuple),
    award_tier=st.none() | NAME,
    status=st.sampled_from(Status),
    contact=st.builds(Contact, TEXT, TEXT, TEXT),
    sources=SOURCES,
    notes=NAMES,
    submitted_on=st.none() | st.just("2023-09"),
)
EDITION = st.builds(
    Edition,
    st.integers(1, 99),
    TEXT,
    released=st.none() | st.just("2024-01-04"),
    submissions=FIGURE,
    cumulative=FIGURE,
    tiers=st.lists(
        st.builds(AwardTier, st.sampled_from(["十佳", "优秀"]), FIGURE), max_size=2, unique_by=lambda one: one.name
    ).map(tuple),
    criteria=st.lists(st.builds(Criterion, st.just("创新"), st.floats(0.5, 2)), max_size=1).map(tuple),
    organisers=NAMES,
    sources=SOURCES,
)
REVIEW = st.builds(
    Review,
    st.just("E6-001"),
    NAME,
    st.lists(st.builds(Mark, st.just("创新"), st.floats(0, 100)), max_size=1).map(tuple),
    comment=TEXT,
)


@given(CASE)
def test_a_case_comes_back_as_it_was(case: Case) -> None:
    assert case_from(to_document(case)) == case


@given(EDITION)
def test_an_edition_comes_back_as_it_was(edition: Edition) -> None:
    assert edition_from(to_document(edition)) == edition


@given(REVIEW)
def test_a_review_comes_back_as_it_was(review: Review) -> None:
    assert review_from(to_document(review)) == review


def test_defaults_are_left_out_but_for_the_fields_that_always_stand() -> None:
    assert to_document(Case("E6-001", 6, "题", "徐汇区")) == {
        "id": "E6-001",
        "edition": 6,
        "title": "题",
        "unit": "徐汇区",
        "award_tier": None,
        "status": "submitted",
    }


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"title": 5}, "title"),
        ({"themes": "数字化"}, "themes"),
        ({"themes": ["a", "a"]}, "themes"),
        ({"figures": {"label": "x"}}, "list"),
        ({"figures": [5]}, "figures"),
        ({"contact": "王"}, "contact"),
        ({"status": "gone"}, "status"),
        ({"submitted_on": "2023-13"}, "submitted_on"),
        ({"edition": True}, "edition"),
        ({"id": "E5-001"}, "id"),
    ],
)
def test_what_a_field_cant_hold_is_told_by_field(part: dict[str, object], field: str) -> None:
    document = {"id": "E6-001", "edition": 6, "title": "题", "unit": "徐汇区", **part}
    with pytest.raises(FieldError) as caught:
        case_from(document)
    assert caught.value.field == field
