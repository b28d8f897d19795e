"""Compare the ranking methods on simulated panels with known truth: ``python -m scripts.simulate``.

Prints Markdown; with ``--write FILE`` it replaces what stands there between the two ``simulation`` comments.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from scripts.simulation.panels import SCENARIOS
from scripts.simulation.tables import calibration_table, found_table
from scripts.simulation.trial import Tally

_MARKED = re.compile(r"(<!-- simulation -->\n).*(<!-- /simulation -->)", re.DOTALL)


def main(arguments: list[str] | None = None) -> int:
    """Run the panels and print or write the tables."""
    options = _parser().parse_args(arguments)
    tallies: dict[str, Tally] = {}
    for scenario in SCENARIOS:
        if options.only and scenario.name not in options.only:
            continue
        tally = tallies[scenario.name] = Tally()
        for number in range(options.panels):
            tally.add(scenario, options.seed, number, options.draws)
        print(f"{scenario.name}: {options.panels} panels", file=sys.stderr, flush=True)
    command = f"python -m scripts.simulate --panels {options.panels} --seed {options.seed} --draws {options.draws}"
    text = _text(tallies, command, options.panels)
    if options.write is None:
        print(text)
    else:
        page = options.write.read_text(encoding="utf-8")
        changed = _MARKED.sub(lambda found: f"{found[1]}\n{text}\n{found[2]}", page)
        options.write.write_text(changed, encoding="utf-8")
    return 0


def _text(tallies: dict[str, Tally], command: str, panels: int) -> str:
    return f"""Made by `{command}`: {panels} panels of 500 cases a row.

True top ten found (out of 10):

{found_table(tallies, 10)}

True top thirty found (out of 30):

{found_table(tallies, 30)}

Of the stated probabilities (to be among the first 10, 30, 60) in each tenth, the percentage that came true:

{calibration_table(tallies)}
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=200, help="panels of each kind")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--draws", type=int, default=4000, help="posterior draws for each panel")
    parser.add_argument("--only", action="append", help="a kind of panel; may be repeated")
    parser.add_argument("--write", type=Path, help="the page to put the tables into")
    return parser


if __name__ == "__main__":
    sys.exit(main())
