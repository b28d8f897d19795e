"""What the columns of rankings, reviews and awards are called for people, by their machine names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import template

if TYPE_CHECKING:
    from collections.abc import Iterable

_TITLES = {
    "rank": template("rank"),
    "id": template("id"),
    "title": template("title"),
    "unit": template("unit"),
    "district": template("district"),
    "edition": template("edition"),
    "reviews": template("n"),
    "raw": template("mean"),
    "mean": template("mean"),
    "adjusted": template("adjusted"),
    "se": template("±"),
    "tier": template("award"),
    "probability": template("chance"),
    "expected_rank": template("expected rank"),
    "value": template("ranked by"),
    "tier_probabilities": template("chance of each award"),
    "unsure_at": template("unsure at"),
    "note": template("note"),
    "group": template("group"),
    "group_rank": template("rank in group"),
    "reviewer": template("reviewer"),
    "given": template("given"),
    "reviewer_mean": template("reviewer's mean"),
    "spread": template("spread"),
    "evened": template("evened"),
    "leniency": template("leniency"),
    "corrected": template("corrected"),
    "weight": template("weight"),
    "effect": template("effect"),
    "agreement": template("agreement"),
    "leniency_low": template("leniency, from"),
    "leniency_high": template("leniency, to"),
    "leniency_chance": template("leniency by chance"),
    "spread_low": template("spread, from"),
    "spread_high": template("spread, to"),
    "agreement_low": template("agreement, from"),
    "agreement_high": template("agreement, to"),
    "findings": template("patterns"),
    "line": template("line"),
    "out": template("out"),
    "into": template("in"),
    "criterion": template("criterion"),
    "minimum": template("lowest"),
    "maximum": template("highest"),
    "better": template("better"),
    "themes": template("themes"),
    "units": template("units not to be read"),
    "districts": template("districts not to be read"),
    "name": template("name"),
    "assigned": template("assigned"),
    "done": template("done"),
    "incomplete": template("incomplete"),
    "missing": template("missing"),
    "recused": template("recused"),
    "missing_ids": template("missing cases"),
    "incomplete_ids": template("incomplete cases"),
    "change": template("change"),
    "field": template("field"),
    "before": template("before"),
    "after": template("after"),
    "state": template("state"),
    "reason": template("reason"),
    "problem": template("problem"),
    "awarded": template("awarded"),
    "quota": template("quota"),
    "now": template("now"),
    "file": template("file"),
}


def titles(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the English templates of the columns' names."""
    return tuple(_TITLES[column] for column in columns)
