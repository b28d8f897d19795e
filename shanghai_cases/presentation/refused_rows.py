"""Refused rows as a file to mend and import again: a workbook, CSV or TSV by its name."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.intake.refused import REASON, WHERE
from shanghai_cases.presentation.delimited import guarded
from shanghai_cases.presentation.messages import translate
from shanghai_cases.presentation.workbook import workbook

if TYPE_CHECKING:
    from pathlib import PurePath

    from shanghai_cases.intake.refused import RefusedSheet

_DELIMITERS = {".csv": ",", ".tsv": "\t"}


def check_name(path: PurePath) -> None:
    """Raise `UsageError` for a name that says none of the formats."""
    if path.suffix.lower() not in (".xlsx", *_DELIMITERS):
        raise UsageError(msg("--errors {path}: the name must end in .xlsx, .csv or .tsv", path=str(path)))


def refused_file(path: PurePath, sheet: RefusedSheet) -> bytes:
    """Return the file's content; line breaks inside values stay, in CSV too, which begins with a mark for Excel."""
    columns = (*sheet.headers, WHERE, REASON)
    rows = [
        (*row.cells, translate(row.where), "; ".join(translate(reason) for reason in row.reasons)) for row in sheet.rows
    ]
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return workbook(columns, rows)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=_DELIMITERS[suffix], lineterminator="\n")
    writer.writerows([guarded(value) for value in row] for row in (columns, *rows))
    return text.getvalue().encode("utf-8-sig")
