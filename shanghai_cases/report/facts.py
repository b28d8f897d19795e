"""What a cross table needs to know of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.catalogue.tally import SUBMITTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class CaseFacts(NamedTuple):
    """The countable side of a case; empty text, no theme and None mean that the catalogue does not say."""

    id: str
    edition: int
    district: str = ""
    town: str = ""
    unit: str = ""
    unit_type: str = ""
    themes: Sequence[str] = ()
    award_tier: str | None = None
    status: str = SUBMITTED
    related: Sequence[str] = ()


def facts_of(document: Mapping[str, Any]) -> CaseFacts:
    """Take the countable side of a case from its document, in which fields may be missing."""
    return CaseFacts(
        document["id"],
        document["edition"],
        document.get("district", ""),
        document.get("town", ""),
        document["unit"],
        document.get("unit_type", ""),
        tuple(document.get("themes", ())),
        document.get("award_tier"),
        document.get("status", SUBMITTED),
        tuple(document.get("related", ())),
    )
