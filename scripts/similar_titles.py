"""Seeded titles of made-up practices, and the ways in which a title changes when it is sent again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.protocol import Outline
from shanghai_cases.places import towns

if TYPE_CHECKING:
    from collections.abc import Callable


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_NOUN = _words(
    "客厅 议事厅 会客厅 驿站 管家 先锋 合伙人 积分 银行 工作室 工作法 联盟 微家 楼组 学堂 圆桌会 调解室 "
    "加油站 生活圈 服务圈 共同体 朋友圈 小二 哨兵 达人 能人 智囊团 后援团 护航队 观察团 巡访团 讲堂 茶室 "
    "厨房 花园 田园 菜场 市集 创客 码头 引擎 方舟 灯塔 罗盘 枢纽 矩阵 雷达 导航 地图 清单 指数 公约 契约 "
    "护照 口袋 书包 名片 窗口 专列 直通车 连心桥 同心圆 幸福里 百家宴 心愿单 民情簿 回音壁"
)
_OBJECT = _words(
    "老旧小区 商品房小区 动迁安置小区 售后公房 里弄 楼宇 商圈 园区 沿街商铺 菜市场 非机动车停放 "
    "电动自行车充电 高空抛物 飞线充电 群租 垃圾分类 加装电梯 停车难 物业管理 业委会 住宅修缮 河道 "
    "农村宅基地 乡村 村庄 城中村 城乡结合部 大型居住社区 国际社区 人才公寓 外来人口 新就业群体 快递小哥 "
    "外卖骑手 独居老人 失能老人 高龄老人 儿童 青少年 残疾人 退役军人 家庭 婚姻家事 劳动争议 信访积案 "
    "矛盾纠纷 噪声扰民 宠物饲养 楼道堆物 违法建筑 消防安全 防汛防台 应急救援 旅游景区 滨江岸线 轨道站点 "
    "学校周边 医院周边 网络舆情 数据共享 基层减负 居村台账 社会组织 志愿服务 社区基金"
)
_METHOD = _words(
    "党建引领 多元共治 协商议事 三所联动 一网统管 一网通办 数字赋能 网格化管理 积分激励 项目认领 片区联动 "
    "条块协同 法治保障 柔性执法 源头预防 闭环处置 专业介入 社工支持 志愿服务 众筹共建 民主评议 群众自治 "
    "楼组自治 居民公约 公益创投 校地合作 企社联动 警民协作 诉调对接 巡回审判 标准化建设 清单管理 智能感知 "
    "数字孪生 微更新 微改造 参与式规划 社区规划师 时间银行 以奖代补 信用管理 分级分类 全周期管理 接诉即办 "
    "吹哨报到 下沉服务 三师联创 双报到"
)
_GOAL = _words(
    "破解治理难题 打通服务最后一公里 提升居民获得感 激发社区活力 绘就幸福图景 构建治理共同体 守护群众安全 "
    "让居民当家作主 推动共建共治共享 化解邻里矛盾 焕发城市新生 促进社区融合 托起稳稳的幸福 点亮美好生活 "
    "形成长效机制 赋能基层治理 重塑邻里关系 提高治理效能 实现精准服务 增强基层韧性 筑牢平安防线 "
    "留住城市记忆 释放数据价值 凝聚社会力量 减轻基层负担 畅通民意渠道 培育自治骨干 擦亮治理品牌 "
    "温暖一座城 解决急难愁盼"
)
_SPOTS = _words("居民区 村 新村 小区 片区 商圈 园区 街区 路段 家园 苑 公寓")
_NUMBERS = "一二三四五六七八九十"
_FORM = _words("机制 模式 路径 实践 探索 体系 平台 行动 项目 工程 做法 方案")
_REWORDED = (
    *(
        ("机制", "模式"),
        ("模式", "机制"),
        ("破解", "解决"),
        ("打造", "构建"),
        ("提升", "提高"),
        ("激发", "激活"),
        ("赋能", "助力"),
    ),
    *(
        ("推动", "促进"),
        ("探索", "实践"),
        ("实践", "探索"),
        ("构建", "打造"),
        ("绘就", "描绘"),
        ("化解", "调处"),
        ("守护", "保障"),
    ),
    *(
        ("路径", "办法"),
        ("体系", "机制"),
        ("平台", "载体"),
        ("行动", "工程"),
        ("工程", "行动"),
        ("项目", "工程"),
        ("做法", "经验"),
    ),
    *(
        ("治理", "管理"),
        ("居民", "群众"),
        ("群众", "居民"),
        ("小区", "社区"),
        ("以", "用"),
        ("让", "使"),
        ("实现", "达成"),
        ("形成", "建立"),
    ),
)
_SUFFIXES = (
    *(
        "的实践与探索",
        "的创新实践",
        "案例",
        "工作案例",
        "的经验做法",
        "（2023年）",
        "2.0版",
        "——基层治理创新案例",
        "的探索",
        "新实践",
    ),
    *("项目", "的生动实践", "典型案例", "的实践与思考"),
)
_CHARACTERS = (  # common ones, for names and for mistyping
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信"
    "马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连"
    "断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存"
    "候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A catalogue, and a delivery of which the first ``edited`` rows were sent before (as ``originals`` says)."""

    existing: list[Outline]
    incoming: list[Outline]
    originals: list[str]
    edits: list[str]


class Maker:
    """Makes practices; equal seeds make equal practices."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.units = [(f"{town.district}{town.name}", town.district, town.name) for town in towns()]
        self.units += [(f"{town.district}{office}", town.district, "") for town in towns()[::8] for office in _OFFICES]

    def brand(self) -> str:
        """Make the name that a practice goes by."""
        pick = self.random.choice
        kind = self.random.random()
        name = pick(_CHARACTERS) + pick(_CHARACTERS)
        if kind < 0.6:
            return f"“{name}{pick(_NOUN)}”"
        if kind < 0.8:
            return f"“{name}{pick(_CHARACTERS)}{pick(_CHARACTERS)}”"
        return f"“{pick(_NUMBERS)}{pick(_CHARACTERS)}{pick(_NUMBERS)}{pick(_CHARACTERS)}”"

    def spot(self) -> str:
        """Make the name of a small place."""
        pick = self.random.choice
        return pick(_CHARACTERS) + pick(_CHARACTERS) + pick(_SPOTS)

    def title(self) -> str:
        """Make a title in one of the usual patterns; most have a brand, some only a place, topic and method."""
        pick = self.random.choice
        brand, thing, method, goal, form = self.brand(), pick(_OBJECT), pick(_METHOD), pick(_GOAL), pick(_FORM)
        patterns: list[Callable[[], str]] = [
            lambda: f"{brand}{method}{form}",
            lambda: f"{brand}{goal}",
            lambda: f"以{brand}{goal}——{thing}治理的{form}",
            lambda: f"{method}下的{thing}治理{form}——{brand}",
            lambda: f"打造{brand} {goal}",
            lambda: f"{brand}：{method}，{goal}",
            lambda: f"{thing}{brand}{form}",
            lambda: f"{brand}破解{thing}治理难题",
            lambda: f"{self.spot()}{method}推动{thing}治理，{goal}",
            lambda: f"{pick(self.units)[2] or '全区'}{brand}{thing}治理{form}",
        ]
        return pick(patterns)()

    def known(self, identifier: str, edition: int) -> Outline:
        """Make a practice with its unit and place."""
        unit, district, town = self.random.choice(self.units)
        return Outline(identifier, edition, self.title(), unit, district, town)

    def sender(self, original: Outline, moved: float) -> tuple[str, str, str]:
        """Return who sends a practice again."""
        if self.random.random() >= moved:
            longer = f"{original.unit}办事处" if original.unit.endswith("街道") else original.unit
            return self.random.choice((original.unit, longer)), original.district, original.town
        near = self.random.random() < 0.5
        return self.random.choice([unit for unit in self.units if not near or unit[1] == original.district])


_OFFICES = ("司法局", "民政局", "房屋管理局", "城市运行管理中心", "社会工作部", "人民法院")


def quotes_dropped(title: str, known: Outline, maker: Maker) -> str:
    """“三所联动”机制 → 三所联动机制."""
    del known, maker
    return title.translate(str.maketrans("", "", "“”：，— "))


def reordered(title: str, known: Outline, maker: Maker) -> str:
    """Swap the parts before and after a mark, or move the tail to the front."""
    del known
    for mark in ("——", "：", "，", " "):
        first, found, second = title.partition(mark)
        if found and second:
            return f"{second}{mark}{first}"
    place = maker.random.randint(len(title) // 3, 2 * len(title) // 3)
    return f"{title[place:]}——{title[:place]}"


def suffixed(title: str, known: Outline, maker: Maker) -> str:
    """Put …的实践与探索 behind."""
    del known
    return title + maker.random.choice(_SUFFIXES)


def unit_prefixed(title: str, known: Outline, maker: Maker) -> str:
    """Put the unit's name before."""
    del maker
    return f"{known.unit}{title}"


def reworded(title: str, known: Outline, maker: Maker) -> str:
    """Put other words for one or two; another form of the title where none fits."""
    pairs = [pair for pair in _REWORDED if pair[0] in title]
    if not pairs:
        return suffixed(title, known, maker)
    for before, after in maker.random.sample(pairs, min(2, len(pairs))):
        title = title.replace(before, after, 1)
    return title


def one_character(title: str, known: Outline, maker: Maker) -> str:
    """Mistype one character."""
    del known
    place = maker.random.choice([at for at, sign in enumerate(title) if sign.isalpha()])
    return title[:place] + maker.random.choice(_CHARACTERS) + title[place + 1 :]


def deleted(title: str, known: Outline, maker: Maker) -> str:
    """Leave out one to three characters that stand together, a longer title more."""
    del known
    size = maker.random.randint(1, max(1, min(4, len(title) // 5)))
    place = maker.random.randrange(len(title) - size)
    return title[:place] + title[place + size :]


EDITS = (quotes_dropped, reordered, suffixed, unit_prefixed, reworded, one_character, deleted)


def sample(seed: int, existing: int, *, moved: float = 0.0, edited: int = 250, new: int = 250) -> Sample:
    """Make a catalogue of ``existing`` cases and a delivery of ``edited`` and ``new`` ones.

    ``moved`` is the share of the edited that come from another unit than before (half of them in the same district);
    the others come from the same unit, some under a longer name.
    """
    maker = Maker(seed)
    known = [maker.known(f"E{1 + number % 5}-{1 + number // 5:03d}", 1 + number % 5) for number in range(existing)]
    incoming, originals, edits = [], [], []
    for number, original in enumerate(maker.random.sample(known, edited)):
        edit = EDITS[number % len(EDITS)]
        title = edit(original.title, original, maker)
        unit, district, town = maker.sender(original, moved)
        incoming.append(Outline(f"N{number}", 6, title, unit, district, town))
        originals.append(original.id)
        edits.append(edit.__name__)
    incoming += [maker.known(f"N{edited + number}", 6) for number in range(new)]
    return Sample(known, incoming, originals, edits)
