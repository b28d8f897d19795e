"""How one case's score came about: a table of its reviews and sentences to check with a pocket calculator.

All figures are shown with four decimals, so a calculator agrees but for the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.errors import Message, msg
from shanghai_cases.presentation.anonymous import relabelled
from shanghai_cases.presentation.messages import translate
from shanghai_cases.presentation.ranking_rows import Named, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from shanghai_cases.model.edition import Criterion
    from shanghai_cases.ranking.explain import Explanation

COLUMNS = (
    *("id", "reviewer", "given", "reviewer_mean", "spread", "evened", "leniency", "corrected", "weight", "effect"),
)
_FIGURES = ("given", "reviewer_mean", "spread", "evened", "leniency", "corrected", "weight")


class Explained(NamedTuple):
    """A case's explanation with what its sentences name: case, criteria, marks, labels of the reviewers."""

    explanation: Explanation
    named: Named
    criteria: Sequence[Criterion]
    marks: Mapping[tuple[str, str], Mapping[str, float]]
    labels: Mapping[str, str]
    ranked_by: Sequence[Message] = ()
    """How another method than the adjusted score comes to its value."""

    def label(self, code: str) -> str:
        """Return what a reviewer is called here."""
        return self.labels.get(code, code)


def rows(explained: Explained) -> list[tuple[str, ...]]:
    """Return one row of `COLUMNS` per review; the effect is what its correction did to the adjusted score."""
    found = explained.explanation
    return [
        (
            found.case_id,
            explained.label(step.reviewer),
            *(number(getattr(step, figure), 4) for figure in _FIGURES),
            number(effect, 4),
        )
        for step, effect in zip(found.steps, effects(found), strict=True)
    ]


def effects(found: Explanation) -> list[float]:
    """Return by how much each review's correction moved the adjusted score, all else as it is."""
    if not found.weight:
        return [0.0 for _ in found.steps]
    return [found.share * step.weight / found.weight * (step.corrected - step.given) for step in found.steps]


def record(explained: Explained) -> dict[str, Any]:
    """Return the explanation as JSON values, its sentences in English."""
    found = explained.explanation
    return {
        "id": found.case_id,
        **explained.named._asdict(),
        "reviews": [
            {
                "reviewer": explained.label(step.reviewer),
                "marks": dict(explained.marks.get((found.case_id, step.reviewer), {})),
                **{figure: getattr(step, figure) for figure in _FIGURES},
                "effect": effect,
            }
            for step, effect in zip(found.steps, effects(found), strict=True)
        ],
        "raw": found.raw,
        "mean": found.mean,
        "weight": found.weight,
        "corrected_mean": found.corrected_mean,
        "held": found.held,
        "share": found.share,
        "adjusted": found.adjusted,
        "se": found.se,
        "sentences": [str(sentence) for sentence in sentences(explained)],
    }


def sentences(explained: Explained) -> Iterator[Message]:
    """Yield every step, from the marks on the criteria to the adjusted score, figures written out."""
    found = explained.explanation
    if len(explained.criteria) > 1:
        for step in found.steps:
            marks = explained.marks.get((found.case_id, step.reviewer), {})
            yield msg(
                "{reviewer}: {terms} = {score}",
                reviewer=explained.label(step.reviewer),
                terms=_terms(explained.criteria, marks),
                score=figure(step.given),
            )
    yield _written(
        msg(
            "the mean of the scores as given: ({terms}) / {count} = {raw}",
            terms=tuple((1.0, step.given) for step in found.steps),
            count=len(found.steps),
            raw=found.raw,
        )
    )
    for sentence in (*explained.ranked_by, *found.sentences()):
        yield relabelled(_written(sentence), explained.labels)
    moved = sum(effects(found))
    yield msg("all corrections together moved the score by {moved}", moved=figure(moved, sign=True))


def _terms(criteria: Sequence[Criterion], marks: Mapping[str, float]) -> str:
    """Write the weighted mean of marks as it is typed into a calculator; scales that differ are made 0 to 100."""
    scales = {(one.minimum, one.maximum) for one in criteria}
    low, high = scales.pop() if len(scales) == 1 else (0.0, 100.0)
    total = sum(one.weight for one in criteria)
    parts = [f"{figure(one.weight)} × {_placed(one, marks[one.name], low, high)}" for one in criteria]
    return f"({' + '.join(parts)}) / {figure(total)}"


def _placed(criterion: Criterion, mark: float, low: float, high: float) -> str:
    same = (criterion.minimum, criterion.maximum) == (low, high)
    if same and not criterion.lower_is_better:
        return figure(mark)
    if same:
        return f"({figure(low + high)} - {figure(mark)})"
    top = (
        f"{figure(criterion.maximum)} - {figure(mark)}"
        if criterion.lower_is_better
        else f"{figure(mark)} - {figure(criterion.minimum)}"
    )
    return f"({top}) / {figure(criterion.maximum - criterion.minimum)} × 100"


def figure(value: float, *, sign: bool = False) -> str:
    """Write a number with up to four decimals."""
    written = f"{value:+.4f}" if sign else f"{value:.4f}"
    written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "+0") else written


def _written(sentence: Message) -> Message:
    return Message(sentence.text, {name: _shown(value) for name, value in sentence.values.items()})


def _shown(value: object) -> object:
    """Write out numbers, sums of (factor, number) and lists of numbers."""
    if isinstance(value, int | float):
        return figure(value)
    if not isinstance(value, tuple) or not value:
        return value
    if isinstance(value[0], tuple):
        return " + ".join(figure(one) if factor == 1 else f"{figure(factor)} × {figure(one)}" for factor, one in value)
    return tuple(_shown(one) for one in value)


def page(explained: Explained) -> RenderableType:
    """Lay out the reviews as a table and the steps below it."""
    from rich.console import Group
    from rich.text import Text

    from shanghai_cases.presentation.ranking_tables import add_row, ruled_table

    found = explained.explanation
    table = ruled_table(
        [
            (msg("reviewer"), False),
            (msg("given"), True),
            (msg("evened"), True),
            (msg("leniency"), True),
            (msg("corrected"), True),
            (msg("weight"), True),
            (msg("effect"), True),
        ]
    )
    for step, effect in zip(found.steps, effects(found), strict=True):
        values = (step.given, step.evened, step.leniency, step.corrected, step.weight, effect)
        add_row(table, [explained.label(step.reviewer), *(number(value, 2) for value in values)])
    title = " ".join(part for part in (found.case_id, *explained.named) if part)
    lines = [f"{place}. {translate(sentence)}" for place, sentence in enumerate(sentences(explained), 1)]
    return Group(Text(title, style="bold"), table, *(Text(line) for line in lines))
