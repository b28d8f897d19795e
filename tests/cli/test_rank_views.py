"""What `cases rank` shows beside the ranking: explanations, reviewers, stability, groups, files of scores."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.cli.panels import call, experts, scored
from tests.cli.running import Ran

if TYPE_CHECKING:
    from tests.cli.running import Cases


@pytest.fixture
def judged(cases: Cases) -> Cases:
    """Have twelve cases, E7-001 the best, scored by four reviewers of whom R1 is lenient."""
    return scored(experts(call(cases)))


LONG = "case,reviewer,score\n甲,王,80\n甲,李,70\n甲,赵,75\n乙,王,90\n乙,李,81\n乙,赵,84\n"
WIDE = "案例,王,李,赵,平均\n甲,80,70,75,75\n乙,90,81,84,85\n"
BY_CRITERION = "case,judge,x,y\n甲,王,80,80\n甲,李,60,80\n甲,赵,75,75\n乙,王,90,90\n乙,李,81,81\n乙,赵,84,84\n"


@pytest.mark.parametrize("given", [LONG, WIDE, BY_CRITERION, LONG.removeprefix("case,reviewer,score\n")])
def test_scores_of_any_award_are_ranked_without_a_catalogue(bare: Cases, given: str) -> None:
    ran = bare("rank", "--scores", "-", "--method", "mean", "--tier", "金奖=1", stdin=given)
    assert ran.status == 0
    assert [row.split("\t")[:6] + row.split("\t")[8:9] for row in ran.out.splitlines()] == [
        ["1", "乙", "", "", "3", "85.0000", "金奖"],
        ["2", "甲", "", "", "3", "75.0000", ""],
    ]


VIEWS = [(), ("--json",), ("--method", "zscore"), ("--explain", "乙"), ("--reviewers",), ("--stability",)]
BY_ROW = "case,reviewer,criterion,score\n" + "".join(
    f"{case},{judge},{name},{60 + 7 * at % 31}\n"
    for at, (case, judge, name) in enumerate(product("甲乙丙丁", "王李赵", ("成效", "创新")))
)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("given", [LONG, BY_ROW])
def test_the_order_of_the_rows_does_not_matter(bare: Cases, given: str, view: tuple[str, ...]) -> None:
    head, *rows = given.splitlines()
    turned = "\n".join([head, *reversed(rows)])
    one, other = (bare("rank", "--scores", "-", "--tier", "金奖=1", *view, stdin=text) for text in (given, turned))
    assert one == other
    assert one.status == 0


def test_the_order_in_which_scores_came_in_does_not_matter(judged: Cases) -> None:
    one = judged("rank", "--edition", "7", "--json")
    assert judged("undo").status == 0
    assert scored(judged, backwards=True)("rank", "--edition", "7", "--json") == one


def test_the_same_seed_draws_the_same(bare: Cases) -> None:
    def ranked(*seed: str) -> str:
        return bare("rank", "--scores", "-", "--tier", "金奖=1", "--json", *seed, stdin=BY_ROW).out

    assert ranked("--seed", "5") == ranked("--seed", "5")
    assert ranked("--seed", "5") != ranked("--seed", "6")
    assert ranked() == ranked()


def test_faults_in_a_file_of_scores_are_told_with_their_place(bare: Cases) -> None:
    ran = bare("rank", "--scores", "-", stdin=LONG + "丙,王,好\n丙,王,\n甲,王,80\n")
    assert ran == Ran(3, "", "Error: -, row 8: column score: “好” is not a number (2 faults in all)\n")
    assert bare("rank", "--scores", "nowhere.csv").status == 2
    assert bare("rank", "--scores", "-", "--edition", "6", stdin=LONG).status == 2
    assert bare("rank").status == 2


def test_one_criterion_alone(bare: Cases) -> None:
    ran = bare("rank", "--scores", "-", "--criterion", "y", "--method", "mean", stdin=BY_CRITERION)
    assert [row.split("\t")[5] for row in ran.out.splitlines()] == ["85.0000", "78.3333"]
    unknown = bare("rank", "--scores", "-", "--criterion", "z", stdin=BY_CRITERION)
    assert unknown == Ran(3, "", "Error: there is no criterion z; there is: x, y\n")


def test_criteria_of_a_file_have_weights_and_scales(bare: Cases) -> None:
    given = "case,reviewer,成效,成本\n甲,王,80,5\n甲,李,60,3\n乙,王,70,1\n乙,李,50,1\n"
    weighed = ("--criteria", "成效=60", "--criteria", "成本=40:1..5:lower")
    ran = bare("rank", "--scores", "-", "--method", "mean", "--fewest", "2", *weighed, stdin=given)
    assert [row.split("\t")[1:6:4] for row in ran.out.splitlines()] == [["乙", "76.0000"], ["甲", "52.0000"]]
    off = bare("rank", "--scores", "-", *weighed, stdin=given.replace("80,5", "80,6"))
    assert off == Ran(3, "", "Error: 王 gave 甲 6 on 成本, which is not on the scale 1 to 5\n")
    unknown = bare("rank", "--scores", "-", "--criteria", "花费=1", stdin=given)
    assert unknown == Ran(3, "", "Error: there is no criterion 花费; there is: 成效, 成本\n")
    twice = bare("rank", "--scores", "-", "--criteria", "成效=1", "--criteria", "成效=2", stdin=given)
    assert twice == Ran(2, "", "Error: --criteria names a criterion twice\n")
    assert bare("rank", "--edition", "6", "--criteria", "成效=1").status == 2


def test_fewer_points_can_be_better_in_a_file_with_one_score(bare: Cases) -> None:
    given = "case,reviewer,score\n甲,王,3\n甲,李,4\n乙,王,1\n乙,李,2\n"
    lower = ("--method", "mean", "--fewest", "2", "--criteria", "名次=1:1..10:lower")
    ran = bare("rank", "--scores", "-", *lower, stdin=given)
    assert [row.split("\t")[1:6:4] for row in ran.out.splitlines()] == [["乙", "9.5000"], ["甲", "7.5000"]]


def check_by_calculator(sentences: list[str]) -> None:
    steps = [re.split(r": (?=[-(0-9])", sentence)[-1] for sentence in sentences if " = " in sentence]
    assert len(steps) >= 5
    for step in steps:
        sum_, _, result = re.sub(r", give or take.*", "", step).rpartition(" = ")
        assert eval(sum_.replace("×", "*")) == pytest.approx(float(result), abs=2e-3)  # noqa: S307 (our own sentence)


@pytest.mark.parametrize("method", ["trimmed", "median", "zscore"])
def test_an_explanation_tells_what_another_method_does(judged: Cases, method: str) -> None:
    told = judged("rank", "--edition", "7", "--method", method, "--explain", "E7-005", "--json")
    sentences = json.loads(told.out)["sentences"]
    check_by_calculator(sentences)
    [by] = [sentence for sentence in sentences if sentence.startswith("ranked by")]
    ranked = json.loads(judged("rank", "--edition", "7", "--method", method, "--json").out)["rows"]
    [value] = [row["value"] for row in ranked if row["id"] == "E7-005"]
    assert float(re.split(r" = |: ", by)[-1]) == pytest.approx(value, abs=1e-4)


def test_each_step_of_an_explanation_is_right_by_calculator(judged: Cases) -> None:
    judged("review", "recuse", "E7-005", "R2", "--reason", "本单位")
    told = json.loads(judged("rank", "--edition", "7", "--explain", "E7-005", "--json").out)
    assert [one["reviewer"] for one in told["reviews"]] == ["R1", "R3", "R4"]
    check_by_calculator(told["sentences"])
    assert told["adjusted"] == pytest.approx(told["mean"] + told["share"] * (told["corrected_mean"] - told["mean"]))
    assert sum(one["effect"] for one in told["reviews"]) == pytest.approx(
        told["share"] * (told["corrected_mean"] - told["raw"])
    )


def test_the_weights_of_criteria_are_explained(cases: Cases) -> None:
    experts(call(cases, 3), 2)
    cases("criteria", "set", "--edition", "7", "甲=3", "乙=1:1..5:lower")
    rows = [f"E7-00{case},R{one},{70 + case * one},{case}" for case in (1, 2, 3) for one in (1, 2)]
    cases("review", "import", "-", "--edition", "7", "--unassigned", stdin="\n".join(["case,reviewer,甲,乙", *rows]))
    told = json.loads(cases("rank", "--edition", "7", "--explain", "E7-002", "--json").out)["sentences"]
    assert told[0] == "R1: (3 × 72 + 1 × (5 - 2) / 4 × 100) / 4 = 72.75"


def test_a_case_without_reviews_can_not_be_explained(judged: Cases) -> None:
    assert judged("rank", "--edition", "7", "--explain", "E7-099") == Ran(1, "", "Error: E7-099 has no reviews\n")


def test_reviewers_are_described(judged: Cases) -> None:
    rows = [row.split("\t") for row in judged("rank", "--edition", "7", "--reviewers").out.splitlines()]
    assert [row[:2] for row in rows] == [[f"R{n}", "12"] for n in (1, 2, 3, 4)]
    assert max(rows, key=lambda row: float(row[3]))[0] == "R1"
    whole = json.loads(judged("rank", "--edition", "7", "--reviewers", "--json").out)
    assert whole["icc"]["consistency_single"]["estimate"] > 0.9
    assert whole["alpha"]["low"] <= whole["alpha"]["estimate"] <= whole["alpha"]["high"]


def test_stability_tells_which_winners_hang_on_one_reviewer(bare: Cases) -> None:
    given = LONG + "丙,王,60\n丙,李,61\n丙,赵,100\n丁,王,50\n丁,李,49\n丁,赵,51\n"
    ran = json.loads(
        bare("rank", "--scores", "-", "--tier", "金奖=2", "--no-spread", "--stability", "--json", stdin=given).out
    )
    [line] = ran["lines"]
    assert (line["line"], len(line["winners"]), len(line["changes"])) == (2, 2, 3)
    assert bare("rank", "--scores", "-", "--stability", stdin=given).status == 2


def test_stability_is_that_of_the_method(bare: Cases) -> None:
    given = "case,reviewer,score\n" + "".join(
        f"{case},{judge},{mark}\n"
        for case, marks in {"甲": (80, 80, 80, 20), "乙": (70, 71, 72, 99), "丙": (60, 60, 61, 61)}.items()
        for judge, mark in zip("王李赵孙", marks, strict=True)
    )

    def changed(method: str) -> list[str]:
        told = bare("rank", "--scores", "-", "--tier", "金奖=1", "--stability", "--method", method, stdin=given).out
        return [row.split("\t")[1] for row in told.splitlines()]

    assert changed("mean") == ["孙"]
    assert changed("median") == []


def test_the_best_of_each_district(judged: Cases) -> None:
    rows = [
        row.split("\t") for row in judged("rank", "--edition", "7", "--by", "district", "--top", "1").out.splitlines()
    ]
    assert [(row[1], row[15], row[16]) for row in rows] == [
        ("E7-001", "静安区", "1"),
        ("E7-002", "黄浦区", "1"),
        ("E7-003", "虹口区", "1"),
        ("E7-004", "徐汇区", "1"),
    ]


@pytest.mark.parametrize("view", [(), ("--reviewers",), ("--stability",), ("--explain", "E7-003")])
@pytest.mark.parametrize("form", ["tsv", "json", "table", "markdown"])
def test_anonymous_views_name_no_reviewer_and_no_unit(judged: Cases, view: tuple[str, ...], form: str) -> None:
    judged("review", "recuse", "E7-009", "R2", "--reason", "本单位")
    ran = judged("rank", "--edition", "7", "--anonymous", "--format", form, *view)
    assert ran.status == 0
    assert not re.search(r"\bR[1-4]\b|街道", ran.out + ran.err)


def test_numbers_are_the_same_with_and_without_names(judged: Cases) -> None:
    plain, hidden = (judged("rank", "--edition", "7", *more).out for more in ((), ("--anonymous",)))
    assert [row.split("\t")[4:] for row in plain.splitlines()] == [row.split("\t")[4:] for row in hidden.splitlines()]


def test_what_stands_apart_is_said(judged: Cases) -> None:
    for one in (1, 2):
        judged("review", "recuse", "E7-012", f"R{one}", "--reason", "本单位")
    ran = judged("rank", "--edition", "7")
    last = ran.out.splitlines()[-1].split("\t")
    assert (last[0], last[1], last[4], last[14]) == ("", "E7-012", "2", "few")
    assert ran.err.splitlines()[:3] == [
        "1 case(s) with fewer than 3 reviews stand apart: E7-012 案例12",
        "E7-012: R1 is recused",
        "E7-012: R2 is recused",
    ]


def test_groups_that_share_no_case_are_shown_apart(bare: Cases) -> None:
    given = LONG + "丙,孙,86\n丙,钱,87\n丙,周,85\n丁,孙,50\n丁,钱,49\n丁,周,51\n"
    ran = bare("rank", "--scores", "-", "--format", "table", stdin=given)
    rows = [line.split()[:3] for line in ran.out.splitlines()]
    assert [row for row in rows if row[1:2] and row[1] in "1234"] == [
        ["1", "1", "丙"],
        ["1", "4", "丁"],
        ["2", "2", "乙"],
        ["2", "3", "甲"],
    ]


def test_groups_that_share_no_case_are_marked(bare: Cases) -> None:
    given = LONG + "丙,孙,60\n丙,钱,61\n丙,周,58\n丁,孙,50\n丁,钱,49\n丁,周,51\n"
    ran = bare("rank", "--scores", "-", stdin=given)
    assert sorted(row.split("\t")[14] for row in ran.out.splitlines()) == ["group:1", "group:1", "group:2", "group:2"]
    assert "2 groups of reviewers share no case: only an assumption compares them\n" in ran.err
