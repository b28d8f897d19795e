"""How many cases of an edition have which name: what a report is made of, counted without keeping the cases."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.catalogue.layout import Document

SUBMITTED, WITHDRAWN = "submitted", "withdrawn"  # the values of `Status`, which need no model here
TEXTS = ("unit", "unit_type", "district", "town")


class Tally:
    """Counts of one edition's standing cases; those withdrawn are only numbered.

    ``names`` has for each of unit, unit_type, district, town and themes how many cases say which name; the empty name
    is for cases that do not say. A case with several themes counts once in each. ``awards`` counts the awards held
    (None: not known), ``related`` has the links to earlier submissions of those cases that have any.
    """

    def __init__(self) -> None:
        self.cases = 0
        self.withdrawn = 0
        self.names: Mapping[str, Counter[str]] = {field: Counter() for field in (*TEXTS, "themes")}
        self.awards: Counter[str | None] = Counter()
        self.related: list[Sequence[str]] = []

    def add(self, documents: Sequence[Document]) -> None:
        """Count cases of this edition; raises `TypeError` for a status or a list that is not as it should be."""
        statuses = {document.get("status", SUBMITTED) for document in documents}
        if not statuses <= {SUBMITTED, WITHDRAWN}:
            raise TypeError
        if WITHDRAWN in statuses:
            standing = [document for document in documents if document.get("status") != WITHDRAWN]
            self.withdrawn += len(documents) - len(standing)
            documents = standing
        self.cases += len(documents)
        for field in TEXTS:
            self.names[field].update([document.get(field, "") for document in documents])
        themes = _lists(documents, "themes")
        self.names["themes"].update(chain.from_iterable(themes))
        if unsaid := themes.count([]):
            self.names["themes"][""] += unsaid
        self.awards.update([document.get("award_tier") for document in documents])
        self.related += filter(None, _lists(documents, "related"))

    @property
    def certain(self) -> bool:
        """Whether everything counted is a text."""
        names = chain(self.awards, *self.names.values(), *self.related)
        return {*map(type, names)} <= {str, type(None)} and all(None not in names for names in self.names.values())


def _lists(documents: Sequence[Document], field: str) -> list[list[str]]:
    values: list[list[str]] = [document.get(field, []) for document in documents]
    if not {*map(type, values)} <= {list}:
        raise TypeError(field)
    return values
