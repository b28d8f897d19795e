"""The report: figures of all editions or of one, computed from editions and light case rows; values in, values out."""

from shanghai_cases.report.edition_report import EditionReport, edition_report
from shanghai_cases.report.overview import EditionLine, Overview, overview

__all__ = ["EditionLine", "EditionReport", "Overview", "edition_report", "overview"]
