"""Measure how well the look for earlier submissions finds edited titles again, and what it costs.

Run ``python -m scripts.similar_bench`` for the table of docs/import.md, with ``--fit`` to fit the coefficients of
`shanghai_cases.intake.likeness` anew (logistic regression by iteratively reweighted least squares).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from scripts.similar_titles import sample
from shanghai_cases.intake.likeness import Evidence
from shanghai_cases.intake.similar import Search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.similar_titles import Sample

SIZES = {2_000: range(101, 121), 100_000: range(101, 109)}
FITTED = {2_000: range(1, 13), 100_000: range(1, 7)}


def main() -> None:
    """Print the table, or the fitted coefficients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the coefficients instead")
    parser.add_argument("--misses", action="store_true", help="name what was missed and what was a false alarm")
    options = parser.parse_args()
    if options.fit:
        fit()
        return
    print("| catalogue | from another unit | seeds | recall | false alarms | CPU s |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for size, seeds in SIZES.items():
        for moved in (0.0, 0.2):
            print(measured(size, seeds, moved, misses=options.misses), flush=True)


def measured(size: int, seeds: range, moved: float, *, misses: bool) -> str:
    """Return one line of the table."""
    found, false, seconds = 0, 0, []
    missed: Counter[str] = Counter()
    for seed in seeds:
        data = sample(seed, size, moved=moved)
        start = time.process_time()
        hits = list(Search(data.existing, data.incoming).hits())
        seconds.append(time.process_time() - start)
        for place, original in enumerate(data.originals):
            hit = any(data.existing[one.place].id == original for one in hits[place])
            found += hit
            if not hit:
                missed[data.edits[place]] += 1
                if misses:
                    print("missed", data.edits[place], data.incoming[place].title)
        for case, alarms in zip(data.incoming[len(data.originals) :], hits[len(data.originals) :], strict=True):
            false += bool(alarms)
            if alarms and misses:
                print("false", case.title, "|", data.existing[alarms[0].place].title, alarms[0].score)
    many = 250 * len(seeds)
    if misses:
        print(missed)
    return f"| {size:,} | {moved:.0%} | {len(seeds)} | {found / many:.4f} | {false / many:.4f} | {min(seconds):.2f} |"


def fit() -> None:
    """Print intercept and coefficients."""
    rows = [row for size, seeds in FITTED.items() for seed in seeds for row in examples(sample(seed, size, moved=0.2))]
    evidence = np.array([[1.0, *parts] for parts, _ in rows])
    same = np.array([float(is_same) for _, is_same in rows])
    weights = np.zeros(evidence.shape[1])
    for _ in range(50):
        fitted = 1 / (1 + np.exp(-evidence @ weights))
        spread = fitted * (1 - fitted) + 1e-9
        information = (evidence * spread[:, None]).T @ evidence + 1e-3 * np.eye(len(weights))
        weights += np.linalg.solve(information, evidence.T @ (same - fitted) - 1e-3 * weights)
    print("INTERCEPT", round(float(weights[0]), 2))
    for name, weight in zip(Evidence._fields, weights[1:], strict=True):
        print(name, round(float(weight), 2))


def examples(data: Sample) -> Iterator[tuple[Evidence, bool]]:
    """Give the evidence of every candidate pair, and whether it is the same practice."""
    search = Search(data.existing, data.incoming, limit=0.0)
    for place, candidates in enumerate(search.candidates()):
        original = data.originals[place] if place < len(data.originals) else None
        for candidate in candidates:
            found = search.evidence(place, candidate)
            if found is not None:
                yield found, data.existing[candidate].id == original


if __name__ == "__main__":
    main()
