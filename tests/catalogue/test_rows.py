"""Counting from the bytes of a file equals counting its documents read strictly, whatever lies in the file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanghai_cases.catalogue import layout
from shanghai_cases.catalogue.file import FileCatalogue
from shanghai_cases.catalogue.layout import DamagedError
from shanghai_cases.catalogue.light import outlines
from shanghai_cases.catalogue.locate import OtherLayoutError, open_lines
from shanghai_cases.catalogue.rows import Census, census_of_documents, census_of_lines
from tests.search.readers import canonical, case, edition, ordered

if TYPE_CHECKING:
    from pathlib import Path

Document = dict[str, Any]

NAMES = st.sampled_from(["徐汇区", "市级", "高校", 'a"b', "a\\b", "a],b", '","unit":"', "\n", "\x07", "tags", ""])
TEXTS = st.one_of(NAMES, st.text(st.characters(codec="utf-8"), max_size=8))
OPTIONAL = st.fixed_dictionaries(
    {},
    optional={
        "unit_type": NAMES,
        "district": NAMES,
        "town": TEXTS,
        "themes": st.lists(NAMES, max_size=2, unique=True),
        "tags": st.lists(TEXTS, max_size=2),
        "summary": TEXTS,
        "text": TEXTS,
        "figures": st.just([{"label": "户", "value": 1, "qualifier": "exact", "unit": "个"}]),
        "award_tier": st.sampled_from([None, "none", "十佳案例", 'x"y']),
        "status": st.sampled_from(["submitted", "withdrawn"]),
        "contact": st.just({"name": '"status":"withdrawn"'}),
        "related": st.sampled_from([["E1-001"], ["E2-077", "E1-003"]]),
        "added_at": st.just("2024-01-01T00:00:00+08:00"),
        "updated_at": st.just("2024-02-01T00:00:00+08:00"),
        "foreign": st.sampled_from([{"district": "外", "status": "withdrawn"}, '","district":"外', 1]),
    },
)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    made = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        document = case(f"E{draw(st.integers(1, 3))}-{number:03d}", draw(TEXTS) or "x", draw(TEXTS) or "x")
        document |= draw(OPTIONAL)
        keys = draw(st.sampled_from(["model", "model", "given", "shuffled"]))
        if keys == "model":
            document = ordered(document)
        elif keys == "shuffled":
            rest = draw(st.permutations([key for key in document if key not in ("id", "edition")]))
            document = {key: document[key] for key in ("id", "edition", *rest)}
        made.append(document)
    return made


def raw_of(cases: list[Document]) -> bytes:
    return layout.write(
        {
            "meta": {"1": {"schema": 1}},
            "editions": {"1": edition(1)},
            "reviews": {},
            "cases": {str(key): document for key, document in enumerate(cases, start=1)},
        }
    )


def comparable(census: Census, names: list[str]) -> tuple[object, ...]:
    before = {
        (number, field): census.names_before(number, field, names)
        for number in (1, 2, 3)
        for field in ("unit_type", "district", "themes")
    }
    numbers = {edition: count for edition, count in census.numbers.items() if count}
    gone = {edition: count for edition, count in census.withdrawn.items() if count}
    return numbers, gone, {edition: vars(tally) for edition, tally in census.tallies.items()}, before


def from_bytes(raw: bytes, wanted: set[int] | None, *, vouched: bool = False) -> Census:
    lines = open_lines(io.BytesIO(raw), vouched=vouched)
    assert lines is not None
    return census_of_lines((), lines, wanted)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.sampled_from([None, {1}, {2, 3}, {1, 2, 3}, {9}]), st.booleans())
def test_the_bytes_say_what_the_documents_say(cases: list[Document], wanted: set[int] | None, vouched: bool) -> None:
    raw = raw_of(cases)
    names = ["徐汇区", "市级", "高校", 'a"b', "a\\b", "a],b", "\x07"]
    strict = census_of_documents((), layout.read(raw)["cases"].values(), wanted)
    try:
        counted = from_bytes(raw, wanted, vouched=vouched)
    except OtherLayoutError:  # an object of another program has fields called like ours, so the file is read whole
        assert any(isinstance(one.get("foreign"), dict) for one in cases)
    else:
        assert comparable(counted, names) == comparable(strict, names)


def test_a_name_written_with_escapes_is_the_same_name() -> None:
    raw = canonical([case("E1-001", district="徐汇区", status="withdrawn"), case("E1-002", district="徐汇区")])
    escaped = raw.replace("徐".encode(), b"\\u5f90")
    with pytest.raises(OtherLayoutError):  # not as we write it, so the strict reader has to read it
        from_bytes(escaped, {1})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"E1-002"', b'"E1-001"'),
        (b'\n"2":', b'\n"1":'),
        (b'"edition":1,"title":"b"', b'"edition":2,"title":"b"'),
        (b'"district":"\xe5', b'"district":"\xff'),
        (b'"unit":"u2"', b'"unit":2'),
        (b'"status":"submitted"', b'"status":submitted'),
        (b'"unit":"u2",', b'"unit":"u2","unit":"u3",'),
    ],
)
def test_damage_in_what_is_counted_is_never_believed(tmp_path: Path, old: bytes, new: bytes) -> None:
    cases = [
        case(f"E1-00{n}", title, f"u{n}", district="徐汇区", status="submitted", added_at="2024-01-01")
        for n, title in enumerate("ab", start=1)
    ]
    raw = canonical(cases, [edition(1)])
    assert raw.count(old) >= 1
    path = tmp_path / "catalogue.json"
    path.write_bytes(raw.replace(old, new))
    with pytest.raises(DamagedError):
        FileCatalogue(path).census({1})


def test_another_layout_is_read_whole(tmp_path: Path) -> None:
    cases = [case("E1-001"), case("E2-001", status="withdrawn")]
    path = tmp_path / "catalogue.json"
    path.write_bytes(orjson.dumps(orjson.loads(canonical(cases, [edition(1)])), option=orjson.OPT_INDENT_2))
    census = FileCatalogue(path).census({1})
    assert ([one.number for one in census.editions], census.numbers, census.withdrawn) == (
        [1],
        {1: 1, 2: 0},
        {1: 0, 2: 1},
    )


def test_an_edition_twice_or_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    path.write_bytes(canonical([case("E1-001")], [edition(1), edition(1)]))
    with pytest.raises(DamagedError):
        FileCatalogue(path).census({1})


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents())
def test_outlines_by_bytes_are_those_of_the_documents(cases: list[Document]) -> None:
    lines = open_lines(io.BytesIO(raw_of(cases)), vouched=True)
    assert lines is not None

    found = outlines((buffer, 0, end) for buffer, end in lines.blocks())

    assert found == [
        (one["id"], one["edition"], one["title"], one["unit"], one.get("district", ""), one.get("town", ""))
        for one in cases
    ]
