from __future__ import annotations

import re
from pathlib import Path

from shanghai_cases.presentation.report_rows import report_rows
from shanghai_cases.presentation.report_sections import SECTIONS
from tests.report.factories import SIXTH, edition, edition_report, many

TEXT = Path(__file__, "../../../docs/report.md").resolve().read_text("utf-8")


SOURCES = {"source_of", "source_title", "source_publisher", "source_date", "source_url"}


def test_every_measure_is_documented() -> None:
    named = re.findall(r"^\| (`[^|]+) \|", TEXT, re.MULTILINE)
    documented = set(re.findall(r"`([^`]+)`", " ".join(named)))
    editions = [*(edition(number, 500) for number in range(1, 6)), SIXTH]
    reports = [edition_report(editions, many(6, 300), number, against=1) for number in (2, 6)]
    rows = [row for report in reports for row in report_rows(report)]
    general = [(r"^(share_by)_.*(_percent)$", r"\1_…\2"), (r"^(change(?:_against)?_by)_.*", r"\1_…")]
    measures = set()
    for row in rows:
        measure = row[1]
        for pattern, name in general:
            measure = re.sub(pattern, name, measure)
        measures.add(measure)
    assert measures | {"new_district", "new_unit_type", "new_theme"} == documented - SOURCES
    assert documented >= SOURCES


def test_every_section_is_documented() -> None:
    sections = TEXT.partition("Sections for")[2].partition("\n\n")[0]
    assert re.findall(r"`([a-z_]+)`", sections) == ["figures", "growth", *SECTIONS[1:]]
