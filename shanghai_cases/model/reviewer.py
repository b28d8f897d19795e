"""A reviewer: an expert who scores cases, what they know about and what they must not read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model import checks
from shanghai_cases.model.value import Value

_CODE = re.compile(r"[^\s,;/\\\x00-\x1f\x7f-\x9f-][^\s,;/\\\x00-\x1f\x7f-\x9f]{0,39}")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reviewer(Value):
    """An expert by ``code``, which scores and tables show; ``name`` is private, as contacts are. Raises `FieldError`.

    ``themes`` are what they know about; cases of ``units`` and ``districts`` are never given to them.
    """

    code: str
    name: str = ""
    themes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checks.text("reviewer", self.code, required=True)
        if not _CODE.fullmatch(self.code):
            raise FieldError(
                "reviewer", self.code, msg("must be one word of up to 40 characters without , ; / \\ and no dash first")
            )
        checks.text("reviewer.name", self.name)
        for field in ("themes", "units", "districts"):
            checks.texts(field, getattr(self, field))
