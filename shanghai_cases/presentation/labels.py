"""What the fields of cases and editions are called for people."""

from __future__ import annotations

from shanghai_cases.presentation.field_names import FIELDS
from shanghai_cases.presentation.messages import translate


def label(field: str) -> str:
    """Return a field's name in the reader's language."""
    return translate(FIELDS[field]) if field in FIELDS else field
