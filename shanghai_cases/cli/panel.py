"""What a ranking is made from: an edition's reviews in the catalogue, or a file of scores."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.model.case import Status
from shanghai_cases.model.review import OVERALL
from shanghai_cases.presentation.ranking_rows import Named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.catalogue.file import FileCatalogue
    from shanghai_cases.catalogue.protocol import CaseRow
    from shanghai_cases.intake.loose_scores import LooseScores
    from shanghai_cases.model.edition import Criterion
    from shanghai_cases.presentation.output import Output
    from shanghai_cases.ranking.award import Tier
    from shanghai_cases.ranking.ranked import Rules, Scored


@dataclass(frozen=True)
class Panel:
    """Scores with what is known of their cases, criteria and reviewers."""

    scored: Scored
    rules: Rules
    tiers: Sequence[Tier]
    criteria: Sequence[Criterion]
    names: Mapping[str, Named]
    marks: Mapping[tuple[str, str], Mapping[str, float]]
    """What each reviewer gave each case, by criterion."""
    order: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """In which order (case, reviewer) were likely read: as reviews came in, then down the sheet."""
    rows: Sequence[CaseRow] = ()
    edition: int | None = None
    unread: Sequence[str] = ()
    frozen_at: str = ""
    changed: bool = False
    """Whether scores are others than those that the awards were frozen from."""
    labels: Mapping[str, str] = field(default_factory=dict)

    def anonymous(self) -> Panel:
        """Number the reviewers and leave out the units."""
        from shanghai_cases.presentation.anonymous import numbered
        from shanghai_cases.ranking.award_check import digest

        codes = [*(score.reviewer for score in self.scored.scores), *(code for _, code in self.scored.recused)]
        names = {case_id: named._replace(unit="") for case_id, named in self.names.items()}
        return replace(self, labels=numbered(codes, digest(self.scored.scores)), names=names)

    def say_frozen(self, output: Output) -> None:
        """Say when the awards were frozen and whether they still fit, if they were."""
        if not self.frozen_at:
            return
        known = {"time": self.frozen_at, "edition": self.edition}
        if self.changed:
            output.say(
                msg(
                    "the awards were frozen at {time} and scores have changed since; "
                    "“cases award check --edition {edition}” shows what that would do",
                    **known,
                )
            )
        else:
            output.say(
                msg("the awards were frozen at {time}; “cases award list --edition {edition}” shows them", **known)
            )

    def groups(self, by: str) -> dict[str, tuple[str, ...]]:
        """Return each case's groups."""
        if by == "theme":
            return {row.id: row.themes for row in self.rows}
        return {row.id: (row.district,) if row.district else () for row in self.rows}


def load_panel(catalogue: FileCatalogue, number: int, rules: Rules) -> Panel:
    """Read an edition's reviews; withdrawn cases are left out. Raises `DataError`, `CatalogueError`."""
    from shanghai_cases.ranking.decisions import digest_of
    from shanghai_cases.ranking.ranked import chosen, criteria_of, scores_of, tiers_of

    edition = catalogue.edition(number)
    rows = [row for row in catalogue.rows() if row.edition == number and row.status == Status.SUBMITTED]
    names = {row.id: Named(row.title, row.unit) for row in rows}
    every = list(catalogue.reviews(number))
    reviews = [review for review in every if review.case_id in names]
    criteria = chosen(criteria_of(edition), rules.criterion)
    scored = scores_of(reviews, criteria)
    scored_cases = {score.case_id for score in scored.scores}
    given = sorted((one.received_at or "", one.case_id, one.reviewer) for one in reviews if one.marks)
    return Panel(
        scored,
        rules,
        tiers_of(edition),
        criteria,
        names,
        {(one.case_id, one.reviewer): {mark.criterion: mark.value for mark in one.marks} for one in reviews},
        {(case_id, reviewer): float(place) for place, (_, case_id, reviewer) in enumerate(given)},
        rows,
        number,
        [row.id for row in rows if row.id not in scored_cases],
        edition.decision.minute if edition.decision else "",
        edition.decision is not None and edition.decision.digest != digest_of(every, edition),
    )


def read_scores(place: str, rules: Rules, tiers: Sequence[str], weighed: Sequence[str] = ()) -> Panel:
    """Read a file of scores, - for standard input; ``weighed`` are its criteria as `criteria set` takes them.

    Raises `DataError`, `UsageError`, `FieldError`.
    """
    from shanghai_cases.intake.loose_scores import read_loose
    from shanghai_cases.intake.readers import read_bytes, read_file
    from shanghai_cases.ranking.ranked import Scored, chosen, scale_of
    from shanghai_cases.ranking.scores import Mark, scores_from_marks

    if place == "-":
        content = read_bytes("-", sys.stdin.buffer.read())
    elif Path(place).is_file():
        content = read_file(Path(place))
    else:
        raise UsageError(msg("there is no file {path}", path=place))
    found = read_loose(Path(place).name, content)
    criteria = chosen(_criteria(found, weighed), rules.criterion)
    wanted = {one.name for one in criteria}
    marks = [
        Mark(case_id, reviewer, name, value)
        for (case_id, reviewer), given in found.marks.items()
        for name, value in given.items()
        if name in wanted
    ]
    scores, incomplete = scores_from_marks(marks, criteria, scale=scale_of(criteria))
    return Panel(
        Scored(tuple(scores), tuple(incomplete), tuple(sorted(found.recused))),
        rules,
        _tiers(tiers),
        criteria,
        dict.fromkeys((case_id for case_id, _ in (*found.marks, *found.recused)), Named()),
        found.marks,
    )


def _criteria(found: LooseScores, weighed: Sequence[str]) -> list[Criterion]:
    """Return the criteria of a file of scores: all alike on the scale of its marks, unless it was said otherwise."""
    from shanghai_cases.model.edition import Criterion
    from shanghai_cases.model.scales import parse_criterion
    from shanghai_cases.ranking.ranked import chosen

    if not weighed:
        return [Criterion(name, 1.0, *found.scale) for name in found.criteria]
    said = [parse_criterion(one) for one in weighed]
    if len(said) == 1 and found.criteria == (OVERALL,):
        return [replace(said[0], name=OVERALL)]
    known = [Criterion(name) for name in found.criteria]
    for one in said:
        chosen(known, one.name)
    if len({one.name for one in said}) < len(said):
        raise UsageError(msg("--criteria names a criterion twice"))
    return said


def _tiers(written: Sequence[str]) -> tuple[Tier, ...]:
    from shanghai_cases.ranking.award import Tier

    found = []
    for one in written:
        name, equals, quota = one.rpartition("=")
        if not equals or not name.strip() or not (quota.isascii() and quota.isdecimal()):
            raise UsageError(msg("--tier {tier}: write it as name=quota, such as 十佳案例=10", tier=one))
        found.append(Tier(name.strip(), int(quota)))
    return tuple(found)
