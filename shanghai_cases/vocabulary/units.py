"""Tell the type of a unit from its name; the rules are tried in order and the first that fits decides.

They look at the name without districts, towns and a leading 上海市; docs/data.md has a sentence for each.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from shanghai_cases.places import CITY_LEVEL, find_district, find_towns, without_places
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from shanghai_cases.places import Place

_SEVERAL = "、,;/+"
_FEDERATIONS = "(妇女|残疾人|工商业|归国华侨|青年|文学艺术界|社会科学界)联合会"
_PUBLIC_BODIES = f"{_FEDERATIONS}|科学技术协会|红十字会|工会|妇联|科协|残联|工商联"
_RULES = (
    ("重大项目指挥部", "指挥部"),
    ("法院", "法院|法庭"),
    ("高校", "(?<!老年|社区|业余)大学(?![城路生]|.*附属)|(?<!教育|进修|社区)学院(?!路)"),
    ("居村委会", "居民区|居委|居民委员会|村委|村民委员会|村(党委|党总支|党支部)|(?<!新)村$"),
    ("国企/银行", "银行|农商行|集团|控股|城投|国资公司|国有"),
    (
        "功能区",
        (
            "(开发区|工业区|园区|自贸区|试验区|高新区|度假区|旅游区|保税区|片区|商务区|加工区|示范区|贸易区"
            "|产业园|软件园|科学城|金融城|农场|林场)(管委会|管理委员会|管理局|管理办公室)?$"
        ),
    ),
    (
        "社会组织/共治平台",
        (
            f"^(?!.*({_PUBLIC_BODIES})$).*(协会|学会|研究会|促进会|商会|基金会|理事会|联合会|联盟|议事会|街事会"
            "|业委会|业主委员会|服务社|(社工|社工师|社会工作)事务所|志愿(服务队|服务总队|者队伍)|共治(委员会|平台)|社会组织)$"
        ),
    ),
)
_UNTYPED = "公司|企业|医院|中学|小学|学校|幼儿园|物业|俱乐部"
_OFFICES = (
    f"({_PUBLIC_BODIES}|政府|委|委员会|管委会|常委会|办事处|局|办|办公室|部|署|人大|政协|检察院|总队|支队|大队|党校"
    "|(司法|派出|监管|税务)所|(大数据|城运|管理|治理|指导|融媒体|文化活动|(党群|党建|受理|行政|政务|法律)服务)中心)$"
)
_CITY_OFFICES = "(中心|院|馆|厅)$"
_CITY_OFFICES_CALLED_SHANGHAI = "(局|海关|总队|检察院)$"


def unit_type_of(unit: str, place: Place | None) -> str | None:
    """Return the type of a unit by its name and `locate`'s answer for it; None if the name doesn't tell."""
    key = fold(unit)
    if not key or any(mark in key for mark in _SEVERAL):
        return None
    rest = "" if _is_place_alone(key, place) else without_places(unit)
    kind = next((kind for kind, pattern in _RULES if _fits(pattern, rest)), None)
    if kind or place is None or _fits(_UNTYPED, rest):
        return kind
    if place.district != CITY_LEVEL:
        return _level(place) if not rest or _fits(_OFFICES, rest) else None
    return "市级机构" if _is_city_office(key, rest) else None


def _is_place_alone(key: str, place: Place | None) -> bool:
    if place is None or fold(place.evidence) != key:
        return False
    return place.town is not None or find_district(key) is not None


def _level(place: Place) -> str:
    """Offices count with the district, town or zone whose they are."""
    if place.town is None:
        return "区"
    return "功能区" if find_towns(place.town, place.district)[0].type == "功能区" else "街镇"


def _is_city_office(key: str, rest: str) -> bool:
    """Offices are called 上海市… or 市…; of those called 上海… without 市 only a few kinds are offices."""
    if key.removeprefix("中共").startswith(("上海市", "市")):
        return _fits(_OFFICES, rest) or _fits(_CITY_OFFICES, rest)
    return _fits(_CITY_OFFICES_CALLED_SHANGHAI, rest)


def _fits(pattern: str, rest: str) -> bool:
    return _compiled(pattern).search(rest) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
