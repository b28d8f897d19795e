"""Two people's files joined, also by git itself."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue import layout, schema
from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.joining import merge_files
from shanghai_cases.catalogue.merge import merge
from shanghai_cases.model.review import Review
from tests.catalogue.making import draft, open_catalogue, stored, tables, write_plainly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shanghai_cases.catalogue.layout import Data

BASE = tables(stored(1, "一"), stored(2, "二", tags=("甲",)))


def version(change: Callable[[Data], object]) -> Data:
    data = copy.deepcopy(BASE)
    change(data)
    return data


def add(number: int, title: str, **fields: object) -> Callable[[Data], object]:
    def change(data: Data) -> None:
        data["cases"][str(number)] = to_document(stored(number, title, **fields))

    return change


def put(field: str, value: object) -> Callable[[Data], object]:
    return lambda data: data["cases"]["2"].update({field: value})


def test_one_sides_changes_are_taken_as_they_are() -> None:
    theirs = version(lambda data: (add(3, "三")(data), put("title", "改")(data), data["cases"].pop("1")))
    for ours, yours in ((BASE, theirs), (theirs, BASE), (theirs, theirs)):
        merged = merge(BASE, ours, yours)
        assert (merged.data, merged.conflicts, merged.renumbered) == (theirs, (), {})


def test_edits_of_different_fields_are_joined() -> None:
    merged = merge(BASE, version(put("title", "改")), version(put("district", "徐汇区")))
    assert merged.data["cases"]["2"] == {**BASE["cases"]["2"], "title": "改", "district": "徐汇区"}
    assert merged.conflicts == ()


def test_an_edit_of_one_field_by_both_is_a_conflict_and_ours_stays() -> None:
    merged = merge(BASE, version(put("title", "甲")), version(put("title", "乙")))
    assert merged.data["cases"]["2"]["title"] == "甲"
    conflict = merged.conflicts[0]
    assert (conflict.table, conflict.record, conflict.field, conflict.ours, conflict.theirs) == (
        "cases",
        "E6-002",
        "title",
        "甲",
        "乙",
    )
    assert str(conflict.message) == "E6-002: both changed “title” differently; ours was kept"
    assert len(merged.conflicts) == 1


def test_the_later_time_of_change_wins_without_a_conflict() -> None:
    early, late = "2024-01-01T00:00:00+08:00", "2024-02-01T00:00:00+08:00"
    merged = merge(BASE, version(put("updated_at", late)), version(put("updated_at", early)))
    assert (merged.data["cases"]["2"]["updated_at"], merged.conflicts) == (late, ())


def test_new_cases_under_one_id_are_both_kept_and_references_follow() -> None:
    ours = version(lambda data: (add(3, "我三")(data), add(4, "我四")(data)))
    theirs = version(
        lambda data: (
            add(3, "你三")(data),
            add(4, "你四", related=("E6-003", "E6-001"))(data),
            data["reviews"].update({"1": to_document(Review("E6-003", "王"))}),
        )
    )
    merged = merge(BASE, ours, theirs)
    assert merged.renumbered == {"E6-003": "E6-005", "E6-004": "E6-006"}
    assert [(one["id"], one["title"]) for one in merged.data["cases"].values()] == [
        ("E6-001", "一"), ("E6-002", "二"), ("E6-003", "我三"), ("E6-004", "我四"), ("E6-005", "你三"),
        ("E6-006", "你四"),
    ]  # fmt: skip
    assert merged.data["cases"]["6"]["related"] == ["E6-005", "E6-001"]
    assert merged.data["reviews"]["1"]["case_id"] == "E6-005"
    assert merged.conflicts == ()


def test_a_retired_id_is_not_given_to_a_renumbered_case() -> None:
    ours = version(lambda data: (add(3, "我三")(data), data["meta"]["1"].update(retired=["E6-007"])))
    merged = merge(BASE, ours, version(add(3, "你三")))
    assert merged.renumbered == {"E6-003": "E6-008"}
    assert merged.data["meta"]["1"]["retired"] == ["E6-007"]


def test_the_same_new_submission_of_both_is_one_case() -> None:
    merged = merge(BASE, version(add(3, "三", tags=("甲",))), version(add(3, "三", district="徐汇区")))
    assert merged.renumbered == {}
    assert merged.data["cases"]["3"] == {**to_document(stored(3, "三", district="徐汇区")), "tags": ["甲"]}


def test_what_one_removed_and_the_other_changed_is_kept_and_listed() -> None:
    removed = version(lambda data: data["cases"].pop("2"))
    changed = version(put("title", "改"))
    for ours, theirs, who in (
        (removed, changed, "us and changed by them"),
        (changed, removed, "them and changed by us"),
    ):
        merged = merge(BASE, ours, theirs)
        assert merged.data["cases"]["2"]["title"] == "改"
        assert [str(one.message) for one in merged.conflicts] == [f"E6-002 was removed by {who}; it was kept"]


def test_a_reference_to_what_the_other_removed_is_listed() -> None:
    merged = merge(BASE, version(add(3, "三", related=("E6-002",))), version(lambda data: data["cases"].pop("2")))
    assert [str(one.message) for one in merged.conflicts] == ["E6-003 refers to E6-002, which is gone"]


def test_without_a_common_version_a_case_whose_title_changed_is_one_case() -> None:
    merged = merge(schema.empty(""), version(put("title", "我改")), version(put("title", "你改")))
    assert merged.renumbered == {}
    assert [one["title"] for one in merged.data["cases"].values()] == ["一", "我改"]
    assert [(one.record, one.field) for one in merged.conflicts] == [("E6-002", "title")]


def test_a_reference_that_was_lost_before_is_no_conflict() -> None:
    merged = merge(BASE, version(add(3, "三", related=("E5-009",))), version(put("title", "改")))
    assert merged.conflicts == ()


@pytest.mark.parametrize("journaled", [True, False])
def test_files_are_merged_and_with_a_journal_the_merge_can_be_undone(
    path: Path, tmp_path: Path, *, journaled: bool
) -> None:
    catalogue = open_catalogue(path)
    if journaled:
        catalogue.add([draft("我的")], command="add")
    base = tmp_path / "base.json"
    write_plainly(base, layout.read(path.read_bytes()))
    theirs = tmp_path / "theirs.json"
    write_plainly(theirs, layout.read(path.read_bytes()))
    open_catalogue(theirs).add([draft("你的")], command="add")
    open_catalogue(theirs).remove(["E6-001"], command="remove")
    before = path.read_bytes()
    merged = merge_files(base, path, theirs)
    assert path.read_bytes() == layout.write(merged.data)
    assert layout.read(path.read_bytes())["cases"].keys() == layout.read(theirs.read_bytes())["cases"].keys()
    assert path.with_name(path.name + ".journal").exists() == journaled
    if journaled:
        assert open_catalogue(path).undo().undoes == 2
        assert layout.read(path.read_bytes())["cases"] == layout.read(before)["cases"]


def git(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    options = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=false"]
    done = subprocess.run(
        ["git", *options, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_git_shows_one_changed_line_and_merges_with_the_driver(path: Path) -> None:
    folder = path.parent
    git(folder, "init", "-q", "-b", "main")
    (folder / ".gitattributes").write_text("catalogue.json merge=cases\n", encoding="utf-8")
    (folder / ".gitignore").write_text("catalogue.json.*\n", encoding="utf-8")
    driver = (
        "import sys; from pathlib import Path; from shanghai_cases.catalogue.joining import merge_files; "
        "sys.exit(bool(merge_files(*map(Path, sys.argv[1:])).conflicts))"
    )
    git(folder, "config", "merge.cases.driver", f'PYTHONPATH="{os.getcwd()}" {sys.executable} -c "{driver}" %O %A %B')  # noqa: PTH109
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "base")
    git(folder, "checkout", "-qb", "theirs")
    open_catalogue(path).add([draft("你的")], command="add")
    git(folder, "commit", "-qam", "theirs")
    git(folder, "checkout", "-q", "main")
    path.with_name("catalogue.json.journal").unlink()  # as on the other person's machine
    catalogue = open_catalogue(path)
    catalogue.replace([stored(2, "改了")], command="edit")
    assert git(folder, "diff", "--numstat") == "1\t1\tcatalogue.json\n"
    catalogue.add([draft("我的")], command="add")
    git(folder, "commit", "-qam", "ours")
    git(folder, "merge", "-q", "--no-edit", "theirs")
    assert [(one.id, one.title) for one in open_catalogue(path).cases()][1:] == [
        ("E6-002", "改了"), ("E6-003", "邻里“议事”\n厅"), ("E6-004", "我的"), ("E6-005", "你的"),
    ]  # fmt: skip
    assert git(folder, "status", "--porcelain") == ""
