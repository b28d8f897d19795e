"""A ranking for programs: fixed columns and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.ranking.ranked import Best, EditionRanking, RankedCase

COLUMNS = (
    *("rank", "id", "title", "unit", "reviews", "raw", "adjusted", "se", "tier", "probability"),
    *("expected_rank", "value", "tier_probabilities", "unsure_at", "note", "group", "group_rank"),
)


class Named(NamedTuple):
    """What a case is called and who submitted it."""

    title: str = ""
    unit: str = ""


class Shown(NamedTuple):
    """A ranking with what is shown of it: the rows chosen, the cases' names, the reviewers' labels."""

    ranking: EditionRanking
    names: Mapping[str, Named]
    edition: int | None = None
    top: int | None = None
    best: Sequence[Best] | None = None
    """The cases within each group, where the best within groups are asked for."""
    labels: Mapping[str, str] = {}
    """Other names for reviewers; none to call them by their codes."""
    unread: Sequence[str] = ()
    """Cases that nobody has scored."""


def chosen_rows(shown: Shown) -> list[tuple[RankedCase, str, int | None]]:
    """Return the rows to show, each with its group and its rank there, if there are groups."""
    if shown.best is None:
        return [(one, "", None) for one in shown.ranking.rows[: shown.top]]
    return [(one.case, one.group, one.place) for one in shown.best if shown.top is None or one.place <= shown.top]


def ranking_rows(shown: Shown) -> list[tuple[str, ...]]:
    """Return one row of `COLUMNS` per ranked case; cases with too few reviews follow without a rank."""
    rows = [_row(shown, *one) for one in chosen_rows(shown)]
    if shown.top is None and shown.best is None:
        rows += [_row(shown, one, "", None) for one in shown.ranking.apart]
    return rows


def _row(shown: Shown, one: RankedCase, group: str, place: int | None) -> tuple[str, ...]:
    row = one.row
    tiers = [tier.name for tier in shown.ranking.tiers]
    return (
        "" if row.rank is None else str(row.rank),
        row.case_id,
        *shown.names[row.case_id],
        str(row.reviews),
        number(row.raw, 4),
        number(row.adjusted, 4),
        number(row.se, 4),
        one.tier,
        number(one.probability, 4),
        number(row.expected_rank, 2),
        number(row.value, 4),
        ";".join(f"{tier}={share:.4f}" for tier, share in zip(tiers, one.tier_probabilities, strict=False)),
        ";".join(map(str, one.unsure_at)),
        ";".join(notes_of(shown.ranking, one)),
        group,
        "" if place is None else str(place),
    )


def notes_of(ranking: EditionRanking, one: RankedCase) -> list[str]:
    """Return in fixed words what is special of a case: tie, few, and group:2 for what can't be compared by the data."""
    notes = ["tie"] if one.open_tie else []
    notes += ["few"] if one.row.rank is None else []
    return [*notes, f"group:{one.row.group}"] if ranking.groups > 1 else notes


def number(value: float | None, decimals: int) -> str:
    """Write a number with so many decimals; nothing for None and for what can't be known."""
    if value is None or value != value:  # noqa: PLR0124 (NaN is the value unlike itself)
        return ""
    written = f"{value:.{decimals}f}"
    return written.removeprefix("-") if not written.strip("-0.") else written


def ranking_json(shown: Shown) -> dict[str, Any]:
    """Return edition, method, rows, reviewers, model, warnings, and what stands apart."""
    ranking = shown.ranking
    rows = [_record(shown, *one) for one in chosen_rows(shown)]
    return {
        "edition": shown.edition,
        "method": str(ranking.rules.method),
        "criterion": ranking.rules.criterion,
        "seed": ranking.rules.seed,
        "rows": rows,
        "too_few": [_record(shown, one, "", None) for one in ranking.apart],
        "unread": list(shown.unread),
        "recused": [{"id": case_id, "reviewer": _label(shown, code)} for case_id, code in ranking.scored.recused],
        "incomplete": [
            {"id": one.case_id, "reviewer": _label(shown, one.reviewer), "missing": list(one.missing)}
            for one in ranking.scored.incomplete
        ],
        "lines": _lines(ranking),
        "open_ties": [
            {"rank": tie.rank, "ids": list(tie.cases), "places": dict(tie.places)} for tie in ranking.proposal.open_ties
        ],
        "reviewers": _reviewers(shown),
        "model": _model(ranking),
        "warnings": [str(warning) for warning in relabelled_warnings(shown)],
    }


def _record(shown: Shown, one: RankedCase, group: str, place: int | None) -> dict[str, Any]:
    row = one.row
    tiers = [tier.name for tier in shown.ranking.tiers]
    return {
        "rank": row.rank,
        "id": row.case_id,
        **shown.names[row.case_id]._asdict(),
        "reviews": row.reviews,
        "raw": row.raw,
        "adjusted": row.adjusted,
        "se": row.se,
        "tier": one.tier or None,
        "probability": one.probability,
        "expected_rank": row.expected_rank,
        "value": row.value,
        "tier_probabilities": dict(zip(tiers, one.tier_probabilities, strict=False)),
        "unsure_at": list(one.unsure_at),
        "note": notes_of(shown.ranking, one),
        **({} if place is None else {"group": group, "group_rank": place}),
    }


def _lines(ranking: EditionRanking) -> list[dict[str, Any]]:
    return [
        {"after": one.quota, "unsure": list(one.cases), "first_rank": one.first_rank, "last_rank": one.last_rank}
        for one in ranking.standing.draws.groups
    ]


def _label(shown: Shown, code: str) -> str:
    return shown.labels.get(code, code)


def relabelled_warnings(shown: Shown) -> list[Any]:
    """Return the warnings with the reviewers' labels."""
    from shanghai_cases.presentation.anonymous import relabelled

    return [relabelled(warning, shown.labels) for warning in shown.ranking.standing.warnings]


def _reviewers(shown: Shown) -> list[dict[str, Any]]:
    fit = shown.ranking.standing.fit
    columns = (fit.panel.reviewers, fit.panel.reviewer_counts, fit.panel.reviewer_means)
    found = [
        {"reviewer": _label(shown, code), "reviews": int(count), "mean": float(mean), "leniency": leniency, "se": error}
        for code, count, mean, leniency, error in zip(
            *columns, fit.reviewer_effects.tolist(), fit.reviewer_se.tolist(), strict=True
        )
    ]
    return sorted(found, key=lambda one: str(one["reviewer"]))


def _model(ranking: EditionRanking) -> dict[str, Any]:
    fit = ranking.standing.fit
    return {
        "mean": fit.mean,
        "mean_se": fit.mean_se,
        "case_variance": fit.components.case,
        "reviewer_variance": fit.components.reviewer,
        "residual_variance": fit.components.residual,
        "reliability": fit.components.reliability,
        "spread_used": fit.spread_used,
        "spread_reason": str(fit.spread_reason),
    }
