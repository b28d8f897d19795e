"""What the fields of cases and editions are called for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import msg
from shanghai_cases.presentation.messages import translate

if TYPE_CHECKING:
    from shanghai_cases.errors import Message

FIELDS: dict[str, Message] = {
    "id": msg("id"),
    "edition": msg("edition"),
    "title": msg("title"),
    "unit": msg("unit"),
    "unit_type": msg("unit type"),
    "district": msg("district"),
    "town": msg("town"),
    "themes": msg("themes"),
    "tags": msg("tags"),
    "summary": msg("summary"),
    "text": msg("full text"),
    "figures": msg("key figures"),
    "award_tier": msg("award"),
    "status": msg("status"),
    "contact.name": msg("contact"),
    "contact.phone": msg("phone"),
    "contact.email": msg("e-mail"),
    "sources": msg("sources"),
    "related": msg("earlier submissions"),
    "notes": msg("notes"),
    "submitted_on": msg("submitted on"),
    "added_at": msg("added at"),
    "updated_at": msg("updated at"),
}


def label(field: str) -> str:
    """Return a field's name in the reader's language."""
    return translate(FIELDS[field]) if field in FIELDS else field
