"""Score sheets: which layout, which numbers, which boxes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import DataError
from shanghai_cases.intake.readers import read_bytes
from shanghai_cases.intake.score_delivery import ScoreRules, take_in_scores
from shanghai_cases.intake.score_sheets import SheetRow, as_number, is_tick, is_yes, read_sheets
from shanghai_cases.model.edition import Criterion
from shanghai_cases.model.review import Mark

TIME = "2024-01-04T09:30:00+08:00"


def rows(text: str, *criteria: str, strict: bool = True, **reviewers: str) -> tuple[SheetRow, ...]:
    return read_sheets([("表.csv", read_bytes("表.csv", text.encode()))], criteria, reviewers, strict=strict).rows


@pytest.mark.parametrize(
    ("text", "value"), [("85", 85.0), (" 85.50 ", 85.5), ("８５", 85.0), ("85分", 85.0), ("-1", -1.0), ("+3", 3.0)]
)
def test_numbers(text: str, value: float) -> None:
    assert as_number(text) == value


@pytest.mark.parametrize("text", ["", "好", "8,5", "85%", "1e3", "nan", "inf", "85..5", "八十五"])
def test_what_is_no_number(text: str) -> None:
    assert as_number(text) is None


@given(st.text())
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    value = as_number(text)
    assert value is None or abs(value) < float("inf") or len(text) > 300


def test_boxes() -> None:
    assert [is_yes(text) for text in ("是", "Yes", "√", "1", "", "否", "NO", "也许")] == [True] * 4 + [False] * 3 + [
        True
    ]
    assert not is_tick("也许")


def test_long_sheets_with_rows_above_the_headers() -> None:
    found = rows("第七届评分\n请填写\n案例编号,评审专家,指标,得分,评语\nE7-001,王,成效,80,好\n", "成效")
    [one] = found
    assert (one.case_id, one.reviewer, one.marks[0].criterion, one.marks[0].text, one.comment) == (
        "E7-001",
        "王",
        "成效",
        "80",
        "好",
    )
    assert one.origin.row == 4


def test_columns_that_are_no_criterion_are_named() -> None:
    content = read_bytes("表.csv", "case,reviewer,成效,创心性\nE7-001,王,80,70\n".encode())
    sheets = read_sheets([("表.csv", content)], ["成效", "创新性"], strict=True)
    assert [headers for _, headers in sheets.ignored] == [("创心性",)]


@pytest.mark.parametrize(
    "text",
    [
        "case,score\nE7-001,80\n",
        "case,reviewer\nE7-001,王\n",
        "case,case,reviewer,score\nE7-001,E7-001,王,80\n",
        "case,王,王\nE7-001,80,81\n",
        "什么,也,没有,说\n1,2,3,4\n",
    ],
)
def test_sheets_that_do_not_say_who_gave_what_are_refused(text: str) -> None:
    with pytest.raises(DataError):
        rows(text)


CRITERIA = (Criterion("成效"), Criterion("成本", 1, 1, 5, lower_is_better=True))


def test_one_review_over_several_rows_is_one_change() -> None:
    found = rows("case,reviewer,criterion,score\nE7-001,王,成本,2\nE7-001,王,成效,80\n", "成效", "成本")
    delivery = take_in_scores(found, ScoreRules({"E7-001"}, CRITERIA), TIME)
    [change] = delivery.changes
    assert change.after.marks == (Mark("成效", 80), Mark("成本", 2))
    assert change.after.received_at == TIME


def test_a_review_that_is_refused_in_part_is_refused_whole() -> None:
    found = rows("case,reviewer,成效,成本\nE7-001,王,80,9\nE7-002,王,80,2\n", "成效", "成本")
    delivery = take_in_scores(found, ScoreRules({"E7-001", "E7-002"}, CRITERIA), TIME)
    assert [change.after.case_id for change in delivery.changes] == ["E7-002"]
    assert [(one.origin.row, one.case_id) for one in delivery.refused] == [(2, "E7-001")]


def test_empty_cells_take_nothing_away() -> None:
    first = take_in_scores(
        rows("case,reviewer,成效,成本\nE7-001,王,80,2\n", "成效", "成本"), ScoreRules({"E7-001"}, CRITERIA), TIME
    ).changes[0]
    rules = ScoreRules({"E7-001"}, CRITERIA, present={("E7-001", "王"): first.after})
    later = take_in_scores(rows("case,reviewer,成效,成本\nE7-001,王,,3\n", "成效", "成本"), rules, TIME)
    assert later.changes[0].after.marks == (Mark("成效", 80), Mark("成本", 3))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("E7-001,王,80,是,本单位", "a recused reviewer gives no score"),
        ("E7-001,王,,是,", "a recusal needs its reason"),
        ("E7-001,王,,也许,", "column recused: “也许” is neither yes nor no"),
        ("E7-009,王,80,,", "E7-009 was withdrawn"),
        (",王,80,,", "the case id is missing"),
        ("E7-001,,80,,", "the reviewer is missing"),
    ],
)
def test_reasons(row: str, reason: str) -> None:
    found = rows(f"case,reviewer,score,recused,reason\n{row}\n")
    delivery = take_in_scores(found, ScoreRules({"E7-001"}, withdrawn={"E7-009"}), TIME)
    assert [str(one.reason) for one in delivery.refused] == [reason]
