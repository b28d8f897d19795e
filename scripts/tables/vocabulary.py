"""Themes, unit types, award tiers and synonyms."""

from __future__ import annotations

import re
from typing import Any

from shanghai_cases.text.folding import fold

_THEME_ALIASES = {"增强基层党组织功能": ["着力增强基层党组织功能"]}


def build(taxonomy: dict[str, Any], additions: dict[str, Any]) -> dict[str, Any]:
    """Return the records of `shanghai_cases.vocabulary`."""
    groups = _synonyms(taxonomy) | additions["synonyms"]
    same = additions["same_meaning"]
    related = _related(groups, same)
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
        "synonyms": groups,
        "same": same,
        "related": related,
        "broader": _broader(groups, related),
        "other_words": additions["other_words"],
    }


def _synonyms(taxonomy: dict[str, Any]) -> dict[str, list[str]]:
    """Return words and the terms that each may also mean, without words found in nearly every case."""
    common = set(re.findall("“(.+?)”", taxonomy["synonyms_note"]))
    return {
        group["head"]: [term for term in group["terms"] if term not in common]
        for group in taxonomy["synonyms"]
        if group["head"] not in common
    }


def _related(groups: dict[str, list[str]], same: list[list[str]]) -> dict[str, list[str]]:
    """Return by key the words of the same meaning, then the terms of the group that a word heads."""
    related: dict[str, list[str]] = {}
    for word, others in (*((word, words) for words in same for word in words), *groups.items()):
        known = related.setdefault(fold(word), [])
        known += [other for other in others if other != word and other not in known]
    return related


def _broader(groups: dict[str, list[str]], related: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return by key the heads of the groups that a word is a term of, without words of the same meaning."""
    broader: dict[str, list[str]] = {}
    for head, terms in groups.items():
        for term in terms:
            if head not in related.get(fold(term), ()):
                broader.setdefault(fold(term), []).append(head)
    return broader
