"""Which field a header names, by its known names or as a near miss of one."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from shanghai_cases.intake.synonyms import SYNONYMS, VETOES
from shanghai_cases.text.folding import fold

FIELDS = tuple(SYNONYMS)
SPOKEN_FOR = frozenset(
    {"序号", "编号", "no", "number", "行号", "reason", "reasonrefused", "拒绝原因", "where", "出处行"}
)
_NEAR = 74.0  # RapidFuzz ratio: one wrong character of four, or one too many of four
_AHEAD = 4.0  # how far the best field must lie ahead of the second
_BRACKETS = r"[(\[{<【〔][^()\[\]{}<>【】〔〕]*[)\]}>】〕]"
_LEADING = r"^(?:[(第]?[\d一二三四五六七八九十]+[).、,项:：]|[*★☆●■◆※])+"
_LOOSE = r"[\W_]+"


class Guess(NamedTuple):
    """The field that a header stands for; ``near`` when it only resembles a known name of it."""

    field: str
    near: bool = False


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """Reduce a header to what it says: no numbering, brackets, punctuation, spaces; case and width folded."""
    folded = fold("".join(header.split()) if not header.isascii() else header.replace("_", " "))
    plain = re.sub(_LEADING, "", re.sub(_BRACKETS, "", folded)) or folded
    return re.sub(_LOOSE, "", plain)


def exact_field(header: str) -> str | None:
    """Return the field that a header names by one of its known names, in two languages as 案例名称 Title, too."""
    key = header_key(header)
    return _by_key().get(key) or (_in_two_languages(key) if not key.isascii() and key[-1].isascii() else None)


def _in_two_languages(key: str) -> str | None:
    match = re.fullmatch(r"([\u4e00-\u9fff]+)([a-z]+)", key)
    field, other = (_by_key().get(part, "") for part in match.groups()) if match else ("", "")
    same = field == other or (field.startswith("contact") and other.startswith("contact"))
    return field if field and same else None


def preference(header: str) -> int:
    """Return where a header stands among the known names of its field, the one that says it best at 0."""
    return _ranks().get(header_key(header), len(_ranks()))


@lru_cache(maxsize=4096)
def guess_field(header: str) -> Guess | None:
    """Return the field that a header names, or nearly names; None if it names none or could name two."""
    if header in SYNONYMS:
        return Guess(header)
    key = header_key(header)
    if field := exact_field(header):
        return Guess(field)
    if len(key) < 4 or key in SPOKEN_FOR:
        return None
    scores = sorted(_scores(key).items(), key=lambda item: -item[1])
    if not scores or (len(scores) > 1 and scores[0][1] - scores[1][1] < _AHEAD):
        return None
    return Guess(scores[0][0], near=True)


def _scores(key: str) -> dict[str, float]:
    """Return how near the key comes to each field, by RapidFuzz; fields that aren't near are left out."""
    from rapidfuzz import fuzz, process

    scores: dict[str, float] = {}
    for name, score, _ in process.extract(key, list(_by_key()), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=20):
        field = _by_key()[name]
        if field != "id" and len(name) >= 3 and not any(word in key and word not in name for word in VETOES):
            scores[field] = max(score, scores.get(field, 0.0))
    return scores


@cache
def _by_key() -> dict[str, str]:
    return {header_key(name): field for field, names in SYNONYMS.items() for name in (field, *names)}


@cache
def _ranks() -> dict[str, int]:
    return {header_key(name): rank for names in SYNONYMS.values() for rank, name in enumerate(names)}
