"""Questions with what has to come of them. S: shipped case, N: neighbour, X: invented case."""

from __future__ import annotations

from typing import NamedTuple


class Question(NamedTuple):
    """A query; which case must be first (any of them), which must and must not be among the hits, how many at most."""

    kind: str
    query: str
    first: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    most: int = 50


QUESTIONS = (
    # the words themselves
    Question("word", "蕃瓜弄", ("S10",), most=1),
    Question("word", "街事会", ("S6",), most=1),
    Question("word", "片区党委", ("S3",), most=1),
    Question("word", "大数据中心", ("S1",), most=1),
    Question("word", "社区通", ("N13",), most=3),
    Question("word", "家门口", ("N6", "N10"), include=("S4",), most=6),
    Question("word", "1+1+X", ("N9",), most=1),
    Question("word", "6581", ("S1",), most=1),
    Question("word", "6581个", ("S1",), most=1),
    Question("word", "E6-007", ("S7",), most=1),
    Question("word", "进百楼进千企", ("S5",), most=1),
    Question("word", "双报到双报告", ("S8",), most=1),
    Question("word", "党", ("S3", "S4"), include=("S3", "S4", "S8", "N2", "N21"), exclude=("S9",), most=14),
    Question("word", "弄", ("S10", "X6", "X1", "N15"), include=("S10", "X6", "N15", "X1"), most=5),
    # several words, fields
    Question("words", "徐汇 片区", ("S3",), exclude=("N27",), most=1),
    Question("words", "静安 旧改", ("S10",), most=2),
    Question("words", "浦东 党建", ("N2", "N7"), exclude=("S8", "N18"), most=4),
    Question("words", "黄浦 -走访", include=("N14", "N20"), exclude=("S5", "X12"), most=4),
    Question("words", "街长 OR 法院", include=("S6", "S7"), most=6),
    Question("words", '"社区生活圈"', ("N23", "N27"), include=("N23", "N27"), exclude=("N22",), most=3),
    Question("words", "区：闵行 党群", ("S4",), most=3),
    Question("words", "type:法院", ("S7",), most=1),
    Question("words", "town:天目西路 议事", ("N17",), most=1),
    # places
    Question("place", "徐汇", ("S3", "N27", "X4"), include=("S3", "N27", "X4"), most=3),
    Question("place", "静安", ("S10", "N17", "X1"), include=("S10", "N17", "X1"), most=3),
    Question("place", "闸北", ("S10", "N17", "X1"), include=("S10", "N17"), exclude=("N16",), most=3),
    Question("place", "闸北区", ("S10", "N17", "X1"), include=("S10", "N17"), most=3),
    Question("place", "卢湾", ("S5", "N14", "N20", "X6"), include=("S5", "N14", "N20"), exclude=("X12",), most=4),
    Question("place", "南汇", ("X7",), include=("S6", "N5", "N11"), exclude=("S4", "N24"), most=14),
    Question("place", "南市", ("S5", "N14", "N20", "X6"), include=("S5",), most=4),
    Question("place", "嘉定镇", ("S8",), exclude=("N21",), most=1),
    Question("place", "嘉定", ("S8", "N21"), include=("S8", "N21"), most=2),
    Question("place", "上海市徐汇区", ("S3", "N27", "X4"), include=("S3", "N27"), most=3),
    Question("place", "静安区天目西路", ("S10", "N17"), include=("S10", "N17"), exclude=("X1",), most=2),
    Question("place", "天目西街道", ("S10", "N17"), include=("S10", "N17"), most=2),
    Question("place", "真如镇", ("X11",), most=1),
    Question("place", "梅园新村", ("N2", "N8"), include=("N2", "N8"), most=3),
    Question("place", "临港", ("X7",), most=1),
    Question("place", "徐汇漕河泾", ("X4",), most=1),
    # short forms of units
    Question("short form", "农商行", ("S9",), most=1),
    Question("short form", "上海农商行", ("S9",), most=1),
    Question("short form", "第二中院", ("S7",), most=1),
    Question("short form", "交通委", ("X9",), most=1),
    Question("short form", "交大", ("X10",), most=1),
    # pinyin
    Question("pinyin", "xuhui", ("S3", "N27", "X4"), include=("S3", "N27", "X4"), most=3),
    Question("pinyin", "xh", ("S3", "N27", "X4"), include=("S3", "N27", "X4"), most=3),
    Question("pinyin", "XuHui", ("S3", "N27", "X4"), include=("S3",), most=3),
    Question("pinyin", "xu hui", ("S3", "N27", "X4"), include=("S3",), most=3),
    Question("pinyin", "tianmuxilu", ("S10", "N17"), include=("S10", "N17"), exclude=("X1",), most=2),
    Question("pinyin", "tmxl", ("S10", "N17"), include=("S10", "N17"), most=2),
    Question("pinyin", "jiadingzhen", ("S8",), exclude=("N21",), most=1),
    Question("pinyin", "chj", ("X4",), most=1),
    Question("pinyin", "zhabei", ("S10", "N17", "X1"), include=("S10", "N17"), most=3),
    Question("pinyin", "yanglao", ("S9",), most=3),
    Question("pinyin", "fangualong", ("S10",), most=1),
    Question("pinyin", "jieshihui", ("S6",), most=1),
    # synonyms
    Question("synonym", "旧改", ("S10",), include=("S10", "S11"), most=4),
    Question("synonym", "旧区改造", ("S10",), exclude=("X2",), most=2),
    Question("synonym", "为老服务", ("S9",), most=2),
    Question("synonym", "枫桥经验", ("S7", "N1"), include=("S7", "N1"), most=4),
    Question("synonym", "垃圾分类", ("S2",), most=2),
    Question("synonym", "租赁社区", ("X7",), most=1),
    Question("synonym", "加梯", ("X8",), most=1),
    # other scripts and widths
    Question("script", "徐匯", ("S3", "N27", "X4"), include=("S3", "N27", "X4"), most=3),
    Question("script", "蟠龍", ("S11",), most=1),
    Question("script", "黨群服務", ("S4", "N27"), include=("S4", "N27"), most=4),
    Question("script", "加装电梯", ("X8",), most=3),
    Question("script", "１５分钟", ("N22", "N23", "N27"), include=("N22", "N23", "N27"), most=3),
    Question("script", "12个楼组", ("X8",), most=1),
    Question("script", "普陀区长寿路街道", ("X8",), most=1),
    # misheard and mistyped
    Question("guess", "漕河径", ("X4",), most=1),
    Question("guess", "番瓜弄", ("S10",), most=1),
    Question("guess", "街市会", ("S6",), most=1),
    Question("guess", "天目西陆街道", ("S10", "N17"), include=("S10", "N17"), most=2),
    Question("guess", "许家汇街道", most=0),
    Question("guess", "天日西路", ("S10", "N17"), include=("S10", "N17"), most=2),
    Question("guess", "蟠龙城中村改建", ("S11",), most=1),
    Question("guess", "居村党群服务陈地", ("S4",), most=1),
    Question("guess", "上海市农商银行", ("S9",), most=1),
    # traps
    Question("trap", "宝山", ("S2", "N13"), include=("S2", "N13"), exclude=("X1",), most=2),
    Question("trap", "宝山路", ("X1",), exclude=("S2", "N13"), most=1),
    Question("trap", "虹桥街道", ("X2",), exclude=("X3",), most=1),
    Question("trap", "虹桥镇", ("X3",), exclude=("X2",), most=1),
    Question("trap", "虹桥", ("X2", "X3"), include=("X2", "X3"), most=2),
    Question("trap", "外滩", ("X6",), exclude=("X5",), most=1),
    Question("trap", "黄浦", ("S5", "N14", "N20", "X6"), include=("S5",), exclude=("X12",), most=4),
    Question("trap", "徐江", most=0),
    Question("trap", "静按", most=0),
    Question("trap", "黄蒲", most=0),
    Question("trap", "青甫新", most=0),
    Question("trap", "区块链", most=0),
    Question("trap", "元宇宙", most=0),
    Question("trap", "量子通信", most=0),
    Question("trap", "火星移民计划", most=0),
    Question("trap", "天山路", most=0),
    Question("trap", "崇明", most=0),
    Question("trap", "zzzz", most=0),
    Question("trap", "徐汇 区块链", most=0),
)
