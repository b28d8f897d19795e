"""Make a catalogue of any size, the same one for the same seed: ``python -m bench.generate 100000 FILE``.

Cases are about 1 KB of Chinese text of this field. Of each 100, about 8 say 徐汇 (its own and those that mention it);
`bench.RARE` stands in about 3 of 1,000.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench import EDITIONS, RARE
from shanghai_cases import vocabulary
from shanghai_cases.catalogue.layout import dumps
from shanghai_cases.places import towns

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20240104
_OWN_SHARE, _MENTIONS, _RARE_SHARE = 0.01, 0.015, 0.003
_KINDS = ("“一站式”服务", "新模式", "长效机制", "实践与探索", "三方联动", "微循环", "共建共治共享", "样板小区")
_STEPS = (
    "以网格为单元排查问题，把矛盾发现在早、处置在小",
    "通过居民议事会征求意见，逐条列成项目清单",
    "引入专业力量参与日常运营，签订三年服务约定",
    "依托数据平台汇聚信息，每周向居村回流一次",
    "组织志愿队伍上门走访，为独居老人解决实际困难",
    "由街镇牵头，联合物业、业委会、居委会共同商议",
    "推动老旧小区改造，补上公共空间和无障碍设施",
    "设立服务站点，提供助餐、助医、文化等十多项服务",
    "把分散的经费合并使用，账目在楼道里逐月公开",
    "请沿街商户推选召集人，轮流值守、互相监督",
    "建立“接诉—派单—回访”的闭环，办结率逐季上升",
    "邀请高校团队跟踪评估，形成可复制的操作手册",
)


def lines(count: int, seed: int = SEED) -> Iterator[bytes]:
    """Go through the lines of a canonical catalogue file with so many cases."""
    yield b'{\n"meta":{\n"1":{"schema":1,"name":"benchmark"}\n},\n"editions":{\n'
    yield b",\n".join(b'"%d":' % n + dumps(_edition(n)) for n in range(1, EDITIONS + 1))
    yield b'\n},\n"reviews":{\n},\n"cases":{\n'
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    names = _Names.known()
    for i in range(count):
        yield (b",\n" if i else b"") + b'"%d":' % (i + 1) + dumps(_case(i, chance, names))
    yield b"\n}\n}\n" if count else b"}\n}\n"


class _Names(NamedTuple):
    """What cases are made of."""

    places: list[tuple[str, str]]
    own: list[tuple[str, str]]
    words: list[str]
    themes: list[str]
    tiers: list[str | None]

    @classmethod
    def known(cls) -> _Names:
        places = [(town.district, town.name) for town in towns()]
        return cls(
            places,
            [place for place in places if place[0] == "徐汇区"],
            [*dict.fromkeys(word for head, terms in vocabulary.synonyms().items() for word in (head, *terms))],
            [theme.name for theme in vocabulary.themes()],
            [None, None, None, "none", *(award.name for award in vocabulary.award_tiers())],
        )


def _edition(number: int) -> dict[str, Any]:
    return {
        "number": number,
        "call_opened": f"{2017 + number}-09",
        "released": f"{2018 + number}-01",
        "submissions": {"value": None, "qualifier": "unknown"},
    }


def _case(i: int, chance: random.Random, names: _Names) -> dict[str, Any]:
    district, town = chance.choice(names.own if chance.random() < _OWN_SHARE else names.places)
    edition, number = 1 + i % EDITIONS, 1 + i // EDITIONS
    tags = chance.sample(names.words, 3)
    steps = "；".join(chance.sample(_STEPS, 6))
    extra = "与徐汇的街镇结对学习。" if chance.random() < _MENTIONS else ""
    extra += f"小区里开出{RARE}。" if chance.random() < _RARE_SHARE else ""
    covered = chance.randint(3, 300)
    return {
        "id": f"E{edition}-{number:03d}",
        "edition": edition,
        "title": f"{town}{tags[0]}{chance.choice(_KINDS)}",
        "unit": f"{district}{town}",
        "unit_type": "街镇",
        "district": district,
        "town": town,
        "themes": [chance.choice(names.themes)],
        "tags": tags,
        "summary": f"{town}{chance.choice(_STEPS)}，{chance.choice(_STEPS)}。",
        "text": f"{steps}。{extra}覆盖{covered}个小区。",
        "figures": [{"label": "覆盖小区", "value": covered, "qualifier": "exact", "unit": "个"}],
        "award_tier": chance.choice(names.tiers),
        "status": "submitted",
        "contact": {"name": "张三", "phone": f"021-{chance.randint(10_000_000, 99_999_999)}"},
        "submitted_on": f"{2017 + edition}-10-15",
    }


def write(path: Path, count: int) -> None:
    """Write a catalogue of so many cases."""
    with path.open("wb") as stream:
        stream.writelines(lines(count))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
