"""The look for earlier submissions: what is one practice, what is not, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.similar_titles import EDITS, sample
from shanghai_cases.catalogue.protocol import Outline
from shanghai_cases.intake.keys import MARK, bare_all, fold_all
from shanghai_cases.intake.similar import LIMIT, Pair, Search, pairs
from shanghai_cases.text.folding import fold, letters

FIRST = Outline("E5-001", 5, "“三所联动”机制化解社区矛盾", "徐汇区田林街道", "徐汇区", "田林街道")
OTHERS = [
    FIRST,
    Outline("E5-002", 5, "打造15分钟社区生活圈", "静安区", "静安区", ""),
    Outline("E5-003", 5, "“红色物业”破解老旧小区治理难题", "黄浦区", "黄浦区", ""),
    Outline("E5-004", 5, "居村党群服务阵地标准化", "闵行区", "闵行区", ""),
]


def asked(title: str, unit: str = FIRST.unit, district: str = FIRST.district) -> list[tuple[str, str]]:
    found = pairs([Outline("E6-001", 6, title, unit, district, "")], OTHERS)
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
    numbered = [Outline(f"E5-{n:03d}", 5, f"第{n}居民区议事厅建设", "徐汇区", "徐汇区", "") for n in range(1, 30)]
    dated = [Outline("E4-001", 4, "睦邻客厅社区议事（2022年）", "徐汇区", "徐汇区", "")]

    assert pairs([Outline("E6-001", 6, "第77居民区议事厅建设", "徐汇区", "徐汇区", "")], numbered) == []
    assert len(pairs([Outline("E6-001", 6, "睦邻客厅社区议事（2023年）", "徐汇区", "徐汇区", "")], dated)) == 1


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
    assert bare_all(texts) == ["".join(filter(str.isalnum, fold(text.replace(MARK, "")))) for text in texts]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6), st.randoms())
def test_an_equal_title_is_always_found(titles: list[str], random: object) -> None:
    del random
    known = [Outline(f"E5-{n:03d}", 5, title, "静安区", "静安区", "") for n, title in enumerate(titles, 1)]

    for case in known:
        found = pairs([case._replace(id="E6-001")], known)
        if letters(case.title):
            assert case.id in [pair.other_id for pair in found]


@given(
    st.lists(st.text("社区治理机制党群甲乙𠮷", max_size=9), max_size=30),
    st.integers(0, 30),
    st.sampled_from([0.3, LIMIT]),
)
def test_many_titles_at_once_meet_the_same_candidates(keys: list[str], own: int, limit: float) -> None:
    from shanghai_cases.intake.candidate_arrays import AllAtOnce
    from shanghai_cases.intake.candidates import TitleByTitle
    from shanghai_cases.intake.likeness import least

    asked = [key for key in keys[own:] if len(key) != 1]  # a single character has no bigram, only its equals
    known = [*keys[:own], *asked]

    one_by_one, at_once = (
        [list(way(known, asked, place, least(limit)).of_each()) for place in (None, len(known) - len(asked))]
        for way in (TitleByTitle, AllAtOnce)
    )

    assert [[[one.place for one in some] for some in found] for found in one_by_one] == [
        [[one.place for one in some] for some in found] for found in at_once
    ]
