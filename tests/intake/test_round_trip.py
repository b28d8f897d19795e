"""What is exported and imported into an empty catalogue is the same cases, in every format that can hold them."""

from __future__ import annotations

import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from shanghai_cases.intake.batch import compare
from shanghai_cases.intake.duplicates import with_ids
from shanghai_cases.model.case import Case, Contact, KeyFigure, Status
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier
from shanghai_cases.model.source import Source
from shanghai_cases.places import districts, towns
from shanghai_cases.presentation import delimited, json_text
from shanghai_cases.presentation.case_cards import case_record
from shanghai_cases.presentation.export_columns import export_columns, export_rows
from shanghai_cases.presentation.workbook import workbook
from shanghai_cases.text.display import one_line
from shanghai_cases.vocabulary import unit_types
from tests.intake.making import taken

_LETTERS = st.sampled_from("甲乙丙“”；;、,，=+-@'\"[]{}()|：:#/0127abc \u00b7😀\u200d")
_ANY = st.one_of(_LETTERS, st.characters(codec="utf-8", exclude_characters="\0\ufffd\ufffe\uffff"))


def _is_whole(text: str) -> bool:
    return not any(sign in text for sign in ("锟斤拷", "ï»¿", "烫烫烫"))


def texts(max_size: int = 12, *, required: bool = False) -> st.SearchStrategy[str]:
    """Texts as a line of CSV keeps them, without spaces at the ends and control characters; no signs of damage."""
    found = st.text(_ANY, max_size=max_size).map(lambda text: one_line(text).strip()).filter(_is_whole)
    return found.filter(bool) if required else found


def lists(field: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(field, max_size=3, unique=True).map(tuple)


numbers = st.one_of(st.integers(-(10**15), 10**15), st.floats(-1e9, 1e9).map(lambda number: round(number, 6)))
simple = st.sampled_from([Qualifier.EXACT, Qualifier.OVER, Qualifier.UNDER, Qualifier.NEARLY, Qualifier.ABOUT])
figures = st.one_of(
    st.just(UNKNOWN),
    st.builds(Figure, numbers, simple),
    st.builds(Figure, numbers, basis=texts(), source=texts()),
    st.tuples(st.integers(0, 500), st.integers(501, 900)).map(
        lambda ends: Figure(None, Qualifier.DERIVED, ends[0], ends[1])
    ),
)
days = st.dates().map(lambda day: day.isoformat())
places = st.sampled_from(
    [
        ("", ""),
        ("市级", ""),
        *((one.name, "") for one in districts()),
        *((one.district, one.name) for one in towns()[:40]),
    ]
)


@st.composite
def some_case(draw: st.DrawFn, number: int, lines: st.SearchStrategy[str]) -> Case:
    """Make a case with every field, in edition 5, which has no tiers; ``lines`` are the characters of longer texts."""
    district, town = draw(places)
    return Case(
        f"E5-{number:03d}",
        5,
        draw(texts(required=True)) + f"#{number}",
        draw(texts(required=True)),
        draw(st.sampled_from(["", *(kind.name for kind in unit_types())])),
        district,
        town,
        draw(lists(texts(required=True).map(lambda text: f"主题{text}"))),
        draw(lists(texts(required=True))),
        draw(st.text(lines, max_size=40).map(str.strip)),
        draw(st.text(lines, max_size=60).map(str.strip)),
        tuple(draw(st.lists(st.builds(KeyFigure, texts(required=True), figures, texts()), max_size=2))),
        draw(st.sampled_from([None, "none", "十佳案例"])),
        draw(st.sampled_from(list(Status))),
        Contact(draw(texts()), draw(texts()), draw(texts())),
        tuple(draw(st.lists(st.builds(Source, texts(required=True), texts(), texts()), max_size=2))),
        tuple(f"E4-{one:03d}" for one in draw(st.lists(st.integers(1, 99), max_size=2, unique=True))),
        draw(lists(texts(required=True))),
        draw(st.one_of(st.none(), days)),
        "2024-01-04T09:30:00+08:00",
        draw(st.sampled_from([None, "2024-02-04T09:30:00.25Z"])),
        tuple(draw(st.dictionaries(texts(required=True), texts(), max_size=2)).items()),
    )


@st.composite
def some_cases(draw: st.DrawFn, lines: st.SearchStrategy[str] = _ANY) -> list[Case]:
    return [draw(some_case(number, lines)) for number in range(1, draw(st.integers(1, 3)) + 1)]


def imported(data: bytes, name: str) -> list[Case]:
    """Import a file into an empty catalogue."""
    delivery = taken(data, name, edition=None)
    assert [str(reason) for one in delivery.refusals for reason in one.reasons] == []
    plan = compare(delivery.drafts, [], lambda _: {}, look=False)
    assert plan.refusals == ()
    return list(with_ids(plan.additions, [addition.draft.case.id for addition in plan.additions]))


def rows(cases: list[Case]) -> list[list[str]]:
    columns = export_columns(contacts=True)
    return [list(columns), *export_rows(cases, columns)]


@settings(max_examples=20)
@given(some_cases())
def test_json_and_json_lines(cases: list[Case]) -> None:
    records = [case_record(case, contacts=True) for case in cases]

    assert imported(json_text.pretty(records).encode(), "a.json") == cases
    assert imported("".join(map(json_text.line, records)).encode(), "a.jsonl") == cases


@settings(max_examples=20)
@given(some_cases(_LETTERS))
def test_csv_and_tsv_of_texts_on_one_line(cases: list[Case]) -> None:
    assert imported("".join(delimited.csv(rows(cases))).encode("utf-8-sig"), "a.csv") == cases


@settings(max_examples=20)
@given(some_cases())
def test_workbooks(cases: list[Case]) -> None:
    head, *body = rows(cases)

    assert imported(workbook(head, body), "a.xlsx") == cases


def test_line_breaks_survive_in_a_workbook_and_become_spaces_in_csv() -> None:
    case = Case("E5-001", 5, "甲", "静安区", summary="一\n二", award_tier="none")
    head, *body = rows([case])

    assert imported(workbook(head, body), "a.xlsx") == [case]
    assert imported("".join(delimited.csv([head, *body])).encode(), "a.csv")[0].summary == "一 二"


def test_a_workbook_saved_again_by_another_program_is_still_the_same() -> None:
    case = Case("E5-001", 5, "=1+1", "+静安区", summary="0012\n@x", tags=("-5", "'a"), submitted_on="2024-01-04")
    head, *body = rows([case])
    book = openpyxl.load_workbook(io.BytesIO(workbook(head, body)))
    again = io.BytesIO()
    book.save(again)

    assert imported(again.getvalue(), "a.xlsx") == [case]
