"""The look for earlier submissions: what is one practice, what is not, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.similar_titles import EDITS, sample
from shanghai_cases.intake.keys import bare, bare_all, fold_all
from shanghai_cases.intake.similar import LIMIT, Known, Pair, Search, pairs
from shanghai_cases.text.folding import fold

FIRST = Known("E5-001", 5, "“三所联动”机制化解社区矛盾", "徐汇区田林街道", "徐汇区", "田林街道")
OTHERS = [
    FIRST,
    Known("E5-002", 5, "打造15分钟社区生活圈", "静安区", "静安区", ""),
    Known("E5-003", 5, "“红色物业”破解老旧小区治理难题", "黄浦区", "黄浦区", ""),
    Known("E5-004", 5, "居村党群服务阵地标准化", "闵行区", "闵行区", ""),
]


def asked(title: str, unit: str = FIRST.unit, district: str = FIRST.district) -> list[tuple[str, str]]:
    found = pairs([Known("E6-001", 6, title, unit, district, "")], OTHERS)
    return [(pair.other_id, str(pair.reason)) for pair in found]


@pytest.mark.parametrize(
    ("title", "unit", "reason"),
    [
        ("三所联动机制化解社区矛盾", "徐汇区田林街道办事处", "the same title, the same unit"),
        ("化解社区矛盾：三所联动机制", FIRST.unit, "titles 90 % alike, the same unit"),
        ("三所联动机制化解社区矛盾的实践与探索", FIRST.unit, "one title holds the other, the same unit"),
        ("徐汇区田林街道“三所联动”机制化解社区矛盾", FIRST.unit, "the same title, the same unit"),
        ("三所联动机制化解社区矛盾", "徐汇区司法局", "the same title, another unit of the same district"),
    ],
)
def test_an_edited_title_is_found_again_with_the_reason(title: str, unit: str, reason: str) -> None:
    assert asked(title, unit) == [("E5-001", reason)]


@pytest.mark.parametrize(
    "title", ["“红色客厅”里的老年助餐", "打造10分钟养老服务圈", "社区矛盾调解的信息化", "楼宇党群服务阵地", "……"]
)
def test_another_practice_is_not(title: str) -> None:
    assert asked(title, "普陀区", "普陀区") == []


def test_numbers_tell_practices_apart_and_years_do_not() -> None:
    numbered = [Known(f"E5-{n:03d}", 5, f"第{n}居民区议事厅建设", "徐汇区", "徐汇区", "") for n in range(1, 30)]
    dated = [Known("E4-001", 4, "睦邻客厅社区议事（2022年）", "徐汇区", "徐汇区", "")]

    assert pairs([Known("E6-001", 6, "第77居民区议事厅建设", "徐汇区", "徐汇区", "")], numbered) == []
    assert len(pairs([Known("E6-001", 6, "睦邻客厅社区议事（2023年）", "徐汇区", "徐汇区", "")], dated)) == 1


def test_a_case_is_no_pair_with_itself_and_a_pair_is_told_once() -> None:
    again = FIRST._replace(id="E6-009", edition=6)

    found = pairs([FIRST, again], [*OTHERS, again])

    assert [(pair.id, pair.other_id) for pair in found] == [("E5-001", "E6-009")]
    assert isinstance(found[0], Pair)
    assert LIMIT <= found[0].score <= 1


def test_nothing_asked_or_nothing_known_finds_nothing() -> None:
    assert pairs([], OTHERS) == []
    assert pairs([FIRST], []) == []


@pytest.mark.parametrize("seed", [901, 902])
def test_recall_and_false_alarms_on_seeded_titles(seed: int) -> None:
    data = sample(seed, 1_000, edited=140, new=140)

    hits = list(Search(data.existing, data.incoming).hits())

    found = [
        any(data.existing[hit.place].id == original for hit in some)
        for some, original in zip(hits, data.originals, strict=False)
    ]
    assert len(found) == 140
    assert set(data.edits) == {edit.__name__ for edit in EDITS}
    assert sum(found) >= 139
    assert sum(map(bool, hits[140:])) <= 1


@given(st.lists(st.text(max_size=12), max_size=8))
def test_keys_of_many_are_the_keys_of_each(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]
    assert bare_all(texts) == [bare(text) for text in texts]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6), st.randoms())
def test_an_equal_title_is_always_found(titles: list[str], random: object) -> None:
    del random
    known = [Known(f"E5-{n:03d}", 5, title, "静安区", "静安区", "") for n, title in enumerate(titles, 1)]

    for case in known:
        found = pairs([case._replace(id="E6-001")], known)
        if bare(case.title):
            assert case.id in [pair.other_id for pair in found]
