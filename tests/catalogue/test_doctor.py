"""What doctor finds, mends and salvages."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanghai_cases.catalogue import doctor, layout
from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.file import create
from shanghai_cases.catalogue.finding import conflict_copies as told_at_every_start
from shanghai_cases.catalogue.salvage import salvage
from shanghai_cases.catalogue.schema import NewerSchemaError
from shanghai_cases.catalogue.surroundings import conflict_copies
from shanghai_cases.errors import CatalogueError
from shanghai_cases.model.case import Case, Contact, KeyFigure, Status
from shanghai_cases.model.decision import Ruling
from shanghai_cases.model.edition import AwardTier, Criterion, Edition
from shanghai_cases.model.figure import Figure, exactly
from shanghai_cases.model.review import Mark, Review
from tests.catalogue.making import draft, open_catalogue, stored, tables, write_plainly

if TYPE_CHECKING:
    from pathlib import Path

    from shanghai_cases.catalogue.layout import Data

SIXTH = Edition(
    6,
    call_opened="2023-09",
    call_closed="2023-11-01",
    tiers=(AwardTier("十佳案例", exactly(1), ("十佳",)), AwardTier("优秀案例", exactly(2))),
    awards_total=exactly(3),
    criteria=(Criterion("创新"),),
)


def found(path: Path) -> list[tuple[str, str, str, str]]:
    return [(one.severity.value, one.record, one.field, str(one.message)) for one in doctor.diagnose(path).findings]


def filled(path: Path, *cases: Case, edition: Edition = SIXTH, reviews: tuple[Review, ...] = ()) -> Path:
    data = tables(*cases)
    data["editions"]["2"] = to_document(edition)
    data["reviews"] = {str(place): to_document(one) for place, one in enumerate(reviews, 1)}
    write_plainly(path, data)
    return path


def test_a_healthy_catalogue_has_no_findings(path: Path) -> None:
    open_catalogue(path).add([draft("新", contact=Contact("王"))], command="add")
    path.chmod(0o640)
    assert doctor.diagnose(path) == doctor.Diagnosis(path, ())
    assert doctor.diagnose(path).healthy


def test_what_contradicts_the_rest_is_found(path: Path) -> None:
    case = stored(1, "一", district="徐汇区", award_tier="十佳案例")
    filled(
        path,
        case,
        replace(stored(2, "二", award_tier="十佳案例"), related=("E5-009",)),
        stored(3, "三", award_tier="特等奖", district="火星区"),
        stored(4, "四", district="徐汇区", town="嘉定镇街道", figures=(KeyFigure("人", Figure(1, source="S9")),)),
        Case("E9-001", 9, "五", "徐汇区", unit_type="怪", themes=("怪主题",)),
        edition=replace(SIXTH, call_closed="2023-08", awards_total=exactly(9)),
        reviews=(
            Review("E6-001", "王", (Mark("创新", 120.0),)),
            Review("E6-001", "李", (Mark("x", 1.0),)),
            Review("E6-007", "赵"),
        ),
    )
    assert found(path) == [
        ("error", "edition:6", "call_closed", "2023-08 is before 2023-09"),
        ("error", "edition:6", "awards_total", "the quotas of the tiers don't add up to it"),
        ("error", "edition:6", "tiers", "2 cases have the award 十佳案例, its quota is 1"),
        ("error", "E6-002", "related", "there is no case E5-009"),
        ("error", "E6-003", "award_tier", "edition 6 has no award 特等奖"),
        ("error", "E6-003", "district", "火星区 is not a district"),
        ("error", "E6-004", "figures", "人: there is no source S9"),
        ("error", "E6-004", "town", "嘉定镇街道 is not a town of 徐汇区"),
        ("error", "E9-001", "edition", "edition 9 is not in the catalogue"),
        ("error", "E9-001", "unit_type", "怪 is not a type of unit"),
        ("error", "E6-001", "marks", "王: 120.0 is off the scale 0.0 to 100.0 of 创新"),
        ("error", "E6-001", "marks", "李: there is no criterion x"),
        ("error", "E6-007", "case_id", "赵: there is no case E6-007"),
        ("note", "E9-001", "themes", "怪主题 is not a theme of the taxonomy"),
    ]
    assert not doctor.diagnose(path).healthy


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("联系电话 13800001234", "a mobile phone number"),
        ("138 0000 1234", "a mobile phone number"),
        ("身份证11010519491231002X", "an identity number"),
        ("写信到 wang@example.org", "an e-mail address"),
        ("写信到 wang＠example.org", "an e-mail address"),
        ("手机 １３８００００１２３４", "a mobile phone number"),
        ("+8613800001234", "a mobile phone number"),
        ("电话 021-62345678", "a telephone number"),
    ],
)
def test_personal_data_in_public_fields_is_found(path: Path, text: str, what: str) -> None:
    filled(path, stored(1, "一", summary=text))
    assert found(path) == [("warning", "E6-001", "summary", f"holds what looks like {what}, and everybody can read it")]


def test_personal_data_is_found_in_every_field_that_others_see(path: Path) -> None:
    phone = "13800001234"
    case = stored(
        1, "一", tags=(phone,), notes=(phone,), figures=(KeyFigure(phone, Figure(1)),), extra=(("电话", phone),)
    )
    edition = replace(SIXTH, notes=(phone,), rulings=(Ruling("E6-001", "十佳", phone, "2024-01-04T09:30:00+08:00"),))
    filled(path, case, edition=edition, reviews=(Review("E6-001", "王", comment=phone, reason=phone),))
    assert {(record, field) for _, record, field, _ in found(path)} == {
        *(("E6-001", field) for field in ("tags", "notes", "figures", "extra", "comment", "reason")),
        *(("edition:6", field) for field in ("notes", "rulings")),
    }


def test_what_contradicts_reviewers_rulings_and_counts_is_found(path: Path) -> None:
    moment = "2024-01-04T09:30:00+08:00"
    rulings = (Ruling("E6-009", "十佳案例", "x", moment), Ruling("E6-001", "特等奖", "x", moment))
    edition = replace(SIXTH, submissions=exactly(1), cumulative=Figure(0), rulings=rulings)
    withdrawn = stored(2, "一", award_tier="十佳案例", status=Status.WITHDRAWN)
    filled(path, stored(1, "一"), withdrawn, stored(3, "三", town="天目西路街道"), edition=edition)
    data = layout.read(path.read_bytes())
    data["reviewers"] = {"1": {"code": "R1", "districts": ["火星区"], "themes": ["怪"]}, "2": {"code": "R 2"}}
    data["reviews"] = {"1": {"case_id": "E6-001", "reviewer": "R7"}}
    data["meta"]["1"]["retired"] = ["E6-050", "x"]
    write_plainly(path, data)
    word = "reviewer: must be one word of up to 40 characters without , ; / \\ and no dash first"
    assert found(path) == [
        ("damage", "reviewer:R 2", "reviewer", word + " (got 'R 2')"),
        ("error", "", "retired", "x is no case id"),
        ("error", "edition:6", "cumulative", "it is less than the submissions of this edition alone"),
        ("error", "edition:6", "rulings", "there is no case E6-009 in this edition"),
        ("error", "edition:6", "rulings", "E6-001: the edition has no award 特等奖"),
        ("error", "reviewer:R1", "districts", "火星区 is not a district"),
        ("warning", "edition:6", "submissions", "2 cases are recorded, more than there were submissions"),
        ("warning", "E6-002", "award_tier", "it was withdrawn, yet has the award 十佳案例"),
        ("warning", "E6-003", "district", "is missing; the town tells it: “静安区”"),
        ("warning", "E6-001", "reviewer", "there is no reviewer R7"),
        ("note", "E6-002", "title", "E6-001 and E6-002 are the same submission"),
        ("note", "reviewer:R1", "themes", "怪 is not a theme of the taxonomy"),
        ("note", "", "", "some records are not written in the canonical form"),
    ]  # fmt: skip


def test_a_damaged_edition_is_not_said_to_be_missing(path: Path) -> None:
    filled(path, stored(1, "一"))
    data = layout.read(path.read_bytes())
    data["editions"]["2"]["criteria"][0]["weight"] = 0
    write_plainly(path, data)
    assert [(severity, record) for severity, record, *_ in found(path)] == [("damage", "edition:6")]


@pytest.mark.parametrize("text", ["覆盖6581个居村委会", "2023-11-01 至 2024-01-04", "总投资12345678901234元"])
def test_ordinary_numbers_are_no_personal_data(path: Path, text: str) -> None:
    filled(path, stored(1, "一", summary=text))
    assert found(path) == []


def test_names_are_brought_into_canonical_form_by_an_undoable_change(path: Path) -> None:
    filled(path, stored(1, " 一 ", district="徐汇", award_tier="十佳", themes=("数字化",)))
    before = layout.read(path.read_bytes())["cases"]
    kinds = [(one.record, one.field, one.fixable) for one in doctor.diagnose(path).findings]
    assert ("E6-001", "district", True) in kinds
    assert doctor.fix(path) == 1
    case = open_catalogue(path).get(["E6-001"])["E6-001"]
    assert (case.title, case.district, case.award_tier) == ("一", "徐汇区", "十佳案例")
    assert [one for one in doctor.diagnose(path).findings if one.fixable] == []
    assert doctor.fix(path) is None
    open_catalogue(path).undo()
    assert layout.read(path.read_bytes())["cases"] == before


def test_the_layout_is_mended(path: Path) -> None:
    expected = path.read_bytes()
    path.write_text(json.dumps(json.loads(expected), indent=2), encoding="utf-8")
    assert found(path) == [("note", "", "", "the file is of an older schema, or not laid out one record to a line")]
    assert doctor.diagnose(path).healthy
    assert doctor.fix(path) == 1
    assert path.read_bytes() == expected
    open_catalogue(path).undo()
    assert path.read_bytes() == expected


def test_damage_is_listed_record_by_record_and_never_mended(path: Path) -> None:
    text = (
        path.read_text(encoding="utf-8")
        .replace('"title":"红色物业"', '"title":5')
        .replace('"edition":6,"title":"邻', '"edition":6"title":"邻')
    )
    path.write_text(text, encoding="utf-8")
    assert found(path) == [
        (
            "damage",
            "",
            "",
            "line 14, table “cases”, record E6-003: a comma or a closing bracket is missing (column 31)",
        ),
        ("damage", "E6-002", "", "field “title” must be text"),
        ("damage", "E6-003", "", "it is not whole"),
    ]
    with pytest.raises(CatalogueError):
        doctor.fix(path)
    assert path.read_text(encoding="utf-8") == text


def test_a_newer_schema_is_told_and_not_taken_apart(path: Path, tmp_path: Path) -> None:
    data = json.loads(path.read_bytes())
    data["meta"]["1"]["schema"] = 9
    write_plainly(path, data)
    assert found(path) == [
        ("damage", "", "", "the catalogue has schema 9, and this program knows up to 1; install a newer version")
    ]
    with pytest.raises(NewerSchemaError):
        doctor.salvage_to(path, tmp_path / "new.json")


def test_of_a_file_that_cant_be_read_nobody_knows_what_it_holds(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])
    path.chmod(0o644)
    assert f"everybody on this machine can read {path}, and it may hold contacts" in [said for *_, said in found(path)]


def test_what_lies_beside_the_file_is_found(path: Path) -> None:
    catalogue = open_catalogue(path)
    catalogue.add([draft("新", contact=Contact("王"))], command="add")
    catalogue.add([draft("再")], command="add")
    path.chmod(0o644)
    path.with_name("catalogue.json.tmp").write_bytes(b"")
    path.with_name("catalogue.json.journal.old").write_bytes(b"")
    path.with_name("catalogue (conflicted copy 2024-01-04).json").write_bytes(path.read_bytes())
    path.with_name("second.json").hardlink_to(path)
    file = path.with_name("catalogue.json.journal")
    file.write_bytes(b"{}\n" + file.read_bytes() + b"{")
    assert [(one, said.replace(str(path.parent), "")) for one, _, _, said in found(path)] == [
        ("warning", "1 lines of the journal can't be read"),
        ("warning", "everybody on this machine can read /catalogue.json, and it holds contacts"),
        ("warning", "/catalogue (conflicted copy 2024-01-04).json looks like another version of this catalogue"),
        ("note", "the journal's last line is not whole"),
        ("note", "/catalogue.json has a second name (a hard link)"),
        ("note", "/catalogue.json.tmp is there: a program is writing, or died while it did"),
        ("note", "/catalogue.json.journal.old is there: a program is writing, or died while it did"),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_place_of_the_journal_is_told_not_waited_for(path: Path) -> None:
    file = path.with_name("catalogue.json.journal")
    os.mkfifo(file)
    assert [(one, said) for one, _, _, said in found(path)] == [("warning", f"the journal {file} can't be read")]


@pytest.mark.parametrize(
    "name",
    [
        "catalogue (Wang's conflicted copy 2024-01-04).json", "catalogue.sync-conflict-20240104-093000-ABCDEFG.json",
        "catalogue(冲突副本).json", "catalogue-DESKTOP-AB12CD.json", "catalogue (1).json", "catalogue 2.json",
        "catalogue - 副本.json", "catalogue - Copy (2).json", "catalogue (Case Conflict).json",
        "catalogue(NSConflict-王-v2).json", "catalogue (SFConflict wang@example.cn 2024-01-04-09-30-00).json",
        "catalogue_冲突文件_王_20240104093000.json", "catalogue_conflict-20240104-093000.json", "catalogue_1.json",
        "catalogue-WANG.json", "catalogue-王的电脑.json", "catalogue-Annas-MacBook-Pro.json", "catalogue(1).json",
        "catalogue_conf(1).json", "catalogue的副本.json", "catalogue 副本 2.json", "catalogue copy 2.json",
        "Copy of catalogue.json", "catalogue.json(1)", "catalogue.json.sync-conflict-20240104-093000-ABCDEFG",
        "catalogue.json (Wang's conflicted copy 2024-01-04).journal",
    ],
)  # fmt: skip
def test_copies_of_sync_programs_are_recognised(path: Path, name: str) -> None:
    path.with_name(name).write_bytes(b"")
    assert [one.name for one in conflict_copies(path)] == [name]
    assert [one.name for one in told_at_every_start(path)] == [name]


@pytest.mark.parametrize(
    "name",
    [
        "catalogue-20240104-093000.json", "catalogue2.json", "old catalogue.json", "catalogue.json.journal",
        "catalogue-old.json", "catalogue.json.bak", "catalogue_2024.json", "catalogue.csv",
    ],
)  # fmt: skip
def test_other_files_are_no_copies(path: Path, name: str) -> None:
    path.with_name(name).write_bytes(b"")
    assert (conflict_copies(path), told_at_every_start(path)) == ((), ())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_in_the_place_of_the_journal_is_told_and_not_waited_for(path: Path) -> None:
    file = path.with_name("catalogue.json.journal")
    os.mkfifo(file)
    assert found(path)[0] == ("warning", "", "", f"the journal {file} can't be read")


def test_a_salvaged_file_is_new_whole_and_never_takes_anothers_place(path: Path, tmp_path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    new = tmp_path / "new.json"
    saved = doctor.salvage_to(path, new)
    assert [case.id for case in open_catalogue(new).cases()] == ["E6-001", "E6-002"]
    assert [(one.record, str(one.message)) for one in saved.lost] == [("E6-003", "it is not whole")]
    assert new.stat().st_mode == path.stat().st_mode
    with pytest.raises(CatalogueError, match="exists already"):
        doctor.salvage_to(path, new)
    with pytest.raises(CatalogueError, match="exists already"):
        doctor.salvage_to(path, path, force=True)
    doctor.salvage_to(path, new, force=True)
    assert path.read_bytes() == whole[:-40]
    assert open_catalogue(new).add([draft("新")], command="add")[0].id == "E6-003"


DATA = tables(*(stored(number, f"题{number}", summary="摘要“x”\n" * 3) for number in range(1, 6)))


@pytest.mark.parametrize("indent", [None, 2])
def test_a_whole_file_is_salvaged_whole_in_any_layout(indent: int | None) -> None:
    for raw in (layout.write(DATA), json.dumps(DATA, indent=indent).encode(), b"\xef\xbb\xbf" + layout.write(DATA) * 2):
        saved = salvage(raw)
        assert (saved.data, saved.lost) == (DATA, ())


def test_of_two_records_with_one_id_the_first_is_kept_and_the_other_told() -> None:
    data: Data = {**DATA, "cases": {**DATA["cases"], "9": {**DATA["cases"]["2"], "title": "别的"}}}
    saved = salvage(layout.write(data))
    assert saved.data == DATA
    assert [(one.record, str(one.message)) for one in saved.lost] == [
        ("E6-002", "it stands there twice with different content")
    ]


@pytest.mark.parametrize("field", ["{}", '{"1":{}}'])
def test_a_field_of_a_damaged_record_is_not_taken_for_a_table(field: str) -> None:
    text = layout.write(DATA).decode()
    place = text.index('"status":', text.index("E6-002")) + len('"status":')
    saved = salvage((text[:place] + field + text[place + 1 :]).encode())
    assert [one["id"] for one in saved.data["cases"].values()] == ["E6-001", "E6-003", "E6-004", "E6-005"]
    assert set(saved.data) == set(DATA)
    assert saved.lost[0].record == "E6-002"


@given(st.integers(0, len(layout.write(DATA)) - 1), st.binary(min_size=0, max_size=5), st.sampled_from([None, 1]))
@settings(max_examples=150)
def test_damage_at_one_place_costs_one_record(place: int, junk: bytes, indent: int | None) -> None:
    raw = layout.write(DATA) if indent is None else json.dumps(DATA, indent=indent).encode()
    place = min(place, len(raw) - 1)
    damaged = raw[:place] + junk + raw[place + 1 :]
    saved = salvage(damaged)
    whole = [one for one in DATA["cases"].values() if one in saved.data["cases"].values()]
    assert len(whole) >= len(DATA["cases"]) - 1 or place < raw.index(b'"cases"') + 11


@given(st.binary(max_size=80))
def test_no_bytes_at_all_upset_the_salvage(raw: bytes) -> None:
    assert salvage(raw).data["cases"] == {} or raw


def test_creating_beside_is_refused_where_a_file_is(path: Path) -> None:
    with pytest.raises(CatalogueError):
        create(path, tables())
