"""`cases remove`."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import Cases, Ran

FIRST = "E6-001  基层治理数字化平台  (上海市大数据中心)\n"


def ids(cases: Cases) -> list[str]:
    return cases("search", "--format", "ids").out.split()


def test_cases_are_removed_and_named(cases: Cases) -> None:
    before = ids(cases)
    assert cases("remove", "E6-001", "--yes") == Ran(0, "", FIRST + "1 case(s) removed\n")
    assert ids(cases) == [one for one in before if one != "E6-001"]
    assert cases("show", "E6-001", "--json") == Ran(1, "[]\n", "there is no case E6-001\n")


def test_it_is_quiet_when_asked_to_be(cases: Cases) -> None:
    assert cases("remove", "E6-001", "E6-002", "-y", "--quiet") == Ran(0)


def test_ids_come_from_standard_input(cases: Cases) -> None:
    assert cases("remove", "-", "--yes", "--quiet", stdin="E6-001\nE6-002\n") == Ran(0)
    assert {"E6-001", "E6-002"}.isdisjoint(ids(cases))


@pytest.mark.parametrize(
    ("answer", "language", "removed"),
    [
        ("y\n", "en", True),
        ("YES\n", "en", True),
        ("是\n", "zh", True),
        ("n\n", "en", False),
        ("\n", "en", False),
        ("", "en", False),
        ("yeah\n", "en", False),
    ],
)
def test_on_a_terminal_it_asks_first(cases: Cases, answer: str, language: str, removed: bool) -> None:
    ran = cases("remove", "E6-001", asked=True, stdin=answer, CASES_LANG=language)
    said = {
        ("en", True): FIRST + "Remove 1 case(s)? [y/N] 1 case(s) removed\n",
        ("en", False): FIRST + "Remove 1 case(s)? [y/N] nothing was changed\n",
        ("zh", True): "E6-001  基层治理数字化平台（上海市大数据中心）\n删除1件案例？ [y/N] 已删除1件案例\n",
    }
    assert ran == Ran(0, "", said[language, removed])
    assert ("E6-001" not in ids(cases)) is removed


def test_without_a_terminal_it_wants_yes(cases: Cases) -> None:
    refused = Ran(2, "", FIRST + "Error: removing asks first; without a terminal say --yes\n")
    assert cases("remove", "E6-001") == refused
    assert cases("remove", "-", stdin="E6-001\n", asked=True) == refused
    assert "E6-001" in ids(cases)


def test_a_dry_run_removes_nothing(cases: Cases) -> None:
    assert cases("remove", "E6-001", "--dry-run") == Ran(0, "", FIRST + "nothing was changed\n")
    assert "E6-001" in ids(cases)


def test_one_unknown_id_keeps_all(cases: Cases) -> None:
    before = ids(cases)
    assert cases("remove", "E6-001", "E6-099", "--yes") == Ran(3, "", "Error: there is no case E6-099\n")
    assert ids(cases) == before


def test_an_earlier_submission_is_unlinked_first(cases: Cases) -> None:
    cases("edit", "E6-002", "--set", "related=E6-001")
    ran = cases("remove", "E6-001", "--yes", "--quiet")
    assert ran == Ran(3, "", "Error: E6-001 is an earlier submission of E6-002; unlink it first\n")
    assert cases("remove", "E6-001", "E6-002", "--yes", "--quiet") == Ran(0)


def test_what_people_ruled_for_a_case_goes_with_it_and_comes_back(cases: Cases) -> None:
    cases("award", "set", "E6-001", "提名案例", "--reason", "评委会决定")
    before = (cases.folder / "catalogue.json").read_bytes()
    assert cases("remove", "E6-001", "--yes").status == 0
    assert json.loads(cases("award", "list", "--edition", "6", "--json").out)["rulings"] == []
    assert cases("undo").status == 0
    assert (cases.folder / "catalogue.json").read_bytes() == before
