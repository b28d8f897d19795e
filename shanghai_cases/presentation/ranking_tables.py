"""A ranking on a terminal: raw and adjusted side by side, a line after each quota, who can't be told apart there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.presentation.messages import translate
from shanghai_cases.presentation.ranking_rows import Named, Shown, chosen_rows, number, relabelled_warnings
from shanghai_cases.text.display import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from shanghai_cases.errors import Message
    from shanghai_cases.ranking.ranked import EditionRanking, RankedCase

WIDE = 100
"""From so many columns on, the unit and the expected rank have room too."""
_RULED = "    \n    \n ── \n    \n ── \n    \n    \n    \n"


def ruled_table(columns: Sequence[tuple[Message, bool]], flexible: Sequence[int] = ()) -> Table:
    """Make a table of (title, right) columns in which a line can be drawn after a row."""
    from rich.box import Box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=Box(_RULED), padding=0, pad_edge=False, show_edge=False)
    for place, (title, right) in enumerate(columns):
        table.add_column(
            Text(translate(title)),
            justify="right" if right else "left",
            no_wrap=place not in flexible,
        )
    return table


def add_row(table: Table, cells: Sequence[str], *, line: bool = False, style: str = "") -> None:
    """Add a row of texts from others; ``line`` draws a line below it."""
    from rich.text import Text

    texts = (Text(visible(cell), no_wrap=True, overflow="ellipsis") for cell in cells)
    table.add_row(*texts, end_section=line, style=style or None)


def ranking_table(shown: Shown, width: int) -> RenderableType:
    """Lay out the ranking, or the best of each group, for a terminal of so many columns."""
    from rich.console import Group
    from rich.text import Text

    wide = width >= WIDE
    ranking = shown.ranking
    chosen = chosen_rows(shown)
    table = ruled_table(*_columns(shown, wide=wide))
    lined = _last_places(ranking)
    for (one, group, place), following in zip(chosen, [*chosen[1:], None][: len(chosen)], strict=True):
        ends = following is not None and (following[1] != group if shown.best is not None else one.row.case_id in lined)
        first = [str(one.row.rank)] if place is None else [visible(group), f"{place}", f"{one.row.rank}"]
        cells = [*first, *_cells(ranking, one, shown.names[one.row.case_id], wide=wide)]
        add_row(table, cells, line=ends, style="bold" if one.tier else "")
    return Group(table, *(Text(line, style="dim") for line in notes(shown)))


def _last_places(ranking: EditionRanking) -> set[str]:
    """Return the last case within each quota."""
    places = [one.row for one in ranking.rows]
    found = set()
    for line in ranking.standing.draws.lines:
        within = [row for row in places if row.rank is not None and row.rank <= line]
        if within:
            found.add(within[-1].case_id)
    return found


def _columns(shown: Shown, *, wide: bool) -> tuple[list[tuple[Message, bool]], list[int]]:
    first = [(msg("rank"), True)]
    if shown.best is not None:
        first = [(msg("group"), False), (msg("rank in group"), True), (msg("overall"), True)]
    columns = [*first, (msg("id"), False), (msg("title"), False)]
    flexible = [len(columns) - 1]
    if wide:
        columns.append((msg("unit"), False))
        flexible.append(len(columns) - 1)
    columns += [(msg("n"), True), (msg("mean"), True), (msg("adjusted"), True), (msg("±"), True)]
    if _has_value(shown.ranking):
        columns.append((msg("score"), True))
    if wide:
        columns.append((msg("expected rank"), True))
    if shown.ranking.tiers:
        columns += [(msg("award"), False), (msg("chance"), True), (msg("unsure at"), False)]
    return columns, flexible


def _has_value(ranking: EditionRanking) -> bool:
    """Whether the cases are ranked by something that is neither the mean nor the adjusted score."""
    return str(ranking.rules.method) not in ("adjusted", "mean")


def _cells(ranking: EditionRanking, one: RankedCase, named: Named, *, wide: bool) -> Iterator[str]:
    row = one.row
    yield from (row.case_id, named.title)
    if wide:
        yield named.unit
    yield from (str(row.reviews), number(row.raw, 2), number(row.adjusted, 2), number(row.se, 2))
    if _has_value(ranking):
        yield number(row.value, 2)
    if wide:
        yield number(row.expected_rank, 1)
    if ranking.tiers:
        yield translate(msg("tie")) if one.open_tie else one.tier
        yield percent(one.probability)
        yield " ".join(f"~{line}" for line in one.unsure_at)


def percent(share: float | None) -> str:
    """Write a probability in percent; one that is not quite 0 or 1 never as 0 or 100."""
    if share is None:
        return ""
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 < share < 1:
        return ">99%"
    return f"{100 * share:.0f}%"


def notes(shown: Shown) -> Iterator[str]:
    """Say what a reader of the table must know."""
    ranking = shown.ranking
    for group in ranking.standing.draws.groups:
        if group.cases:
            yield translate(
                msg(
                    "~{quota}: ranks {first}-{last} can't be told apart at the line after {quota} ({count} cases)",
                    first=group.first_rank,
                    last=group.last_rank,
                    quota=group.quota,
                    count=len(group.cases),
                )
            )
    for tie in ranking.proposal.open_ties:
        yield translate(msg("rank {rank} is shared by {cases}: the jury decides", rank=tie.rank, cases=tie.cases))
    used = msg("used") if ranking.standing.fit.spread_used else msg("not used")
    yield translate(msg("spread correction {used}: {reason}", used=used, reason=ranking.standing.fit.spread_reason))
    for warning in relabelled_warnings(shown):
        yield translate(warning)


def apart(ranking: EditionRanking, names: Mapping[str, Named], labels: Mapping[str, str]) -> Iterator[Message]:
    """Name the cases and reviews that stand apart: too few reviews, recusals, reviews that lack a mark."""
    for one in ranking.apart:
        yield msg(
            "{id} {title}: {count} review(s), fewer than {fewest}; it stands apart",
            id=one.row.case_id,
            title=names[one.row.case_id].title,
            count=one.row.reviews,
            fewest=ranking.rules.fewest,
        )
    for case_id, reviewer in ranking.scored.recused:
        yield msg("{id}: {reviewer} is recused", id=case_id, reviewer=labels.get(reviewer, reviewer))
    for review in ranking.scored.incomplete:
        yield msg(
            "{reviewer}'s review of {case} does not count: no mark for {criteria}",
            reviewer=labels.get(review.reviewer, review.reviewer),
            case=review.case_id,
            criteria=tuple(review.missing),
        )
