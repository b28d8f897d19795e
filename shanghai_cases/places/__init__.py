"""Shanghai's districts and towns: what they are called, were called, and which of them a text names."""

from shanghai_cases.places.finding import (
    find_district,
    find_towns,
    former,
    suggest_district,
    suggest_town,
)
from shanghai_cases.places.gazetteer import CITY_LEVEL, District, Former, Town, districts, formers, towns
from shanghai_cases.places.locating import Place, locate, without_places

__all__ = [
    "CITY_LEVEL",
    "District",
    "Former",
    "Place",
    "Town",
    "districts",
    "find_district",
    "find_towns",
    "former",
    "formers",
    "locate",
    "suggest_district",
    "suggest_town",
    "towns",
    "without_places",
]
