"""`cases award`: proposed by rank, decided by people, frozen and watched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.panels import call, experts, scored
from tests.cli.running import Ran

if TYPE_CHECKING:
    from tests.cli.running import Cases


@pytest.fixture
def judged(cases: Cases) -> Cases:
    """Have twelve cases, E7-001 the best, scored by four reviewers."""
    return scored(experts(call(cases)))


def winners(cases: Cases) -> list[tuple[str, str]]:
    rows = cases("award", "list", "--edition", "7").out.splitlines()
    return [(row.split("\t")[0], row.split("\t")[1]) for row in rows]


FIRST = [("E7-001", "十佳案例"), ("E7-002", "十佳案例"), *((f"E7-00{n}", "优秀案例") for n in (3, 4, 5))]


def test_a_proposal_changes_nothing(judged: Cases) -> None:
    before = (judged.folder / "catalogue.json").read_bytes()
    ran = judged("award", "propose", "--edition", "7", "--format", "ids")
    assert [row.split("\t")[0] for row in ran.out.splitlines()] == ["十佳案例"] * 2 + ["优秀案例"] * 3
    assert (judged.folder / "catalogue.json").read_bytes() == before


def test_applied_awards_are_frozen_with_what_they_rest_on(judged: Cases) -> None:
    assert judged("award", "apply", "--edition", "7", "--fewest", "2").err == "the awards of edition 7 are frozen\n"
    assert winners(judged) == FIRST
    decision = json.loads(judged("award", "list", "--edition", "7", "--json").out)["decision"]
    assert (decision["method"], decision["options"]) == ("adjusted", ["--fewest 2"])
    assert judged("show", "E7-006", "--json").out.count('"award_tier": "none"') == 1
    assert judged("award", "check", "--edition", "7") == Ran(0, "", "the awards of edition 7 are in order\n")
    assert judged("award", "apply", "--edition", "7", "--fewest", "2").err == "nothing was changed\n"


def test_a_later_score_moves_no_frozen_award_but_is_told(judged: Cases) -> None:
    judged("award", "apply", "--edition", "7")
    late = "case,reviewer,score\nE7-012,R1,100\nE7-012,R2,100\nE7-012,R3,100\nE7-012,R4,100\n"
    judged("review", "import", "-", "--edition", "7", stdin=late)
    assert winners(judged) == FIRST
    differing = [
        "7\tscores_changed\t\t\t\t\t",
        "7\tdiffers\tE7-002\t十佳案例\t\t\t优秀案例",
        "7\tdiffers\tE7-005\t优秀案例\t\t\tnone",
        "7\tdiffers\tE7-012\tnone\t\t\t十佳案例",
    ]
    assert judged("award", "check", "--edition", "7", CASES_LANG="zh") == Ran(1, "\n".join([*differing, ""]))
    told = judged("award", "check", "--edition", "7", terminal=True)
    assert [line.split() for line in told.out.splitlines() if "E7-" in line] == [
        ["E7-002", "案例2", "十佳案例", "优秀案例"],
        ["E7-005", "案例5", "优秀案例", "no", "award"],
        ["E7-012", "案例12", "no", "award", "十佳案例"],
    ]
    for command in (("rank",), ("award", "propose")):
        said = judged(*command, "--edition", "7").err
        assert "and scores have changed since; “cases award check --edition 7” shows what that would do\n" in said
    assert judged("award", "apply", "--edition", "7").status == 3


def test_changed_scores_are_judged_by_the_rules_that_froze_the_awards(judged: Cases) -> None:
    rules = ("--at-most", "1", "--per", "district", "--across", "--fewest", "2", "--no-spread", "--method", "mean")
    judged("award", "apply", "--edition", "7", *rules)
    judged("review", "import", "-", "--edition", "7", stdin="case,reviewer,score\nE7-012,R1,1\n")
    told = judged("award", "check", "--edition", "7").out.splitlines()
    assert [row.split("\t")[1] for row in told] == ["quota", "scores_changed"]


def test_a_withdrawn_winner_is_a_fault(judged: Cases) -> None:
    judged("award", "apply", "--edition", "7")
    judged("edit", "E7-002", "--set", "status=withdrawn")
    assert judged("award", "check", "--edition", "7").out == "7\twithdrawn\tE7-002\t十佳案例\t\t\t\n"


def test_limits_and_what_they_changed(judged: Cases) -> None:
    ran = judged("award", "propose", "--edition", "7", "--at-most", "1", "--per", "district", "--across", "--json")
    made = json.loads(ran.out)
    assert [one["id"] for one in made["awards"]] == ["E7-001", "E7-002", "E7-003", "E7-004"]
    assert made["passed_over"][0]["id"] == "E7-005"
    assert made["unfilled"] == {"优秀案例": 1}
    assert judged("award", "propose", "--edition", "7", "--at-most", "1").status == 2


def test_a_tie_over_the_line_is_left_to_people(cases: Cases) -> None:
    experts(call(cases, 3, [("十佳案例", 1)]), 3)
    lines = [f"E7-00{case},R{one},{80 if case < 3 else 60}" for case in (1, 2, 3) for one in (1, 2, 3)]
    cases("review", "import", "-", "--edition", "7", "--unassigned", stdin="\n".join(["case,reviewer,score", *lines]))
    cases("award", "apply", "--edition", "7")
    assert winners(cases) == []
    assert cases("award", "check", "--edition", "7").out == "7\tquota\t\t十佳案例\t0\t1\t\n"
    assert json.loads(cases("award", "check", "--edition", "7", "--json").out) == {
        "edition": 7,
        "problems": [{"problem": "quota", "id": None, "tier": "十佳案例", "awarded": 0, "quota": 1, "now": None}],
    }
    assert cases("award", "set", "E7-002", "十佳案例", "--reason", "评委会投票").status == 0
    assert winners(cases) == [("E7-002", "十佳案例")]
    assert cases("award", "check", "--edition", "7").status == 0


def test_what_people_ruled_is_kept_by_apply(judged: Cases) -> None:
    judged("award", "set", "E7-012", "十佳案例", "--reason", "评委会投票")
    judged("award", "set", "-", "none", "--reason", "材料不实", stdin="E7-002\n")
    judged("award", "apply", "--edition", "7")
    assert winners(judged) == [
        ("E7-001", "十佳案例"),
        ("E7-012", "十佳案例"),
        *((f"E7-00{n}", "优秀案例") for n in (3, 4, 5)),
    ]
    assert judged("award", "set", "E7-001", "特等奖", "--reason", "x").status == 3


def test_awards_are_taken_back_whole(judged: Cases) -> None:
    judged("award", "apply", "--edition", "7")
    assert judged("award", "clear", "--edition", "7").status == 2
    assert judged("award", "clear", "--edition", "7", "--yes").err == "the awards of 12 case(s) were taken back\n"
    assert judged("award", "list", "--edition", "7") == Ran(1, "", "edition 7 has no awards yet\n")
    assert judged("award", "apply", "--edition", "7").status == 0
