"""`cases report` with its sections, sources, press paragraph and files; `cases stats`; `cases compare`."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from shanghai_cases.catalogue.file import create
from tests.cli.running import Cases, Ran
from tests.report.factories import many

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion


@pytest.fixture
def large(tmp_path: Path) -> Cases:
    """Stand where eight editions have 1,500 cases."""
    documents = {}
    for key, facts in enumerate(many(8, 1500), start=1):
        fields = {
            **facts._asdict(),
            "title": f"案例{key}",
            "themes": list(facts.themes),
            "related": list(facts.related),
        }
        documents[str(key)] = {
            "id": facts.id, "edition": facts.edition, "title": fields["title"],
            **{name: value for name, value in fields.items() if value not in ("", []) or name == "award_tier"},
        }  # fmt: skip
    editions = {
        str(number): {"number": number, "submissions": {"value": 400 + number, "qualifier": "exact"}}
        for number in range(1, 9)
    }
    tables: dict[str, Any] = {"meta": {"1": {"schema": 1}}, "editions": editions, "reviews": {}, "cases": documents}
    create(tmp_path / "catalogue.json", tables)
    return Cases(tmp_path)


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def test_the_rows_equal_a_recount_of_what_search_prints(large: Cases) -> None:
    found = [json.loads(line) for line in large("search", "--format", "jsonl").out.splitlines()]
    report = {(row[1], row[2]): row[3] for row in rows(large("report", "--edition", "8", "--against", "3").out)}
    standing = {
        number: [one for one in found if one["edition"] == number and one.get("status") != "withdrawn"]
        for number in range(1, 9)
    }
    assert report["recorded", ""] == str(len(standing[8]))
    assert report["withdrawn", ""] == str(sum(one["edition"] == 8 for one in found) - len(standing[8]))
    assert report["earlier_recorded", ""] == str(sum(len(standing[number]) for number in range(1, 8)))
    for measure, field in (("district", "district"), ("unit_type", "unit_type"), ("town", "town")):
        counts = {n: Counter(one.get(field) or "unknown" for one in standing[n]) for n in (3, 7, 8)}
        for group in [group for name, group in report if name == f"recorded_by_{measure}"]:
            now = counts[8][group]
            assert report[f"recorded_by_{measure}", group] == str(now)
            assert report[f"share_by_{measure}_percent", group] == f"{100 * now / len(standing[8]):.2f}"
            assert report[f"change_by_{measure}", group] == str(now - counts[7][group])
            assert report[f"change_against_by_{measure}", group] == str(now - counts[3][group])
    themes = Counter(theme for one in standing[8] for theme in one.get("themes") or ["unknown"])
    assert {group: value for (name, group), value in report.items() if name == "recorded_by_theme"} == {
        theme: str(count) for theme, count in themes.items()
    }


def test_every_format_has_the_same_numbers(large: Cases) -> None:
    tsv = rows(large("report", "--edition", "8").out)
    made = json.loads(large("report", "--edition", "8", "--json").out)
    for _, measure, group, value, qualifier in tsv:
        figure = made[measure][group] if group else made[measure]
        assert figure["qualifier"] == qualifier
        if value and ".." not in value:
            assert float(figure["value"]) == float(value)
    comma = large("report", "--edition", "8", "--format", "csv").out.splitlines()
    assert comma[1:] == [",".join(row) for row in tsv]


def test_sections_are_chosen_and_a_wrong_name_lists_them(cases: Cases) -> None:
    chosen = rows(cases("report", "--edition", "6", "--section", "growth,districts").out)
    assert {row[1] for row in chosen} == {
        "submissions", "previous_submissions", "growth_percent", "cumulative", "cumulative_computed",
        "selection_rate_percent", "recorded", "recorded_share_percent", "withdrawn",
        "recorded_by_district", "share_by_district_percent", "change_by_district",
    }  # fmt: skip
    wrong = cases("report", "--edition", "6", "--section", "weather")
    assert (wrong.status, wrong.out, wrong.err.splitlines()[0][:37]) == (2, "", "Error: unknown section “weather”; one")


def test_sources_follow_the_rows(cases: Cases) -> None:
    plain, sourced = (rows(cases("report", "-e", "6", *more).out) for more in ([], ["--sources"]))
    assert sourced[: len(plain)] == plain
    assert ["6", "source_of", "submissions", "S-CNS2024", ""] in sourced
    assert ["6", "source_date", "S-CNS2024", "2024-01-04", ""] in sourced


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_paragraph_for_a_release(cases: Cases, snapshot: SnapshotAssertion, language: str) -> None:
    assert cases("report", "-e", "6", "--press", CASES_LANG=language) == snapshot


def test_no_paragraph_where_nothing_is_known(cases: Cases) -> None:
    assert cases("report", "-e", "3", "--press") == Ran(1, "", "nothing is known of edition 3 yet\n")


@pytest.mark.parametrize("name", ["r.html", "r.md", "r.docx"])
def test_a_file_is_written_whole_and_never_over_another_unless_forced(cases: Cases, name: str) -> None:
    target = cases.folder / name
    ran = cases("report", "-e", "6", "--output", name)
    assert (ran.status, ran.out, ran.err.startswith(f"written: {name}")) == (0, "", True)
    before = target.read_bytes()
    target.write_bytes(b"mine")
    again = cases("report", "-e", "6", "--output", name)
    assert again == Ran(2, "", f"Error: {name} exists already; --force would replace it\n")
    assert target.read_bytes() == b"mine"
    assert cases("report", "-e", "6", "--output", name, "--force").status == 0
    if name != "r.docx":
        assert target.read_bytes() == before
    assert not list(cases.folder.glob(".*.part"))


def test_a_folder_that_is_not_there(cases: Cases) -> None:
    ran = cases("report", "-e", "6", "--output", "nowhere/r.html")
    assert ran == Ran(4, "", "Error: can't write nowhere/r.html: No such file or directory\n")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--press"], "--press needs --edition"),
        (["--against", "5"], "--against needs --edition"),
        (["--output", "r.html"], "--output needs --edition"),
        (["-e", "6", "--format", "html"], "--format html needs --output FILE"),
        (
            ["-e", "6", "--format", "tsv", "--output", "r.tsv"],
            "--output is for html, markdown and docx; send other formats to a file with >",
        ),
    ],
)
def test_options_that_do_not_go_together(cases: Cases, arguments: list[str], problem: str) -> None:
    assert cases("report", *arguments) == Ran(2, "", f"Error: {problem}\n")


def test_a_cross_table_counts_what_a_search_finds(large: Cases) -> None:
    found = [json.loads(line) for line in large("search", "-e", "7,8", "--format", "jsonl").out.splitlines()]
    standing = [one for one in found if one.get("status") != "withdrawn"]
    cells = Counter(
        (one.get("district") or "unknown", theme) for one in standing for theme in one.get("themes") or ["unknown"]
    )
    table = {(row[0], row[1]): row[2:] for row in rows(large("stats", "--by", "district,theme", "-e", "7,8").out)}
    assert {key: int(cell[0]) for key, cell in table.items() if "total" not in key} == dict(cells)
    assert table["total", "total"] == [str(len(standing)), "100.00"]
    for row in {name for name, _ in cells}:
        count = sum((one.get("district") or "unknown") == row for one in standing)
        assert table[row, "total"] == [str(count), f"{100 * count / len(standing):.2f}"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_of_stats_and_compare(cases: Cases, snapshot: SnapshotAssertion, language: str) -> None:
    for arguments in (["stats", "--by", "theme"], ["stats", "党", "--by", "district,edition"], ["compare", "5", "6"]):
        assert cases(*arguments, "--format", "table", CASES_LANG=language) == snapshot


@pytest.mark.parametrize(("name", "start"), [("h.svg", b"<svg "), ("h.png", b"\x89PNG")])
def test_a_heat_map(cases: Cases, name: str, start: bytes) -> None:
    ran = cases("stats", "--by", "district,theme", "--chart", name)
    assert (ran.status, ran.err) == (0, f"written: {name}\n")
    assert (cases.folder / name).read_bytes().startswith(start)
    assert cases("stats", "--by", "district,theme", "--chart", name).status == 2


def test_nothing_to_count(cases: Cases) -> None:
    assert cases("stats", "不存在的词", "--by", "district", "--exact").status == 1
    assert cases("stats", "--by", "weather").status == 2


def test_two_editions(cases: Cases) -> None:
    compared = rows(cases("compare", "5", "6").out)
    assert compared[0] == ["submissions", "", "361..363", "481", "", "", "derived", "exact"]
    assert cases("compare", "5", "9").status == 3
    assert cases("compare", "5", "5").status == 2


def test_other_tiers_and_quotas_a_bound_and_the_edition_before_missing(cases: Cases) -> None:
    cases(
        "edition", "set", "9", "--submissions", ">200", "--tier", "金奖=3", "--tier", "银奖=5", "--released", "2027-01"
    )
    report = {tuple(row[1:3]): row[3:] for row in rows(cases("report", "-e", "9").out)}
    assert report["submissions", ""] == ["200..", "over"]
    assert report["awards", "金奖"] == ["3", "exact"]
    assert report["awards_total", ""] == ["8", "exact"]
    assert report["selection_rate_percent", ""] == ["..4.00", "under"]
    assert report["previous_submissions", ""] == ["", "unknown"]
    assert report["growth_percent", "computed"] == ["", "unknown"]
    assert cases("report", "-e", "9", "--press", CASES_LANG="zh") == Ran(
        0, "2027年1月，第9届发布。共征集案例逾200件。评出金奖3件、银奖5件，共8件，入选率至多4.0%。\n"
    )
