"""Bytes to text, with certainty or not at all: a guess that may be wrong is refused and asked for instead."""

from __future__ import annotations

import codecs
import unicodedata

from shanghai_cases.errors import DataError, UsageError, msg

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf8": "utf-8-sig",
    "utf8sig": "utf-8-sig",
    "utf16": "utf-16",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp936": "gb18030",
    "ansi": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}
ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5")  # what is offered to people
_COMMON = 0.85  # share of everyday characters (GB 2312 level 1) below which text is not taken for Chinese
_STRAY = 0.05  # share of letters from elsewhere above which it is not either
_EVERYDAY = range(0xB0, 0xD8)  # lead bytes of GB 2312 level 1: the 3,755 characters of everyday use


def decode(file: str, data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the text and the name of its encoding. Raises `DataError` where neither fits nor is certain."""
    if encoding is not None:
        name = _named(encoding)
        return _strictly(file, data, name), name
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _strictly(file, data, name), name
    if bare := _bare_utf16(data):
        return _strictly(file, data, bare), bare
    return _by_content(file, data)


def _named(encoding: str) -> str:
    try:
        return _NAMES[encoding.lower().replace("-", "").replace("_", "").replace(" ", "")]
    except KeyError:
        shown = ", ".join(ENCODINGS)
        raise UsageError(msg("unknown encoding {name}; known are: {names}", name=encoding, names=shown)) from None


def _strictly(file: str, data: bytes, name: str) -> str:
    try:
        return data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(msg("{file} is not {encoding}: see line {line}", file=file, encoding=name, line=line)) from None


def _bare_utf16(data: bytes) -> str | None:
    """Tell UTF-16 without its mark: every second byte of its ASCII characters (commas, line ends) is zero."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 50 < len(sample) or min(even, odd):
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _by_content(file: str, data: bytes) -> tuple[str, str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    chinese = _as_gb18030(data)
    if text and (text.isascii() or chinese is None or any(character > "\u07ff" for character in text)):
        return text, "utf-8"
    if chinese is not None and not text:
        return chinese, "gb18030"
    raise DataError(
        msg(
            "can't tell the encoding of {file}; name it with --encoding ({names}), or save it as “CSV UTF-8”",
            file=file,
            names=", ".join(ENCODINGS),
        )
    )


def _as_gb18030(data: bytes) -> str | None:
    """Decode as GB18030 if what comes out is beyond doubt everyday Chinese."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    characters = [character for character in text if character > "\x7f"]
    ideographs = [character for character in characters if "\u3400" <= character <= "\u9fff"]
    strays = sum(1 for character in set(characters) - set(ideographs) if not _usual(character))
    if not ideographs or strays > _STRAY * len(set(characters)):
        return None
    everyday = sum(1 for character in ideographs if _everyday(character))
    return text if everyday >= _COMMON * len(ideographs) else None


def _everyday(character: str) -> bool:
    written = character.encode("gb18030")
    return written[0] in _EVERYDAY and written[1] >= 0xA1


def _usual(character: str) -> bool:
    """Punctuation, full-width forms and symbols stand in Chinese text; foreign letters and controls hardly do."""
    return unicodedata.east_asian_width(character) in "WFA" and unicodedata.category(character) not in (
        "Co",
        "Cn",
        "Cc",
    )
