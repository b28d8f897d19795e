from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanghai_cases.errors import UsageError
from shanghai_cases.model.edition import Edition
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, exactly
from shanghai_cases.presentation import messages
from shanghai_cases.presentation.output import Output
from shanghai_cases.presentation.report_compare import compare_document
from shanghai_cases.presentation.report_cross import cross_columns, cross_document, cross_json, cross_rows
from shanghai_cases.presentation.report_page import report_page
from shanghai_cases.presentation.report_rows import report_json, report_rows
from shanghai_cases.presentation.report_sections import edition_document, read_sections
from shanghai_cases.presentation.report_tables import document_table, report_table
from shanghai_cases.report.cross import Cross, Dimension, cross, dimensions
from shanghai_cases.report.districts import CITY_LEVEL, DISTRICTS
from shanghai_cases.report.facts import CaseFacts
from shanghai_cases.text.display import width
from tests.report.factories import NAMED, SHIPPED, case, compare_editions, edition, edition_report, many, overview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syrupy.assertion import SnapshotAssertion

    from shanghai_cases.report import EditionReport, Overview


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    messages.use(request.param)
    return str(request.param)


def shown(report: Overview | EditionReport, columns: int = 80, sections: Sequence[str] = ()) -> str:
    output = Output(io.StringIO(), io.StringIO(), "table", width=columns)
    output.show(report_table(report, output, sections))
    return text_of(output)


def text_of(output: Output) -> str:
    assert isinstance(output.out, io.StringIO)
    return output.out.getvalue()


def test_all_editions_at_80_columns(language: str, snapshot: SnapshotAssertion) -> None:
    assert shown(overview(SHIPPED, NAMED)) == snapshot


def test_the_sixth_edition_at_80_columns(language: str, snapshot: SnapshotAssertion) -> None:
    assert shown(edition_report(SHIPPED, NAMED, 6)) == snapshot


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(language: str, columns: int) -> None:
    editions = [edition(number, 480 + number) for number in range(1, 9)]
    text = shown(edition_report(editions, many(8, 1000), 8, against=3), columns)
    assert max(width(line) for line in text.splitlines()) <= columns


def test_a_chosen_section_stands_alone() -> None:
    text = shown(edition_report(SHIPPED, NAMED, 6), sections=read_sections("awards"))
    assert text.splitlines() == [
        "第六届中国（上海）社会治理创新实践案例",
        "Counts and shares are of the 11 cases recorded here, of 481 submitted.",
        "",
        "Awards",
        " award      quota   recorded winners   places without a recorded case ",
        "──────────────────────────────────────────────────────────────────────",
        " 十佳案例      10                  0                               10 ",
        " 优秀案例      20                  0                               20 ",
        " 提名案例      30                  0                               30 ",
        "Recorded cases whose award is not known: 11",
        "",
    ]


def test_sections_choose_rows_and_json_too() -> None:
    report = edition_report(SHIPPED, NAMED, 6)
    chosen = read_sections("growth,themes")
    assert {row[1] for row in report_rows(report, chosen)} == {
        "submissions",
        "previous_submissions",
        "growth_percent",
        "cumulative",
        "cumulative_computed",
        "selection_rate_percent",
        "recorded",
        "recorded_share_percent",
        "withdrawn",
        "recorded_by_theme",
        "share_by_theme_percent",
        "change_by_theme",
    }
    assert "awards" not in report_json(report, chosen)


def test_a_section_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError):
        read_sections("growth,weather")


def table(made: Cross, columns: int) -> str:
    output = Output(io.StringIO(), io.StringIO(), "table", width=columns)
    output.show(document_table(cross_document(made), output))
    return text_of(output)


def test_a_cross_table_of_many_columns_is_cut_into_tables_that_fit() -> None:
    cases = [case(6, district=district, themes=("养老",)) for district in (*DISTRICTS, CITY_LEVEL)]
    made = cross(cases, dimensions("theme,district"), {Dimension.DISTRICT: (*DISTRICTS, CITY_LEVEL)})
    lines = table(made, 80).splitlines()
    assert max(map(width, lines)) <= 80
    assert [line.split()[:2] for line in lines if line.startswith(" theme")] == [
        ["theme", "黄浦区"],
        ["theme", "宝山区"],
        ["theme", "崇明区"],
    ]


def test_a_cross_table_as_rows_and_as_json() -> None:
    cases = [case(6, district="徐汇区", themes=("养老", "数字化")), case(6, themes=("养老",))]
    made = cross(cases, dimensions("district,theme"))
    assert cross_columns(made) == ("district", "theme", "cases", "share_percent")
    assert cross_rows(made) == [
        ("徐汇区", "养老", "1", "50.00"),
        ("徐汇区", "数字化", "1", "50.00"),
        ("unknown", "养老", "1", "50.00"),
        ("徐汇区", "total", "1", "50.00"),
        ("unknown", "total", "1", "50.00"),
        ("total", "养老", "2", "100.00"),
        ("total", "数字化", "1", "50.00"),
        ("total", "total", "2", "100.00"),
    ]
    assert cross_json(made)["rows"][0] == {  # type: ignore[index]
        "district": "徐汇区",
        "theme": "养老",
        "cases": 1,
        "share_percent": 50.0,
    }


FEW = many(4, 20)
FIGURES = st.one_of(
    st.just(UNKNOWN),
    st.integers(0, 3000).map(exactly),
    st.floats(0.01, 3000).map(exactly),
    st.builds(Figure, st.integers(0, 3000), st.sampled_from([q for q in Qualifier if q not in ("derived", "unknown")])),
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(
        lambda pair: Figure(None, Qualifier.DERIVED, pair[0], pair[0] + pair[1])
    ),
)
GROWTHS = st.one_of(st.just(UNKNOWN), st.floats(-100, 500).map(lambda value: exactly(round(value, 2))))


@settings(max_examples=20)
@given(
    st.lists(st.builds(Edition, st.integers(1, 9), submissions=FIGURES, published_growth=GROWTHS), min_size=2),
    st.sampled_from(["zh", "en"]),
)
def test_whatever_is_known_of_the_editions_can_be_shown_in_every_way(editions: list[Edition], language: str) -> None:
    known = {each.number: each for each in editions}
    report = edition_report(known.values(), FEW, max(known))
    assert report_page(edition_document(report), language).endswith("</html>\n")
    assert shown(report)
    assert report_rows(report)
    assert report_json(report)["edition"] == max(known)
    if len(known) > 1:
        compared = compare_document(compare_editions(known.values(), (), min(known), max(known)))
        assert report_page(compared, language).endswith("</html>\n")


def test_text_from_the_data_is_shown_and_not_obeyed() -> None:
    rows = [CaseFacts("E6-001", 6, unit="[red]x[/] \x1b[2J :smile: \u202e")]
    assert "[red]x[/] ␛[2J :smile: " in shown(edition_report([edition(6)], rows, 6), 120)
