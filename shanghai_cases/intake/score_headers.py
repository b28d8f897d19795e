"""What the columns of a score sheet are called, and which layout their headers make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, msg
from shanghai_cases.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.table import Origin


class Part(StrEnum):
    """What a column holds."""

    CASE = "case"
    REVIEWER = "reviewer"
    CRITERION = "criterion"
    SCORE = "score"
    COMMENT = "comment"
    RECUSED = "recused"
    REASON = "reason"
    LEFT_OUT = "left out"


_NAMES: Mapping[Part, str] = {
    Part.CASE: "case id case_id entry item candidate applicant project 案例 案例编号 编号 案例号 项目编号 作品编号",
    Part.REVIEWER: "reviewer judge rater expert evaluator 评审专家 专家 评委 评审 专家编号 评委编号 专家代码",
    Part.CRITERION: "criterion criteria dimension 评分指标 指标 评分项 维度",
    Part.SCORE: "score mark points rating value 评分 分数 得分 打分 成绩",
    Part.COMMENT: "comment comments remark remarks 评语 意见 评审意见 备注 点评",
    Part.RECUSED: "recused recusal 回避 是否回避",
    Part.REASON: "reason 理由 回避理由 回避原因 原因",
    Part.LEFT_OUT: (
        "title name unit district town theme themes summary rank mean average total sum no. no "
        "案例名称 名称 标题 项目名称 申报单位 单位 所属区 区 街镇 主题 摘要 简介 序号 平均 平均分 "
        "总分 合计 排名 名次 均分"
    ),
}
_BETWEEN = re.compile(r"[\s_.:：*-]+")


def _key(header: str) -> str:
    return _BETWEEN.sub("", fold(header))


_PARTS = {_key(name): part for part, names in _NAMES.items() for name in names.split()}


def part_of(header: str) -> Part | None:
    """Tell a column by its header, None for a name of the sheet's own."""
    return _PARTS.get(_key(header))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts stand (columns from 0).

    ``marks`` are the columns that hold scores, each with the criterion or the reviewer it is for; ``by_reviewer`` says
    which. ``ignored`` are headers that were not understood.
    """

    parts: Mapping[Part, int]
    marks: Mapping[int, str]
    headers: Sequence[str]
    by_reviewer: bool = False
    ignored: tuple[str, ...] = ()

    def cell(self, cells: Sequence[str], part: Part) -> str:
        """Return the trimmed text of a part, empty where it has no column."""
        place = self.parts.get(part)
        return cells[place].strip() if place is not None and place < len(cells) else ""


def layout_of(
    origin: Origin, headers: Sequence[str], criteria: Iterable[str], reviewers: Mapping[str, str], *, strict: bool
) -> Layout:
    """Understand a row of headers; ``reviewers`` maps folded codes and names to codes.

    ``strict``: only known criteria, and where reviewers are known only these; else any name is taken for one.
    Raises `DataError` for headers from which it isn't clear who gave which score.
    """
    known = {fold(name): name for name in criteria if name}
    parts: dict[Part, int] = {}
    own: dict[int, str] = {}
    for place, header in enumerate(headers):
        part = None if fold(header).strip() in known else part_of(header)
        if part is not None and part is not Part.LEFT_OUT:
            if part in parts:
                raise _unclear(origin, msg("two columns are called {header}", header=header.strip()))
            parts[part] = place
        elif part is None and header.strip():
            own[place] = header.strip()
    if Part.CASE not in parts:
        raise _unclear(origin, msg("no column holds the case ids"))
    if Part.REVIEWER not in parts:
        return _wide(origin, headers, parts, own, reviewers, strict=strict)
    if Part.SCORE in parts:
        marks = {parts[Part.SCORE]: ""}
        return Layout(parts, marks, headers, ignored=tuple(own.values()) if strict else ())
    marks = {place: known.get(fold(name), name) for place, name in own.items() if not strict or fold(name) in known}
    if not marks and Part.RECUSED not in parts:
        raise _unclear(origin, msg("no column holds scores"))
    ignored = tuple(name for place, name in own.items() if place not in marks)
    _refuse_twice(origin, marks)
    return Layout(parts, marks, headers, ignored=ignored)


def _wide(
    origin: Origin,
    headers: Sequence[str],
    parts: Mapping[Part, int],
    own: Mapping[int, str],
    reviewers: Mapping[str, str],
    *,
    strict: bool,
) -> Layout:
    """One column per reviewer."""
    marks = {
        place: reviewers.get(fold(name), name)
        for place, name in own.items()
        if not (strict and reviewers) or fold(name) in reviewers
    }
    if not marks:
        raise _unclear(origin, msg("no column says who gave the scores: call it reviewer or 评审专家"))
    ignored = tuple(name for place, name in own.items() if place not in marks)
    _refuse_twice(origin, marks)
    return Layout(parts, marks, headers, by_reviewer=True, ignored=ignored)


def _refuse_twice(origin: Origin, marks: Mapping[int, str]) -> None:
    seen: set[str] = set()
    for name in marks.values():
        if name in seen:
            raise _unclear(origin, msg("two columns are for {name}", name=name))
        seen.add(name)


def _unclear(origin: Origin, why: Message) -> DataError:
    return DataError(msg("{place}: {problem}", place=origin.message, problem=why))
