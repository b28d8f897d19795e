"""`cases show`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Ran

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.cli.running import Cases


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", ["table", "tsv", "csv", "json", "jsonl", "markdown", "ids"])
def test_two_cases_in_every_format(cases: Cases, snapshot: SnapshotAssertion, form: str, language: str) -> None:
    ran = cases("show", "E6-008", "E6-001", "--format", form, "--header", CASES_LANG=language)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == snapshot


def test_a_terminal_gets_the_table(cases: Cases) -> None:
    assert cases("show", "E6-003", terminal=True, NO_COLOR="1") == cases("show", "E6-003", "--format", "table")


def test_cases_that_exist_are_shown_and_the_others_named(cases: Cases) -> None:
    known = cases("show", "E6-003")
    assert known.status == 0
    assert cases("show", "E6-099", "E6-003", "E9-001") == Ran(1, known.out, "there is no case E6-099, E9-001\n")
    assert cases("show", "E6-099", "E6-003", "--quiet") == Ran(1, known.out)


def test_nothing_found_is_an_empty_array(cases: Cases) -> None:
    assert cases("show", "E6-099", "--json") == Ran(1, "[]\n", "there is no case E6-099\n")


def test_one_case_is_still_an_array(cases: Cases) -> None:
    assert [case["id"] for case in json.loads(cases("show", "E6-003", "--json").out)] == ["E6-003"]


def test_ids_come_from_standard_input_and_only_once(cases: Cases) -> None:
    asked = cases("show", "E6-003", "E6-001")
    assert cases("show", "-", stdin="E6-003\n\nE6-001\tand more\r\nE6-003\n") == asked
    assert cases("show", "E6-003", "-", stdin="E6-001") == asked


def test_no_id_on_standard_input_is_wrong_use(cases: Cases) -> None:
    assert cases("show", "-", stdin="\n") == Ran(2, "", "Error: no case id was given\n")


def test_contacts_are_private_unless_asked_for(cases: Cases) -> None:
    cases(
        "edit", "E6-003", "--set", "contact.name=王某", "--set", "contact.phone=021-0000", "--set", "contact.email=a@b"
    )
    for form in ("table", "tsv", "csv", "json", "jsonl", "markdown", "ids"):
        shown = cases("show", "E6-003", "--format", form).out
        assert not [word for word in ("王某", "021-0000", "a@b", "contact") if word in shown]
    lines = cases("show", "E6-003", "--with-contacts").out.splitlines()
    assert [line for line in lines if "contact" in line] == [
        "E6-003\tcontact.name\t王某",
        "E6-003\tcontact.phone\t021-0000",
        "E6-003\tcontact.email\ta@b",
    ]
    (case,) = json.loads(cases("show", "E6-003", "--with-contacts", "--json").out)
    assert case["contact"] == {"name": "王某", "phone": "021-0000", "email": "a@b"}
