"""`cases import`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import Ran

if TYPE_CHECKING:
    from tests.cli.running import Cases

SHEET = "案例名称,申报单位,联系电话\n甲案,静安区天目西路街道,021-63170000\n乙案,徐汇区田林街道,0012\n"


def put(cases: Cases, text: str, name: str = "批.csv") -> str:
    (cases.folder / name).write_text(text, encoding="utf-8")
    return name


def stored(cases: Cases, identifier: str) -> dict[str, Any]:
    (case,) = json.loads(cases("show", identifier, "--json", "--with-contacts").out)
    return dict(case)


def content(cases: Cases) -> bytes:
    return (cases.folder / "catalogue.json").read_bytes()


def test_the_new_ids_alone_go_to_standard_output(cases: Cases) -> None:
    ran = cases("import", put(cases, SHEET), "--edition", "6")

    assert (ran.status, ran.out) == (0, "E6-012\nE6-013\n")
    assert ran.err.splitlines()[-1] == "2 new, 0 corrected, 0 unchanged, 0 refused"
    assert stored(cases, "E6-013")["contact"]["phone"] == "0012"
    assert stored(cases, "E6-012")["district"] == "静安区"


def test_the_same_file_again_changes_and_says_nothing(cases: Cases) -> None:
    name = put(cases, SHEET)
    cases("import", name, "--edition", "6")
    before = content(cases)

    assert cases("import", name, "--edition", "6") == Ran(0)
    assert content(cases) == before


def test_a_corrected_row_corrects_its_case_and_one_undo_takes_a_batch_back(cases: Cases) -> None:
    cases("import", put(cases, SHEET), "--edition", "6")
    before = content(cases)
    ran = cases("import", put(cases, SHEET.replace("0012", "0013") + "丙案,徐汇区,\n"), "--edition", "6")

    assert (ran.status, ran.out) == (0, "E6-014\n")
    assert ran.err.splitlines()[-2:] == [
        "批.csv, row 3: E6-013 phone: changed",
        "1 new, 1 corrected, 1 unchanged, 0 refused",
    ]
    assert stored(cases, "E6-013")["contact"]["phone"] == "0013"
    assert cases("undo").status == 0
    assert json.loads(content(cases))["cases"] == json.loads(before)["cases"]


BAD = SHEET + "丁案,,\n戊案,长宁区虹桥街道,\n"


def test_refused_rows_don_t_stop_the_others_and_can_be_mended(cases: Cases) -> None:
    ran = cases("import", put(cases, BAD), "--edition", "6", "--errors", "bad.csv", "--report", "report.json")

    assert (ran.status, ran.out) == (3, "E6-012\nE6-013\nE6-014\n")
    assert "批.csv, row 4: refused: 申报单位: must not be empty" in ran.err.splitlines()
    assert (cases.folder / "bad.csv").read_text("utf-8-sig") == (
        '案例名称,申报单位,联系电话,where,reason\n丁案,,,"批.csv, row 4",申报单位: must not be empty\n'
    )
    report = json.loads((cases.folder / "report.json").read_text("utf-8"))
    assert report["taken"] is True
    assert [one["id"] for one in report["added"]] == ["E6-012", "E6-013", "E6-014"]
    assert report["refused"] == [{"file": "批.csv", "sheet": "", "row": 4, "reasons": ["申报单位: must not be empty"]}]
    mended = put(cases, (cases.folder / "bad.csv").read_text("utf-8-sig").replace("丁案,,", "丁案,徐汇区,"), "bad2.csv")
    assert cases("import", mended, "--edition", "6").out == "E6-015\n"


def test_strict_and_dry_run_take_nothing(cases: Cases) -> None:
    before = content(cases)
    strict = cases("import", put(cases, BAD), "--edition", "6", "--strict")
    dry = cases("import", put(cases, SHEET), "--edition", "6", "--dry-run")

    assert (strict.status, strict.out) == (3, "")
    assert strict.err.splitlines()[-1] == "nothing was changed, as --strict asks where a row is refused"
    assert (dry.status, dry.out) == (0, "")
    assert dry.err.splitlines()[-1] == ("nothing was changed; it would be 2 new, 0 corrected, 0 unchanged, 0 refused")
    assert content(cases) == before


def test_standard_input_encoding_and_mapping(cases: Cases) -> None:
    sheet = "题,单位名称\n丙,徐汇区\n".encode("gb18030")
    ran = cases("import", "-", "-e", "6", "--encoding", "gb18030", "--map", "题=title", stdin=sheet)

    assert (ran.status, ran.out) == (0, "E6-012\n")
    assert stored(cases, "E6-012")["title"] == "丙"


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_taken(cases: Cases) -> None:
    (cases.folder / "in").mkdir()
    (cases.folder / "in" / "a.docx").write_bytes(b"PK\x03\x04broken")
    put(cases, SHEET, "in/b.csv")
    ran = cases("import", "in", "-e", "6")

    assert (ran.status, ran.out) == (3, "E6-012\nE6-013\n")
    assert [line for line in ran.err.splitlines() if "a.docx" in line] == [
        "can't read a.docx: it is damaged or cut off; ask for it again"
    ]


@pytest.mark.parametrize(
    ("policy", "out", "status", "related"),
    [("link", "E6-012\n", 0, ["E6-003"]), ("add", "E6-012\n", 0, []), ("skip", "", 0, None), ("fail", "", 3, None)],
)
def test_cases_sent_before(cases: Cases, policy: str, out: str, status: int, related: list[str] | None) -> None:
    known = stored(cases, "E6-003")
    sheet = f"title,unit\n{known['title']}的实践,{known['unit']}\n"
    ran = cases("import", put(cases, sheet), "-e", "6", "--on-duplicate", policy)

    assert (ran.status, ran.out) == (status, out)
    if related is not None:
        assert stored(cases, "E6-012")["related"] == related


def test_on_a_terminal_it_asks(cases: Cases) -> None:
    known = stored(cases, "E6-003")
    sheet = f"title,unit,tags\n{known['title']}的实践,{known['unit']},新\n"
    ran = cases("import", put(cases, sheet), "-e", "6", stdin="x\nu\n", asked=True)

    assert (ran.status, ran.out) == (0, "")
    assert stored(cases, "E6-003")["title"] == f"{known['title']}的实践"
    again = cases("import", put(cases, sheet.replace("新", "旧")), "-e", "6", stdin="n\n", asked=True)
    assert again.status == 0
    assert stored(cases, "E6-003")["tags"] == ["新"]


def test_leaving_a_question_changes_nothing(cases: Cases) -> None:
    before = content(cases)
    known = stored(cases, "E6-003")
    sheet = f"title,unit\n{known['title']}的实践,{known['unit']}\n"
    ran = cases("import", put(cases, sheet), "-e", "6", asked=True)

    assert (ran.status, ran.out) == (130, "")
    assert content(cases) == before


def test_ids_of_the_file_stay_and_links_within_it_hold(cases: Cases) -> None:
    sheet = "id,title,unit,related\nE6-050,子,徐汇区,E6-051;E6-999\nE6-051,丑寅卯,黄浦区,\n,辰巳,静安区,\n"
    ran = cases("import", put(cases, sheet))

    assert ran.status == 3
    assert ran.out == "E6-050\nE6-051\n"
    assert stored(cases, "E6-050")["related"] == ["E6-051"]
    assert "批.csv, row 2: warning: not linked to E6-999, which the catalogue doesn't have" in ran.err.splitlines()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--on-duplicate", "x"), "Error: --on-duplicate x: choose one of: link, skip, fail, add\n"),
        (("--errors", "a.doc"), "Error: --errors a.doc: the name must end in .xlsx, .csv or .tsv\n"),
        (("--report", "批.csv"), "Error: 批.csv exists already; --force would replace it\n"),
        (("--map", "a=nonsense"), None),
        (("--edition", "77"), None),
    ],
)
def test_wrong_use(cases: Cases, arguments: tuple[str, str], said: str | None) -> None:
    ran = cases("import", put(cases, SHEET), *arguments)

    assert ran.status == (3 if arguments[0] == "--edition" else 2)
    assert ran.out == ""
    assert said in (None, ran.err)


def test_other_columns_are_told_and_kept_when_asked(cases: Cases) -> None:
    sheet = "案例名称,申报单位,联系人职务\n丙,徐汇区,书记\n"
    told = cases("import", put(cases, sheet), "-e", "6", "--dry-run").err.splitlines()
    cases("import", put(cases, sheet), "-e", "6", "--keep-extra")

    assert "批.csv, row 1: columns not taken: 联系人职务" in told
    assert stored(cases, "E6-012")["extra"] == {"联系人职务": "书记"}
    assert "E6-012\textra\t联系人职务=书记\n" in cases("show", "E6-012").out
    assert cases("import", put(cases, sheet), "-e", "6", "--keep-extra") == Ran(0)
    assert stored(cases, "E6-003")["extra"] == {}


def test_control_c_at_a_question_leaves_the_catalogue_as_it_was(cases: Cases) -> None:
    before = content(cases)
    known = stored(cases, "E6-003")
    sheet = f"title,unit\n戊己,长宁区\n{known['title']}的实践,{known['unit']}\n"
    ran = cases.on_terminal("import", put(cases, sheet), "-e", "6", answers=[("l add and link", "\x03")])

    assert ran.status == 130
    assert ran.out.endswith("Error: interrupted\n")
    assert content(cases) == before


def test_of_many_values_filled_in_only_the_first_few_are_told(cases: Cases) -> None:
    rows = "".join(f"第{number}个案例,静安区\n" for number in range(10, 30))
    told = cases("import", put(cases, "案例名称,申报单位\n" + rows), "-e", "6").err.splitlines()

    assert sum("filled in: " in line for line in told) == 5
    assert "35 more values filled in from units' names; --report FILE tells all" in told


def test_control_c_while_the_bar_is_shown_leaves_the_catalogue_as_it_was(cases: Cases) -> None:
    before = content(cases)
    rows = "".join(f'{{"title":"第{number}个案例","unit":"静安区"}}\n' for number in range(100_000))
    ran = cases.on_terminal("import", put(cases, rows, "a.jsonl"), "-e", "6", answers=[("reading rows: ", "\x03")])

    assert ran.status == 130
    assert ran.out.endswith("Error: interrupted\n")
    assert content(cases) == before
