"""Options that say how to rank, shared by `rank` and `award`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from shanghai_cases.cli import options
from shanghai_cases.cli.options import option
from shanghai_cases.errors import UsageError, msg, template

if TYPE_CHECKING:
    from shanghai_cases.model.decision import Decision
    from shanghai_cases.ranking.ranked import Rules

METHODS = ("adjusted", "mean", "trimmed", "median", "zscore")


def method(value: str) -> str:
    """Accept a way of ranking."""
    if value not in METHODS:
        raise UsageError(msg("--method {value}: choose one of: {methods}", value=value, methods=METHODS))
    return value


Edition = Annotated[int, option("--edition", "-e", metavar="N", help=template("The edition's number."))]
MethodName = Annotated[
    str,
    option(
        "--method",
        metavar="METHOD",
        parser=method,
        autocompletion=options.among(METHODS),
        help=template("adjusted (for each expert's severity and spread), mean, trimmed, median or zscore."),
    ),
]
CriterionName = Annotated[
    str | None, option("--criterion", metavar="NAME", help=template("By this criterion's marks alone."))
]
Spread = Annotated[
    bool, option("--spread/--no-spread", help=template("Correct for how much of the scale an expert uses."))
]
Fewest = Annotated[
    int, option("--fewest", metavar="N", min=1, help=template("Cases with fewer reviews stand apart (3)."))
]
Seed = Annotated[
    int | None,
    option("--seed", metavar="N", min=0, help=template("Another seed for the draws; the same seed, the same result.")),
]


def rules_of(name: str, criterion: str | None, seed: int | None, *, spread: bool, fewest: int) -> Rules:
    """Put the options together as the ranking takes them."""
    from shanghai_cases.ranking.draws import SEED
    from shanghai_cases.ranking.ranked import Rules
    from shanghai_cases.ranking.standing import Method

    return Rules(Method(name), spread, fewest, criterion, SEED if seed is None else seed)


def rules_in(decision: Decision) -> tuple[Rules, list[tuple[int, str]], bool]:
    """Return what a decision was made by: rules, limits (at most, per group), whether all tiers count together."""
    said = [option.split(" ", 1) for option in decision.options]
    values = {name: rest[0] for name, *rest in said if rest}
    rules = rules_of(
        decision.method,
        values.get("--criterion"),
        None,
        spread=["--no-spread"] not in said,
        fewest=int(values.get("--fewest", 3)),
    )
    limits = [rest[0].split(" --per ") for name, *rest in said if name == "--at-most"]
    return rules, [(int(most), group) for most, group in limits], ["--across"] in said


def written(rules: Rules) -> list[str]:
    """Return the options that say what is not as usual, as they are typed."""
    found = [f"--fewest {rules.fewest}"]
    found += [f"--criterion {rules.criterion}"] if rules.criterion is not None else []
    return found if rules.spread else [*found, "--no-spread"]
