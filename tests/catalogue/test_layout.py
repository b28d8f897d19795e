"""The layout of the file: what is written, what is read, what is refused and how that is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.catalogue import layout
from shanghai_cases.catalogue.layout import DamagedError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=4,
)
TABLE = st.dictionaries(st.integers(1, 10**6).map(str), st.dictionaries(TEXT, VALUE, max_size=4), max_size=4)
TABLES = st.dictionaries(st.sampled_from(["meta", "editions", "reviews", "cases", "其他", "x"]), TABLE)

WHOLE = """{
"meta":{
"1":{"schema":1}
},
"editions":{
},
"reviews":{
},
"cases":{
"1":{"id":"E6-001"},
"2":{"id":"E6-002"}
}
}
"""


def refusal(text: str | bytes) -> str:
    with pytest.raises(DamagedError) as caught:
        layout.read(text if isinstance(text, bytes) else text.encode())
    return str(caught.value.reason)


@given(TABLES)
def test_what_is_written_is_read_back(data: layout.Data) -> None:
    assert layout.read(layout.write(data)) == data


@given(TABLES)
def test_every_layout_of_json_reads_the_same(data: layout.Data) -> None:
    written = json.dumps(data, indent=2, ensure_ascii=True)
    assert layout.read(written.encode()) == data
    assert layout.read(b"\xef\xbb\xbf" + written.replace("\n", "\r\n").encode()) == data


@given(TABLES)
def test_tables_stand_one_record_to_a_line_and_cases_last(data: layout.Data) -> None:
    raw = layout.write(data)
    assert json.loads(raw) == data
    assert list(json.loads(raw))[-1:] == [name for name in ["cases"] if name in data] or "cases" not in data
    assert raw.count(b"\n") == 2 + sum(2 + len(table) for table in data.values()) if data else True


def test_the_layout_is_as_documented() -> None:
    data: layout.Data = {
        "cases": {"1": {"id": "E6-001"}, "2": {"id": "E6-002"}},
        "meta": {"1": {"schema": 1}},
        "reviews": {},
        "editions": {},
    }
    assert layout.write(data).decode() == WHOLE


@given(TABLES, TABLE)
def test_cases_added_in_writing_stand_behind_the_others(data: layout.Data, added: dict[str, layout.Document]) -> None:
    data = {**data, "cases": {f"{key}0": one for key, one in data.get("cases", {}).items()}}
    new = {f"{key}1": one for key, one in added.items()}
    assert b"".join(layout.pieces(data, new.items())) == layout.write({**data, "cases": {**data["cases"], **new}})


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        ("", "the file is empty"),
        (" \n", "the file is empty"),
        (WHOLE[:-4], "line 11, table “cases”, record E6-002: the file ends here, before it is complete"),
        (WHOLE + WHOLE, "line 14: something follows the end of the catalogue, perhaps a second copy (column 1)"),
        (
            WHOLE.replace('"E6-001"}', '"E6-001","n":NaN}'),
            "line 10, table “cases”, record E6-001: NaN is not a number JSON knows",
        ),
        (
            WHOLE.replace('"E6-002"}', '"E6-002","n":1e400}'),
            "line 11, table “cases”, record E6-002: the number 1e400 is out of range",
        ),
        (
            WHOLE.replace('"E6-002"}', '"E6-002","a":1,"a":2}'),
            "line 11, table “cases”, record E6-002: the key “a” stands twice in one record or table",
        ),
        (
            WHOLE.replace('"E6-002"}', '"E6-002","title":"\\ud800"}'),
            "line 11, table “cases”, record E6-002: field “title” holds half a character (lone surrogate)",
        ),
        (
            WHOLE.replace('"2":', '"1":'),
            "line 11, table “cases”, record E6-002: the key “1” stands twice in one record or table",
        ),
        (
            WHOLE.replace('"2":', "<<<<<<< HEAD\n"),
            "line 11 is git's mark of a merge conflict; settle it in an editor",
        ),
        (
            WHOLE.replace('"E6-002"}', '"E6-002" "x":1}'),
            "line 11, table “cases”, record E6-002: a comma or a closing bracket is missing (column 20)",
        ),
        ("[1]", "it is not an object of tables"),
        ('{"cases":[]}', "line 1: the table “cases” is not an object"),
        (WHOLE.replace('"2":', '"x":'), "line 11, table “cases”, record x: the key is not a number"),
        (WHOLE.replace('{"id":"E6-002"}', "5"), "line 11, table “cases”, record 2: it is not an object"),
        ('{"cases":' + "[" * 100_000, "it is nested too deeply"),
        (
            WHOLE.replace("1}", "9" * 5000 + "}"),
            f"line 3, table “meta”, record 1: the number {'9' * 40}… is out of range",
        ),
    ],
)
def test_what_is_not_certain_is_refused_with_its_place(damaged: str, reason: str) -> None:
    assert refusal(damaged) == reason


def test_bytes_that_are_not_utf8_are_refused_with_their_place() -> None:
    damaged = WHOLE.encode().replace(b"E6-002", "静安".encode("gbk"))
    assert refusal(damaged) == "line 11, table “cases”, record 2: it is not UTF-8"
    assert refusal(WHOLE.encode("utf-16")) == "line 1: it is not UTF-8"


@given(st.integers(0, len(WHOLE.encode()) - 2))
def test_a_file_cut_off_anywhere_is_refused(length: int) -> None:
    with pytest.raises(DamagedError):
        layout.read(WHOLE.encode()[:length])


def test_numbers_beyond_64_bits_are_kept() -> None:
    data = {"cases": {"1": {"n": 2**70, "m": -(2**63), "x": 1e22}}}
    assert layout.read(layout.write(data)) == data
