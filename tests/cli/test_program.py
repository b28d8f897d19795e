"""The program itself: version, wrong commands and options, languages, where the catalogue is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shanghai_cases import __version__
from tests.cli.running import Ran

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Cases


def test_version(bare: Cases) -> None:
    assert bare("--version") == Ran(0, f"cases {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["serach"], "there is no command serach; did you mean search?"),
        (["frobnicate"], "there is no command frobnicate; “cases --help” lists them"),
        (["edition", "lits"], "there is no command lits; did you mean list?"),
        (["edition", "xyzzy"], "there is no command xyzzy; “cases edition --help” lists them"),
        (["report", "--edtion", "6"], "there is no option --edtion; did you mean --edition, --section?"),
        (["--frobnicate"], "there is no option --frobnicate"),
        (["show", "-x", "E6-001"], "there is no option -x"),
        (["show"], "ID is missing"),
        (["edition", "show"], "N is missing"),
        (["edition", "show", "six"], "N: six is not a whole number"),
        (["edition", "show", "6", "7"], "too many arguments: 7"),
        (["report", "--edition"], "--edition needs a value"),
        (["report", "--edition", "six"], "--edition: six is not a whole number"),
        (["edit", "E6-001", "--set", "title=a", "--wait", "nan"], "--wait: nan is not a number"),
        (["search", "--limit", "-1"], "--limit: -1 must be >=0"),
        (["show", "E6-001", "--json=yes"], "--json takes no value"),
        (["show", "E6-001", "--lang", "fr"], "--lang fr: choose zh or en"),
        (
            ["show", "E6-001", "--format", "xml"],
            "--format xml is not offered here; choose one of: table, tsv, csv, json, jsonl, markdown, ids",
        ),
        (["show", ""], "no case id was given"),
        (["edit", "E6-001", "--set", "title"], "--set title: write it as field=value"),
        (["edition", "set", "7", "--tier", "10"], "--tier 10: write it as name=quota, such as 十佳案例=10"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_a_wrong_command_line_is_said_in_one_sentence(cases: Cases, arguments: list[str], sentence: str) -> None:
    assert cases(*arguments) == Ran(2, "", f"Error: {sentence}\n")


def test_wrong_use_is_said_in_chinese_too(cases: Cases) -> None:
    assert cases("serach", CASES_LANG="zh") == Ran(2, "", "错误：没有命令 serach，是否指 search？\n")
    assert cases("report", "--edtion", "6", CASES_LANG="zh") == Ran(
        2, "", "错误：没有选项 --edtion，是否指 --edition、--section？\n"
    )


def test_what_others_wrote_cannot_command_the_terminal(cases: Cases) -> None:
    assert cases("\x1b[2J") == Ran(2, "", "Error: there is no command \\x1b[2J; “cases --help” lists them\n")
    assert cases("show", "--\x1b[2J") == Ran(2, "", "Error: there is no option --␛[2J\n")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"CASES_LANG": "zh"}, "没有找到\n"),
        ({"CASES_LANG": "zh_CN"}, "没有找到\n"),
        ({"CASES_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "nothing found\n"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "没有找到\n"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW.UTF-8"}, "没有找到\n"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "没有找到\n"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "nothing found\n"),
        ({"LC_ALL": "de_DE.UTF-8"}, "nothing found\n"),
    ],
)
def test_the_language_follows_the_environment(cases: Cases, variables: dict[str, Any], sentence: str) -> None:
    assert cases("search", "查无此词甲乙丙", **variables) == Ran(1, "", sentence)


@pytest.mark.parametrize("arguments", [["--lang", "zh", "search"], ["--lang=zh", "search"], ["search", "--lang", "zh"]])
def test_the_language_asked_for_wins(cases: Cases, arguments: list[str]) -> None:
    assert cases(*arguments, "查无此词甲乙丙", CASES_LANG="en") == Ran(1, "", "没有找到\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "E6-003"],
        ["show", "E6-003", "--header"],
        ["show", "E6-003", "--format", "csv"],
        ["show", "E6-003", "--json"],
        ["search", "徐汇"],
        ["search", "徐汇", "--json"],
        ["report"],
        ["report", "--json"],
        ["report", "--edition", "6"],
        ["report", "--edition", "6", "--json"],
        ["edition", "list", "--header"],
        ["edition", "show", "6"],
    ],
    ids=" ".join,
)
def test_machine_output_does_not_change_with_the_language(cases: Cases, arguments: list[str]) -> None:
    assert cases(*arguments, CASES_LANG="zh") == cases(*arguments, CASES_LANG="en")


def test_shared_options_stand_before_or_after_the_command(cases: Cases) -> None:
    after = cases("show", "E6-003", "--format", "json", "--catalogue", "catalogue.json", "--quiet", "--header")
    before = cases("--format", "json", "--catalogue=catalogue.json", "--quiet", "--header", "show", "E6-003")
    assert before == after
    assert after.status == 0
    assert (
        cases("edition", "--json", "list") == cases("--json", "edition", "list") == cases("edition", "list", "--json")
    )


def test_the_catalogue_is_the_nearest_above(cases: Cases) -> None:
    below = cases.folder / "甲 乙" / "丙"
    below.mkdir(parents=True)
    assert type(cases)(below)("show", "E6-003") == cases("show", "E6-003")


def test_a_catalogue_named_wins_over_the_environment_and_that_over_the_nearest(cases: Cases, tmp_path: Path) -> None:
    for name in ("named", "environment"):
        cases("init", f"{name}.json")
        cases("edition", "set", "1", "--name", name, "--catalogue", f"{name}.json")
    environment: dict[str, Any] = {"CASES_CATALOGUE": str(tmp_path / "environment.json")}
    shown = ("edition", "show", "1", "--format", "tsv")
    first_line = [
        cases(*shown, "--catalogue", "named.json", **environment).out.splitlines()[0],
        cases(*shown, **environment).out.splitlines()[0],
        cases(*shown).out.splitlines()[0],
    ]
    assert first_line == ["1\tname\tnamed", "1\tname\tenvironment", "1\tsubmissions\t?"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "E6-001"],
        ["search", "徐汇"],
        ["report"],
        ["report", "--edition", "6"],
        ["rank", "--edition", "6"],
        ["edition", "list"],
        ["edition", "show", "6"],
        ["edition", "set", "6", "--name", "甲"],
        ["edit", "E6-001", "--set", "title=甲"],
        ["remove", "E6-001", "--yes"],
        ["add", "--edition", "6", "--title", "甲", "--unit", "徐汇区"],
    ],
    ids=" ".join,
)
def test_no_command_makes_a_catalogue_by_looking_for_it(bare: Cases, arguments: list[str]) -> None:
    missing = (
        "Error: there is no catalogue.json here or in a folder above; "
        "name one with --catalogue, or make one with “cases init”\n"
    )
    assert bare(*arguments) == Ran(4, "", missing)
    assert bare(*arguments, "--catalogue", "other.json") == Ran(
        4, "", "Error: there is no catalogue at other.json; make one with “cases init other.json”\n"
    )
    assert list(bare.folder.iterdir()) == []
