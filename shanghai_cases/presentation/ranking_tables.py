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
_NAMED = 10
"""So many of the cases that stand apart are named in a sentence."""
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
    table = ruled_table(*_columns(shown, wide=wide))
    lines = list(_lines(shown))
    for (first, one, block), following in zip(lines, [*lines[1:], None][: len(lines)], strict=True):
        roomy = wide or shown.best is None
        cells = [*first, *_cells(shown.ranking, one, shown.names[one.row.case_id], wide=wide, roomy=roomy)]
        ends = following is not None and following[2] != block
        add_row(table, cells, line=ends, style="bold" if one.tier else "")
    return Group(table, *(Text(line, style="dim") for line in notes(shown)))


def _lines(shown: Shown) -> Iterator[tuple[list[str], RankedCase, tuple[object, ...]]]:
    """Yield the first cells of each row, its case, and the block it is in; lines are drawn between blocks.

    Groups that the data can't compare are blocks of their own, and so are cases with too few reviews.
    """
    ranking = shown.ranking
    chosen = chosen_rows(shown)
    if shown.best is not None:
        for one, group, place in chosen:
            yield [visible(group), f"{place}", f"{one.row.rank}"], one, (group,)
        return
    few = ranking.apart if shown.top is None else ()
    for one in sorted([*(one for one, _, _ in chosen), *few], key=lambda one: (one.row.rank is None, one.row.group)):
        row = one.row
        block = [f"{row.group}"] if ranking.groups > 1 else []
        if row.rank is None:
            yield [*block, ""], one, ()
        else:
            within = sum(row.rank > line for line in ranking.standing.draws.lines)
            yield [*block, f"{row.rank}"], one, (row.group, within)


def _columns(shown: Shown, *, wide: bool) -> tuple[list[tuple[Message, bool]], list[int]]:
    roomy = wide or shown.best is None
    first = [(msg("rank"), True)]
    if shown.best is not None:
        first = [(msg("group"), False), (msg("rank in group"), True), (msg("overall"), True)]
    elif shown.ranking.groups > 1:
        first = [(msg("group"), True), *first]
    columns = [*first, (msg("id"), False), (msg("title"), False)]
    flexible = [len(columns) - 1]
    if wide:
        columns.append((msg("unit"), False))
        flexible.append(len(columns) - 1)
    columns += [(msg("n"), True), (msg("mean"), True), (msg("adjusted"), True)]
    columns += [(msg("±"), True)] if roomy else []
    if _has_value(shown.ranking):
        columns.append((msg("score"), True))
    if wide:
        columns.append((msg("expected rank"), True))
    if shown.ranking.tiers:
        columns += [(msg("award"), False), (msg("chance"), True)]
        columns += [(msg("unsure at"), False)] if roomy else []
    return columns, flexible


def _has_value(ranking: EditionRanking) -> bool:
    """Whether the cases are ranked by something that is neither the mean nor the adjusted score."""
    return str(ranking.rules.method) not in ("adjusted", "mean")


def _cells(ranking: EditionRanking, one: RankedCase, named: Named, *, wide: bool, roomy: bool) -> Iterator[str]:
    row = one.row
    yield from (row.case_id, named.title)
    if wide:
        yield named.unit
    yield from (str(row.reviews), number(row.raw, 2), number(row.adjusted, 2))
    if roomy:
        yield number(row.se, 2)
    if _has_value(ranking):
        yield number(row.value, 2)
    if wide:
        yield number(row.expected_rank, 1)
    if ranking.tiers:
        yield translate(msg("tie")) if one.open_tie else one.tier
        yield percent(one.probability)
        if roomy:
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
            first, last = group.first_rank, group.last_rank
            yield translate(
                msg(
                    "~{quota}: at the line after {quota}, {count} cases of rank {ranks} can't be told apart",
                    quota=group.quota,
                    count=len(group.cases),
                    ranks=f"{first}-{last}" if first < last else str(first),
                )
            )
    if ranking.tiers:
        yield translate(msg("±: standard error; chance: of this award or a better one, without an award of the last"))
    for tie in ranking.proposal.open_ties:
        yield translate(msg("rank {rank} is shared by {cases}: the jury decides", rank=tie.rank, cases=tie.cases))
    used = msg("used") if ranking.standing.fit.spread_used else msg("not used")
    yield translate(msg("spread correction {used}: {reason}", used=used, reason=ranking.standing.fit.spread_reason))
    for warning in relabelled_warnings(shown):
        yield translate(warning)


def nobody_ranked(fewest: int) -> Message:
    """Say that no case has enough reviews, and what can be done."""
    return msg("no case has {fewest} reviews, so none is ranked; --fewest 1 ranks with fewer", fewest=fewest)


def apart(ranking: EditionRanking, names: Mapping[str, Named], labels: Mapping[str, str]) -> Iterator[Message]:
    """Name the cases and reviews that stand apart: too few reviews, recusals, reviews that lack a mark."""
    if not ranking.rows:
        yield nobody_ranked(ranking.rules.fewest)
    elif ranking.apart:
        named = [" ".join(filter(None, (one.row.case_id, names[one.row.case_id].title))) for one in ranking.apart]
        more = (msg("{count} more", count=len(named) - _NAMED),) if len(named) > _NAMED else ()
        yield msg(
            "{count} case(s) with fewer than {fewest} reviews stand apart: {cases}",
            count=len(named),
            fewest=ranking.rules.fewest,
            cases=(*named[:_NAMED], *more),
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
