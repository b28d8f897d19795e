"""Texts as people write them to the values of a case's fields: the inverse of what an export writes."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shanghai_cases.errors import FieldError, msg
from shanghai_cases.model.case import Contact, KeyFigure, Status
from shanghai_cases.model.figure import Figure, Qualifier
from shanghai_cases.model.ids import NO_AWARD
from shanghai_cases.model.notation import parse_key_figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from shanghai_cases.model.source import Source

_SEPARATORS = (r"[;；\n]", r"[、，,|]")
_LOOSE_FIGURE = (
    r"(?P<label>\D+?)\s*[:：]?\s*"
    r"(?P<rest>(?:[><~]|逾|超过|超|不足|不到|近|将近|约|大约|计划)?\s*\d[\d,]*(?:\.\d+)?(?:\.\.\d[\d,]*)?\D*)"
)
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?"
    r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT_DATE = r"(?a)((?:19|20)\d{2})(\d{2})(\d{2})"
_YEAR = r"(\d{4})\s*年?(?:\s*月\s*日)?"
_NO_DATE = r"\s*年\s*月(?:\s*日)?"  # as the form has it, left empty
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DATE_IN_WORDS = (
    r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?)?"
)
_EDITION = r"第?\s*([\d一二三四五六七八九十]{1,3})\s*届?"
_DIGITS = "零一二三四五六七八九"
_STATUS = {
    "withdrawn": Status.WITHDRAWN,
    "撤回": Status.WITHDRAWN,
    "已撤回": Status.WITHDRAWN,
    "撤销": Status.WITHDRAWN,
    "submitted": Status.SUBMITTED,
    "申报": Status.SUBMITTED,
    "已申报": Status.SUBMITTED,
    "已提交": Status.SUBMITTED,
    "已报送": Status.SUBMITTED,
}
_NO_AWARDS = frozenset({NO_AWARD, "无", "未获奖", "没有"})


def as_text(field: str, value: object) -> str:
    """Return a text; JSON numbers count as written. Raises `FieldError` for lists and objects."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FieldError(field, value, msg("must be text"))
    return str(value)


def as_edition(value: object) -> int:
    """Read 6, 第六届 or 六. Raises `FieldError`."""
    number = _edition(as_text("edition", value))
    if not number:
        raise FieldError("edition", value, msg("is not an edition such as 6 or 第六届"))
    return number


@lru_cache(maxsize=64)
def _edition(text: str) -> int:
    match = re.fullmatch(_EDITION, unicodedata.normalize("NFKC", text).strip())
    return _count(match[1]) if match else 0


def _count(written: str) -> int:
    """Read 6, 六, 十, 十二 or 二十一; 0 for what is no number."""
    if written.isascii():
        return int(written) if written.isdigit() else 0
    tens, ten, ones = written.rpartition("十")
    if any(part not in _DIGITS or len(part) > 1 for part in (tens, ones) if part):
        return 0
    high = _DIGITS.find(tens) if tens else 1
    return (10 * high if ten else 0) + (_DIGITS.find(ones) if ones else 0)


def as_date(value: object) -> str | None:
    """Read a date in the usual ways of writing it as ISO 8601; None for nothing, other text as it stands."""
    return _date(as_text("submitted_on", value))


@lru_cache(maxsize=1024)
def _date(text: str) -> str | None:
    written = unicodedata.normalize("NFKC", text).strip()
    if match := _DATE.fullmatch(written):
        return sys.intern("-".join([match[1], *(part.zfill(2) for part in match.groups()[1:] if part)]))
    if match := re.fullmatch(_COMPACT_DATE, written):
        return "-".join(match.groups())
    if match := re.fullmatch(_YEAR, written):
        return match[1]
    if match := re.fullmatch(_DATE_IN_WORDS, written):
        counted = (f"{_count(part):02}" for part in match.groups()[1:] if part)
        return "-".join((match[1].translate(_NUMERALS), *counted))
    return None if re.fullmatch(_NO_DATE, written) else written or None


def as_moment(value: object) -> str | None:
    """Read a time as it is exported, None for nothing."""
    return as_text("added_at", value).strip() or None


def as_status(value: object) -> Status:
    """Read a status in English or Chinese; nothing is a submission that stands. Raises `FieldError`."""
    written = as_text("status", value).strip().lower()
    if not written:
        return Status.SUBMITTED
    if written not in _STATUS:
        raise FieldError("status", value, msg("must be one of: {choices}", choices=tuple(map(str, Status))))
    return _STATUS[written]


def as_award(value: object) -> str | None:
    """Read an award tier: nothing is not known, ``none`` and 无 are known to be none."""
    written = as_text("award_tier", value).strip()
    return NO_AWARD if written.lower() in _NO_AWARDS else written or None


def as_texts(field: str, value: object) -> tuple[str, ...]:
    """Read a list: of JSON, or a text parted by ``;`` or line breaks, else by 、 or commas. Repeats are dropped."""
    if isinstance(value, str) and (items := _json_list(value)) is not None:
        value = items
    if isinstance(value, list | tuple):
        if {*map(type, value)} != {str}:
            value = [as_text(field, item) for item in value]
        return _shared(tuple(dict.fromkeys(value)))
    return _shared(tuple(dict.fromkeys(_parts(as_text(field, value)))))


@lru_cache(maxsize=4096)
def _shared(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return one tuple for all rows that have the same list."""
    return texts


def as_ids(value: object) -> tuple[str, ...]:
    """Read the ids of related cases, parted by spaces, too."""
    return tuple(dict.fromkeys(part for text in as_texts("related", value) for part in text.split()))


def _parts(written: str) -> list[str]:
    for separator in _SEPARATORS:
        parts = [part.strip() for part in re.split(separator, written)]
        if len(parts) > 1:
            return [part for part in parts if part]
    return [written.strip()] if written.strip() else []


def _json_list(written: str) -> list[Any] | None:
    """Return the list that a cell holds as JSON, which exports write where a plain list would be read otherwise."""
    if not written.lstrip().startswith("["):
        return None
    try:
        value = json.loads(written, parse_float=str, parse_int=str)
    except (json.JSONDecodeError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def as_figures(value: object) -> tuple[KeyFigure, ...]:
    """Read key figures: of JSON, or ``label=value unit (qualifier)`` parted by ``;``. Raises `FieldError`."""
    if isinstance(value, str):
        items = _json_list(value)
        value = [part for part in re.split(r"[;；\n]", value) if part.strip()] if items is None else items
    if not isinstance(value, list | tuple):
        raise FieldError("figures", value, msg("must be a list"))
    return tuple(
        [_figure_object(item) if isinstance(item, dict) else as_figure(as_text("figures", item)) for item in value]
    )


def as_figure(written: str) -> KeyFigure:
    """Read one figure such as 覆盖居村委会=6581个, or in loose writing 走访近16万户. Raises `FieldError`."""
    text = written.strip().replace("＝", "=")
    if "=" not in text and (match := re.fullmatch(_LOOSE_FIGURE, text)):
        text = f"{match['label']}={match['rest']}"
    return parse_key_figure(text)


_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_FIGURE_TEXTS = ("label", "unit", "basis", "derived_from", "source")
_FIGURE_NUMBERS = ("value", "minimum", "maximum")
_FIGURE_PARTS = frozenset({*_FIGURE_TEXTS, *_FIGURE_NUMBERS, "qualifier"})


def _figure_object(item: dict[str, Any]) -> KeyFigure:
    """Read a figure as the catalogue file has it: its parts beside label and unit of measure."""
    _known_parts("figures", item, _FIGURE_PARTS)
    parts: dict[str, Any] = {name: sys.intern(as_text("figures", item[name])) for name in _FIGURE_TEXTS if name in item}
    parts |= {name: _number(item[name]) for name in _FIGURE_NUMBERS if name in item}
    label, unit, value = parts.pop("label", ""), parts.pop("unit", ""), parts.pop("value", None)
    bare = Qualifier.EXACT if value is not None else Qualifier.UNKNOWN
    return KeyFigure(label, Figure(value, item.get("qualifier") or bare, **parts), unit)


def _known_parts(field: str, item: dict[str, Any], known: frozenset[str]) -> None:
    if not known.issuperset(item):
        raise FieldError(field, next(name for name in item if name not in known), msg("is no part of it"))


def _number(value: object) -> int | float | None:
    if value is None:
        return None
    written = as_text("figures", value)
    try:
        return int(written) if _WHOLE.fullmatch(written) else float(written)
    except (ValueError, OverflowError):
        raise FieldError("figures", value, msg("must be a number")) from None


_SOURCE_PARTS = frozenset({"key", "title", "publisher", "date", "url"})


def as_sources(value: object) -> tuple[Source, ...]:
    """Read sources: objects of JSON, or their keys parted by ``;``. Raises `FieldError`."""
    from shanghai_cases.model.source import Source

    if isinstance(value, str):
        items = _json_list(value)
        value = _parts(value) if items is None else items
    if not isinstance(value, list | tuple):
        raise FieldError("sources", value, msg("must be a list"))
    found = []
    for item in value:
        parts = item if isinstance(item, dict) else {"key": item}
        _known_parts("sources", parts, _SOURCE_PARTS)
        found.append(Source(**{name: as_text("sources", part) for name, part in parts.items()}))
    return tuple(found)


_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = (
    r"(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|(?:\(?0\d{2,3}\)?[- ]?)?[2-9]\d{3}[- ]?\d{4}(?:[- 转]+\d{1,5})?)"
)


_NAMED_PHONE = rf"(?a)([\u4e00-\u9fff·]{{2,4}})[\s:：,，/]*({_PHONE})"
_NOBODY = Contact()


def as_contact(value: object) -> Contact:
    """Take name, telephone and e-mail out of one text such as 张三 021-12345678."""
    if value is None or value == "":
        return _NOBODY
    written = unicodedata.normalize("NFKC", as_text("contact", value))
    emails, rest = re.findall(_EMAIL, written), re.sub(_EMAIL, " ", written)
    phones = re.findall(_PHONE, rest)
    names = re.sub(r"\s+", " ", re.sub(r"[,;/、:|()]+|电话|手机|邮箱|联系人", " ", re.sub(_PHONE, " ", rest))).strip()
    return Contact(names, ";".join(phones), ";".join(emails))


def named_phone(written: str) -> tuple[str, str] | None:
    """Return the name and the telephone of a text such as 张三 021-62345678, None for any other."""
    match = re.fullmatch(_NAMED_PHONE, written) if written and not written.isascii() else None
    return (match[1], match[2]) if match else None


def whole_phone(written: str) -> None:
    """Raises `FieldError` for a number such as 1.38E+10, of which a spreadsheet kept only the first digits."""
    if re.fullmatch(r"\d(?:\.\d+)?E\+\d+", written):
        why = msg("was cut short by a spreadsheet; format the column as text and enter the number again")
        raise FieldError("contact_phone", written, why)


def tells_how_to_reach(name: str) -> bool:
    """Say whether a telephone or an e-mail stands where a name should."""
    return not name.isalpha() and re.search(f"{_PHONE}|{_EMAIL}", name) is not None


def as_extra(value: object) -> tuple[tuple[str, str], ...]:
    """Read columns that are no field: an object of JSON, or one written in a cell. Raises `FieldError`."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else {}
        except (json.JSONDecodeError, RecursionError):
            raise FieldError("extra", value, msg("must be an object")) from None
    if not isinstance(value, dict):
        raise FieldError("extra", value, msg("must be an object"))
    return tuple((name, as_text("extra", part)) for name, part in value.items())


PARSERS: dict[str, Callable[[object], object]] = {
    "edition": as_edition,
    "themes": lambda value: as_texts("themes", value),
    "tags": lambda value: as_texts("tags", value),
    "notes": lambda value: as_texts("notes", value),
    "figures": as_figures,
    "award_tier": as_award,
    "status": as_status,
    "sources": as_sources,
    "related": as_ids,
    "submitted_on": as_date,
    "added_at": as_moment,
    "updated_at": as_moment,
    "extra": as_extra,
}
