from __future__ import annotations

import json
from pathlib import Path

import pytest

from shanghai_cases.places import locate, towns
from shanghai_cases.vocabulary import (
    award_tiers,
    broader_of,
    find_theme,
    find_unit_type,
    same_meaning,
    synonyms,
    synonyms_of,
    themes,
    unit_type_of,
    unit_types,
)

FACTS = Path(__file__).resolve().parents[1] / "scripts" / "facts"
CASES = json.loads((FACTS / "cases.json").read_text(encoding="utf-8"))["cases"]


def test_themes() -> None:
    assert [theme.name for theme in themes()] == [
        *("数字化和绿色转型", "增强基层党组织功能", "全过程人民民主", "为基层减负增能", "城市更新")
    ]


def test_unit_types() -> None:
    assert [(kind.id, kind.name) for kind in unit_types()] == [
        ("district", "区"),
        ("town", "街镇"),
        ("bureau", "市级机构"),
        ("court", "法院"),
        ("soe", "国企/银行"),
        ("university", "高校"),
        ("project_hq", "重大项目指挥部"),
        ("zone", "功能区"),
        ("ngo", "社会组织/共治平台"),
        ("community", "居村委会"),
    ]


def test_award_tiers() -> None:
    assert [(tier.rank, tier.name, tier.aliases) for tier in award_tiers()] == [
        (1, "十佳案例", ("十佳",)),
        (2, "优秀案例", ("优秀",)),
        (3, "提名案例", ("提名",)),
    ]


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        ("城市更新", "城市更新"),
        ("T5", "城市更新"),
        ("t5", "城市更新"),
        ("全過程人民民主", "全过程人民民主"),
        ("着力增强基层党组织功能", "增强基层党组织功能"),
        ("更新", None),
        ("", None),
    ],
)
def test_find_theme(name: str, theme: str | None) -> None:
    assert find_theme(name) == theme


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("法院", "法院"),
        ("court", "法院"),
        ("委办局", "市级机构"),
        ("市级机关", "市级机构"),
        ("國企/銀行", "国企/银行"),
        ("学校", None),
    ],
)
def test_find_unit_type(name: str, kind: str | None) -> None:
    assert find_unit_type(name) == kind


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_units_of_the_named_cases(case: dict[str, str]) -> None:
    assert unit_type_of(case["unit"], locate(case["unit"])) == case["unit_type"]


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("上海市第二中级人民法院", "法院"),
        ("徐汇区人民法院", "法院"),
        ("浦东新区人民法院张江法庭", "法院"),
        ("上海农商银行", "国企/银行"),
        ("上海浦东发展银行", "国企/银行"),
        ("临港集团", "国企/银行"),
        ("上海久事(集团)有限公司", "国企/银行"),
        ("上海某某科技有限公司", None),
        ("徐汇区某物业公司党委", None),
        ("上海市大数据中心", "市级机构"),
        ("上海市信访办", "市级机构"),
        ("市民政局", "市级机构"),
        ("中共上海市委组织部", "市级机构"),
        ("上海市妇女联合会", "市级机构"),
        ("上海海关", "市级机构"),
        ("上海屋里厢社区服务中心", None),
        ("复旦大学", "高校"),
        ("上海交通大学国际与公共事务学院", "高校"),
        ("上海电机学院", "高校"),
        ("徐汇区老年大学", None),
        ("静安区教育学院", None),
        ("松江大学城", None),
        ("复旦大学附属中山医院", None),
        ("书院镇", "街镇"),
        ("徐汇区", "区"),
        ("徐汇", "区"),
        ("徐汇区人民政府", "区"),
        ("徐汇区民政局", "区"),
        ("徐汇区委组织部", "区"),
        ("上海市公安局静安分局", "区"),
        ("上海市静安区人民检察院", "区"),
        ("闸北区", "区"),
        ("静安区天目西路街道", "街镇"),
        ("天目西路", "街镇"),
        ("嘉定镇街道", "街镇"),
        ("静安区天目西路街道办事处", "街镇"),
        ("唐镇人民政府", "街镇"),
        ("新村乡", "街镇"),
        ("顾村镇", "街镇"),
        ("菊园新区", "功能区"),
        ("嘉定区菊园新区管委会", "功能区"),
        ("莘庄工业区", "功能区"),
        ("虹桥国际中央商务区管理委员会", "功能区"),
        ("陆家嘴金融城", "功能区"),
        ("陆家嘴街道东园一居民区", "居村委会"),
        ("周浦镇界浜村", "居村委会"),
        ("张江镇环东中心村", "居村委会"),
        ("古美街道平阳六村", "居村委会"),
        ("黄浦区新天地居民区", "居村委会"),
        ("长宁区新泾镇绿八居委会", "居村委会"),
        ("彭浦新村街道第三居民区党总支", "居村委会"),
        ("玉兰新村", None),
        ("临港新片区重大项目建设指挥部", "重大项目指挥部"),
        ("上海市志愿者协会", "社会组织/共治平台"),
        ("上海社区发展研究会", "社会组织/共治平台"),
        ("静安区社会组织联合会", "社会组织/共治平台"),
        ("徐汇区凌云社区学校", None),
        ("彭浦", None),
        ("虹桥", None),
        ("陆家嘴街道、洋泾街道", None),
        ("静安區天目西路街道", "街镇"),
        ("", None),
    ],
)
def test_the_type_of_a_unit(unit: str, kind: str | None) -> None:
    assert unit_type_of(unit, locate(unit)) == kind


def test_every_town_has_the_type_of_its_kind() -> None:
    wrong = [
        town.name
        for town in towns()
        for unit in (town.name, town.district + town.name)
        if unit_type_of(unit, locate(unit)) != ("功能区" if town.type == "功能区" else "街镇")
    ]
    assert wrong == []


def test_a_head_has_its_terms_and_a_term_its_heads() -> None:
    assert synonyms_of("城中村") == ("城中村改造", "两旧一村", "旧村改造")
    assert synonyms_of("两旧一村") == ()
    assert broader_of("兩舊一村") == ("城中村",)
    assert {"党建引领", "物业治理"} <= set(broader_of("红色物业"))
    assert broader_of("城中村") == synonyms_of("不存在") == broader_of("不存在") == ()


def test_words_of_the_same_meaning_have_each_other_and_are_not_broader() -> None:
    for words in same_meaning():
        for word in words:
            assert set(words) - {word} <= set(synonyms_of(word))
            assert not set(words) & set(broader_of(word))


def test_no_word_has_two_sets_of_words_of_the_same_meaning() -> None:
    words = [word for words in same_meaning() for word in words]
    assert len(words) == len(set(words))


def test_words_of_nearly_every_case_are_no_synonyms() -> None:
    assert synonyms_of("网格") == ()
    assert synonyms_of("社区") == ()
    listed = {word for head, terms in synonyms().items() for word in (head, *terms)}
    assert listed & {"社区", "网格", "物业"} == set()
    assert set(synonyms_of("网格化")) == {"微网格", "综合网格", "多格合一", "片区", "网格员", "网格长"}


def test_a_head_that_is_a_term_elsewhere_keeps_both() -> None:
    heads = [head for head, terms in synonyms().items() if any(head in other for other in synonyms().values())]
    for head in heads:
        assert set(synonyms()[head]) <= set(synonyms_of(head))
