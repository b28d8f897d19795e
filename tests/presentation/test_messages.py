"""Sentences in the reader's language, with what others wrote made harmless in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanghai_cases.errors import DataError, FieldError, FieldName, Message, msg
from shanghai_cases.presentation import messages
from shanghai_cases.presentation.messages import language_of, translate, words


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"CASES_LANG": "zh"}, "zh"),
        ({"CASES_LANG": "ZH_CN"}, "zh"),
        ({"CASES_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"CASES_LANG": "fr", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"CASES_LANG": "", "LANG": "zh_TW"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_GB"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_an_environment_asks_for(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_a_language_is_spoken_until_another_is_chosen() -> None:
    assert translate(msg("nothing found")) == "nothing found"
    messages.use("zh")
    assert (messages.language(), translate(msg("nothing found"))) == ("zh", "没有找到")
    assert translate(msg("nothing found"), "en") == "nothing found"


def test_values_are_filled_in_and_messages_among_them_translated() -> None:
    message = msg("Error: {problem}", problem=msg("edition {number} was added", number=7))
    assert translate(message, "en") == str(message) == "Error: edition 7 was added"
    assert translate(message, "zh") == "错误：已新增第7届"


def test_a_list_is_joined_with_the_readers_comma() -> None:
    message = msg("there is no case {ids}", ids=("E6-001", msg("unknown"), "\x1b"))
    assert translate(message, "en") == "there is no case E6-001, unknown, ␛"
    assert translate(message, "zh") == "没有案例E6-001、未知、␛"
    assert str(msg("there is no case {ids}", ids=("E6-001", "E6-002"))) == "there is no case E6-001, E6-002"


def test_a_fields_name_is_shown_as_its_label() -> None:
    message = FieldError("unit_type", "甲", msg("is missing")).message
    assert translate(message, "en") == "unit type: is missing (got '甲')"
    assert translate(message, "zh") == "单位类型：缺失（填写的是 '甲'）"
    assert str(DataError(message)) == "unit_type: is missing (got '甲')"
    assert translate(msg("{field}: {reason} (got {value})", field=FieldName("new"), reason="x", value="y"), "zh") == (
        "new：x（填写的是 y）"
    )


def test_the_systems_reasons_are_known_by_their_english_words() -> None:
    message = msg("can't write the output: {reason}", reason="No space left on device")
    assert translate(message, "en") == "can't write the output: No space left on device"
    assert translate(message, "zh") == "无法写出结果：磁盘空间不足"
    other = msg("can't write the output: {reason}", reason="Cosmic rays {x}")
    assert translate(other, "zh") == "无法写出结果：Cosmic rays {x}"


@pytest.mark.parametrize("language", ["en", "zh"])
@given(value=st.text())
def test_what_others_wrote_cannot_command_a_terminal(language: str, value: str) -> None:
    shown = translate(msg("there is no case {id}", id=value), language)
    assert shown.isprintable() or not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown)
    assert "{id}" not in shown or "{id}" in value


def test_words_without_a_translation_stay() -> None:
    assert words("no such sentence", "zh") == "no such sentence"
    assert words("", "zh") == ""
    assert translate(Message("no such {thing}", {"thing": 5}), "zh") == "no such 5"
