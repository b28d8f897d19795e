"""Districts, towns, former names and the words that only look like places."""

from __future__ import annotations

from typing import Any

_TYPES = ("街道", "镇", "乡")


def build(gazetteer: dict[str, Any], additions: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the records of `shanghai_cases.places`, in the official order of the codes."""
    names = {district["code"]: district["name"] for district in gazetteer["districts"]}
    ordinary = {entry["name"] for entry in gazetteer["ambiguity"]["ordinary_words"]}
    avoided = {district["short"] for district in gazetteer["districts"]} | set(additions["only_as_a_name"])
    zones = additions["zone_aliases"]
    towns = [entry | {"aliases": [*entry["aliases"], *zones.get(entry["name"], [])]} for entry in gazetteer["towns"]]
    return {
        "districts": [_district(entry) for entry in gazetteer["districts"]],
        "towns": [_town(entry, names[entry["district_code"]], ordinary, avoided) for entry in towns],
        "former": _former(gazetteer),
        "not_places": additions["not_places"],
    }


def _district(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": entry["code"],
        "name": entry["name"],
        "short": entry["short"],
        "aliases": [alias for alias in entry["aliases"] if alias != entry["short"]],
        "pinyin": entry["pinyin"],
        "pinyin_short": entry["pinyin_short"],
        "initials": entry["initials"],
        "group": entry["group"],
        "former_names": entry["former_names"],
        "new_town": entry["new_town"],
    }


def _town(entry: dict[str, Any], district: str, ordinary: set[str], avoided: set[str]) -> dict[str, Any]:
    return {
        "code": entry["code"],
        "name": entry["name"],
        "type": entry["type"],
        "district": district,
        "stem": entry["stem"],
        "aliases": entry["aliases"],
        "unsafe_aliases": entry["aliases_unsafe"],
        "in_text": [] if entry["name"] in ordinary else _in_text(entry, avoided),
        "pinyin": entry["pinyin"],
        "pinyin_stem": entry["pinyin"] if entry["type"] == "功能区" else entry["pinyin_stem"],
        "initials": entry["initials"],
    }


def _in_text(entry: dict[str, Any], avoided: set[str]) -> list[str]:
    """Return the short names that tell a district in running text: no roads, no common words."""
    if (entry["village_names_elsewhere"] or 0) > 1:
        return []
    return [alias for alias in entry["aliases"] if alias not in avoided and not alias.endswith(("路", "新村", *_TYPES))]


def _former(gazetteer: dict[str, Any]) -> list[dict[str, Any]]:
    districts = [
        _change(entry, kind=entry["kind"], district=entry["today"], town=None)
        for entry in gazetteer["former_districts"]
    ]
    towns = [
        _change(entry, kind=_kind(entry["name"]), district=entry["district"], town=entry["today"])
        for entry in gazetteer["former_towns"]
    ]
    return districts + towns


def _change(entry: dict[str, Any], *, kind: str, district: str, town: str | None) -> dict[str, Any]:
    return {
        "name": entry["name"],
        "kind": kind,
        "district": district,
        "town": town,
        "year": entry["year"],
        "note": entry["note"],
    }


def _kind(name: str) -> str:
    return next((kind for kind in _TYPES if name.endswith(kind)), "功能区")
