"""What the reader of a fitted panel must know: what it cannot tell and what was not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shanghai_cases.ranking.mixed_model import Adjusted
    from shanghai_cases.ranking.panel import Panel


def fit_warnings(fit: Adjusted) -> Iterator[Message]:
    """Yield one message for everything that limits the result, the most general first."""
    yield from _about_variances(fit)
    yield from _about_groups(fit.panel)
    yield from _about_habits(fit)
    if fit.slips is not None:
        count = int((fit.slips.probability > 0.5).sum())
        yield msg("{count} scores look like slips of the pen and count little", count=count)


def _about_variances(fit: Adjusted) -> Iterator[Message]:
    if len(fit.panel.reviewers) == 1:
        yield msg("only one reviewer: their leniency can't be seen")
    elif not fit.known[1]:
        yield msg("no reviewer read two cases: leniency can't be told from chance")
    if not fit.known[0]:
        yield msg("no case has two reviews: merit can't be told from chance, half of it is assumed")
    elif fit.point.ratios.case == 0:
        yield msg("the reviews agree no more on the cases than chance would: all adjusted scores are the mean")
    if fit.known[1] and fit.point.ratios.reviewer == 0:
        yield msg("the reviewers' leniency doesn't differ beyond chance: no score was moved for it")


def _about_habits(fit: Adjusted) -> Iterator[Message]:
    panel, uncounted = fit.panel, (fit.likelihood.weight == 0).astype(float)
    counts = panel.by_reviewer(uncounted).astype(int)
    marks = panel.by_reviewer(uncounted * panel.value)
    for number, reviewer in enumerate(panel.reviewers):
        count, all_ = int(counts[number]), int(panel.reviewer_counts[number])
        if count == all_:
            yield msg("{reviewer} gave every case the same score: it tells no case from another", reviewer=reviewer)
        elif count:
            yield msg(
                "{reviewer} gave {count} of {all} cases {mark}: that tells none of them from another and isn't counted",
                reviewer=reviewer,
                count=count,
                all=all_,
                mark=round(float(marks[number]) / count, 4),
            )


def _about_groups(panel: Panel) -> Iterator[Message]:
    groups = list(panel.groups())
    if len(groups) == 1:
        return
    yield msg("{groups} groups of reviewers share no case: only an assumption compares them", groups=len(groups))
    for number, (cases, reviewers) in enumerate(groups, start=1):
        yield msg("group {number}: {reviewers} ({cases} cases)", number=number, reviewers=reviewers, cases=len(cases))
