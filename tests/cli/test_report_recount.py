"""Every count of the report, in every format, against a recount in plain Python over the exported JSON Lines."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from shanghai_cases.catalogue.file import create
from tests.cli.running import Cases
from tests.report.factories import many

if TYPE_CHECKING:
    from collections.abc import Callable

Case = dict[str, Any]
MISSING = 4  # between eight other editions
TIERS = {2: {"金奖": ">5", "银奖": "20"}, 9: {"十佳案例": "10", "特别奖": "3", "提名案例": "?"}}
SUBMISSIONS = {1: ">200", 2: "310", 6: "361..363", 7: "700", 8: "planned:650", 9: "800"}
FIELDS = {"district": "district", "unit_type": "unit_type", "town": "town", "theme": "themes"}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Cases:
    """Stand where eight editions have 4,000 cases, with tiers of their own, and one edition between them is missing."""
    kept = [facts for facts in many(9, 4500) if facts.edition != MISSING][:4000]
    ids = {facts.id for facts in kept}
    documents = {}
    for key, facts in enumerate(kept, start=1):
        related = [one for one in facts.related if one in ids]
        fields = {**facts._asdict(), "title": f"案例{key}", "themes": list(facts.themes), "related": related}
        documents[str(key)] = {name: value for name, value in fields.items() if value not in ("", [])}
    tables: dict[str, Any] = {"meta": {"1": {"schema": 1}}, "editions": {}, "reviews": {}, "cases": documents}
    folder = tmp_path_factory.mktemp("recount")
    create(folder / "catalogue.json", tables)
    cases = Cases(folder)
    for number, written in SUBMISSIONS.items():
        tiers = [part for name, quota in TIERS.get(number, {}).items() for part in ("--tier", f"{name}={quota}")]
        assert cases("edition", "set", str(number), "--submissions", written, *tiers).status == 0
    return cases


@pytest.fixture(scope="module")
def exported(catalogue: Cases) -> list[Case]:
    return [json.loads(line) for line in catalogue("export", "--format", "jsonl").out.splitlines()]


def standing(cases: list[Case], number: int) -> list[Case]:
    return [case for case in cases if case["edition"] == number and case["status"] != "withdrawn"]


def names(case: Case, field: str) -> list[str]:
    value = case[FIELDS.get(field, field)]
    return value or ["unknown"] if field == "theme" else [str(value or "unknown")]


def counted(cases: list[Case], number: int, field: str) -> Counter[str]:
    return Counter(name for case in standing(cases, number) for name in names(case, field))


def percent(part: int, whole: int, decimals: str = "0.01") -> str:
    return str((Decimal(100 * part) / whole).quantize(Decimal(decimals), ROUND_HALF_UP))


def tsv(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


@pytest.mark.parametrize("number", [1, 2, 5, 6, 9])
def test_rows(catalogue: Cases, exported: list[Case], number: int) -> None:
    lines = tsv(catalogue("report", "-e", str(number)).out)
    rows = {(row[1], row[2]): row[3] for row in lines}
    now, earlier = standing(exported, number), [case for n in range(1, number) for case in standing(exported, n)]
    for field in FIELDS:
        counts, before = counted(exported, number, field), counted(exported, number - 1, field)
        groups = [group for measure, group in rows if measure == f"recorded_by_{field}"]
        assert set(counts) <= set(groups)
        for group in groups:
            assert rows[f"recorded_by_{field}", group] == str(counts[group])
            assert rows[f"share_by_{field}_percent", group] == percent(counts[group], len(now))
            change = str(counts[group] - before[group]) if before else ""
            assert rows[f"change_by_{field}", group] == change
    for field in ("district", "unit_type", "theme"):
        seen = {name for case in earlier for name in names(case, field)}
        new = {name: str(count) for name, count in counted(exported, number, field).items() if name not in seen}
        told = {group: value for (measure, group), value in rows.items() if measure == f"new_{field}"}
        assert told == ({name: count for name, count in new.items() if name != "unknown"} if earlier else {})
    again = sum(any(int(other[1]) < number for other in case["related"]) for case in now)
    assert (rows["recorded", ""], rows["earlier_recorded", ""]) == (str(len(now)), str(len(earlier)))
    assert (rows["repeats", ""], rows["repeats_share_percent", ""]) == (str(again), percent(again, len(now)))
    assert rows["units", ""] == str(len({case["unit"] for case in now}))
    assert rows["awards_undecided", ""] == str(sum(case["award_tier"] is None for case in now))
    for tier in TIERS.get(number, {}):
        assert rows["awards_recorded", tier] == str(sum(case["award_tier"] == tier for case in now))
    table = csv.reader(catalogue("report", "-e", str(number), "--format", "csv").out.splitlines())
    assert list(table)[1:] == lines


class _Cells(HTMLParser):
    """Collects the rows of all tables."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


def _page(content: bytes) -> list[list[str]]:
    cells = _Cells()
    cells.feed(content.decode())
    return cells.rows


def _markdown(content: bytes) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in content.decode().splitlines() if line.startswith("|")]


def _word(content: bytes) -> list[list[str]]:
    import docx

    return [[cell.text for cell in row.cells] for table in docx.Document(BytesIO(content)).tables for row in table.rows]


@pytest.mark.parametrize(("suffix", "read"), [("html", _page), ("md", _markdown), ("docx", _word)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_of_what_is_published(
    catalogue: Cases, exported: list[Case], suffix: str, read: Callable[[bytes], list[list[str]]], language: str
) -> None:
    name = f"{language}.{suffix}"
    ran = catalogue("report", "-e", "9", "--top", "9999", "--output", name, CASES_LANG=language)
    assert ran.status == 0
    written = read((catalogue.folder / name).read_bytes())
    assert expected_rows(exported, language) <= {tuple(cell.replace("\u00a0", " ") for cell in row) for row in written}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", ["80", "120"])
def test_tables_of_a_terminal(catalogue: Cases, exported: list[Case], language: str, columns: str) -> None:
    arguments = ("report", "-e", "9", "--top", "9999", "--format", "table")
    text = catalogue(*arguments, CASES_LANG=language, COLUMNS=columns).out
    shown = {tuple(re.split(r" {2,}", re.sub("[█▏▎▍▌▋▊▉]", "", line).strip())) for line in text.splitlines()}
    assert expected_rows(exported, language) <= shown


def expected_rows(cases: list[Case], language: str) -> set[tuple[str, ...]]:
    """Return the rows that the tables of edition 9 must have: name, cases, share, change on edition 8."""
    sign = {"zh": "%", "en": " %"}[language]
    unsaid = {"zh": "未注明", "en": "not said"}[language]
    whole = len(standing(cases, 9))
    rows: set[tuple[str, ...]] = set()
    for field in FIELDS:
        counts, before = counted(cases, 9, field), counted(cases, 8, field)
        for name, count in counts.items():
            if name == "unknown" and field == "town":
                continue
            change = count - before[name]
            shown = (unsaid if name == "unknown" else name, str(count), percent(count, whole, "0.1") + sign)
            rows.add((*shown, f"{change:+d}" if change else "0"))
    return rows


@pytest.mark.parametrize("by", ["district", "theme", "unit_type,edition", "district,theme", "town,theme"])
def test_cross_tables(catalogue: Cases, exported: list[Case], by: str) -> None:
    fields = by.split(",")
    kept = [case for case in exported if case["status"] != "withdrawn"]
    cells: Counter[tuple[str, ...]] = Counter({("total",) * len(fields): len(kept)})
    for case in kept:
        across = [names(case, field) for field in fields]
        if len(fields) == 1:
            cells.update((name,) for name in across[0])
        else:
            cells.update((one, other) for one in (*across[0], "total") for other in (*across[1], "total"))
    cells[("total",) * len(fields)] = len(kept)
    rows = tsv(catalogue("stats", "--by", by).out)
    assert {tuple(row[:-2]): row[-2:] for row in rows if row[-2] != "0"} == {
        key: [str(count), percent(count, len(kept))] for key, count in cells.items()
    }
    made = json.loads(catalogue("stats", "--by", by, "--json").out)
    assert [[*(row[name] for name in made["by"]), str(row["cases"])] for row in made["rows"]] == [
        row[:-1] for row in rows
    ]


@pytest.mark.parametrize("pair", list(pairwise([1, 2, 3, 5, 6, 7, 8, 9])))
def test_two_editions_side_by_side(catalogue: Cases, exported: list[Case], pair: tuple[int, int]) -> None:
    rows = {(row[0], row[1]): row[2:6] for row in tsv(catalogue("compare", *map(str, pair)).out)}
    for field in ("district", "unit_type", "theme"):
        one, other = (counted(exported, number, field) for number in pair)
        told = {group: row for (measure, group), row in rows.items() if measure == f"recorded_by_{field}"}
        assert told == {
            name: [str(one[name]), str(other[name]), str(other[name] - one[name]), movement(one[name], other[name])]
            for name in {*one, *other}
        }


def movement(first: int, second: int) -> str:
    if first == second:
        return "same"
    if not first or not second:
        return "went" if first else "came"
    return "rose" if second > first else "fell"


def test_the_paragraph_says_only_what_is_known(catalogue: Cases) -> None:
    told = {number: catalogue("report", "-e", str(number), "--press", CASES_LANG="zh").out for number in range(1, 10)}
    assert told[1] == "第1届：共征集案例逾200件。\n"
    assert told[2].startswith(
        "第2届：共征集案例310件。设金奖逾5件、银奖20件，共逾25件，入选率至少8.0%。2届累计征集案例逾510件。"
    )
    assert [told[3], told[MISSING]] == ["", ""]
    assert told[7].startswith("第7届：共征集案例700件，较上届增长92.8%至94.0%（推算）。")
    assert "650" not in told[8]
    assert told[9].startswith("第9届：共征集案例800件。设十佳案例10件、特别奖3件。")
