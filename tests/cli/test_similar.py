"""`cases similar`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.running import Ran

if TYPE_CHECKING:
    from tests.cli.running import Cases


def again(cases: Cases) -> None:
    (known,) = json.loads(cases("show", "E6-003", "--json").out)
    (cases.folder / "b.csv").write_text(f"title,unit\n{known['title']}的实践,{known['unit']}\n", "utf-8")
    cases("import", "b.csv", "-e", "6", "--on-duplicate", "add")


def test_pairs_with_score_and_reason(cases: Cases) -> None:
    again(cases)
    ran = cases("similar", "E6-003")
    one, other, score, reason = ran.out.rstrip("\n").split("\t")

    assert (ran.status, one, other) == (0, "E6-003", "E6-012")
    assert 0.7 <= float(score) <= 1
    assert reason
    assert cases("similar", "--edition", "6").out == ran.out
    assert [pair["other_id"] for pair in json.loads(cases("similar", "E6-003", "--json").out)] == ["E6-012"]
    assert "E6-012" in cases("similar", "E6-003", terminal=True).out


def test_nothing_similar_and_wrong_use(cases: Cases) -> None:
    assert cases("similar", "--edition", "6") == Ran(1, "", "nothing found\n")
    assert cases("similar", "E6-003", "--json") == Ran(1, "[]\n", "nothing found\n")
    assert cases("similar").status == 2
    assert cases("similar", "E6-003", "--edition", "6").status == 2
    assert cases("similar", "E6-003", "--limit", "7").status == 2
    assert cases("similar", "E6-999").status == 3
