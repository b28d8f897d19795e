"""`cases rank`: cases in the order of the experts' scores, explained, and sure of what it is sure of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from shanghai_cases.cli import options
from shanghai_cases.cli import ranking_options as ranking
from shanghai_cases.cli.options import option
from shanghai_cases.cli.panel import Panel, load_panel, read_scores
from shanghai_cases.cli.session import Session, command
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import NothingFoundError, UsageError, msg, template
from shanghai_cases.presentation.column_names import titles
from shanghai_cases.presentation.listing import Listing, emit

if TYPE_CHECKING:
    from shanghai_cases.presentation.output import Output

GROUPS = ("district", "theme")


def group(value: str) -> str:
    """Accept what the best are wanted of."""
    if value not in GROUPS:
        raise UsageError(msg("--by {value}: choose one of: {groups}", value=value, groups=GROUPS))
    return value


@command
def rank(
    session: Session,
    *,
    edition: Annotated[
        int | None, option("--edition", "-e", metavar="N", help=template("The edition to rank."))
    ] = None,
    method: ranking.MethodName = "adjusted",
    criterion: ranking.CriterionName = None,
    top: Annotated[int | None, option("--top", metavar="N", min=1, help=template("Only the first so many."))] = None,
    by: Annotated[
        str | None,
        option(
            "--by",
            metavar="GROUP",
            parser=group,
            autocompletion=options.among(GROUPS),
            help=template("The best within each district or theme."),
        ),
    ] = None,
    explain: Annotated[
        str | None,
        option("--explain", metavar="ID", help=template("How one case's score came about, to check by calculator.")),
    ] = None,
    reviewers: Annotated[
        bool, option("--reviewers", help=template("The reviewers instead: leniency, spread, agreement, patterns."))
    ] = False,
    stability: Annotated[
        bool, option("--stability", help=template("Which winners change if any one reviewer is left out."))
    ] = False,
    anonymous: Annotated[
        bool, option("--anonymous", help=template("Numbers instead of reviewers' codes, and no units."))
    ] = False,
    spread: ranking.Spread = True,
    fewest: ranking.Fewest = 3,
    seed: ranking.Seed = None,
    scores: Annotated[
        str | None,
        option(
            "--scores",
            metavar="FILE",
            help=template("Rank the scores of this file (- standard input); no catalogue is needed."),
        ),
    ] = None,
    tier: Annotated[
        options.Many,
        option("--tier", metavar="NAME=QUOTA", help=template("With --scores: an award tier; may be repeated.")),
    ] = None,
    criteria: Annotated[
        options.Many,
        option(
            "--criteria",
            metavar="NAME=WEIGHT",
            help=template("With --scores: a criterion's weight and scale, as in 成本=20:1..5:lower; may be repeated."),
        ),
    ] = None,
) -> int:
    """Rank an edition's cases; the program proposes, people decide."""
    if sum((explain is not None, reviewers, stability, by is not None)) > 1:
        raise UsageError(msg("--explain, --reviewers, --stability and --by can't be combined"))
    rules = ranking.rules_of(method, criterion, seed, spread=spread, fewest=fewest)
    output = session.output()
    if scores is not None:
        if edition is not None or by is not None:
            raise UsageError(msg("--scores can't be combined with --edition or --by"))
        panel = read_scores(scores, rules, tier or [], criteria or [])
    elif edition is None:
        raise UsageError(msg("say which edition with --edition N, or give a file with --scores"))
    elif tier or criteria:
        raise UsageError(msg("--tier and --criteria go with --scores; an edition has its own"))
    else:
        panel = load_panel(session.catalogue, edition, rules)
    if not panel.scored.scores:
        nothing = msg("there are no scores to rank")
        output.say(nothing if edition is None else msg("edition {number} has no reviews yet", number=edition))
        return Status.NOTHING_FOUND
    panel = panel.anonymous() if anonymous else panel
    if explain is not None:
        _explain(output, panel, explain)
    elif reviewers:
        _reviewers(output, panel)
    elif stability:
        _stability(output, panel)
    else:
        _rank(output, panel, top, by)
    return Status.DONE


def _rank(output: Output, panel: Panel, top: int | None, by: str | None) -> None:
    from shanghai_cases.presentation import ranking_rows, ranking_tables
    from shanghai_cases.ranking.ranked import best_by, rank

    ranked = rank(panel.scored, panel.tiers, panel.rules)
    best = None if by is None else best_by(ranked.rows, panel.groups(by))
    shown = ranking_rows.Shown(ranked, panel.names, panel.edition, top, best, panel.labels, panel.unread)
    emit(
        output,
        Listing(
            ranking_rows.COLUMNS,
            lambda: ranking_rows.ranking_rows(shown),
            lambda: ranking_rows.ranking_json(shown),
            lambda: ranking_tables.ranking_table(shown, output.width),
            titles=titles(ranking_rows.COLUMNS),
        ),
    )
    for line in ranking_tables.apart(ranked, panel.names, panel.labels):
        output.say(line)
    if panel.unread:
        output.say(msg("{count} case(s) have no review", count=len(panel.unread)))
    if output.format != "table":
        for warning in ranking_rows.relabelled_warnings(shown):
            output.say(warning)
    panel.say_frozen(output)


def _explain(output: Output, panel: Panel, case_id: str) -> None:
    from shanghai_cases.presentation import explanation
    from shanghai_cases.presentation.anonymous import relabelled
    from shanghai_cases.ranking.explain import explain, method_sentences
    from shanghai_cases.ranking.mixed_model import adjust
    from shanghai_cases.ranking.simple import SimpleMethod

    method = panel.rules.method
    fit = adjust(panel.scored.scores, spread=panel.rules.spread)
    explained = explain(fit, case_id)
    simple = method not in ("adjusted", "mean")
    ranked_by = method_sentences(panel.scored.scores, case_id, SimpleMethod(method)) if simple else ()
    shown = explanation.Explained(
        explained, panel.names[case_id], panel.criteria, panel.marks, panel.labels, tuple(ranked_by)
    )
    emit(
        output,
        Listing(
            explanation.COLUMNS,
            lambda: explanation.rows(shown),
            lambda: explanation.record(shown),
            lambda: explanation.page(shown),
            titles=titles(explanation.COLUMNS),
        ),
    )
    for warning in fit.warnings:
        output.say(relabelled(warning, panel.labels))


def _reviewers(output: Output, panel: Panel) -> None:
    from shanghai_cases.presentation import reviewer_tables
    from shanghai_cases.ranking.panel_report import report_panel

    report = report_panel(panel.scored.scores, spread=panel.rules.spread, order=panel.order)
    emit(
        output,
        Listing(
            reviewer_tables.COLUMNS,
            lambda: reviewer_tables.rows(report, panel.labels),
            lambda: reviewer_tables.record(report, panel.labels, panel.edition),
            lambda: reviewer_tables.page(report, panel.labels, output.width),
            titles=titles(reviewer_tables.COLUMNS),
        ),
    )


def _stability(output: Output, panel: Panel) -> None:
    from shanghai_cases.presentation import ranking_tables, stability_tables
    from shanghai_cases.ranking.ranked import rank
    from shanghai_cases.ranking.stability import leave_one_out

    if not panel.tiers:
        raise UsageError(msg("--stability needs award tiers with quotas"))
    ranked = rank(panel.scored, panel.tiers, panel.rules)
    if not ranked.rows:
        raise NothingFoundError(ranking_tables.nobody_ranked(panel.rules.fewest))
    found = leave_one_out(
        ranked.standing.fit,
        ranked.standing.draws.lines,
        panel.rules.method,
        cases=[one.row.case_id for one in ranked.rows],
    )
    emit(
        output,
        Listing(
            stability_tables.COLUMNS,
            lambda: stability_tables.rows(found, panel.labels),
            lambda: stability_tables.record(found, panel.labels, panel.edition),
            lambda: stability_tables.page(found, panel.labels, panel.names),
            titles=titles(stability_tables.COLUMNS),
        ),
    )
