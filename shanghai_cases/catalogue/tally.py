"""How many cases of an edition have which name: what a report is made of, counted without keeping the cases."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.catalogue.layout import Document

SUBMITTED, WITHDRAWN = "submitted", "withdrawn"  # the values of `Status`, which need no model here
PLACES = ("unit_type", "district", "town")


class Tally:
    """Counts of one edition's standing cases; those withdrawn are only numbered.

    ``names`` has for each of unit, unit_type, district, town and themes how many cases say which name; the empty name
    is for cases that do not say. A case with several themes counts once in each. ``awards`` counts the awards held
    (None: not known), ``related`` has the links to earlier submissions of those cases that have any.
    """

    def __init__(self) -> None:
        self.cases = 0
        self.withdrawn = 0
        self.names: Mapping[str, Counter[str]] = {field: Counter() for field in ("unit", *PLACES, "themes")}
        self.awards: Counter[str | None] = Counter()
        self.related: list[Sequence[str]] = []

    def add(self, document: Document) -> None:
        """Count a case of this edition; raises `TypeError` for a status or a list that is not as it should be."""
        status = document.get("status", SUBMITTED)
        if status == WITHDRAWN:
            self.withdrawn += 1
            return
        if status != SUBMITTED:
            raise TypeError(status)
        self.cases += 1
        self.names["unit"][document["unit"]] += 1
        self.awards[document.get("award_tier")] += 1
        if related := _list(document, "related"):
            self.related.append(related)
        self.add_places(document, 1)
        self.add_themes(document, 1)

    def add_places(self, document: Document, times: int) -> None:
        """Count the type of unit and the place of so many cases."""
        for field in PLACES:
            counts, name = self.names[field], document.get(field, "")
            counts[name] = counts.get(name, 0) + times

    def add_themes(self, document: Document, times: int) -> None:
        """Count the themes of so many cases; raises `TypeError`."""
        for theme in _list(document, "themes") or ("",):
            self.names["themes"][theme] += times

    @property
    def certain(self) -> bool:
        """Whether everything counted is a text."""
        names = chain(self.awards, *self.names.values(), *self.related)
        return {*map(type, names)} <= {str, type(None)} and all(None not in names for names in self.names.values())


def _list(document: Document, field: str) -> list[str]:
    value: list[str] = document.get(field, [])
    if type(value) is not list:
        raise TypeError(field)
    return value
