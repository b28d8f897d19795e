"""The text that an editor shows: what is left alone stays as it was, to the character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import DataError, FieldError
from shanghai_cases.intake.fields import EDITABLE, set_field, write_field
from shanghai_cases.intake.form import read_form, write_form
from shanghai_cases.model.case import Case
from shanghai_cases.model.source import Source
from tests.intake.test_fields import CASE, CASES

anything = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
WILD = st.builds(
    Case,
    id=st.just("E6-001"),
    edition=st.just(6),
    title=anything.filter(lambda text: text.strip() != ""),
    unit=anything.filter(lambda text: text.strip() != ""),
    summary=anything,
    text=anything,
    tags=st.lists(anything.filter(lambda text: text.strip() != ""), max_size=3, unique=True).map(tuple),
    sources=st.lists(
        st.builds(Source, anything.filter(lambda text: text.strip() != ""), anything, anything), max_size=2
    ).map(tuple),
)


@given(WILD)
def test_a_form_left_alone_changes_nothing(case: Case) -> None:
    assert read_form(case, write_form(case)) == case


@given(WILD)
def test_nor_does_one_saved_with_the_lines_of_windows_or_without_trailing_spaces(case: Case) -> None:
    assert read_form(case, write_form(case).replace("\n", "\r\n")) == case


@given(CASES, st.sampled_from(["title", "unit", "themes", "award_tier"]))
def test_a_changed_field_changes_alone(case: Case, field: str) -> None:
    lines = write_form(case).split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{field}:"))
    if any("\n" in write_field(case, one) for one in ("title", "unit")):
        return
    lines[place] = f"{field}: 新值"
    assert read_form(case, "\n".join(lines)) == set_field(case, field, "新值")


def test_the_form_of_a_case() -> None:
    case = Case("E6-001", 6, "甲", "乙", text="一\n\n二", tags=("a", "b"))
    assert write_form(case) == (
        "# E6-001\ntitle: 甲\nunit: 乙\nunit_type:\ndistrict:\ntown:\nsummary:\ntext: 一\n    \n    二\n"
        "status: submitted\naward_tier:\nsubmitted_on:\nthemes:\ntags: a;b\nrelated:\nnotes:\nfigures:\nsources:\n"
        "contact.name:\ncontact.phone:\ncontact.email:\n"
    )


def test_an_empty_line_within_a_text_stays_when_an_editor_strips_it() -> None:
    case = Case("E6-001", 6, "甲", "乙", text="一\n\n二")
    stripped = "\n".join(line.rstrip() for line in write_form(case).split("\n"))
    assert read_form(case, stripped.replace("title: 甲", "title: 丙")).text == "一\n\n二"


def test_comments_and_empty_lines_say_nothing() -> None:
    assert read_form(CASE, "\n# title: 乙\n\ntitle: 丙\n\n\n# unit: 丙\n") == set_field(CASE, "title", "丙")


def test_a_field_that_is_missing_stays() -> None:
    assert read_form(CASE, "") == CASE


@pytest.mark.parametrize(
    ("written", "line"), [("nonsense", 1), ("title: 甲\nid: E6-002", 2), ("    indented first", 1), ("titel: 甲", 1)]
)
def test_a_line_that_is_no_field_is_named(written: str, line: int) -> None:
    with pytest.raises(DataError) as caught:
        read_form(CASE, written)
    text = written.split("\n")[line - 1]
    assert str(caught.value) == f"line {line} of the edited text is not “field: value”: {text}"


def test_a_value_that_a_field_cannot_hold() -> None:
    with pytest.raises(FieldError) as caught:
        read_form(CASE, "status: gone")
    assert caught.value.field == "status"


def test_every_field_can_be_edited() -> None:
    assert [line.partition(":")[0] for line in write_form(CASE).splitlines()[1:]] == list(EDITABLE)
