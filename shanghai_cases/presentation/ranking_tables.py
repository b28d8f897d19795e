"""A ranking as a table with its quota lines, as rows and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.errors import msg
from shanghai_cases.presentation.messages import translate
from shanghai_cases.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from shanghai_cases.errors import Message
    from shanghai_cases.ranking.ranked import RankedCase, Ranking

COLUMNS = ("rank", "id", "title", "unit", "reviews", "raw", "adjusted", "se", "tier", "probability", "expected_rank")


class Named(NamedTuple):
    """What a case is called and who submitted it."""

    title: str
    unit: str


def ranking_rows(ranking: Ranking, names: Mapping[str, Named], top: int | None = None) -> list[tuple[str, ...]]:
    """Return one row of `COLUMNS` per ranked case; cases apart follow without a rank."""
    rows = [_row(row, names[row.case_id]) for row in ranking.rows[:top]]
    if top is None:
        rows += [("", case_id, *names[case_id], str(count), *[""] * 6) for case_id, count in ranking.apart]
    return rows


def _row(row: RankedCase, named: Named) -> tuple[str, ...]:
    return (
        str(row.rank),
        row.case_id,
        *named,
        str(row.reviews),
        _number(row.raw, 4),
        _number(row.value, 4),
        _number(row.se, 4),
        _tier(row),
        _number(row.probability, 4),
        _number(row.expected_rank, 2),
    )


def _number(value: float | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}"


def _tier(row: RankedCase) -> str:
    return "tie" if row.open_tie else row.tier


def ranking_json(ranking: Ranking, names: Mapping[str, Named], edition: int | None) -> dict[str, Any]:
    """Return edition, method, rows, reviewers, model and warnings."""
    fit = ranking.fit
    return {
        "edition": edition,
        "method": str(ranking.method),
        "rows": [{**row._asdict(), **names[row.case_id]._asdict()} for row in ranking.rows],
        "apart": [{"case_id": case_id, "reviews": count} for case_id, count in ranking.apart],
        "reviewers": _reviewers(ranking),
        "model": fit
        and {
            "mean": fit.mean,
            "mean_se": fit.mean_se,
            "case_variance": fit.components.case,
            "reviewer_variance": fit.components.reviewer,
            "residual_variance": fit.components.residual,
            "reliability": fit.components.reliability,
            "spread_used": fit.spread_used,
            "spread_reason": str(fit.spread_reason),
        },
        "warnings": [str(warning) for warning in ranking.warnings],
    }


def _reviewers(ranking: Ranking) -> list[dict[str, Any]]:
    fit = ranking.fit
    if fit is None:
        return []
    return [
        {"reviewer": reviewer, "leniency": leniency, "se": error}
        for reviewer, leniency, error in zip(
            fit.panel.reviewers, fit.reviewer_effects.tolist(), fit.reviewer_se.tolist(), strict=True
        )
    ]


def ranking_table(ranking: Ranking, names: Mapping[str, Named], top: int | None = None) -> RenderableType:
    """Lay out the ranking with a line after each tier's last place and the groups that can't be told apart marked."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    model = ranking.fit is not None
    for title, right in _titles(model=model):
        flexible = title == _TITLE
        table.add_column(
            Text(translate(title)),
            justify="right" if right else "left",
            overflow="fold",
            no_wrap=not flexible,
            ratio=1 if flexible else None,
        )
    shown = ranking.rows[:top]
    undecided = {case_id for group in ranking.groups for case_id in group.cases}
    for row, following in zip(shown, [*shown[1:], None], strict=True):
        ends = following is not None and _tier(following) != _tier(row)
        cells = _cells(row, names[row.case_id], unsure=row.case_id in undecided, model=model)
        table.add_row(*(Text(visible(cell)) for cell in cells), end_section=ends)
    return Group(table, *(Text(line, style="dim") for line in notes(ranking)))


_TITLE = msg("title")


def _titles(*, model: bool) -> list[tuple[Message, bool]]:
    adjusted = [(msg("adjusted"), True), (msg("±"), True)] if model else [(msg("score"), True)]
    chance = [(msg("chance"), True)] if model else []
    first = [(msg("rank"), True), (msg("id"), False), (_TITLE, False), (msg("n"), True), (msg("mean"), True)]
    return [*first, *adjusted, (msg("tier"), False), *chance]


def _cells(row: RankedCase, named: Named, *, unsure: bool, model: bool) -> Iterator[str]:
    yield from (str(row.rank), row.case_id, named.title, str(row.reviews), _number(row.raw, 2), _number(row.value, 2))
    if model:
        yield _number(row.se, 2)
    yield translate(msg("tie")) if row.open_tie else row.tier
    if model:
        mark = " ~" if unsure else ""
        yield "" if row.probability is None else f"{100 * row.probability:.0f} %{mark}"


def notes(ranking: Ranking) -> Iterator[str]:
    """Say what a reader of the table must know."""
    for group in ranking.groups:
        if group.cases:
            yield translate(
                msg(
                    "~ ranks {first}-{last} can't be told apart at the line after {quota}",
                    first=group.first_rank,
                    last=group.last_rank,
                    quota=group.quota,
                )
            )
    for tie in ranking.proposal.open_ties:
        yield translate(
            msg("rank {rank} is shared by {cases}: the jury decides", rank=tie.rank, cases=", ".join(tie.cases))
        )
    if ranking.fit is not None:
        used = msg("used") if ranking.fit.spread_used else msg("not used")
        yield translate(msg("spread correction {used}: {reason}", used=used, reason=ranking.fit.spread_reason))
    for warning in ranking.warnings:
        yield translate(warning)


def apart_lines(ranking: Ranking, names: Mapping[str, Named], unread: Sequence[str]) -> Iterator[str]:
    """List the cases apart: those with too few reviews, and how many have none."""
    for case_id, count in ranking.apart:
        yield translate(msg("{id} {title}: {count} review(s)", id=case_id, title=names[case_id].title, count=count))
    if unread:
        yield translate(msg("{count} case(s) have no review", count=len(unread)))
