"""A case as a text to edit: ``field: value`` lines, a longer value on indented lines below its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import DataError, msg
from shanghai_cases.intake.fields import EDITABLE, set_field, write_field

if TYPE_CHECKING:
    from shanghai_cases.model.case import Case

_INDENT = "    "


def write_form(case: Case) -> str:
    """Write every editable field."""
    lines = [f"# {case.id}"]
    for field in EDITABLE:
        first, *more = write_field(case, field).split("\n")
        lines.append(f"{field}: {first}".rstrip())
        lines += [_INDENT + line for line in more]
    return "\n".join(lines) + "\n"


def read_form(case: Case, written: str) -> Case:
    """Return the case as the form says; a field whose text is as before stays as it was.

    Raises `DataError` for a line that is no field, `FieldError` for a value that the field can't hold.
    """
    before = _fields(write_form(case))
    for field, value in _fields(written).items():
        if value != before[field]:
            case = set_field(case, field, value)
    return case


def _fields(written: str) -> dict[str, str]:
    values: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(written.replace("\r\n", "\n").split("\n"), start=1):
        if current is not None and (line.startswith(_INDENT) or not line.strip()):
            current.append(line.removeprefix(_INDENT))
        elif line.startswith("#") or not line.strip():
            continue
        else:
            field, colon, value = line.partition(":")
            if not colon or field.strip() not in EDITABLE:
                raise DataError(
                    msg("line {line} of the edited text is not “field: value”: {text}", line=number, text=line)
                )
            current = values.setdefault(field.strip(), [])
            current.append(value.strip())
    return {field: "\n".join(lines).rstrip() for field, lines in values.items()}
