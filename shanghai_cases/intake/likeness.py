"""How likely two cases are the same practice: evidence from titles, units and places, weighed by a logistic model.

Each title is looked at twice: whole, and without the words that every such title uses (its core), so that rewording
what is common costs little and changing a name costs much. The coefficients were fitted by
``scripts/similar_bench.py --fit`` on seeded pairs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import exp, inf, log
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.intake.bigrams import grams

if TYPE_CHECKING:
    from shanghai_cases.intake.bigrams import Weights

_COMMON = (
    *(
        "机制",
        "模式",
        "路径",
        "实践",
        "探索",
        "体系",
        "平台",
        "行动",
        "项目",
        "工程",
        "做法",
        "方案",
        "经验",
        "办法",
        "载体",
        "创新",
    ),
    *(
        "案例",
        "工作",
        "举措",
        "方法",
        "新路",
        "样板",
        "样本",
        "典型",
        "生动",
        "研究",
        "思考",
        "启示",
        "应用",
        "建设",
        "打造",
        "构建",
    ),
    *(
        "建立",
        "形成",
        "创建",
        "搭建",
        "构筑",
        "创设",
        "推出",
        "实施",
        "开展",
        "推行",
        "推进",
        "推动",
        "促进",
        "助推",
        "助力",
        "赋能",
    ),
    *(
        "加强",
        "强化",
        "深化",
        "优化",
        "完善",
        "健全",
        "提升",
        "提高",
        "增强",
        "激发",
        "激活",
        "破解",
        "解决",
        "化解",
        "调处",
        "实现",
    ),
    *(
        "达成",
        "绘就",
        "描绘",
        "谱写",
        "守护",
        "保障",
        "引领",
        "带动",
        "撬动",
        "凝聚",
        "聚力",
        "聚焦",
        "着力",
        "依托",
        "运用",
        "通过",
    ),
    *("利用", "治理", "管理", "服务", "社会", "基层", "社区", "居民", "群众", "百姓", "市民", "共建", "共治", "共享"),
)
_COMMON_SIGNS = "的与和及以用让使把将在为了新"
_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9]+")
_NO_NUMBERS: frozenset[str] = frozenset()
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_BOILERPLATE = re.compile("|".join(_COMMON) + f"|(?:19|20)[0-9]{{2}}年?度?|[{_COMMON_SIGNS}]")
_SHORTEST_CORE = 4


class Evidence(NamedTuple):
    """What speaks for and against two cases being one practice; every part runs from 0 to 1 or a little above."""

    same_unit: float
    same_district: float
    contained: float
    """Share of the bigram weight of the smaller title that the other has, too."""
    common: float
    """Twice the common bigram weight over the weight of both (Dice 1945)."""
    ratio: float
    """RapidFuzz ratio of the titles: normalised insertion-deletion similarity."""
    core_ratio: float
    lost: float
    """Bigram weight that each core has and the other lacks, the smaller of the two, over five rare bigrams."""


COEFFICIENTS = Evidence(7.91, 2.71, 7.46, 29.59, 3.63, 9.34, -15.18)
INTERCEPT = -34.89
CONTAINED, COMMON = COEFFICIENTS.contained, COEFFICIENTS.common


def core(key: str) -> str:
    """Return a key without the words that most titles use, unless next to nothing is left."""
    rest = _BOILERPLATE.sub("", key)
    return rest if len(rest) >= _SHORTEST_CORE else key


class Title:
    """A title prepared for comparison: its key, with the numbers in it, its bigrams and their weight."""

    __slots__ = ("_core", "grams", "key", "numbers", "weight")

    def __init__(self, key: str, held: set[int], weights: Weights) -> None:
        self.key = key
        self.numbers = frozenset(_NUMBER.findall(_YEAR.sub("", key))) if _DIGIT.search(key) else _NO_NUMBERS
        self.grams = held
        self.weight = weights.total(held)
        self._core: Title | None = None

    def core(self, weights: Weights) -> Title:
        """Return the title without the words that most titles use."""
        if self._core is None:
            rest = core(self.key)
            self._core = self if rest == self.key else Title(rest, grams(rest), weights)
        return self._core


def evidence(
    one: Title, other: Title, weights: Weights, *, same_unit: bool, same_district: bool, limit: float
) -> Evidence | None:
    """Compare two titles and take note of unit and place; None as soon as ``limit`` can't be reached any more.

    Titles that name different numbers (years aside) are never one practice: 第1居民区 is not 第2居民区.
    """
    if one.numbers and other.numbers and not (one.numbers <= other.numbers or other.numbers <= one.numbers):
        return None
    shared = weights.total(one.grams & other.grams)
    contained, common = _share(shared, min(one.weight, other.weight)), _share(2 * shared, one.weight + other.weight)
    if CONTAINED * contained + COMMON * common < least(limit, same_unit=same_unit, same_district=same_district):
        return None
    from rapidfuzz.fuzz import ratio

    cores = one.core(weights), other.core(weights)
    return Evidence(
        float(same_unit),
        float(same_district and not same_unit),
        contained,
        common,
        ratio=ratio(one.key, other.key) / 100,
        core_ratio=ratio(cores[0].key, cores[1].key) / 100,
        lost=_lost(*cores, weights),
    )


def _lost(one: Title, other: Title, weights: Weights) -> float:
    """Return the bigram weight that each title has and the other lacks, the smaller of the two."""
    return (min(one.weight, other.weight) - weights.total(one.grams & other.grams)) / (5 * weights.rare)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def probability(found: Evidence) -> float:
    """Return how likely the two cases are one practice, between 0 and 1."""
    total = INTERCEPT + sum(weight * part for weight, part in zip(COEFFICIENTS, found, strict=True))
    return 1 / (1 + exp(-max(-700.0, total)))


@lru_cache(maxsize=64)
def least(limit: float, *, same_unit: bool = True, same_district: bool = False) -> float:
    """Return what `contained` and `common` must bring together for two cases to reach ``limit``."""
    if not 0 < limit < 1:
        return -inf if limit <= 0 else inf
    others = COEFFICIENTS.ratio + COEFFICIENTS.core_ratio
    place = COEFFICIENTS.same_unit if same_unit else COEFFICIENTS.same_district if same_district else 0.0
    return log(limit / (1 - limit)) - INTERCEPT - others - place
