"""`cases forget`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Cases, Ran

if TYPE_CHECKING:
    from collections.abc import Iterator

HINT = "backups, copies and versions in git may still hold them\n"
PEOPLE = {"E6-012": ("张三", "13800138000"), "E6-013": ("李四", "13900139000"), "E6-014": ("张三", "13800138000")}


@pytest.fixture
def people(cases: Cases) -> Cases:
    """Stand where three cases have contacts and one of them was removed."""
    for name, phone in PEOPLE.values():
        contact = (f"--contact-name={name}", f"--contact-phone={phone}")
        cases("add", "--edition", "6", "--title", "甲", "--unit", "乙", "--allow-same", "--quiet", *contact)
    cases("remove", "E6-014", "--yes", "--quiet")
    return cases


def everything(cases: Cases) -> str:
    def texts() -> Iterator[str]:
        for path in sorted(cases.folder.iterdir()):
            yield path.read_text(encoding="utf-8")

    return "".join(texts())


def test_the_contacts_of_cases_go_for_good(people: Cases) -> None:
    ran = people("forget", "E6-013", "--yes")
    assert ran == Ran(0, "", "1 contact(s) were forgotten, those of: E6-013\n" + HINT)
    assert "李四" not in everything(people)
    assert "13900139000" not in everything(people)
    (case,) = json.loads(people("show", "E6-013", "--json", "--with-contacts").out)
    assert case["contact"] == {"name": "", "phone": "", "email": ""}
    assert "张三" in everything(people)


def test_it_says_where_else_the_person_still_stands(people: Cases) -> None:
    people("edit", "E6-001", "--set", "summary=请找李四", "--quiet")
    people("backup")
    (people.folder / "catalogue (冲突).json").write_text('"李四"', encoding="utf-8")
    backup = next((people.folder / "backups").iterdir())
    ran = people("forget", "--contact", "139-0013 9000", "--yes")
    assert ran.err.splitlines()[1:] == [
        "warning: what was forgotten still stands in E6-001 summary; correct it there",
        (
            "warning: what was forgotten still stands in other fields of change 5 in "
            f"{people.folder}/catalogue.json.journal; once nothing of the past needs to be undone, delete that file"
        ),
        (
            f"warning: what was forgotten still stands in {people.folder}/catalogue (冲突).json, {backup}; "
            "delete or correct what is no longer needed"
        ),
        "1 contact(s) were forgotten, those of: E6-013",
        HINT.strip(),
    ]
    ran = people("forget", "--contact", "李四", "--yes", "--quiet")
    assert (ran.status, "E6-001 summary" in ran.err) == (1, True)


def test_a_person_goes_from_the_past_too(people: Cases) -> None:
    ran = people("forget", "--contact", "13800138000", "--yes")
    assert ran == Ran(0, "", "2 contact(s) were forgotten, those of: E6-012 E6-014\n" + HINT)
    assert "张三" not in everything(people)
    assert "李四" in everything(people)
    assert people("undo").status == 0
    assert "E6-014" in people("search", "--format", "ids").out.split()
    assert "张三" not in everything(people)


def test_everybody_goes(people: Cases) -> None:
    assert people("forget", "--all", "-y", "--quiet") == Ran(0)
    assert not any(word in everything(people) for person in PEOPLE.values() for word in person)
    assert people("doctor").status == 0
    assert people("log", "-n1").out.split("\t")[3] == "forget"
    assert people("undo", people("log", "-n1").out.split("\t")[0]).status == 3


def test_nobody_was_meant(people: Cases) -> None:
    said = "no such contact is in the catalogue or its journal\n"
    for arguments in (("E6-001",), ("E6-099",), ("--contact", "王五"), ("--contact", "张")):
        assert people("forget", *arguments, "--yes") == Ran(1, "", said)


@pytest.mark.parametrize(
    "arguments",
    [(), ("E6-012", "--all"), ("--contact", "张三", "--all"), ("--contact", " "), ("E6-1", "--contact", "a")],
)
def test_one_choice_has_to_be_made(people: Cases, arguments: tuple[str, ...]) -> None:
    said = "Error: say whose contacts: case ids, --contact WORD or --all\n"
    assert people("forget", *arguments, "--yes") == Ran(2, "", said)


@pytest.mark.parametrize(
    ("arguments", "question"),
    [
        (("E6-012", "E6-013"), "Forget the contacts of E6-012, E6-013 for good? [y/N] "),
        (("--contact", "张三"), "Forget the contact 张三 for good? [y/N] "),
        (("--all",), "Forget all contacts for good? [y/N] "),
    ],
)
def test_it_asks_first(people: Cases, arguments: tuple[str, ...], question: str) -> None:
    before = everything(people)
    ran = people("forget", *arguments, asked=True, stdin="n\n")
    assert ran == Ran(0, "", question + "nothing was changed\n")
    assert everything(people) == before
    assert people("forget", *arguments, asked=True, stdin="y\n").err.startswith(question)


def test_without_a_terminal_it_wants_yes(people: Cases) -> None:
    refused = Ran(2, "", "Error: forgetting asks first; without a terminal say --yes\n")
    assert people("forget", "E6-012") == refused
    assert people("forget", "-", stdin="E6-012\n", asked=True) == refused
    assert people("forget", "-", "--yes", "--quiet", stdin="E6-013\n") == Ran(0)


def test_it_speaks_chinese(people: Cases) -> None:
    ran = people("forget", "--all", asked=True, stdin="是\n", CASES_LANG="zh")
    assert ran.err == (
        "永久清除全部联系人信息？ [y/N] 已清除3份联系人信息，属于：E6-012 E6-013 E6-014\n"
        "备份、副本和 git 历史版本中可能仍有这些信息\n"
    )


def test_the_names_of_reviewers_go_from_the_past_too(people: Cases) -> None:
    people("reviewer", "add", "R1", "--name", "张三", "--quiet")
    people("reviewer", "add", "R2", "--name", "王五", "--quiet")
    people("reviewer", "edit", "R2", "--name", "赵六", "--quiet")
    ran = people("forget", "--contact", "王五", "--yes")
    assert ran == Ran(0, "", "1 contact(s) were forgotten, those of: reviewer:R2\n" + HINT)
    assert "王五" not in everything(people)
    ran = people("forget", "--contact", "张三", "--yes")
    assert ran.err == "3 contact(s) were forgotten, those of: reviewer:R1 E6-012 E6-014\n" + HINT
    assert "张三" not in everything(people)
    assert "赵六" in everything(people)
    assert people("forget", "--all", "--yes", "--quiet") == Ran(0)
    assert "赵六" not in everything(people)
    assert people("reviewer", "list", "--format", "ids").out.split() == ["R1", "R2"]


def test_the_log_shows_no_names_of_reviewers_unless_asked(people: Cases) -> None:
    people("reviewer", "add", "R1", "--name", "钱七", "--quiet")
    assert "钱七" not in people("log", "--diff").out
