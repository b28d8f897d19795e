"""Catalogues with experts and their scores, made through the commands themselves."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from shanghai_cases.catalogue.file import FileCatalogue
from shanghai_cases.model.case import Case
from shanghai_cases.model.edition import AwardTier, Edition
from shanghai_cases.model.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.cli.running import Cases

UNITS = ("徐汇区凌云街道", "静安区天目西路街道", "黄浦区半淞园路街道", "虹口区四川北路街道")


def call(cases: Cases, count: int = 12, tiers: Sequence[tuple[str, int]] = (("十佳案例", 2), ("优秀案例", 3))) -> Cases:
    """Open edition 7 with so many cases from four districts in turn."""
    catalogue = FileCatalogue(cases.folder / "catalogue.json")
    catalogue.put_edition(
        Edition(7, tiers=tuple(AwardTier(name, Figure(quota)) for name, quota in tiers)), command="edition set"
    )
    drafts = [
        Case("", 7, f"案例{number}", unit := UNITS[number % 4], district=unit[:3], themes=("社区治理",))
        for number in range(1, count + 1)
    ]
    catalogue.add(drafts, command="add")
    return cases


def experts(cases: Cases, count: int = 4) -> Cases:
    """Add reviewers R1, R2 ..."""
    for number in range(1, count + 1):
        assert cases("reviewer", "add", f"R{number}", "--name", f"专家{number}").status == 0
    return cases


def scored(cases: Cases, count: int = 12, reviewers: int = 4, *, backwards: bool = False) -> Cases:
    """Let every reviewer score every case; the first cases are the best, R1 is lenient; the last row may come first."""
    chance = random.Random(7)
    rows = [
        f"E7-{case:03d},R{one},{90 - 3 * case + (5 if one == 1 else 0) + chance.randrange(3)}"
        for case in range(1, count + 1)
        for one in range(1, reviewers + 1)
    ]
    lines = ["case,reviewer,score", *(rows[::-1] if backwards else rows)]
    given = cases("review", "import", "-", "--edition", "7", "--unassigned", stdin="\n".join(lines))
    assert given.status == 0, given
    return cases
