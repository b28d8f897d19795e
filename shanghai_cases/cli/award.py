"""`cases award propose` and `apply`: from the ranking to awards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from shanghai_cases.catalogue.home import local_time
from shanghai_cases.cli import options
from shanghai_cases.cli import ranking_options as ranking
from shanghai_cases.cli.options import option
from shanghai_cases.cli.panel import Panel, load_panel
from shanghai_cases.cli.session import Session, command, writing
from shanghai_cases.errors import DataError, NothingFoundError, UsageError, msg, template
from shanghai_cases.model.decision import Decision
from shanghai_cases.presentation import award_tables
from shanghai_cases.presentation.column_names import titles
from shanghai_cases.presentation.listing import Listing, emit

if TYPE_CHECKING:
    from shanghai_cases.catalogue.file import FileCatalogue
    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.presentation.output import Output

_GROUPS = ("district", "theme", "unit", "unit_type", "town")


def group(value: str) -> str:
    """Accept what a limit is for each of."""
    if value not in _GROUPS:
        raise UsageError(msg("--per {value}: choose one of: {groups}", value=value, groups=_GROUPS))
    return value


AtMost = Annotated[
    list[int] | None,
    option("--at-most", metavar="N", min=0, help=template("No more than so many per tier of each --per group.")),
]
Per = Annotated[
    list[str] | None,
    option(
        "--per",
        metavar="GROUP",
        parser=group,
        autocompletion=options.among(_GROUPS),
        help=template("What --at-most counts: district, theme, unit, unit_type or town; both may be repeated."),
    ),
]
Across = Annotated[bool, option("--across", help=template("--at-most counts all tiers together."))]


@command
def propose(
    session: Session,
    *,
    edition: ranking.Edition,
    at_most: AtMost = None,
    per: Per = None,
    across: Across = False,
    method: ranking.MethodName = "adjusted",
    criterion: ranking.CriterionName = None,
    spread: ranking.Spread = True,
    fewest: ranking.Fewest = 3,
) -> None:
    """Propose awards by quota; a tie over a line is left open for people to decide."""
    rules = ranking.rules_of(method, criterion, None, spread=spread, fewest=fewest)
    panel = load_panel(session.catalogue, edition, rules)
    proposed = proposed_awards(panel, session.catalogue.edition(edition), _pairs(at_most, per), across=across)
    output = session.output()
    _show(output, proposed)
    panel.say_frozen(output)


@writing
def apply(
    session: Session,
    *,
    edition: ranking.Edition,
    at_most: AtMost = None,
    per: Per = None,
    across: Across = False,
    method: ranking.MethodName = "adjusted",
    criterion: ranking.CriterionName = None,
    spread: ranking.Spread = True,
    fewest: ranking.Fewest = 3,
    dry_run: options.DryRun = False,
) -> None:
    """Freeze the proposed awards with the method, the time and a digest of the scores."""
    from shanghai_cases.ranking.decisions import applied, digest_of, frozen

    output = session.output()
    rules = ranking.rules_of(method, criterion, None, spread=spread, fewest=fewest)
    session.alone(unless=dry_run)
    catalogue = session.catalogue
    panel = load_panel(catalogue, edition, rules)
    wanted = catalogue.edition(edition)
    pairs = _pairs(at_most, per)
    proposed = proposed_awards(panel, wanted, pairs, across=across)
    said = ranking.written(rules) + [f"--at-most {most} --per {group}" for most, group in pairs]
    said += ["--across"] if across else []
    decision = Decision(method, local_time(), digest_of(catalogue.reviews(edition), wanted), tuple(said))
    after = frozen(wanted, decision)
    changed = applied(_cases(catalogue, panel), proposed.proposal, proposed.ranks)
    _show(output, proposed)
    if dry_run or (after == wanted and not changed):
        output.say(msg("nothing was changed"))
        return
    catalogue.put_awards(after, changed, command="award apply")
    output.say(msg("the awards of edition {number} are frozen", number=edition))


def _cases(catalogue: FileCatalogue, panel: Panel) -> list[Case]:
    return list(catalogue.get([row.id for row in panel.rows]).values())


def _pairs(at_most: list[int] | None, per: list[str] | None) -> list[tuple[int, str]]:
    if len(at_most or ()) != len(per or ()):
        raise UsageError(msg("--at-most N and --per GROUP go together, as in --at-most 2 --per district"))
    return list(zip(at_most or (), per or (), strict=True))


def proposed_awards(
    panel: Panel, edition: Edition, pairs: list[tuple[int, str]], *, across: bool
) -> award_tables.Proposed:
    """Propose awards from the ranking; raises `DataError` without tiers, `NothingFoundError` without scores."""
    from shanghai_cases.ranking.award import propose
    from shanghai_cases.ranking.decisions import limits_of, ruled_of
    from shanghai_cases.ranking.ranked import rank

    if not panel.tiers:
        raise DataError(msg("edition {number} has no award tiers with quotas", number=edition.number))
    if not panel.scored.scores:
        raise NothingFoundError(msg("edition {number} has no reviews yet", number=edition.number))
    cases = {row.id: row for row in panel.rows}
    ruled = {case_id: tier for case_id, tier in ruled_of(edition).items() if case_id in cases}
    ranks = rank(panel.scored, panel.tiers, panel.rules).standing.ranks
    proposal = propose(ranks, panel.tiers, limits_of(pairs, panel.rows, across=across), ruled)
    return award_tables.Proposed(edition.number, proposal, ranks, cases, ruled)


def _show(output: Output, proposed: award_tables.Proposed) -> None:
    emit(
        output,
        Listing(
            award_tables.PROPOSED,
            lambda: award_tables.proposed_rows(proposed),
            lambda: award_tables.proposed_json(proposed),
            lambda: award_tables.proposed_table(proposed),
            titles=titles(award_tables.PROPOSED),
        ),
    )
    for note in award_tables.proposal_notes(proposed):
        output.say(note)
