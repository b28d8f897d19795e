"""One case's adjusted score, step by step, in figures that a pocket calculator confirms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message, NothingFoundError, msg
from shanghai_cases.ranking.scores import by_case
from shanghai_cases.ranking.simple import SimpleMethod, mean, moments, standardised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shanghai_cases.ranking.mixed_model import Adjusted
    from shanghai_cases.ranking.scores import Score


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """One review: corrected = reviewer_mean + (given - reviewer_mean) / spread - leniency."""

    reviewer: str
    given: float
    reviewer_mean: float
    """Mean of everything this reviewer gave."""
    spread: float
    """What the reviewer's deviations were divided by; 1 where no correction was used."""
    evened: float
    """The score brought to the common spread."""
    leniency: float
    """By how much the reviewer is more lenient than the panel."""
    corrected: float
    weight: float
    """1, or less where the score may be a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """adjusted = mean + share * (corrected_mean - mean), share = weight / (weight + held)."""

    case_id: str
    raw: float
    steps: tuple[ReviewStep, ...]
    mean: float
    """The fixed mean of the model."""
    weight: float
    """Sum of the weights of the reviews; their number where none looks like a slip."""
    corrected_mean: float
    """Weighted mean of the corrected scores."""
    held: float
    """error / case variance: the case is held to the mean as if by so many more reviews that gave it."""
    share: float
    adjusted: float
    se: float

    def sentences(self) -> Iterator[Message]:
        """Yield the steps as messages; numbers and sums, tuples of (factor, number), are for the reader to write."""
        for step in self.steps:
            if step.weight == 0:
                yield msg(
                    "{reviewer} gave {given}, as to all or most cases; it isn't counted",
                    reviewer=step.reviewer,
                    given=step.given,
                )
                continue
            if step.spread != 1:
                yield msg(
                    "{reviewer} gave {given}; their mean is {mean}, their spread {spread} times the "
                    "common one: {mean} + ({given} - {mean}) / {spread} = {evened}",
                    reviewer=step.reviewer,
                    given=step.given,
                    mean=step.reviewer_mean,
                    spread=step.spread,
                    evened=step.evened,
                )
            yield _freed(step)
            if step.weight < 1:
                yield msg("it may be a slip of the pen and counts {weight} instead of 1", weight=step.weight)
        if self.weight == 0:
            yield msg("no review of it counts, so it is put at the panel's mean, {mean}", mean=self.mean)
            return
        yield msg(
            "the mean of the corrected scores: ({terms}) / {weight} = {corrected_mean}",
            terms=tuple((step.weight, step.corrected) for step in self.steps if step.weight),
            weight=self.weight,
            corrected_mean=self.corrected_mean,
        )
        if math.isinf(self.held):
            yield msg("the reviews don't agree beyond chance, so every case is put at {mean}", mean=self.mean)
            return
        yield msg(
            "its share, {weight} review(s) against {held} for chance: {weight} / ({weight} + {held}) = {share}",
            weight=self.weight,
            held=self.held,
            share=self.share,
        )
        yield msg(
            "adjusted, from the panel's mean {mean}: {mean} + {share} × ({corrected_mean} - {mean}) = {adjusted}, "
            "give or take {se}",
            mean=self.mean,
            share=self.share,
            corrected_mean=self.corrected_mean,
            adjusted=self.adjusted,
            se=self.se,
        )


def method_sentences(scores: Iterable[Score], case_id: str, method: SimpleMethod) -> Iterator[Message]:
    """Yield how a simple method comes to one case's value, as `Explanation.sentences` does."""
    cases = by_case(scores)
    given = cases[case_id]
    if method is SimpleMethod.ZSCORE:
        values = by_case(standardised(cases))[case_id]
        centre, spread = moments([score.value for one in cases.values() for score in one])
        for score, value in zip(given, values, strict=True):
            mine = [other.value for one in cases.values() for other in one if other.reviewer == score.reviewer]
            yield _standardised(score, value.value, (centre, spread), moments(mine))
        given = values
    marks = sorted(score.value for score in given)
    if method is SimpleMethod.MEDIAN:
        yield msg("ranked by the median of {marks}: {value}", marks=tuple(marks), value=median(marks))
        return
    if method is SimpleMethod.TRIMMED and len(marks) >= 3:
        yield msg("the lowest, {lowest}, and the highest, {highest}, are dropped", lowest=marks[0], highest=marks[-1])
        marks = marks[1:-1]
    yield msg(
        "ranked by the mean: ({terms}) / {count} = {value}",
        terms=tuple((1.0, mark) for mark in marks),
        count=len(marks),
        value=mean(marks),
    )


def _standardised(score: Score, value: float, all_: tuple[float, float], own: tuple[float, float]) -> Message:
    """Say how a score is brought to the mean and standard deviation of all scores."""
    if own[1] == 0:
        return msg(
            "{reviewer} tells no case from another; the mean of all scores stands for theirs: {value}",
            reviewer=score.reviewer,
            value=value,
        )
    return msg(
        "{reviewer} gave {given}, their mean is {own_mean} and their standard deviation {own_spread}; on that of all "
        "scores: {mean} + {spread} × ({given} - {own_mean}) / {own_spread} = {value}",
        reviewer=score.reviewer,
        given=score.value,
        own_mean=own[0],
        own_spread=own[1],
        mean=all_[0],
        spread=all_[1],
        value=value,
    )


def _freed(step: ReviewStep) -> Message:
    """Say how the reviewer's leniency or severity is taken off."""
    if step.leniency < 0:
        return msg(
            "{reviewer} is {severity} stricter than the panel: {evened} + {severity} = {corrected}",
            reviewer=step.reviewer,
            severity=-step.leniency,
            evened=step.evened,
            corrected=step.corrected,
        )
    return msg(
        "{reviewer} is {leniency} more lenient than the panel: {evened} - {leniency} = {corrected}",
        reviewer=step.reviewer,
        leniency=step.leniency,
        evened=step.evened,
        corrected=step.corrected,
    )


def explain(fit: Adjusted, case_id: str) -> Explanation:
    """Take the adjusted score of one case apart; raises `NothingFoundError` for a case without reviews."""
    import numpy as np

    panel = fit.panel
    if case_id not in panel.cases:
        raise NothingFoundError(msg("{case_id} has no reviews", case_id=case_id))
    number = panel.cases.index(case_id)
    steps = tuple(_step(fit, int(index)) for index in np.flatnonzero(panel.case == number))
    weight = math.fsum(step.weight for step in steps)
    ratio = fit.point.ratios.case
    held = 1 / ratio if ratio > 0 else math.inf
    return Explanation(
        case_id,
        float(panel.raw_means[number]),
        steps,
        fit.mean,
        weight,
        math.fsum(step.weight * step.corrected for step in steps) / weight if weight > 0 else fit.mean,
        held,
        weight / (weight + held) if weight > 0 else 0.0,
        float(fit.adjusted[number]),
        float(fit.case_se[number]),
    )


def _step(fit: Adjusted, index: int) -> ReviewStep:
    panel = fit.panel
    reviewer = int(panel.reviewer[index])
    leniency, evened = float(fit.reviewer_effects[reviewer]), float(fit.value[index])
    return ReviewStep(
        panel.reviewers[reviewer],
        float(panel.value[index]),
        evened - float(fit.deviations[index]),
        math.exp(float(fit.log_spread[reviewer])),
        evened,
        leniency,
        evened - leniency,
        float(fit.likelihood.weight[index]),
    )
