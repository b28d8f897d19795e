"""The five new towns (五个新城), counted in two ways because their borders do not follow those of towns or districts.

A new town is bounded by roads and rivers. Certain is only which district holds it; of its towns (街镇), public
sources name some. So the cases of the named towns are the least it has, those of its whole district the most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.report.coverage import Group, Kind, group_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanghai_cases.report.coverage import Tallies

_TOWNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "嘉定新城": ("嘉定区", ("马陆镇", "菊园新区")),
    "青浦新城": ("青浦区", ()),
    "松江新城": ("松江区", ("方松街道", "中山街道", "广富林街道", "岳阳街道", "永丰街道")),
    "奉贤新城": ("奉贤区", ("南桥镇",)),
    "南汇新城": ("浦东新区", ("南汇新城镇",)),
}
ALL_FIVE = "五个新城"


class NewTown(NamedTuple):
    """One new town, or all five together: cases in the towns named as parts of it, and in its whole district."""

    name: str
    districts: tuple[str, ...]
    towns: tuple[str, ...]
    in_towns: Group
    in_districts: Group


def new_towns(tallies: Tallies) -> tuple[NewTown, ...]:
    """Count the recorded cases of all five new towns together, then of each."""
    districts = tuple(district for district, _ in _TOWNS.values())
    towns = tuple(town for _, towns in _TOWNS.values() for town in towns)
    singly = [_count(name, (district,), towns, tallies) for name, (district, towns) in _TOWNS.items()]
    return (_count(ALL_FIVE, districts, towns, tallies), *singly)


def _count(name: str, districts: tuple[str, ...], towns: tuple[str, ...], tallies: Tallies) -> NewTown:
    return NewTown(
        name,
        districts,
        towns,
        group_of(Kind.TOWN, name, towns, tallies),
        group_of(Kind.DISTRICT, name, districts, tallies),
    )
