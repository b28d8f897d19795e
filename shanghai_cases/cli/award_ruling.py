"""`cases award set`, `clear`, `list` and `check`: what people decide, and whether it still fits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from shanghai_cases.catalogue.home import local_time
from shanghai_cases.cli import asking, options
from shanghai_cases.cli import ranking_options as ranking
from shanghai_cases.cli.award import proposed_awards
from shanghai_cases.cli.options import option
from shanghai_cases.cli.panel import load_panel
from shanghai_cases.cli.session import Session, command, writing
from shanghai_cases.cli.show import named_cases, read_ids
from shanghai_cases.cli.status import Status
from shanghai_cases.errors import DataError, NothingFoundError, UsageError, msg, template
from shanghai_cases.model.decision import Ruling
from shanghai_cases.model.ids import NO_AWARD
from shanghai_cases.presentation import award_tables
from shanghai_cases.presentation.column_names import titles
from shanghai_cases.presentation.listing import Listing, emit

if TYPE_CHECKING:
    from shanghai_cases.catalogue.file import FileCatalogue
    from shanghai_cases.model.case import Case
    from shanghai_cases.model.edition import Edition
    from shanghai_cases.ranking.award_check import AwardFault


@writing
def set_(
    session: Session,
    ids_and_tier: Annotated[
        list[str],
        typer.Argument(metavar="ID... TIER", help=template("Cases (- standard input), then the award, or none.")),
    ],
    *,
    reason: Annotated[str, option("--reason", help=template("Why; it is kept with the award."))],
    dry_run: options.DryRun = False,
) -> None:
    """Give cases an award as people decided; `award apply` keeps it."""
    from shanghai_cases.ranking.decisions import ruled

    output = session.output()
    if len(ids_and_tier) < 2:
        raise UsageError(msg("say which case and which award: cases award set ID TIER --reason …"))
    ids = read_ids(ids_and_tier[:-1])
    session.alone(unless=dry_run)
    cases = named_cases(session, ids)
    edition = _edition_of(session, cases)
    tier = _tier(edition, ids_and_tier[-1])
    now = local_time()
    after = ruled(edition, [Ruling(case.id, tier, reason.strip(), now) for case in cases])
    for case in cases:
        output.say(msg("{id} {title}: {tier}", id=case.id, title=case.title, tier=tier))
    if dry_run:
        output.say(msg("nothing was changed"))
        return
    changed = [replace(case, award_tier=tier) for case in cases if case.award_tier != tier]
    session.catalogue.put_awards(after, changed, command="award set")


def _edition_of(session: Session, cases: list[Case]) -> Edition:
    numbers = {case.edition for case in cases}
    if len(numbers) > 1:
        raise UsageError(msg("these cases are of several editions; decide one edition at a time"))
    return session.catalogue.edition(numbers.pop())


def _tier(edition: Edition, written: str) -> str:
    if written == NO_AWARD:
        return NO_AWARD
    found = edition.tier(written)
    if found is None:
        raise DataError(
            msg(
                "{tier} is no award of edition {number}; there is: {known}",
                tier=written,
                number=edition.number,
                known=(*(one.name for one in edition.tiers), NO_AWARD),
            )
        )
    return found.name


@writing
def clear(
    session: Session,
    ids: Annotated[
        options.Many, typer.Argument(metavar="[ID...]", help=template("Only of these cases (- standard input)."))
    ] = None,
    *,
    edition: ranking.Edition,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
) -> None:
    """Take awards back: all of an edition with the decision that froze them, or those of some cases."""
    output = session.output()
    chosen = read_ids(ids) if ids else None
    session.alone(unless=dry_run or not yes)
    found = before, after, cases = _to_clear(session, chosen, edition)
    if (after == before and not cases) or dry_run:
        output.say(msg("{count} case(s) have an award or are known to have none", count=len(cases)))
        output.say(msg("nothing was changed"))
        return
    if not yes:
        if not session.interactive:
            raise UsageError(msg("taking awards back asks first; without a terminal say --yes"))
        if not asking.agreed(msg("Take back the awards of {count} case(s)?", count=len(cases))):
            output.say(msg("nothing was changed"))
            return
        session.alone()
        if _to_clear(session, chosen, edition) != found:
            raise DataError(msg("somebody else has changed these awards meanwhile; nothing was changed, look again"))
    session.catalogue.put_awards(after, [replace(case, award_tier=None) for case in cases], command="award clear")
    output.say(msg("the awards of {count} case(s) were taken back", count=len(cases)))


def _to_clear(session: Session, ids: list[str] | None, number: int) -> tuple[Edition, Edition, list[Case]]:
    """Return the edition before and after, and the cases that lose their award."""
    before = session.catalogue.edition(number)
    wanted = ids or [row.id for row in session.catalogue.rows() if row.edition == number]
    cases = [case for case in named_cases(session, wanted) if case.award_tier is not None]
    kept = tuple(one for one in before.rulings if one.case_id not in set(wanted))
    return before, replace(before, rulings=kept, decision=before.decision if ids else None), cases


@command
def list_(session: Session, *, edition: ranking.Edition) -> int:
    """List an edition's awards, in order of honour."""
    output = session.output()
    wanted = session.catalogue.edition(edition)
    rows = [row for row in session.catalogue.rows() if row.edition == edition]
    given = award_tables.given_rows(wanted, rows)
    emit(
        output,
        Listing(
            award_tables.GIVEN,
            lambda: given,
            lambda: award_tables.given_json(wanted, rows),
            lambda: award_tables.given_table(wanted, rows),
            titles=titles(award_tables.GIVEN),
        ),
    )
    if wanted.decision is not None:
        decision = wanted.decision
        output.say(
            msg(
                "frozen at {time} by {method} {options}",
                time=decision.minute,
                method=decision.method,
                options=" ".join(decision.options),
            )
        )
    if not given:
        output.say(msg("edition {number} has no awards yet", number=edition))
        return Status.NOTHING_FOUND
    return Status.DONE


def _differences(catalogue: FileCatalogue, edition: Edition) -> tuple[AwardFault, ...]:
    """Return which awards would be others by the scores as they are and the rules of the decision."""
    from shanghai_cases.ranking.award_check import differences

    if edition.decision is None:
        return ()
    rules, pairs, across = ranking.rules_in(edition.decision)
    try:
        panel = load_panel(catalogue, edition.number, rules)
        proposed = proposed_awards(panel, edition, pairs, across=across)
    except (
        DataError,
        NothingFoundError,
    ):  # criteria or scores are gone: that scores have changed is all there is to say
        return ()
    awards = {row.id: row.award_tier for row in panel.rows if row.award_tier}
    return differences(awards, proposed.proposal, proposed.cases, proposed.ruled.keys())


@command
def check(session: Session, *, edition: ranking.Edition) -> int:
    """Check an edition's awards: quotas, winners that were withdrawn, scores changed since."""
    from shanghai_cases.ranking.decisions import faults_of

    output = session.output()
    wanted = session.catalogue.edition(edition)
    rows = [row for row in session.catalogue.rows() if row.edition == edition]
    faults = faults_of(wanted, rows, session.catalogue.reviews(edition))
    if any(fault.problem == "scores_changed" for fault in faults):
        faults = (*faults, *_differences(session.catalogue, wanted))
    emit(
        output,
        Listing(
            award_tables.FAULTS,
            lambda: award_tables.fault_rows(edition, faults),
            lambda: award_tables.faults_json(edition, faults),
            lambda: award_tables.faults_page(faults, {row.id: row.title for row in rows}),
            titles=titles(award_tables.FAULTS),
        ),
    )
    if faults:
        return Status.NOTHING_FOUND
    output.say(msg("the awards of edition {number} are in order", number=edition))
    return Status.DONE
