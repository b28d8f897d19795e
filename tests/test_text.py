from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.text.display import one_line, storable, visible, width
from shanghai_cases.text.folding import fold, fold_map, source_span, variants
from shanghai_cases.text.readings import syllables

# Characters that meet in trouble: marks, spaces, ignorable ones, expansions, jamo, traditional, surrogates.
AWKWARD = (
    "aeßİſµ中徐匯餘著⻓ﬀ㈱½ﷺ①Ａ１，。ⅷ¨ｶﾞ“”·《》가\u1100\u1161\u11a8 \t\u3000\u00a0\u0301\u0308\u0345\u200b\u200d\ufe0f"
)
awkward = st.text(st.sampled_from(AWKWARD), max_size=12)
anything = st.one_of(awkward, st.text(max_size=20), st.text(st.characters(), max_size=8))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("徐汇区", "徐汇区"),
        ("徐匯區", "徐汇区"),
        ("ＡＢＣ１２３", "abc123"),
        ("靜安區「天目西路」街道", "静安区天目西路街道"),
        ("“双报到”·双服务", "双报到双服务"),
        ("《司法服务》", "司法服务"),
        ("徐 汇　区", "徐汇区"),
        ("15 分钟 社区", "15分钟社区"),
        ("  Rich \t\n text ", "rich text"),
        ("㈱ ½", "(株) 1⁄2"),
        ("STRASSE straße", "strasse strasse"),
        ("e\u0301 é", "é é"),
        ("a\u200bb\ufeffc", "abc"),
        ("a\U000e0041b\U000e007f", "ab"),
        ("❤️", "❤"),
        ("a\u202eb", "ab"),
        ("it's", "its"),
        ("，：", ",:"),
        ("⻩浦区⻓宁区", "黄浦区长宁区"),
        ("", ""),
        (" “” ", ""),
    ],
)
def test_the_key_of_a_text(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("後", "后"),
        ("裡", "里"),
        ("裏", "里"),
        ("臺", "台"),
        ("颱", "台"),
        ("乾", "干"),
        ("幹", "干"),
        ("髮", "发"),
        ("發", "发"),
        ("瞭解", "了解"),
        ("隨著", "随着"),
        ("曹楊新邨", "曹杨新村"),
        ("憑藉", "凭借"),
        ("會務", "会务"),
    ],
)
def test_traditional_characters_and_variants_fold_to_the_simplified_one(written: str, same_as: str) -> None:
    assert fold(written) == fold(same_as)


def test_punctuation_that_separates_stays() -> None:
    assert fold("党建、服务；（一）【二】") == "党建、服务;(一)【二】"


@given(anything)
def test_folding_a_key_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_character_that_unicode_rewrites_folds_once_and_for_all() -> None:
    rewritten = [c for c in map(chr, range(0x110000)) if unicodedata.decomposition(c) or c.casefold() != c]
    assert [c for c in rewritten if fold(fold(c)) != fold(c) or fold_map(c)[0] != fold(c)] == []


@given(anything)
def test_canonically_equal_texts_have_one_key(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(anything)
def test_the_map_gives_the_key_and_never_falls(text: str) -> None:
    key, origins = fold_map(text)
    assert key == fold(text)
    assert len(origins) == len(key) + 1
    assert origins == sorted(origins)
    assert origins[-1] == len(text)


@given(anything)
def test_no_character_expands_to_more_than_unicode_allows(text: str) -> None:
    assert len(fold(text)) <= 18 * len(text)


@given(anything, st.data())
def test_the_source_of_a_span_folds_to_at_least_that_span(text: str, data: st.DataObject) -> None:
    key, origins = fold_map(text)
    start = data.draw(st.integers(0, len(key)))
    end = data.draw(st.integers(start, len(key)))
    first, last = source_span(text, origins, start, end)
    assert 0 <= first <= last <= len(text)
    assert key[start:end].strip() in fold(text[first:last])


@pytest.mark.parametrize(
    ("text", "word", "piece"),
    [
        ("静安“天目西路”街道", "天目西路", "天目西路"),
        ("黨 建", "党建", "黨 建"),
        ("e\u0301a", "é", "e\u0301"),
        ("㈱中", "株", "㈱"),
        ("徐·汇区", "徐汇", "徐·汇"),
        ("徐汇\ufe0f区", "徐汇", "徐汇"),
    ],
)
def test_the_source_of_a_word(text: str, word: str, piece: str) -> None:
    key, origins = fold_map(text)
    at = key.index(word)
    first, last = source_span(text, origins, at, at + len(word))
    assert text[first:last] == piece


def test_an_empty_span_stays_empty() -> None:
    _, origins = fold_map("徐汇")
    assert source_span("徐汇", origins, 1, 1) == (1, 1)


def test_variants_are_what_folds_to_a_character() -> None:
    assert set(variants("里")) == {"裏", "裡"}
    assert variants("徐") == ""
    assert all(fold(other) == "发" for other in variants("发"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一\t二", "一 二"),
        ("a\r\nb\nc\rd", "a b c d"),
        ("a\u2028b\u2029c", "a b c"),
        ("\x1b[2J", " [2J"),
        ("\x9b\x7f\x00", "   "),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("👨‍👩‍👧 家", "👨‍👩‍👧 家"),
        ("全　角", "全　角"),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert "\t" not in line
    assert one_line(line) == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\x00b\x07c\x7f", "a␀b␇c␡"),
        ("\x9b2J", "\\x9b2J"),
        ("a\r\nb\tc\x85d", "a b c d"),
        ("a\u202eb", "ab"),
        ("\ud800", "�"),
        ("[red]x[/]", "[red]x[/]"),
        ("徐汇", "徐汇"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_visible_text_can_be_written_and_controls_nothing(text: str) -> None:
    shown = visible(text)
    assert storable(shown)
    assert not any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in shown)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("徐汇区", 6),
        ("Ａ，", 4),
        ("ｱ", 1),
        ("é", 1),
        ("e\u0301", 1),
        ("a\u200bb", 2),
        ("👍", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧", 2),
        ("👨‍👩‍👧a", 3),
        ("❤", 1),
        ("❤️", 2),
        ("🇨🇳", 2),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("\x1b", 0),
        ("a\u202eb", 2),
        ("“双”", 4),
    ],
)
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


@given(st.text("abc 徐汇区，ＡＢ가", max_size=10), st.text("abc 徐汇区，ＡＢ가", max_size=10))
def test_width_adds_up_where_nothing_joins(left: str, right: str) -> None:
    assert width(left + right) == width(left) + width(right)


@pytest.mark.parametrize(
    ("text", "fine"), [("徐汇", True), ("", True), ("a\0b", False), ("\ud83d", False), ("👍\u202e", True)]
)
def test_storable(text: str, fine: object) -> None:
    assert storable(text) is fine


@given(st.text(st.characters()))
def test_storable_text_survives_utf_8(text: str) -> None:
    if storable(text):
        assert text.encode().decode() == text


def test_syllables_give_every_reading_commonest_first_one_entry_per_character() -> None:
    assert syllables("徐匯A行") == (("xu",), ("hui",), (), ("xing", "hang"))


@pytest.mark.parametrize(
    ("character", "reading"), [("莘", "xin"), ("场", "chang"), ("重", "chong"), ("泾", "jing"), ("绿", "lv")]
)
def test_syllables_hold_the_readings_of_place_names(character: str, reading: str) -> None:
    assert reading in syllables(character)[0]


def test_rare_readings_are_left_out() -> None:
    assert syllables("大") == (("da", "dai"),)


def test_every_character_of_gb_2312_has_a_reading() -> None:
    rows = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    characters = "".join(pair.decode("gb2312", "ignore") for pair in rows)
    assert len(characters) == 6763
    assert [
        character for character, readings in zip(characters, syllables(characters), strict=True) if not readings
    ] == []
