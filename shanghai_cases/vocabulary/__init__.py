"""The taxonomy: themes, types of units, award tiers, synonyms."""

from shanghai_cases.vocabulary.taxonomy import (
    AwardName,
    Term,
    award_tiers,
    broader_of,
    find_theme,
    find_unit_type,
    other_words,
    same_meaning,
    synonyms,
    synonyms_of,
    themes,
    unit_types,
)
from shanghai_cases.vocabulary.units import unit_type_of

__all__ = [
    "AwardName",
    "Term",
    "award_tiers",
    "broader_of",
    "find_theme",
    "find_unit_type",
    "other_words",
    "same_meaning",
    "synonyms",
    "synonyms_of",
    "themes",
    "unit_type_of",
    "unit_types",
]
