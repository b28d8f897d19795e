from __future__ import annotations

import pytest

from shanghai_cases.search.query import AnyOf, Not, QueryError, Restriction, Word, parse

_UNKNOWN = (
    "there is no field “http”; fields are district, town, edition, tier, theme, unit, type, tag, year, id, title. "
    "To search for the text itself put it in quotes"
)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("养老", (Word("养老"),)),
        ("养老 助餐", (Word("养老"), Word("助餐"))),
        ("养老　助餐", (Word("养老"), Word("助餐"))),
        ("养老 AND 助餐", (Word("养老"), Word("助餐"))),
        ('"家门口 服务"', (Word("家门口 服务", quoted=True),)),
        ("“家门口 服务”", (Word("家门口 服务", quoted=True),)),
        ('"他说 \\"好\\""', (Word('他说 "好"', quoted=True),)),
        ('"C:\\\\"', (Word("C:\\", quoted=True),)),
        ("“心家园”公益服务站", (Word("心家园", quoted=True), Word("公益服务站"))),
        ("党建“一站式”服务", (Word("党建“一站式”服务"),)),
        ("-养老", (Not(Word("养老")),)),
        ("－养老", (Not(Word("养老")),)),
        ("a OR b", (AnyOf((Word("a"), Word("b"))),)),
        ("a OR b OR c d", (AnyOf((Word("a"), Word("b"), Word("c"))), Word("d"))),
        ('"OR"', (Word("OR", quoted=True),)),
        ("or", (Word("or"),)),
        ("district:徐汇", (Restriction("district", ("徐汇",)),)),
        ("District:徐汇", (Restriction("district", ("徐汇",)),)),
        ("区：徐汇", (Restriction("district", ("徐汇",)),)),
        ("區：徐匯", (Restriction("district", ("徐匯",)),)),
        ("届:3,6", (Restriction("edition", ("3", "6")),)),
        ("届:3，6", (Restriction("edition", ("3", "6")),)),
        ("year:2019..2023", (Restriction("year", ("2019..2023",)),)),
        ('unit:"上海 农商银行"', (Restriction("unit", ("上海 农商银行",)),)),
        ("-tag:减负", (Not(Restriction("tag", ("减负",))),)),
        ("案例：枫桥", (Word("案例：枫桥"),)),
        ("12:30", (Word("12:30"),)),
    ],
)
def test_a_query_becomes_terms(query: str, terms: tuple[object, ...]) -> None:
    assert parse(query) == terms


@pytest.mark.parametrize(
    ("query", "position", "expected"),
    [
        ("", 0, "there is nothing to search for"),
        ("  ", 0, "there is nothing to search for"),
        ("·", 0, "expected a word: marks and spaces alone are not searched for"),
        ("养老 “”", 3, "expected a word: marks and spaces alone are not searched for"),
        ("OR 养老", 0, 'expected a word before OR (to search for OR itself: "OR")'),
        ("养老 OR", 5, "expected a word after OR"),
        ("养老 OR OR 助餐", 6, 'expected a word before OR (to search for OR itself: "OR")'),
        ("养老 - 助餐", 3, "expected a word right after “-”"),
        ("养老 --助餐", 3, "expected a word right after “-”"),
        ('养老 "助餐', 3, 'expected a closing " for this one'),
        ("养老 “助餐", 3, "expected a closing ” for this one"),
        ("区：", 2, "expected a value for district"),
        ("edition:3,", 10, "expected a value for edition"),
        ("distrct:徐汇", 0, "there is no field “distrct”; did you mean “district”?"),
        ("养老 http://x", 3, _UNKNOWN),
    ],
)
def test_an_unclear_query_is_pointed_at(query: str, position: int, expected: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert (caught.value.position, str(caught.value.expected)) == (position, expected)


def test_the_message_shows_the_place() -> None:
    with pytest.raises(QueryError) as caught:
        parse("养老 OR")
    assert str(caught.value) == "the query is not clear at character 6: expected a word after OR\n  养老 OR▸"
