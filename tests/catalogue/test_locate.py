from __future__ import annotations

import io

import pytest

from shanghai_cases.catalogue.locate import BLOCK, CaseLines, Clue, OtherLayoutError, Way, open_lines
from tests.search.readers import canonical, case


def _open(raw: bytes, *, vouched: bool = False) -> CaseLines:
    lines = open_lines(io.BytesIO(raw), vouched=vouched)
    assert lines is not None
    return lines


def _clue(text: str) -> tuple[Clue, ...]:
    return (Clue((Way((text.encode(),), (b"",)),)),)


def _ids(lines: CaseLines, *texts: str) -> list[bytes]:
    return [line[7:13] for line in lines.matching(tuple(map(_clue, texts)))]


CASES = [case("E6-001", "徐汇"), case("E6-002", "静安"), case("E6-003", "徐汇与静安")]


def test_without_a_condition_every_record_comes() -> None:
    assert _ids(_open(canonical(CASES))) == [b"E6-001", b"E6-002", b"E6-003"]


def test_records_are_given_as_json_in_the_order_of_the_file() -> None:
    assert list(_open(canonical(CASES)).matching((_clue("静安"),))) == [
        '{"id":"E6-002","edition":6,"title":"静安","unit":"某单位","award_tier":null}'.encode(),
        '{"id":"E6-003","edition":6,"title":"徐汇与静安","unit":"某单位","award_tier":null}'.encode(),
    ]


def test_all_groups_must_be_met() -> None:
    assert _ids(_open(canonical(CASES)), "徐汇", "静安") == [b"E6-003"]


def test_any_clue_of_a_group_is_enough() -> None:
    either = (*_clue("徐汇"), *_clue("静安"))
    assert [line[7:13] for line in _open(canonical(CASES)).matching((either,))] == [b"E6-001", b"E6-002", b"E6-003"]


def test_a_line_with_an_escape_is_never_passed_over() -> None:
    assert _ids(_open(canonical([case("E6-001", "响铃\x07")])), "徐汇") == [b"E6-001"]


def test_an_empty_table_has_no_records() -> None:
    assert _ids(_open(canonical([]))) == []


def test_the_head_holds_meta_and_editions() -> None:
    assert _open(canonical(CASES)).head == b'{\n"meta":{\n"1":{"schema":1}\n},\n"editions":{\n},'


@pytest.mark.parametrize("vouched", [False, True])
def test_records_on_the_seams_of_blocks_are_whole(*, vouched: bool) -> None:
    cases = [case(f"E6-{n:03d}", "徐汇" if n % 7 == 0 else "静安", text="文" * 700) for n in range(1, 1200)]
    raw = canonical(cases)
    assert len(raw) > 2 * BLOCK
    found = [line[7:13] for line in _open(raw, vouched=vouched).matching((_clue("徐汇"),))]
    assert found == [f"E6-{n:03d}".encode() for n in range(7, 1000, 7)] + [
        f"E6-{n}".encode()[:6] for n in range(1001, 1200, 7)
    ]


def test_a_record_longer_than_a_block_is_whole() -> None:
    long = case("E6-004", "徐汇", text="文" * BLOCK)
    assert _ids(_open(canonical([CASES[1], long, CASES[2]])), "徐汇") == [b"E6-004", b"E6-003"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        canonical(CASES)[:-1],
        canonical(CASES)[:-30],
        b"\xef\xbb\xbf" + canonical(CASES),
        canonical(CASES).replace(b"\n", b"\r\n"),
        canonical(CASES).replace(b"\n", b""),
        canonical(CASES).replace(b'"cases"', b'"casus"'),
    ],
)
def test_another_layout_is_left_to_the_strict_reader(raw: bytes) -> None:
    assert open_lines(io.BytesIO(raw)) is None


@pytest.mark.parametrize(
    "raw",
    [
        canonical([*CASES, case("E6-001", "又一个")]),
        canonical(CASES).replace(b'{"id":"E6-002"', b'{ "id":"E6-002"'),
        canonical(CASES).replace(b'"2":{"id"', b'\n"2":{"id"'),
        canonical(CASES).replace(b'"edition":6,"title":"\xe9', b'"edition":6,\n"title":"\xe9'),
    ],
)
def test_a_doubtful_file_is_refused_unless_vouched_for(raw: bytes) -> None:
    with pytest.raises(OtherLayoutError):
        _ids(_open(raw), "无")
    assert _ids(_open(raw, vouched=True), "无") == []


def test_a_file_that_passed_is_not_looked_at_again() -> None:
    lines = _open(canonical(CASES))
    assert not lines.vouched
    assert _ids(lines, "徐汇") == [b"E6-001", b"E6-003"]
    assert lines.vouched
