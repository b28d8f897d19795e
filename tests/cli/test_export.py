"""`cases export`, and its way back through `cases import`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from shanghai_cases.catalogue.file import FileCatalogue, create
from shanghai_cases.catalogue.schema import empty
from tests.cli.running import Cases, Ran

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ["id", "edition", "title", "unit", "district", "town", "themes", "award_tier", "match"]


def test_tsv_is_what_a_search_prints(cases: Cases) -> None:
    assert cases("export", "徐汇") == cases("search", "徐汇")
    assert cases("export", "--edition", "6", "--header").out.splitlines()[0].split("\t") == COLUMNS


def test_csv_and_json_carry_every_public_field_and_contacts_only_when_asked(cases: Cases) -> None:
    cases("edit", "E6-003", "--set", "contact.name=张三")
    csv = cases("export", "id:E6-003", "--format", "csv").out.splitlines()
    (record,) = json.loads(cases("export", "id:E6-003", "--format", "json").out)
    (shown,) = json.loads(cases("show", "E6-003", "--json").out)

    assert "contact" not in csv[0]
    assert "张三" not in "".join(csv)
    assert record == shown
    assert json.loads(cases("export", "id:E6-003", "--format", "jsonl", "--with-contacts").out)["contact"] == {
        "name": "张三",
        "phone": "",
        "email": "",
    }


def test_columns_are_chosen_in_their_order(cases: Cases) -> None:
    assert cases("export", "id:E6-003", "--columns", "unit,id", "--header").out == "unit\tid\n徐汇区\tE6-003\n"
    assert json.loads(cases("export", "id:E6-003", "--columns", "id", "--json").out) == [{"id": "E6-003"}]
    assert cases("export", "--columns", "contact_name").status == 2


def test_order_and_number_are_those_of_a_search(cases: Cases) -> None:
    ran = cases("export", "--sort", "title", "--limit", "3", "--columns", "id")

    assert ran == cases("search", "--sort", "title", "--limit", "3", "--format", "ids")
    assert cases("export", "-", "--limit", "1", "--columns", "id", stdin="E6-010\nE6-003\n").out == "E6-010\n"


def test_ids_come_from_standard_input(cases: Cases) -> None:
    ran = cases("export", "-", "--columns", "id", stdin="E6-010\tx\nE6-003\nE6-999\n")

    assert ran == Ran(1, "E6-010\nE6-003\n", "there is no case E6-999\n")
    assert cases("export", "-", "徐汇", stdin="E6-003\n").status == 2


def test_a_workbook_needs_a_file_and_never_replaces_one_unasked(cases: Cases) -> None:
    assert cases("export", "--format", "xlsx").status == 2
    ran = cases("export", "--output", "a.xlsx")
    book = openpyxl.load_workbook(cases.folder / "a.xlsx")

    assert ran == Ran(0, "", "11 case(s) written to a.xlsx\n")
    assert book.active is not None
    assert (book.active.max_row, book.active.freeze_panes) == (12, "A2")
    assert cases("export", "--output", "a.xlsx").status == 2
    assert cases("export", "--output", "a.xlsx", "--force").status == 0


def test_nothing_found_writes_no_file(cases: Cases) -> None:
    assert cases("export", "不存在的词", "-o", "a.csv") == Ran(1, "", "nothing found\n")
    assert not (cases.folder / "a.csv").exists()


def test_lost_line_breaks_are_told(cases: Cases) -> None:
    cases("edit", "E6-003", "--set", "summary=一\n二")

    assert cases("export", "id:E6-003", "--format", "csv").err == (
        "1 value(s) lost line breaks or invisible signs; JSON and workbooks keep them\n"
    )


@pytest.mark.parametrize("name", ["all.json", "all.jsonl", "all.csv", "all.xlsx"])
def test_an_export_imported_into_an_empty_catalogue_is_the_same(cases: Cases, tmp_path: Path, name: str) -> None:
    cases("edit", "E6-003", "--set", "contact.phone=0012", "--set", "related=E6-004", "--set", "tags==1+1;'x")
    assert cases("export", "--with-contacts", "-o", name).status == 0
    other = tmp_path / "other"
    other.mkdir()
    create(other / "catalogue.json", empty("other"))
    again = Cases(other)
    again("edition", "set", "6")
    ran = again("import", f"../{name}")

    assert ran.status == 0
    assert ran.out.split() == [f"E6-{number:03d}" for number in range(1, 12)]
    before, after = (list(FileCatalogue(one.folder / "catalogue.json").cases()) for one in (cases, again))
    assert after == before
    assert again("import", f"../{name}") == Ran(0)
