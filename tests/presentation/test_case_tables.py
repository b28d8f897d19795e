from __future__ import annotations

import io

from shanghai_cases.presentation.case_tables import hits_table, marked, snippet
from shanghai_cases.presentation.output import Output
from shanghai_cases.search.find import find
from shanghai_cases.search.terms import Spot
from tests.search.readers import Document, Memory, case


def shown(cases: list[Document], query: str, width: int = 60) -> list[str]:
    stream = io.StringIO()
    output = Output(stream, stream, "table", terminal=True, width=width)
    output.show(hits_table(find(Memory(cases), query).hits, output))
    return [line.rstrip() for line in stream.getvalue().splitlines() if line.strip()][2:]


def test_a_hit_in_the_title_shows_title_unit_and_place() -> None:
    cases = [case("E6-001", "徐汇的片区", "徐汇区", district="徐汇区")]
    assert [line.split() for line in shown(cases, "徐汇")] == [["E6-001", "徐汇的片区", "徐汇区"], ["徐汇区"]]


def test_a_hit_elsewhere_shows_where() -> None:
    cases = [case("E6-001", summary="蕃瓜弄" * 20 + "搬场" + "签约" * 20)]
    assert [line.split() for line in shown(cases, "搬场")] == [
        ["E6-001", "某案例"],
        ["某单位"],
        ["summary:", "…弄蕃瓜弄搬场签约签…"],
    ]


def test_how_sure_a_hit_is_stands_beside_it_unless_it_is_exact() -> None:
    lines = [line.split() for line in shown([case("E6-001", "养老", district="静安区")], "闸北")]
    assert lines == [["E6-001", "养老", "静安区"], ["某单位", "place"]]


def test_a_table_never_gets_wider_than_the_terminal() -> None:
    from shanghai_cases.text.display import width

    cases = [case("E6-001", "长" * 90, "单位" * 40, district="浦东新区", town="南汇新城镇", tags=["长" * 80])]
    assert max(width(line) for line in shown(cases, "长", width=80)) <= 80


def test_marks_are_made_of_stored_text_that_is_harmless() -> None:
    text = marked("a\x1b[31m徐汇[b]", [(6, 8)])
    assert text.plain == "a␛[31m徐汇[b]"
    assert [(text.plain[span.start : span.end], span.style) for span in text.spans] == [("徐汇", "bold yellow")]


def test_a_snippet_keeps_the_match_and_says_what_was_cut() -> None:
    text = "一二三四五六七八九十"
    assert snippet(Spot("summary", None, text, 4, 5), [(4, 5)], 15).plain == "summary: …四五六…"
