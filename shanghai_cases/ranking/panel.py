"""A panel: scores as arrays in one fixed order, and which cases and reviewers hang together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from shanghai_cases.errors import NothingFoundError, msg
from shanghai_cases.ranking.scores import Score, by_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shanghai_cases.ranking.arrays import Bools, Floats, Ints
CHANCE = 0.01
"""What chance alone would show this rarely in a whole panel is taken for a pattern."""
_DENSE_CELLS = 50_000


@dataclass(frozen=True)
class Panel:
    """n scores of I cases by J reviewers, sorted by case id, then reviewer."""

    cases: tuple[str, ...]
    reviewers: tuple[str, ...]
    case: Ints
    """(n,) index into `cases`, ascending."""
    reviewer: Ints
    """(n,) index into `reviewers`."""
    value: Floats
    """(n,) the scores."""

    @classmethod
    def of(cls, scores: Iterable[Score]) -> Panel:
        """Build a panel; the order of `scores` does not matter.

        Raises `DataError` for a score that is not finite or is there twice, `NothingFoundError` without any
        score.
        """
        import numpy as np

        cases = by_case(scores)
        flat = [score for given in cases.values() for score in given]
        if not flat:
            raise NothingFoundError(msg("there are no scores"))
        reviewers = sorted({score.reviewer for score in flat})
        number = {reviewer: index for index, reviewer in enumerate(reviewers)}
        return cls(
            tuple(cases),
            tuple(reviewers),
            np.repeat(np.arange(len(cases)), [len(given) for given in cases.values()]),
            np.array([number[score.reviewer] for score in flat], dtype=np.intp),
            np.array([score.value for score in flat], dtype=np.float64),
        )

    def scores(self) -> list[Score]:
        """Return the scores it was built from, in its order."""
        columns = (self.case.tolist(), self.reviewer.tolist(), self.value.tolist())
        return [
            Score(self.cases[case], self.reviewers[reviewer], value)
            for case, reviewer, value in zip(*columns, strict=True)
        ]

    @property
    def flat(self) -> bool:
        """Whether all scores are equal, up to rounding."""
        return float(self.value.max() - self.value.min()) <= 1e-12 * max(1.0, float(abs(self.value).max()))

    @cached_property
    def silent(self) -> Bools:
        """(J,) reviewers who gave every case one mark, oftener than chance would in this panel."""
        return self.one_mark_chance < CHANCE

    @cached_property
    def one_mark_chance(self) -> Floats:
        """(J,) how likely chance lets anybody give as many cases one mark; 1 where marks differ."""
        import numpy as np

        _, level, counts = np.unique(self.value, return_inverse=True, return_counts=True)
        same = float(((counts / len(self.value)) ** 2).sum())
        first = np.zeros(len(self.reviewers), dtype=np.intp)
        first[self.reviewer[::-1]] = level[::-1]
        differing = self.by_reviewer((level != first[self.reviewer]).astype(np.float64))
        chance = np.minimum(1.0, len(self.reviewers) * same ** (self.reviewer_counts - 1.0))
        return np.where(differing > 0, 1.0, chance)

    @cached_property
    def case_counts(self) -> Ints:
        """(I,) reviews of each case."""
        import numpy as np

        return np.bincount(self.case, minlength=len(self.cases))

    @cached_property
    def reviewer_counts(self) -> Ints:
        """(J,) reviews by each reviewer."""
        import numpy as np

        return np.bincount(self.reviewer, minlength=len(self.reviewers))

    def by_case(self, x: Floats) -> Floats:
        """Sum x (n,) over each case: (I,)."""
        return _sums(self.case, x, len(self.cases))

    def by_reviewer(self, x: Floats) -> Floats:
        """Sum x (n,) over each reviewer: (J,)."""
        return _sums(self.reviewer, x, len(self.reviewers))

    @cached_property
    def reviewer_means(self) -> Floats:
        """(J,) mean score of each reviewer."""
        return self.by_reviewer(self.value) / self.reviewer_counts

    @cached_property
    def raw_means(self) -> Floats:
        """(I,) mean score of each case."""
        return self.by_case(self.value) / self.case_counts

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints, Ints] | None:
        """Pairs of scores of a case (left, right) and their cell; None where dense tables are cheaper."""
        import numpy as np

        counts = self.case_counts
        many = int((counts**2).sum())
        size = len(self.reviewers)
        if len(self.cases) * size <= _DENSE_CELLS or many > len(self.cases) * size * max(1, size // 50):
            return None
        start = np.repeat(np.cumsum(counts) - counts, counts)
        reach = np.repeat(counts, counts)
        left = np.repeat(np.arange(len(self.value)), reach)
        within = np.arange(many) - np.repeat(np.cumsum(reach) - reach, reach)
        right = np.repeat(start, reach) + within
        return left, right, self.reviewer[left] * size + self.reviewer[right]

    def gram(self, left: Floats, right: Floats, scale: Floats) -> Floats:
        """Return the sum over cases i of scale[i] * l_i r_i': (J, J).

        l_i and r_i (J,) hold the entries of `left` and `right` (n,) that belong to case i.
        """
        size = len(self.reviewers)
        if self._pairs is None:
            first = self.dense(left) * scale[:, None]
            return first.T @ self.dense(right)
        one, two, cell = self._pairs
        weight = (left * scale[self.case])[one] * right[two]
        return _sums(cell, weight, size * size).reshape(size, size)

    def quadratic(self, x: Floats, matrix: Floats) -> Floats:
        """Return x_i' matrix x_i for each case: (I,); x (n,), matrix (J, J)."""
        import numpy as np

        if self._pairs is None:
            dense = self.dense(x)
            return np.asarray(((dense @ matrix) * dense).sum(axis=1))
        one, two, cell = self._pairs
        return _sums(self.case[one], x[one] * x[two] * matrix.reshape(-1)[cell], len(self.cases))

    def dense(self, x: Floats) -> Floats:
        """Spread x (n,) over a cases x reviewers table: (I, J), zero where nothing was scored."""
        import numpy as np

        table = np.zeros((len(self.cases), len(self.reviewers)))
        table[self.case, self.reviewer] = x
        return table

    @cached_property
    def components(self) -> Ints:
        """(J,) number of each reviewer's connected group; reviewers of a common case are in one."""
        import numpy as np

        parent = list(range(len(self.reviewers)))
        first = self.reviewer[np.cumsum(self.case_counts) - self.case_counts]
        links = np.unique(first[self.case] * len(parent) + self.reviewer)
        for one, two in (divmod(int(link), len(parent)) for link in links):
            parent[_root(parent, two)] = _root(parent, one)
        roots = [_root(parent, index) for index in range(len(parent))]
        order = {root: number for number, root in enumerate(dict.fromkeys(roots))}
        return np.array([order[root] for root in roots], dtype=np.intp)

    def groups(self) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Yield (cases, reviewers) of each connected group, the one with most cases first."""
        import numpy as np

        group = self.components
        start = np.cumsum(self.case_counts) - self.case_counts
        of_case = group[self.reviewer[start]]
        sizes = np.bincount(of_case, minlength=int(group.max()) + 1)
        for number in sorted(range(len(sizes)), key=lambda one: (-int(sizes[one]), one)):
            yield (
                tuple(name for name, one in zip(self.cases, of_case, strict=True) if one == number),
                tuple(name for name, one in zip(self.reviewers, group, strict=True) if one == number),
            )


def _sums(index: Ints, x: Floats, size: int) -> Floats:
    import numpy as np

    return np.bincount(index, x, size).astype(np.float64, copy=False)


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index
