"""The bytes of the file are searched, never an index; the answers are those of a plain scan over parsed cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shanghai_cases.search.find import Reader, find
from shanghai_cases.text.folding import fold
from tests.search.readers import Bytes, Document, Memory, canonical, case, spaced

if TYPE_CHECKING:
    from collections.abc import Callable

_PIECES = (
    *(
        "徐汇",
        "徐匯",
        "徐·汇",
        "徐 汇",
        "徐\n汇",
        "“徐”汇",
        "社区",
        "社區",
        "大学",
        "⼤學",
        "党",
        "黨",
        "徐",
        "汇",
        "宝山",
    ),
    *(
        "AI",
        "ａｉ",
        "A·I",
        "Ⓐi",
        "ai\u0301",
        "15",
        "１５分钟",
        "①5",
        "㎡",
        "ß",
        "title",
        "id",
        "cases",
        "E6-001",
        "E6-",
    ),
    *(
        '"',
        "\\",
        "\\u5f90汇",
        "\x07",
        "\t",
        "，",
        "。",
        " ",
        "\u200b",
        "\U000e0041",
        "\u3000",
        "é",
        "e\u0301",
        "😀",
        "𠮷",
        "％",
        "null",
    ),
)
_text = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=3)), max_size=6).map("".join)
_text = _text.filter(lambda text: "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text))
_word = _text.map(lambda text: "".join(text.split())).filter(lambda text: bool(fold(text)))
_number = st.one_of(st.integers(-20, 10**6), st.floats(0, 1000, allow_nan=False))


@st.composite
def _documents(draw: st.DrawFn) -> list[Document]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        fields: dict[str, Any] = {
            "district": draw(_text),
            "tags": draw(st.lists(_text, max_size=2)),
            "summary": draw(_text),
            "text": draw(_text),
            "figures": [{"label": draw(_text), "value": draw(_number), "qualifier": "exact", "unit": draw(_text)}],
            "contact": {"name": draw(_text)},
        }
        kept = {name: value for name, value in fields.items() if value and draw(st.booleans())}
        edition = draw(st.integers(1, 3))
        found.append(case(f"E{edition}-{number + 1:03d}", draw(_text) or "题", draw(_text) or "某", **kept))
    return found


_SEARCHED = ("id", "title", "unit", "unit_type", "district", "town", "summary", "text", "award_tier")


def _plain(documents: list[Document], words: list[str]) -> set[str]:
    """A naive scan: every word stands in some searched text."""
    found = set()
    for document in documents:
        texts = [document.get(name) or "" for name in _SEARCHED] + document.get("tags", []) + document.get("themes", [])
        for figure in document.get("figures", []):
            number = str(figure["value"]).removesuffix(".0")
            texts += [figure["label"], ("" if "e" in number else number) + figure["unit"]]
        if all(any(fold(word) in fold(text) for text in texts) for word in words):
            found.add(document["id"])
    return found


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _answer(reader: Reader, query: str | None) -> list[tuple[str, int]]:
    return [(hit.head["id"], hit.level) for hit in find(reader, query, exact=True).hits]


@settings(max_examples=80, deadline=None)
@given(_documents(), st.lists(_word, min_size=1, max_size=2), st.sampled_from([bytes, spaced]))
def test_lines_give_the_answer_of_a_plain_scan(
    documents: list[Document], words: list[str], layout: Callable[[bytes], bytes]
) -> None:
    query = " ".join(map(_quoted, words))
    reader = Bytes(layout(canonical(documents)))
    answer = _answer(reader, query)
    assert {identifier for identifier, _ in answer} == _plain(documents, words)
    assert answer == _answer(Memory(documents), query)
    assert reader.whole_reads == 0


@settings(max_examples=40, deadline=None)
@given(_documents(), _word, st.sampled_from(["indent", "escaped", "BOM", "CRLF", "plain"]))
def test_any_other_layout_gives_the_same_answer(documents: list[Document], word: str, style: str) -> None:
    raw = canonical(documents)
    data = json.loads(raw)
    written = {
        "indent": json.dumps(data, indent=1, ensure_ascii=False).encode(),
        "escaped": json.dumps(data).encode(),
        "BOM": b"\xef\xbb\xbf" + raw,
        "CRLF": raw.replace(b"\n", b"\r\n"),
        "plain": json.dumps(data, ensure_ascii=False, sort_keys=True).encode(),
    }[style]
    assert _answer(Bytes(written), _quoted(word)) == _answer(Memory(documents), _quoted(word))
