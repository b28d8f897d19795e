"""What fields are called for people, by their machine names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanghai_cases.errors import msg

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
    # of an edition
    "number": msg("edition"),
    "name": msg("name"),
    "call_opened": msg("call opened"),
    "call_closed": msg("call closed"),
    "released": msg("released"),
    "submissions": msg("submissions"),
    "published_growth": msg("growth, published"),
    "cumulative": msg("cumulative"),
    "tiers": msg("award tiers"),
    "awards_total": msg("awards"),
    "criteria": msg("criteria"),
    "organisers": msg("organisers"),
    "guidance": msg("guidance"),
    "supporters": msg("supporters"),
    # of a review
    "case": msg("case"),
    "reviewer": msg("reviewer"),
    "criterion": msg("criterion"),
    "score": msg("score"),
    "marks": msg("scores"),
    "recused": msg("recusal"),
    "reason": msg("reason"),
    "units": msg("units not to be read"),
    "districts": msg("districts not to be read"),
    "decision": msg("decision"),
    "rulings": msg("rulings"),
}
