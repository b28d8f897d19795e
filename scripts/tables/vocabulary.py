"""Themes, unit types, award tiers and synonyms."""

from __future__ import annotations

import re
from typing import Any

_THEME_ALIASES = {"增强基层党组织功能": ["着力增强基层党组织功能"]}


def build(taxonomy: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the records of `shanghai_cases.vocabulary`."""
    return {
        "themes": [
            {"id": theme["id"], "name": theme["name"], "aliases": _THEME_ALIASES.get(theme["name"], [])}
            for theme in taxonomy["themes_article"]
        ],
        "unit_types": [
            {"id": kind["id"], "name": kind["name"], "aliases": kind.get("aliases", [])}
            for kind in taxonomy["unit_types"]
        ],
        "award_tiers": [
            {"name": tier["name"], "rank": tier["rank"], "aliases": tier["aliases"]} for tier in taxonomy["award_tiers"]
        ],
        "synonyms": [{"head": group["head"], "terms": group["terms"]} for group in taxonomy["synonyms"]],
        "too_common": re.findall("“(.+?)”", taxonomy["synonyms_note"]),
    }
