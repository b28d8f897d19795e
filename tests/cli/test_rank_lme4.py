"""`cases rank --method adjusted --no-spread` against lme4 1.1-31, on tables with gaps and at both boundaries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.cli.running import Cases


class Reference(NamedTuple):
    """``lmer(score ~ 1 + (1 | case) + (1 | reviewer))`` of a table: case, then reviewer and score in turn."""

    table: str
    variances: tuple[float, float, float]
    """Of case, reviewer and residual."""
    mean: float
    predictions: tuple[float, ...]
    """``fixef + ranef`` of the cases a, b, c ..."""


REFERENCES = {
    "inside": Reference(
        "a Y54 W57 Z63; b W74 Z64; c X82 Y72; d Y70 Z70; e X75 Y63 W69; "
        "f Z64 X73 W74; g Y70 W70 X78; h Y63 X70 W61; i X82 Y75 W72",
        (22.95381, 16.67069, 12.41251),
        69.605729,
        (61.32523, 70.29409, 74.26107, 71.91344, 68.37592, 69.50555, 71.48259, 64.70439, 74.58927),
    ),
    "reviewers alike": Reference(
        "a X54 Y46; b X62 W60; c Y58 W58; d W63 Y62; e Y67 X61 Z61; f W66 X60; g X70 W71; h X81 W74 Z82; i X75 W65 Y73",
        (64.50671, 0, 14.20406),
        64.298595,
        (51.41811, 61.32715, 58.62468, 62.67838, 63.0888, 63.12879, 69.88496, 77.99473, 70.54176),
    ),
    "cases alike": Reference(
        "a X83 Y64 W63; b W72 Z62; c W80 X76; d X79 W69; e W60 Z62 Y77; f Y70 X72; g Z63 W68; h W72 Z55; i Y71 Z65",
        (0, 36.65285, 29.05438),
        69.558023,
        (69.55802, 69.55802, 69.55802, 69.55802, 69.55802, 69.55802, 69.55802, 69.55802, 69.55802),
    ),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_the_plain_model_is_that_of_lme4(bare: Cases, name: str) -> None:
    reference = REFERENCES[name]
    cases = [row.split() for row in reference.table.split(";")]
    rows = [f"{case},{score[0]},{score[1:]}" for case, *scores in cases for score in scores]
    given = "\n".join(["case,reviewer,score", *rows])
    told = json.loads(
        bare("rank", "--scores", "-", "--method", "adjusted", "--no-spread", "--fewest", "1", "--json", stdin=given).out
    )
    model = told["model"]
    found = [model[f"{part}_variance"] for part in ("case", "reviewer", "residual")]
    assert found == pytest.approx(reference.variances, rel=1e-5, abs=1e-9)
    assert model["mean"] == pytest.approx(reference.mean, rel=1e-7)
    adjusted = {row["id"]: row["adjusted"] for row in told["rows"]}
    assert [adjusted[case] for case in sorted(adjusted)] == pytest.approx(reference.predictions, rel=1e-6)
