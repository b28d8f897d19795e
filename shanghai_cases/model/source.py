"""Where a fact comes from: a part of cases and of editions."""

from __future__ import annotations

from dataclasses import dataclass

from shanghai_cases.model import checks
from shanghai_cases.model.value import Value


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source(Value):
    """Where a fact comes from; ``key`` is what figures refer to it by."""

    key: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        checks.text("sources", self.key, required=True)
        for value in (self.title, self.publisher, self.date, self.url):
            checks.text("sources", value)
