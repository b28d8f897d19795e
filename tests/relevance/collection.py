"""What the questions are asked of: the shipped cases, real neighbours, and invented cases that set traps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shanghai_cases.catalogue import layout
from tests.search.readers import Document, case

_ROOT = Path(__file__).resolve().parents[2]
NEIGHBOURS, INVENTED = 4, 5  # the editions they are given here

_INVENTED: tuple[tuple[str, str, str, str, str], ...] = (
    ("里弄小厨房微更新", "静安区宝山路街道", "静安区", "宝山路街道", "三户合用一间厨房，施工前逐户签字。"),
    ("古北市民议事厅", "长宁区虹桥街道", "长宁区", "虹桥街道", "外籍居民也来听证，意见写进社区公约。"),
    ("楼宇里的早餐会", "闵行区虹桥镇", "闵行区", "虹桥镇", "白领在上班前半小时说需求。"),
    ("楼道里的议事角", "徐汇区漕河泾街道", "徐汇区", "漕河泾街道", "每个楼道推一位召集人。"),
    ("滨江驿站轮值", "虹口区北外滩街道", "虹口区", "北外滩街道", "驿站由沿线单位轮流值守。"),
    ("游客与居民共用的弄堂", "黄浦区外滩街道", "黄浦区", "外滩街道", "把参观时段交给居民投票。"),
    ("海边新城的青年公寓", "浦东新区南汇新城镇", "浦东新区", "南汇新城镇", "保租房里设楼层长。"),
    ("蘇州河畔舊小區加裝電梯", "普陀區長壽路街道", "普陀区", "长寿路街道", "１２個樓組一次簽完。"),
    ("轮椅能到的地铁站", "上海市交通委员会", "市级", "", "把换乘路线走一遍再改。"),
    ("学生做社区规划师", "上海交通大学", "市级", "", "设计课开在居委会。"),
    ("古镇与新村一张网", "普陀区真如镇街道", "普陀区", "真如镇街道", "新村和老街合编网格。"),
    ("江面保洁联勤", "上海市水务局", "市级", "", "黄浦江两岸各区同一时间出船。"),
)


def documents() -> list[Document]:
    """Return all cases as documents."""
    shipped = layout.read((_ROOT / "catalogue.json").read_bytes())["cases"].values()
    return [*shipped, *_neighbours(), *_traps()]


def _neighbours() -> list[Document]:
    items: list[dict[str, Any]] = json.loads((_ROOT / "scripts/facts/neighbours.json").read_bytes())["items"]
    return [
        case(
            f"E{NEIGHBOURS}-{int(item['id'].removeprefix('N-')):03d}",
            item["title"],
            item["unit"],
            district=item["district"],
            town=item["town"] or "",
            figures=item["figures"],
        )
        for item in items
    ]


def _traps() -> list[Document]:
    return [
        case(f"E{INVENTED}-{i + 1:03d}", title, unit, district=district, town=town, summary=summary)
        for i, (title, unit, district, town, summary) in enumerate(_INVENTED)
    ]
