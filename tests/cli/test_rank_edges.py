"""`cases rank` where the scores tell little: an answer and a warning, never a crash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.running import Cases

METHODS = ("adjusted", "mean", "trimmed", "median", "zscore")
SHEETS = {
    "one reviewer": ("甲 王70; 乙 王80; 丙 王75", "only one reviewer: their leniency can't be seen"),
    "one review each": ("甲 王70; 乙 李80; 丙 王75", "no case has two reviews: merit can't be told from chance"),
    "one score": ("甲 王70", "all scores are equal: nothing tells one case from another"),
    "all equal": ("甲 王70 李70; 乙 王70 李70", "all scores are equal: nothing tells one case from another"),
    "one case": ("甲 王70 李80 赵75", "no reviewer read two cases: leniency can't be told from chance"),
    "two groups": (
        "甲 王70 李80; 乙 王75 李86; 丙 赵60 孙63; 丁 赵70 孙72",
        "2 groups of reviewers share no case: only an assumption compares them",
    ),
    "opposite views": (
        "甲 王60 李80; 乙 王80 李60; 丙 王60 李80; 丁 王80 李60",
        "the reviews agree no more on the cases than chance would: all adjusted scores are the mean",
    ),
    "nothing but leniency": ("甲 王70 李75; 乙 王80 李85; 丙 王60 李65", ""),
}


def sheet(name: str) -> str:
    rows = [row.split() for row in SHEETS[name][0].split(";")]
    return "\n".join(["case,reviewer,score", *(f"{case},{one[0]},{one[1:]}" for case, *marks in rows for one in marks)])


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("method", METHODS)
def test_every_view_has_an_answer(bare: Cases, name: str, method: str) -> None:
    for view in ((), ("--explain", "甲"), ("--reviewers",), ("--stability",)):
        for form in ("tsv", "json", "table"):
            more = ("--method", method, "--fewest", "1", "--tier", "金奖=1", "--format", form, *view)
            ran = bare("rank", "--scores", "-", *more, stdin=sheet(name))
            assert ran.status == 0, (view, form, ran.err)
            assert "nan" not in (ran.out + ran.err).replace("dominant", "").lower()


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_the_scores_cannot_tell_is_said(bare: Cases, name: str, language: str) -> None:
    ran = bare("rank", "--scores", "-", "--fewest", "1", stdin=sheet(name), CASES_LANG=language)
    warning = SHEETS[name][1]
    assert warning in ran.err or language == "zh"
    assert not (language == "zh" and warning) or any("一" <= one <= "鿿" for one in ran.err)
    told = json.loads(bare("rank", "--scores", "-", "--fewest", "1", "--json", stdin=sheet(name)).out)
    assert not warning or any(one.startswith(warning) for one in told["warnings"])


def test_where_no_case_has_enough_reviews_none_is_ranked(bare: Cases) -> None:
    ran = bare("rank", "--scores", "-", stdin=sheet("one reviewer"))
    assert [row.split("\t")[:2] for row in ran.out.splitlines()] == [["", "丙"], ["", "乙"], ["", "甲"]]
    said = "no case has 3 reviews, so none is ranked; --fewest 1 ranks with fewer\n"
    assert ran.err.startswith(said)
    without = bare("rank", "--scores", "-", "--tier", "金奖=1", "--stability", stdin=sheet("one reviewer"))
    assert (without.status, without.out, without.err) == (1, "", "Error: " + said)


def test_a_file_without_scores_is_refused(bare: Cases) -> None:
    ran = bare("rank", "--scores", "-", stdin="case,reviewer,score\n")
    assert (ran.status, ran.out) == (3, "")
    assert "holds no scores" in ran.err
