"""Bytes to text, with certainty or not at all: a guess that may be wrong is refused and asked for instead."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import islice

from shanghai_cases.errors import DataError, UsageError, msg
from shanghai_cases.intake.kinds import Kind, by_text, check_text

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
_ALWAYS_UTF8 = (Kind.JSON, Kind.JSONL)  # where it can be (RFC 8259, section 8.1)
_COMMON = 0.85  # share of everyday characters (GB 2312 level 1) below which text is not taken for Chinese
_FREQUENT = (  # characters that make more than half of any Chinese text; other languages taken for Chinese lack them
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面方后多定行学法所民得经"
    "三之进部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开合因由其些然前外天政四日社义事平形相全间样与"
    "关各重新线内数正心明看原么利比或但质气第向道命此变条只没结解问意建月公无系军情者最想已通并提直题党程展五果料员革位入常文总次"
    "品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色"
    "光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真"
    "务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界林律叫且究观越织装影算低持音"
    "众书布复容儿际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选标写存候毛"
    "镇街乡村居案例单位题邮箱机联系简介类申创优秀浦徐汇静宝闵嘉松奉贤崇明黄虹口杨普陀长宁金"
)
_LEAST_FREQUENT = 0.35
_SAMPLE = 100_000  # characters that are enough to tell
_HIGH = re.compile("[^\x00-\x7f]")
_LONG = re.compile("[^\x00-\u07ff]")  # characters of three bytes and more in UTF-8
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
        raise UsageError(msg("unknown encoding {name}; known are: {names}", name=encoding, names=ENCODINGS)) from None


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
    check_text(file, data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and (text.isascii() or _LONG.search(text) or by_text(file, text) in _ALWAYS_UTF8):
        return text, "utf-8"
    chinese = _as_gb18030(data)
    if text and chinese is None:
        return text, "utf-8"
    if chinese is not None and not text:
        return chinese, "gb18030"
    raise DataError(
        msg(
            "can't tell the encoding of {file}; name it with --encoding ({names}), or save it as “CSV UTF-8”",
            file=file,
            names=ENCODINGS,
        )
    )


def _as_gb18030(data: bytes) -> str | None:
    """Decode as GB18030 if what comes out is beyond doubt everyday Chinese."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    characters = [match[0] for match in islice(_HIGH.finditer(text), _SAMPLE)]
    ideographs = [character for character in characters if "\u3400" <= character <= "\u9fff"]
    strays = sum(1 for character in set(characters) - set(ideographs) if not _usual(character))
    if not ideographs or strays > _STRAY * len(set(characters)):
        return None
    everyday = sum(1 for character in ideographs if _everyday(character))
    frequent = sum(map(set(_FREQUENT).__contains__, ideographs))
    fits = everyday >= _COMMON * len(ideographs) and frequent >= _LEAST_FREQUENT * len(ideographs)
    return text if fits else None


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
