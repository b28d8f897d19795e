"""The fields of a case that are searched, how much a hit in each weighs, and the names of filters."""

from __future__ import annotations

from shanghai_cases.text.folding import fold

HEAD_FIELDS = (
    (0, ("title", "district", "town", "id")),
    (1, ("unit",)),
    (2, ("themes", "tags", "unit_type", "award_tier")),
)
"""Fields by weight (0 the best), those that stand before the long texts of a record."""

BODY_FIELDS = ((3, ("summary", "figures")), (4, ("text",)))
"""The long fields by weight."""

NAME_FIELDS = ("title", "district", "town", "unit", "themes", "tags")
"""Fields that hold names: what a pinyin, a homophone or a slip of the pen is looked for in."""

SHORT_KINDS = {
    "行": "银行",
    "院": "院",
    "委": "委员会",
    "会": "会",
    "办": "办公室",
    "局": "局",
    "所": "所",
    "校": "校",
    "大": "大学",
    "检": "检察院",
    "部": "部",
    "心": "中心",
    "联": "联合会",
    "政": "政法大学",
    "财": "财经大学",
    "师": "师范大学",
    "外": "外国语大学",
}
"""The last characters of short forms of organisations, and the kind each stands for."""

_FILTERS = {
    "district": ("区", "所在区", "区县"),
    "town": ("街镇", "街道", "镇", "街道镇"),
    "edition": ("届", "届次", "届别"),
    "tier": ("奖项", "奖次", "奖", "award", "award_tier"),
    "theme": ("主题", "themes"),
    "unit": ("单位", "申报单位"),
    "type": ("类型", "单位类型", "unit_type"),
    "tag": ("标签", "tags"),
    "year": ("年", "年份", "年度"),
    "id": ("编号", "案例编号"),
    "title": ("标题", "题目", "名称", "案例名称"),
}
FILTER_NAMES = tuple(_FILTERS)


def filter_named(name: str) -> str | None:
    """Return the filter of an English or Chinese name, in any case and script."""
    key = fold(name)
    return next((field for field, others in _FILTERS.items() if key == field or key in others), None)


def suggestion(name: str) -> str | None:
    """Return the filter whose name is most like a mistyped one."""
    from difflib import get_close_matches

    close = get_close_matches(name.lower(), FILTER_NAMES, n=1, cutoff=0.6)
    return close[0] if close else None
