"""Editions and cases for the report's tests, without surprises: what is not given is unknown."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from shanghai_cases import report
from shanghai_cases.catalogue.rows import Census, census_of_documents
from shanghai_cases.model.edition import AwardTier, Edition
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier, exactly
from shanghai_cases.places import towns
from shanghai_cases.report import comparison
from shanghai_cases.report.facts import CaseFacts

if TYPE_CHECKING:
    from collections.abc import Iterable


def counted(editions: Iterable[Edition], cases: Iterable[CaseFacts]) -> Census:
    lists = ("themes", "related")
    documents = ({**case._asdict(), **{field: [*getattr(case, field)] for field in lists}} for case in cases)
    return census_of_documents(tuple(editions), documents, None)


def edition_report(
    editions: Iterable[Edition], cases: Iterable[CaseFacts], number: int, against: int | None = None
) -> report.EditionReport:
    return report.edition_report(counted(editions, cases), number, against)


def overview(editions: Iterable[Edition], cases: Iterable[CaseFacts]) -> report.Overview:
    return report.overview(counted(editions, cases))


def compare_editions(
    editions: Iterable[Edition], cases: Iterable[CaseFacts], first: int, second: int
) -> comparison.EditionsCompared:
    return comparison.compare_editions(counted(editions, cases), first, second)


def case(edition: int = 6, number: int = 1, **facts: object) -> CaseFacts:
    return CaseFacts(f"E{edition}-{number:03d}", edition)._replace(**facts)  # type: ignore[arg-type]


def edition(number: int, submissions: int | Figure = UNKNOWN, growth: float | Figure = UNKNOWN) -> Edition:
    return Edition(number, submissions=_figure(submissions), published_growth=_figure(growth))


def _figure(value: float | Figure) -> Figure:
    return value if isinstance(value, Figure) else exactly(value)


def over(value: float) -> Figure:
    return Figure(value, Qualifier.OVER)


def under(value: float) -> Figure:
    return Figure(value, Qualifier.UNDER)


SIXTH = Edition(
    6,
    "第六届中国（上海）社会治理创新实践案例",
    released="2024-01-04",
    submissions=exactly(481),
    published_growth=exactly(33),
    cumulative=Figure(2000, Qualifier.NEARLY),
    tiers=(
        AwardTier("十佳案例", exactly(10), ("十佳",)),
        AwardTier("优秀案例", exactly(20), ("优秀",)),
        AwardTier("提名案例", exactly(30), ("提名",)),
    ),
    awards_total=exactly(60),
)
FIFTH = Edition(
    5,
    submissions=Figure(None, Qualifier.DERIVED, 361, 363, "481 / 1.33", "growth_percent"),
)
EARLIER = tuple(Edition(number) for number in range(1, 5))
SHIPPED = (*EARLIER, FIFTH, SIXTH)

_NAMED = (
    ("市级", "", "上海市大数据中心", "市级机构", "数字化和绿色转型"),
    ("宝山区", "大场镇", "宝山区", "区", "数字化和绿色转型"),
    ("徐汇区", "", "徐汇区", "区", "增强基层党组织功能"),
    ("闵行区", "", "闵行区", "区", "增强基层党组织功能"),
    ("黄浦区", "", "黄浦区", "区", "全过程人民民主"),
    ("浦东新区", "", "浦东新区", "区", "全过程人民民主"),
    ("市级", "", "上海市第二中级人民法院", "法院", "为基层减负增能"),
    ("嘉定区", "嘉定镇街道", "嘉定区嘉定镇街道", "街镇", "为基层减负增能"),
    ("市级", "", "上海农商银行", "国企/银行", "为基层减负增能"),
    ("静安区", "天目西路街道", "静安区天目西路街道", "街镇", "城市更新"),
    ("青浦区", "徐泾镇", "青浦区", "区", "城市更新"),
)
NAMED = tuple(
    CaseFacts(f"E6-{place:03d}", 6, district, town, unit, unit_type, (theme,))
    for place, (district, town, unit, unit_type, theme) in enumerate(_NAMED, start=1)
)

_UNIT_TYPES = ("区", "街镇", "市级机构", "法院", "国企/银行", "高校", "重大项目指挥部", "居村委会", "")
_THEMES = ("数字化", "城市更新", "全过程人民民主", "养老", "为基层减负增能", "垃圾分类", "枫桥经验")
_AWARDS = (None, None, None, "none", "none", "十佳案例", "十佳", "优秀案例", "提名案例", "特别奖")


def many(editions: int = 8, cases: int = 4000, seed: int = 1) -> list[CaseFacts]:
    """Make cases of several editions, ever more of them, as real ones are: uneven, with gaps, some withdrawn."""
    rng = random.Random(seed)
    places = [(town.district, town.name) for town in towns()]
    made: list[CaseFacts] = []
    weights = [2 + number for number in range(editions)]
    for _ in range(cases):
        edition = rng.choices(range(1, editions + 1), weights)[0]
        district, town = rng.choice([("市级", ""), ("", ""), *rng.choices(places, k=8)])
        unit_type = rng.choice(_UNIT_TYPES if edition > 5 else _UNIT_TYPES[:5])
        themes = tuple(rng.sample(_THEMES if edition > 3 else _THEMES[:4], rng.randrange(4)))
        earlier = (rng.choice(made).id,) if made and rng.random() < 0.1 else ()
        made.append(
            CaseFacts(
                f"E{edition}-{len(made) + 1:03d}",
                edition,
                district,
                town if rng.random() < 0.7 else "",
                f"{district}{town}单位{rng.randrange(3)}",
                unit_type,
                themes,
                rng.choice(_AWARDS),
                "withdrawn" if rng.random() < 0.02 else "submitted",
                earlier,
            )
        )
    return made
