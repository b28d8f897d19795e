"""Between the model's values and the documents of the file.

A field at its default is left out of a document, except those in `_ALWAYS`; fields the model doesn't know belong to
other programs and are kept when a record is changed. Anything a model value refuses is damage of the file.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from shanghai_cases.catalogue.layout import Document
    from shanghai_cases.catalogue.protocol import CaseRow
    from shanghai_cases.model.case import Case, KeyFigure
    from shanghai_cases.model.decision import Decision, Ruling
    from shanghai_cases.model.edition import AwardTier, Edition
    from shanghai_cases.model.review import Review
    from shanghai_cases.model.reviewer import Reviewer
    from shanghai_cases.model.source import Source

_ALWAYS = {
    "Case": frozenset({"id", "edition", "title", "unit", "award_tier", "status"}),
    "Edition": frozenset({"number", "submissions"}),
    "Figure": frozenset({"value", "qualifier"}),
}
_NONE: frozenset[str] = frozenset()
_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_document(value: Any) -> Document:
    """Write a model value as a document, in the order of its fields."""
    layout, parts_of = _layout(value.__class__)
    return {
        name: part if type(part) in _PLAIN else _plain(name, part)
        for (name, default, always), part in zip(layout, parts_of(value), strict=True)
        if always or (part is not default and part != default)
    }


@cache
def _layout(kind: type[Any]) -> tuple[tuple[tuple[str, Any, bool], ...], Callable[[Any], tuple[Any, ...]]]:
    """Return name and default of each field and whether it is written in any case, and how to get all values."""
    always = _ALWAYS.get(kind.__name__, _NONE)
    found = tuple((one.name, one.default, one.name in always or one.default is MISSING) for one in fields(kind))
    return found, attrgetter(*(name for name, _, _ in found))


def _plain(name: str, part: Any) -> Any:
    if isinstance(part, str):
        return part
    if isinstance(part, tuple):
        if name == "extra":
            return dict(part)
        return [item if type(item) in _PLAIN else _plain("", item) for item in part]
    if type(part).__name__ == "KeyFigure":
        return {"label": part.label, **to_document(part.figure), "unit": part.unit}
    return to_document(part) if hasattr(part, "__dataclass_fields__") else part


def case_from(document: Document) -> Case:
    """Read a case; raises `FieldError`."""
    from shanghai_cases.model.case import Case, Contact

    return Case(
        **_known(
            Case,
            document,
            figures=_each(_key_figure),
            sources=_each(_source),
            contact=lambda part: Contact(**_known(Contact, _object("contact", part))),
            extra=lambda part: tuple(_object("extra", part).items()),
        )
    )


def row_from(document: Document) -> CaseRow:
    """Read the light row of a case, unchecked; raises KeyError where a field is missing."""
    from shanghai_cases.catalogue.protocol import CaseRow

    return CaseRow(
        document["id"],
        document["edition"],
        document["title"],
        document["unit"],
        document.get("unit_type", ""),
        document.get("district", ""),
        document.get("town", ""),
        tuple(document.get("themes", ())),
        document.get("award_tier"),
        document.get("status", "submitted"),
        tuple(document.get("related", ())),
    )


def edition_from(document: Document) -> Edition:
    """Read an edition; raises `FieldError`."""
    from shanghai_cases.model.edition import Criterion, Edition

    return Edition(
        **_known(
            Edition,
            document,
            submissions=_figure,
            published_growth=_figure,
            cumulative=_figure,
            awards_total=_figure,
            tiers=_each(_tier),
            criteria=_each(lambda part: Criterion(**_known(Criterion, _object("criteria", part)))),
            sources=_each(_source),
            decision=_decision,
            rulings=_each(_ruling),
        )
    )


def reviewer_from(document: Document) -> Reviewer:
    """Read a reviewer; raises `FieldError`."""
    from shanghai_cases.model.reviewer import Reviewer

    return Reviewer(**_known(Reviewer, document))


def review_from(document: Document) -> Review:
    """Read a review; raises `FieldError`."""
    from shanghai_cases.model.review import Mark, Review

    return Review(**_known(Review, document, marks=_each(lambda part: Mark(**_known(Mark, _object("marks", part))))))


def figure_from(document: Document) -> Figure:
    """Read a figure; raises `FieldError`."""
    return Figure(**_known(Figure, document)) if document else UNKNOWN


def _known(kind: type, document: Document, **read: Callable[[Any], Any]) -> dict[str, Any]:
    """Pick the fields of ``kind``, lists as tuples; what has no default must be there."""
    found: dict[str, Any] = {}
    for name, default, _ in _layout(kind)[0]:
        if name in document:
            part = document[name]
            reader = read.get(name)
            found[name] = reader(part) if reader else tuple(part) if isinstance(part, list) else part
        elif default is MISSING:
            raise FieldError(name, None, msg("is missing"))
    return found


def _each(reader: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def read(part: Any) -> tuple[Any, ...]:
        if not isinstance(part, list):
            raise FieldError("list", part, msg("must be a list"))
        return tuple(reader(item) for item in part)

    return read


def _object(field: str, part: Any) -> Document:
    if not isinstance(part, dict):
        raise FieldError(field, part, msg("must be an object"))
    return part


def _figure(part: Any) -> Figure:
    return figure_from(_object("figure", part))


def _decision(part: Any) -> Decision:
    from shanghai_cases.model.decision import Decision

    return Decision(**_known(Decision, _object("decision", part)))


def _ruling(part: Any) -> Ruling:
    from shanghai_cases.model.decision import Ruling

    return Ruling(**_known(Ruling, _object("rulings", part)))


def _source(part: Any) -> Source:
    from shanghai_cases.model.source import Source

    return Source(**_known(Source, _object("sources", part)))


def _tier(part: Any) -> AwardTier:
    from shanghai_cases.model.edition import AwardTier

    return AwardTier(**_known(AwardTier, _object("tiers", part), quota=_figure))


def _key_figure(part: Any) -> KeyFigure:
    from shanghai_cases.model.case import KeyFigure

    whole = _object("figures", part)
    number = {**whole, "value": whole.get("value"), "qualifier": whole.get("qualifier", Qualifier.EXACT)}
    return KeyFigure(whole.get("label", ""), figure_from(number), whole.get("unit", ""))
