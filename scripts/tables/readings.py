"""Syllable -> the characters read so: as their first (commonest) reading, and as a further one."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import Any

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

_RARE = 2  # a further reading must occur in at least so many of pypinyin's words


def build(gazetteer: dict[str, Any], folding: dict[str, str], added: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return the table for the characters of GB 2312, Big5's common ones, place names and words.

    Readings found in fewer than two of pypinyin's words are left out (大 tai), those of place names
    (莘 xin) and our own additions are put in.
    """
    simplified = {variant: target for target, variants in folding.items() for variant in variants}
    used = _readings_in_words()
    chosen: dict[str, list[str]] = {}
    for character in sorted(_common() | _place_characters(gazetteer) | used.keys(), key=lambda c: (c in simplified, c)):
        if ord(character) in pinyin_dict:
            into = chosen.setdefault(simplified.get(character, character), [])
            if character not in simplified or character in _gb2312():
                into += [reading for reading in _modern(character, used) if reading not in into]
    for character, reading in [*added.items(), *_place_readings(gazetteer)]:
        into = chosen.setdefault(character, [])
        if reading not in into:
            into.append(reading)
    first: dict[str, str] = defaultdict(str)
    further: dict[str, str] = defaultdict(str)
    for character in sorted(chosen):
        for place, reading in enumerate(chosen[character]):
            (further if place else first)[reading] += character
    return {"first": dict(sorted(first.items())), "further": dict(sorted(further.items()))}


def _all(character: str) -> list[str]:
    readings = [_toneless(reading) for reading in pinyin_dict.get(ord(character), "").split(",") if reading]
    return list(dict.fromkeys(readings))


@cache
def _toneless(reading: str) -> str:
    plain = to_normal(reading).replace("ü", "v").replace("ê", "e")
    return plain if plain.isascii() else ""


def _modern(character: str, used: dict[str, Counter[str]]) -> list[str]:
    first, *others = [reading for reading in _all(character) if reading] or [""]
    seen = used.get(character, Counter())
    kept = [reading for reading in others if seen[reading] >= _RARE]
    return [reading for reading in [first, *sorted(kept, key=lambda r: (-seen[r], r))] if reading]


def _readings_in_words() -> dict[str, Counter[str]]:
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for word, readings in phrases_dict.items():
        for character, reading in zip(word, readings, strict=False):
            used[character][_toneless(reading[0])] += 1
    return used


@cache
def _gb2312() -> frozenset[str]:
    rows = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset("".join(pair.decode("gb2312", "ignore") for pair in rows))


def _common() -> frozenset[str]:
    rows = (bytes([row, cell]) for row in range(0xA4, 0xC7) for cell in [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    return _gb2312() | frozenset("".join(pair.decode("big5", "ignore") for pair in rows))


def _place_characters(gazetteer: dict[str, Any]) -> frozenset[str]:
    return frozenset("".join(place["name"] for place in gazetteer["districts"] + gazetteer["towns"]))


def _place_readings(gazetteer: dict[str, Any]) -> list[tuple[str, str]]:
    """Split each name's pinyin into one syllable per character, with any reading a character ever had."""
    found: list[tuple[str, str]] = []
    for place in gazetteer["districts"] + gazetteer["towns"]:
        name = [character for character in place["name"] if character not in "（）"]
        found += zip(name, _split("".join(name), place["pinyin"], place["name"]), strict=True)
    return found


def _split(name: str, pinyin: str, whole: str) -> list[str]:
    if not name and not pinyin:
        return []
    for reading in _all(name[0]) if name else []:
        if reading and pinyin.startswith(reading):
            try:
                return [reading, *_split(name[1:], pinyin[len(reading) :], whole)]
            except LookupError:
                continue
    raise LookupError(f"{whole}: no reading of {name!r} gives {pinyin!r}")
