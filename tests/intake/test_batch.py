"""A delivery against the catalogue: new, corrected, the same again, sent before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue.protocol import Outline
from shanghai_cases.intake.batch import Difference, Plan, compare
from shanghai_cases.intake.duplicates import OnDuplicate, decide, with_ids
from shanghai_cases.model.case import Case, Contact
from shanghai_cases.model.ids import case_id
from tests.intake.making import taken

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

HEAD = "案例名称,单位,所属区,单位类型,联系人,简介\n"
FIRST = Case(
    "E6-001",
    6,
    "“三所联动”机制化解矛盾",
    "徐汇区田林街道",
    district="徐汇区",
    unit_type="街镇",
    summary="简介",
    contact=Contact("张三", "139"),
    tags=("法治",),
)
EARLIER = replace(FIRST, id="E5-007", edition=5)


def planned(data: str, known: Sequence[Case], name: str = "a.csv", edition: int | None = 6) -> Plan:
    def fetch(ids: Collection[str]) -> dict[str, Case]:
        return {case.id: case for case in known if case.id in ids}

    rows = [Outline(case.id, case.edition, case.title, case.unit, case.district, case.town) for case in known]
    return compare(taken(data, name, edition=edition).drafts, rows, fetch)


def imported(plan: Plan, known: Sequence[Case]) -> list[Case]:
    """Do what a plan says to a list of cases."""
    ids = [case_id(6, len(known) + number) for number in range(1, len(plan.additions) + 1)]
    changed = {change.after.id: change.after for change in plan.changes}
    return [*(changed.get(case.id, case) for case in known), *with_ids(plan.additions, ids)]


ROWS = f"{HEAD}三所联动机制 化解矛盾,徐汇区田林街道,徐汇,街镇,张三,简介\n新的,静安区,静安区,区,,\n"


def test_a_row_is_matched_by_edition_unit_and_title_after_normalisation() -> None:
    plan = planned(ROWS, [FIRST])

    assert [addition.draft.case.title for addition in plan.additions] == ["新的"]
    assert [(change.before.id, change.differences) for change in plan.changes] == [
        ("E6-001", (Difference("title", FIRST.title, "三所联动机制 化解矛盾"),))
    ]


def test_the_same_delivery_again_changes_nothing() -> None:
    once = imported(decide(planned(ROWS, [FIRST, EARLIER]), OnDuplicate.LINK), [FIRST, EARLIER])

    again = planned(ROWS, once)

    assert (again.additions, again.changes, again.refusals, again.notes) == ((), (), (), ())
    assert len(again.unchanged) == 2


def test_a_correction_keeps_what_the_file_does_not_speak_of_and_what_it_leaves_empty() -> None:
    plan = planned(f"{HEAD}{FIRST.title},{FIRST.unit},徐汇区,街镇,李四,\n", [FIRST])

    (change,) = plan.changes
    assert change.after == replace(FIRST, contact=Contact("李四", "139"))
    assert change.differences == (Difference("contact_name", "张三", "李四"),)


def test_a_row_with_the_id_may_rename_and_clear() -> None:
    plan = planned("id,title,unit,summary\nE6-001,三所联动,徐汇区田林街道,\n", [FIRST])

    (change,) = plan.changes
    assert change.after == replace(FIRST, title="三所联动", summary="")


def test_an_id_of_quite_another_case_is_refused() -> None:
    plan = planned("id,title,unit\nE6-001,河道治理,静安区\n", [FIRST])

    assert [str(reason) for reason in plan.refusals[0].reasons] == [
        "E6-001 is another case here: “三所联动”机制化解矛盾"
    ]


def test_a_row_that_stands_twice_counts_once_and_is_refused_when_it_differs() -> None:
    plan = planned(f"{HEAD}甲,静安区,静安区,区,,\n甲,静安区,静安区,区,,\n甲,静安区,静安区,区,李四,\n", [])

    assert len(plan.additions) == 1
    assert [str(note.message) for note in plan.notes] == ["the same as a.csv, row 2"]
    assert [str(reason) for reason in plan.refusals[0].reasons] == [
        "the case stands twice with different content: see a.csv, row 2"
    ]


SENT_BEFORE = f"{HEAD}三所联动机制化解矛盾的实践与探索,徐汇区田林街道,徐汇区,街镇,,\n"


def test_a_practice_sent_before_is_found_and_linked() -> None:
    plan = decide(planned(SENT_BEFORE, [EARLIER]), OnDuplicate.LINK)

    (added,) = with_ids(plan.additions, ["E6-001"])
    assert (added.id, added.related) == ("E6-001", ("E5-007",))
    assert [note.kind for note in plan.notes] == ["linked"]


@pytest.mark.parametrize(
    ("policy", "added", "noted", "refused"),
    [(OnDuplicate.SKIP, 0, ["skipped"], 0), (OnDuplicate.FAIL, 0, [], 1), (OnDuplicate.ADD, 1, [], 0)],
)
def test_other_ways_with_a_practice_sent_before(
    policy: OnDuplicate, added: int, noted: list[str], refused: int
) -> None:
    plan = decide(planned(SENT_BEFORE, [EARLIER]), policy)

    assert len(plan.additions) == added
    assert [addition.matches for addition in plan.additions] == [()] * added
    assert [str(note.kind) for note in plan.notes] == noted
    assert len(plan.refusals) == refused


def test_twins_of_one_delivery_are_linked_under_their_new_ids() -> None:
    rows = f"{HEAD}“睦邻客厅”里的社区议事,长宁区,长宁区,区,,\n“睦邻客厅”里的社区议事会,长宁区,长宁区,区,,\n"

    plan = decide(planned(rows, []), OnDuplicate.LINK)

    found = with_ids(plan.additions, ["E6-001", "E6-002"])
    assert [case.related for case in found] == [(), ("E6-001",)]


def test_a_twin_of_what_was_skipped_is_skipped_too() -> None:
    rows = SENT_BEFORE + "三所联动机制化解矛盾的实践与思考,徐汇区田林街道,徐汇区,街镇,,\n"

    plan = decide(planned(rows, [EARLIER]), OnDuplicate.SKIP)

    assert plan.additions == ()
