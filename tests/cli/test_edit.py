"""`cases edit`, with --set and in an editor."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from shanghai_cases.intake.fields import EDITABLE
from tests.cli.running import ROOT, Ran

if TYPE_CHECKING:
    from tests.cli.running import Cases


def stored(cases: Cases, identifier: str = "E6-003") -> dict[str, Any]:
    (case,) = json.loads(cases("show", identifier, "--json", "--with-contacts").out)
    return dict(case)


def editor(cases: Cases, program: str) -> str:
    """Make an editor of a little Python that changes ``text`` and return what $EDITOR must be."""
    script = cases.folder / "an editor.py"
    script.write_text(
        "import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\ntext = file.read_text(encoding='utf-8')\n"
        f"{program}\nfile.write_text(text, encoding='utf-8')\n",
        encoding="utf-8",
    )
    return f'"{sys.executable}" "{script}"'


def test_fields_are_set_and_the_change_is_told(cases: Cases) -> None:
    before = stored(cases)
    ran = cases("edit", "E6-003", "--set", "title=新名", "--set", "tags=甲;乙； 丙", "--set", "district=浦东")
    assert ran == Ran(
        0,
        "",
        "district: 浦东 is taken as 浦东新区\n"
        "E6-003 title: 片区党委与片区治理平台 → 新名\n"
        "E6-003 district: 徐汇区 → 浦东新区\n"
        "E6-003 tags: 片区治理;片区党委;扁平化;党建引领 → 甲;乙;丙\n"
        "1 case(s) changed\n",
    )
    after = stored(cases)
    assert after.pop("updated_at")
    del before["updated_at"]
    assert after == {**before, "title": "新名", "district": "浦东新区", "tags": ["甲", "乙", "丙"]}


def test_a_change_is_told_in_chinese(cases: Cases) -> None:
    assert cases("edit", "E6-003", "--set", "unit_type=街镇", CASES_LANG="zh") == Ran(
        0, "", "E6-003 单位类型：区 → 街镇\n已修改1件案例\n"
    )


def test_several_cases_at_once_also_from_standard_input(cases: Cases) -> None:
    ran = cases("edit", "-", "E6-001", "--set", "status=withdrawn", stdin="E6-002\n")
    assert ran.err.splitlines()[-1] == "2 case(s) changed"
    assert [stored(cases, one)["status"] for one in ("E6-001", "E6-002", "E6-003")] == [
        "withdrawn",
        "withdrawn",
        "submitted",
    ]


def test_an_empty_value_empties_a_field(cases: Cases) -> None:
    cases("edit", "E6-003", "--set", "award_tier=none", "--set", "submitted_on=2023-10", "--quiet")
    cases("edit", "E6-003", "--set", "award_tier=", "--set", "submitted_on=", "--set", "tags=", "--set", "summary=")
    case = stored(cases)
    assert (case["award_tier"], case["submitted_on"], case["tags"], case["summary"]) == (None, None, [], "")


def test_the_same_value_changes_nothing(cases: Cases) -> None:
    before = (cases.folder / "catalogue.json").read_bytes()
    assert cases("edit", "E6-003", "--set", "title=片区党委与片区治理平台") == Ran(0, "", "nothing was changed\n")
    assert (cases.folder / "catalogue.json").read_bytes() == before


def test_a_dry_run_tells_and_changes_nothing(cases: Cases) -> None:
    before = (cases.folder / "catalogue.json").read_bytes()
    assert cases("edit", "E6-003", "--set", "title=新名", "--dry-run") == Ran(
        0, "", "E6-003 title: 片区党委与片区治理平台 → 新名\nnothing was changed\n"
    )
    assert (cases.folder / "catalogue.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["E6-099", "--set", "title=甲"], 3, "there is no case E6-099"),
        (["E6-003", "E6-099", "--set", "title=甲"], 3, "there is no case E6-099"),
        (["E6-003", "--set", "titel=甲"], 2, f"there is no field titel to set; choose one of: {', '.join(EDITABLE)}"),
        (["E6-003", "--set", "id=E6-100"], 2, f"there is no field id to set; choose one of: {', '.join(EDITABLE)}"),
        (["E6-003", "--set", "title="], 3, "title: must not be empty (got '')"),
        (["E6-003", "--set", "status=gone"], 3, "status: must be one of: submitted, withdrawn (got 'gone')"),
        (["E6-003", "--set", "town=南京东路"], 3, "town: is in 黄浦区 (got '南京东路')"),
        (
            ["E6-003", "--set", "related=E6-003"],
            3,
            "earlier submissions: a case can't be related to itself (got 'E6-003')",
        ),
        (["E6-003", "--set", "related=E6-077"], 3, "there is no case E6-077"),
        (["E6-003"], 2, "without a terminal use --set field=value"),
    ],
)
def test_what_cannot_be_set_is_refused(cases: Cases, arguments: list[str], status: int, sentence: str) -> None:
    before = (cases.folder / "catalogue.json").read_bytes()
    ran = cases("edit", *arguments)
    assert (ran.status, ran.out, ran.err.splitlines()[-1]) == (status, "", f"Error: {sentence}")
    assert (cases.folder / "catalogue.json").read_bytes() == before


def test_the_editor_shows_every_field_and_what_is_saved_counts(cases: Cases) -> None:
    program = (
        "pathlib.Path('seen').write_text(text, encoding='utf-8')\n"
        "text = text.replace('title: 片区党委与片区治理平台', 'title: 新名')\n"
        "text = text.replace('text:', 'text: 第一行\\n    第二行')"
    )
    ran = cases("edit", "E6-003", asked=True, EDITOR=editor(cases, program))
    assert ran == Ran(
        0,
        "",
        "E6-003 title: 片区党委与片区治理平台 → 新名\nE6-003 full text:  → 第一行 第二行\n1 case(s) changed\n",
    )
    assert (stored(cases)["title"], stored(cases)["text"]) == ("新名", "第一行\n第二行")
    seen = (cases.folder / "seen").read_text(encoding="utf-8")
    assert [line.partition(":")[0] for line in seen.splitlines() if line[:1] not in ("#", " ")] == list(EDITABLE)


MEANWHILE = (
    "import subprocess\n"
    "other = [sys.executable, '-m', 'shanghai_cases', 'edit', 'E6-003', '--set', '{}', '--quiet']\n"
    "subprocess.run(other, check=True)\n"
)


def test_what_somebody_else_changed_while_the_editor_was_open_is_kept(cases: Cases) -> None:
    program = MEANWHILE.format("tags=别人") + "text = text.replace('title: ', 'title: 又')"
    ran = cases("edit", "E6-003", "--quiet", asked=True, EDITOR=editor(cases, program), PYTHONPATH=str(ROOT))
    assert ran == Ran(0)
    assert (stored(cases)["title"], stored(cases)["tags"]) == ("又片区党委与片区治理平台", ["别人"])


def test_a_field_that_somebody_else_changed_while_the_editor_was_open_is_refused(cases: Cases) -> None:
    program = MEANWHILE.format("title=别人的") + "text = text.replace('title: ', 'title: 又')"
    ran = cases("edit", "E6-003", asked=True, EDITOR=editor(cases, program), PYTHONPATH=str(ROOT))
    assert ran == Ran(
        3,
        "",
        "E6-003 title: 片区党委与片区治理平台 → 又片区党委与片区治理平台\n"
        "Error: E6-003 title was changed by somebody else while you were editing; nothing was changed, look again\n",
    )
    assert stored(cases)["title"] == "别人的"


def test_edits_at_the_same_time_are_all_kept(cases: Cases) -> None:
    fields = ("summary", "tags", "contact.name", "contact.phone", "notes")
    desks = [cases.start("edit", "E6-003", "--set", f"{field}={field}", "--wait", "60") for field in fields]
    for desk in desks:
        desk.communicate(timeout=60)
    shown = cases("show", "E6-003", "--with-contacts").out.splitlines()
    assert {f"E6-003\t{field}\t{field}" for field in fields} <= set(shown)


def test_visual_wins_over_editor(cases: Cases) -> None:
    chosen = editor(cases, "text = text.replace('title: ', 'title: 又')")
    assert cases("edit", "E6-003", "--quiet", asked=True, VISUAL=chosen, EDITOR="false").status == 0
    assert stored(cases)["title"] == "又片区党委与片区治理平台"


@pytest.mark.parametrize(
    ("program", "status", "sentence"),
    [
        ("sys.exit(3)", 3, "Error: the editor ended with status 3; nothing was changed"),
        (
            "text = 'nonsense'",
            3,
            "Error: line 1 of the edited text is not “field: value”: nonsense",
        ),
        ("text = text.replace('status: submitted', 'status: lost')", 3, None),
        ("pass", 0, "nothing was changed"),
        ("file.write_bytes(b'\\xff'); sys.exit(0)", 3, "Error: the edited text is not UTF-8; nothing was changed"),
    ],
)
def test_what_the_editor_leaves_can_change_nothing(
    cases: Cases, program: str, status: int, sentence: str | None
) -> None:
    before = (cases.folder / "catalogue.json").read_bytes()
    expected = sentence or "Error: status: must be one of: submitted, withdrawn (got 'lost')"
    assert cases("edit", "E6-003", asked=True, EDITOR=editor(cases, program)) == Ran(status, "", expected + "\n")
    assert (cases.folder / "catalogue.json").read_bytes() == before


def test_an_editor_that_is_not_there_is_named(cases: Cases) -> None:
    ran = cases("edit", "E6-003", asked=True, EDITOR="/no/such/editor")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("Error: the editor /no/such/editor could not be started (")
    assert ran.err.endswith("); set EDITOR\n")


def test_only_one_case_is_edited_at_a_time(cases: Cases) -> None:
    ran = cases("edit", "E6-001", "E6-002", asked=True, EDITOR=editor(cases, "pass"))
    assert ran == Ran(2, "", "Error: only one case can be edited at a time; use --set for several\n")
