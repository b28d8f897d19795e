"""What a value can't hold is refused where it is made, and the error names the field and shows the value."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import FieldError
from shanghai_cases.model.case import Case, Contact, KeyFigure, Status
from shanghai_cases.model.edition import AwardTier, Criterion, Edition
from shanghai_cases.model.figure import Figure, Qualifier, exactly
from shanghai_cases.model.ids import case_id, order_of, parse_case_id
from shanghai_cases.model.review import Mark, Review
from shanghai_cases.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable


def case(**fields: Any) -> Case:
    return Case(**{"id": "E6-001", "edition": 6, "title": "甲", "unit": "乙", **fields})


def edition(**fields: Any) -> Edition:
    return Edition(**{"number": 6, **fields})


def review(**fields: Any) -> Review:
    return Review(**{"case_id": "E6-001", "reviewer": "专家", **fields})


UNSTORABLE = ["\0", "a\ud800", "\udfff"]
NOT_A_DATE = ["2023-13", "2023-02-29", "2023-00-01", "2023-1-1", "20230101", "0000-01-01", "２０２３", "", 2023]
NOT_A_TIME = ["2024-01-04", "2024-01-04T09:30:00", "2024-01-04 09:30:00+08:00", "", 5]
MAKERS: list[Any] = [
    (case, "id", ["E6-1", "e6-001", "E06-001", "E6-000", "6-001", "E6-001 ", "E７-001"], "id"),
    (case, "id", ["E5-001", "E60-001"], "id"),
    (case, "edition", ["6", 6.0, True, None], "edition"),
    (case, "title", ["", " ", "\u3000", None, 5, *UNSTORABLE], "title"),
    (case, "unit", ["", " ", None, *UNSTORABLE], "unit"),
    *((case, field, [None, 5, *UNSTORABLE], field) for field in ("unit_type", "district", "town", "summary", "text")),
    *(
        (case, field, [["甲"], "甲", ("甲", "甲"), ("",), (5,), ("\0",)], field)
        for field in ("themes", "tags", "notes", "related")
    ),
    (case, "related", [("E6-1",), ("甲",), ("E6-001",)], "related"),
    (case, "figures", [["x"], (5,), KeyFigure("a", exactly(1))], "figures"),
    (case, "sources", [("x",), None], "sources"),
    (case, "award_tier", ["", " ", 5, "\0"], "award_tier"),
    (case, "status", ["", "gone", None, "SUBMITTED"], "status"),
    (case, "submitted_on", NOT_A_DATE, "submitted_on"),
    (case, "added_at", NOT_A_TIME, "added_at"),
    (case, "updated_at", NOT_A_TIME, "updated_at"),
    (Source, "key", ["", " ", None, "\0"], "sources"),
    *((lambda **fields: Source("k", **fields), field, [None, "\0"], "sources") for field in ("title", "url", "date")),
    (lambda **fields: KeyFigure(figure=exactly(1), **fields), "label", ["", None, "\0"], "figures"),
    (lambda **fields: KeyFigure("a", exactly(1), **fields), "unit", [None, "\0"], "figures"),
    *((Contact, field, [None, 5, *UNSTORABLE], f"contact.{field}") for field in ("name", "phone", "email")),
    (edition, "number", [0, -1, "6", 6.0, True, None, 10**23], "number"),
    (edition, "name", [None, "\0"], "name"),
    *((edition, field, NOT_A_DATE, field) for field in ("call_opened", "call_closed", "released")),
    *(
        (edition, field, [["甲"], ("甲", "甲"), ("",)], field)
        for field in ("organisers", "guidance", "supporters", "notes")
    ),
    *(
        (edition, field, [exactly(-1), exactly(-0.5), Figure(None, Qualifier.DERIVED, -1, 1), 481], field)
        for field in ("submissions", "cumulative", "awards_total")
    ),
    (edition, "tiers", [["x"], (5,), (AwardTier("甲"), AwardTier("甲"))], "tiers"),
    (edition, "tiers", [(AwardTier("甲", aliases=("乙",)), AwardTier("乙"))], "tiers"),
    (edition, "criteria", [(5,), (Criterion("甲"), Criterion("甲")), (Criterion(""),)], "criteria"),
    (edition, "sources", [("x",)], "sources"),
    (AwardTier, "name", ["", " ", None, "none", "None", " NONE "], "tiers"),
    (lambda **fields: AwardTier("甲", **fields), "aliases", [("a", "a"), ["a"]], "tiers"),
    (lambda **fields: AwardTier("甲", **fields), "quota", [exactly(-1), Figure(-1, Qualifier.OVER)], "tiers"),
    (Criterion, "name", ["\0", None], "criteria"),
    (lambda **fields: Criterion("甲", **fields), "weight", [0, -1, "1", float("nan"), float("inf")], "criteria"),
    (lambda **fields: Criterion("甲", **fields), "minimum", [100, 101.0, "0"], "criteria"),
    (review, "case_id", ["", "E6-1", "甲"], "case"),
    (review, "reviewer", ["", " ", None, "\0"], "reviewer"),
    (review, "reason", [None, "\0"], "reason"),
    (review, "comment", [None, "\0"], "comment"),
    (review, "marks", [(5,), [Mark("", 1)], (Mark("a", 1), Mark("a", 2))], "marks"),
    (review, "received_at", NOT_A_TIME, "received_at"),
    (lambda **fields: Mark(value=1, **fields), "criterion", [None, "\0"], "criterion"),
    (lambda **fields: Mark("", **fields), "value", ["5", None, True, float("nan"), float("-inf")], "score"),
]


@pytest.mark.parametrize(
    ("make", "given_to", "value", "field"),
    [(make, name, value, field) for make, name, values, field in MAKERS for value in values],
)
def test_what_a_field_cannot_hold_is_refused_by_its_name(
    make: Callable[..., object], given_to: str, value: object, field: str
) -> None:
    with pytest.raises(FieldError) as caught:
        make(**{given_to: value})
    assert caught.value.field == field
    assert caught.value.status == 3
    shown = "" if field.startswith("contact.") else f" (got {caught.value.value!r})"  # private values are not repeated
    assert str(caught.value) == f"{field}: {caught.value.reason}{shown}"


def test_a_recused_reviewer_gives_no_score() -> None:
    assert review(recused=True, reason="同单位").recused
    with pytest.raises(FieldError) as caught:
        review(recused=True, marks=(Mark("", 90),))
    assert caught.value.field == "recused"


def test_the_least_a_case_needs() -> None:
    least = case(id="")
    assert (least.status, least.award_tier, least.themes, least.contact) == (Status.SUBMITTED, None, (), Contact())
    assert case(status="withdrawn").status is Status.WITHDRAWN


@pytest.mark.parametrize("date", ["2023", "2023-09", "2023-09-15", "2024-02-29", "2000-02-29", None])
def test_dates_may_stop_at_the_month_or_year(date: str | None) -> None:
    assert case(submitted_on=date).submitted_on == date


@pytest.mark.parametrize(
    "time", ["2024-01-04T09:30:00+08:00", "2024-01-04T01:30:00Z", "2024-01-04T01:30:00.123Z", None]
)
def test_times_have_their_offset(time: str | None) -> None:
    assert case(added_at=time).added_at == time


def test_values_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        case().title = "乙"  # type: ignore[misc]


def test_a_contact_is_there_when_it_says_anything() -> None:
    assert not Contact()
    assert Contact(phone="1")


def test_a_tier_is_found_by_its_name_or_an_alias() -> None:
    tier = AwardTier("十佳案例", aliases=("十佳",))
    assert edition(tiers=(tier,)).tier("十佳") == edition(tiers=(tier,)).tier("十佳案例") == tier
    assert edition(tiers=(tier,)).tier("百佳") is None


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_an_id_is_read_as_it_was_written(number_of_edition: int, number: int) -> None:
    assert parse_case_id(case_id(number_of_edition, number)) == (number_of_edition, number)


@given(st.text("E0123456789-e ", max_size=9))
def test_an_id_has_one_spelling(text: str) -> None:
    parsed = parse_case_id(text)
    assert parsed is None or case_id(*parsed) == text


@pytest.mark.parametrize(
    "text", ["", "E", "E-", "E6", "E6-", "E6-001-1", "E6-" + "9" * 5000, "E" + "9" * 5000 + "-001"]
)
def test_what_is_no_id(text: str) -> None:
    assert parse_case_id(text) is None


def test_ids_are_in_the_order_of_their_numbers() -> None:
    ids = ["E10-001", "E6-1000", "E6-999", "E6-001", "E5-002"]
    assert sorted(ids, key=order_of) == ["E5-002", "E6-001", "E6-999", "E6-1000", "E10-001"]
