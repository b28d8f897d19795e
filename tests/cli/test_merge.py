"""`cases merge`, by hand and as git's merge driver."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import ROOT, Cases, Ran

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("base.json", "ours.json", "theirs.json")


@pytest.fixture
def versions(cases: Cases) -> Cases:
    """Stand where one catalogue has become three files."""
    for name in FILES:
        shutil.copy(cases.folder / "catalogue.json", cases.folder / name)
    return cases


def ours(cases: Cases, *arguments: str) -> None:
    assert cases(*arguments, "--quiet", "--catalogue", "ours.json").status == 0


def theirs(cases: Cases, *arguments: str) -> None:
    assert cases(*arguments, "--quiet", "--catalogue", "theirs.json").status == 0


def case(cases: Cases, identifier: str, *more: str) -> dict[str, object]:
    found = json.loads(cases("show", identifier, "--json", "--catalogue", "ours.json", *more).out)[0]
    assert isinstance(found, dict)
    return found


def test_what_both_added_and_changed_is_joined(versions: Cases) -> None:
    ours(versions, "edit", "E6-001", "--set", "summary=我们")
    theirs(versions, "edit", "E6-001", "--set", "tags=他们")
    theirs(versions, "remove", "E6-005", "--yes")
    ours(versions, "add", "--edition", "6", "--title", "甲", "--unit", "我们")
    theirs(versions, "add", "--edition", "6", "--title", "乙", "--unit", "他们")
    theirs(versions, "add", "--edition", "6", "--title", "丙", "--unit", "他们", "--related", "E6-012")
    ran = versions("merge", *FILES)
    said = "their E6-012 is now E6-014, as ours has a case E6-012 too\n"
    assert ran == Ran(0, "", said)
    assert (case(versions, "E6-001")["summary"], case(versions, "E6-001")["tags"]) == ("我们", ["他们"])
    found = versions("search", "--format", "ids", "--catalogue", "ours.json").out.split()
    assert sorted(found) == [f"E6-{number:03}" for number in range(1, 15) if number != 5]
    assert case(versions, "E6-013")["related"] == ["E6-014"]
    assert versions("doctor", "--catalogue", "ours.json").status == 0


def test_conflicts_are_listed_and_ours_stays(versions: Cases) -> None:
    ours(versions, "edit", "E6-001", "--set", "title=我们")
    theirs(versions, "edit", "E6-001", "--set", "title=他们")
    ran = versions("merge", *FILES, "--header")
    assert ran == Ran(
        1,
        "record\tfield\tours\ttheirs\tproblem\ttable\n"
        "E6-001\ttitle\t我们\t他们\tE6-001: both changed “title” differently; ours was kept\tcases\n",
        "1 conflict(s); look at them and correct what is not right\n",
    )
    assert case(versions, "E6-001")["title"] == "我们"


def test_conflicts_as_json_and_as_a_table(versions: Cases) -> None:
    theirs(versions, "edit", "E6-001", "--set", "title=他们")
    ours(versions, "remove", "E6-001", "--yes")
    ran = versions("merge", *FILES, "--json", "--output", "new.json")
    assert json.loads(ran.out) == [
        {
            "table": "cases",
            "record": "E6-001",
            "field": None,
            "ours": None,
            "theirs": None,
            "problem": "E6-001 was removed by us and changed by them; it was kept",
        }
    ]
    shown = versions("merge", *FILES, "--format", "table", CASES_LANG="zh")
    assert shown.status == 1
    assert shown.out.splitlines()[1].split() == ["记录", "需人工决定"]


def test_reviewers_are_matched_by_their_codes(versions: Cases) -> None:
    ours(versions, "reviewer", "add", "R1", "--name", "甲")
    theirs(versions, "reviewer", "add", "R2", "--name", "乙")
    assert versions("merge", *FILES) == Ran(0)
    listed = versions("reviewer", "list", "--with-contacts", "--catalogue", "ours.json").out
    assert [line.split("\t")[0] for line in listed.splitlines()] == ["R1", "R2"]


def test_rulings_follow_their_case_to_its_new_id_and_those_of_both_are_kept(versions: Cases) -> None:
    ours(versions, "add", "--edition", "6", "--title", "甲", "--unit", "我们")
    ours(versions, "award", "set", "E6-001", "提名案例", "--reason", "我们定的")
    theirs(versions, "add", "--edition", "6", "--title", "乙", "--unit", "他们")
    theirs(versions, "award", "set", "E6-012", "优秀案例", "--reason", "他们定的")
    assert versions("merge", *FILES, "--quiet").status == 0
    listed = versions("award", "list", "--edition", "6", "--json", "--catalogue", "ours.json").out
    assert [(one["id"], one["tier"], one["reason"]) for one in json.loads(listed)["awards"]] == [
        ("E6-013", "优秀案例", "他们定的"),
        ("E6-001", "提名案例", "我们定的"),
    ]


def test_a_ruling_for_a_case_that_both_ruled_on_is_a_conflict(versions: Cases) -> None:
    ours(versions, "award", "set", "E6-001", "提名案例", "--reason", "我们定的")
    theirs(versions, "award", "set", "E6-001", "优秀案例", "--reason", "他们定的")
    ran = versions("merge", *FILES, "--json")
    assert ran.status == 1
    fields = [(one["record"], one["field"]) for one in json.loads(ran.out)]
    assert fields == [("edition:6", "rulings.E6-001"), ("E6-001", "award_tier")]


def test_the_parts_of_a_contact_are_joined(versions: Cases) -> None:
    ours(versions, "edit", "E6-001", "--set", "contact.name=张三")
    theirs(versions, "edit", "E6-001", "--set", "contact.phone=13800001111")
    assert versions("merge", *FILES) == Ran(0)
    contact = case(versions, "E6-001", "--with-contacts")["contact"]
    assert contact == {"name": "张三", "phone": "13800001111", "email": ""}


def test_one_submission_that_both_added_is_one_case_or_is_told(versions: Cases) -> None:
    ours(versions, "add", "--edition", "6", "--title", "甲", "--unit", "同")
    theirs(versions, "add", "--edition", "6", "--title", "甲", "--unit", "同")
    later = (versions.folder / "theirs.json").read_text(encoding="utf-8")
    early = re.sub(r'("title":"甲".*?"added_at":")[^"]*', r"\g<1>2020-01-01T00:00:00+08:00", later)
    (versions.folder / "theirs.json").write_text(early, encoding="utf-8")
    assert versions("merge", *FILES) == Ran(0)
    assert case(versions, "E6-012")["added_at"] == "2020-01-01T00:00:00+08:00"

    theirs(versions, "add", "--edition", "6", "--title", "乙", "--unit", "同")
    theirs(versions, "add", "--edition", "6", "--title", "丙", "--unit", "同")
    ours(versions, "add", "--edition", "6", "--title", "丙", "--unit", "同")
    ran = versions("merge", "base.json", "ours.json", "theirs.json")
    assert ran.status == 1
    assert ran.out.splitlines() == ["E6-013\t\t\t\tE6-013 and E6-014 are the same submission\tcases"]


def test_contacts_in_conflict_are_not_shown_unless_asked_for(versions: Cases) -> None:
    ours(versions, "edit", "E6-001", "--set", "contact.phone=13800138000")
    theirs(versions, "edit", "E6-001", "--set", "contact.phone=13900139000")
    for form in ("table", "tsv", "json"):
        ran = versions("merge", *FILES, "--format", form, "--output", "new.json", "--force")
        assert ran.status == 1
        assert "13" not in ran.out.replace("E6-0", "")
        asked = versions("merge", *FILES, "--format", form, "--output", "new.json", "--force", "--with-contacts")
        assert "13800138000" in asked.out
        assert "13900139000" in asked.out


def test_the_result_goes_to_another_file_when_asked(versions: Cases) -> None:
    theirs(versions, "edit", "E6-001", "--set", "title=他们")
    before = (versions.folder / "ours.json").read_bytes()
    assert versions("merge", *FILES, "--output", "new.json") == Ran(0)
    assert (versions.folder / "ours.json").read_bytes() == before
    assert (versions.folder / "new.json").read_bytes() == (versions.folder / "theirs.json").read_bytes()
    refused = Ran(2, "", "Error: new.json exists already; --force replaces it\n")
    assert versions("merge", *FILES, "--output", "new.json") == refused
    assert versions("merge", *FILES, "--output", "new.json", "--force") == Ran(0)


def test_a_merge_is_a_change_that_can_be_undone(versions: Cases) -> None:
    ours(versions, "edit", "E6-001", "--set", "summary=我们")
    theirs(versions, "edit", "E6-002", "--set", "summary=他们")
    before = (versions.folder / "ours.json").read_bytes()
    assert versions("merge", *FILES) == Ran(0)
    assert (versions.folder / "ours.json").read_bytes() != before
    assert versions("undo", "--catalogue", "ours.json", "--quiet") == Ran(0)
    assert (versions.folder / "ours.json").read_bytes() == before


def test_without_a_common_version(versions: Cases) -> None:
    (versions.folder / "base.json").write_bytes(b"")
    theirs(versions, "add", "--edition", "6", "--title", "乙", "--unit", "他们")
    assert versions("merge", *FILES) == Ran(0)
    assert case(versions, "E6-012")["title"] == "乙"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"{", None])
def test_a_version_that_cannot_be_read_leaves_ours_as_it_was(versions: Cases, name: str, content: bytes | None) -> None:
    before = (versions.folder / "ours.json").read_bytes()
    if content is None:
        (versions.folder / name).unlink()
    else:
        (versions.folder / name).write_bytes(content)
    ran = versions("merge", *FILES)
    assert (ran.status, ran.out) == (4, "")
    assert ran.err.startswith("Error: ")
    if name != "ours.json":
        assert (versions.folder / "ours.json").read_bytes() == before


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *settings, *arguments], cwd=folder, check=False, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture
def repository(cases: Cases) -> Cases:
    """Stand in a git repository as the README sets it up, with a branch of theirs that removed and added."""
    if shutil.which("git") is None:
        pytest.skip("no git")
    program = f"env PYTHONPATH={shlex.quote(str(ROOT))} {shlex.quote(sys.executable)} -m shanghai_cases"
    git(cases.folder, "init")
    git(cases.folder, "config", "merge.cases.driver", f"{program} merge %O %A %B")
    (cases.folder / ".gitattributes").write_text("catalogue.json merge=cases\n")
    (cases.folder / ".gitignore").write_text("catalogue.json.*\n")
    git(cases.folder, "add", "-A")
    git(cases.folder, "commit", "-m", "1")
    git(cases.folder, "checkout", "-b", "theirs")
    cases("add", "--edition", "6", "--title", "乙", "--unit", "他们", "--quiet")
    cases("edit", "E6-001", "--set", "summary=他们", "--quiet")
    git(cases.folder, "commit", "-am", "theirs")
    git(cases.folder, "checkout", "main")
    return cases


def test_an_edited_case_is_one_changed_line(repository: Cases) -> None:
    repository("edit", "E6-002", "--set", "summary=一行", "--quiet")
    assert git(repository.folder, "diff", "--numstat").stdout == "1\t1\tcatalogue.json\n"


def test_git_joins_two_peoples_work(repository: Cases) -> None:
    repository("edit", "E6-001", "--set", "tags=我们", "--quiet")
    repository("edit", "E6-002", "--set", "title=我们", "--quiet")
    git(repository.folder, "commit", "-am", "ours")
    merged = git(repository.folder, "merge", "theirs", "-m", "both")
    assert (merged.returncode, git(repository.folder, "status", "--short").stdout) == (0, "")
    cases = json.loads(repository("show", "E6-001", "E6-002", "E6-012", "--json").out)
    assert (cases[0]["summary"], cases[0]["tags"]) == ("他们", ["我们"])
    assert (cases[1]["title"], cases[2]["title"]) == ("我们", "乙")
    assert repository("doctor").status == 0


def test_git_is_told_of_a_conflict(repository: Cases) -> None:
    repository("edit", "E6-001", "--set", "summary=我们", "--quiet")
    git(repository.folder, "commit", "-am", "ours")
    merged = git(repository.folder, "merge", "theirs")
    assert merged.returncode == 1
    assert "E6-001\tsummary\t我们\t他们\t" in merged.stdout + merged.stderr
    assert git(repository.folder, "status", "--short").stdout == "UU catalogue.json\n"
    found = repository("search", "--format", "ids").out.split()
    assert "E6-012" in found
    assert repository("doctor").status == 0
