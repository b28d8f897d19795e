"""Files as programs, people, disks and sync services damage them: each kind a small function on a good catalogue.

`good` makes the catalogue; every kind touches case `E6-002`, a table, or the file as a whole, so that a question about
`E6-002` always meets the damage.
"""

from __future__ import annotations

import gzip
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import layout
from shanghai_cases.catalogue.sample import sample

if TYPE_CHECKING:
    from collections.abc import Callable

HIT = "蓝印花布"
"""A word of case `E6-002` alone."""
MISS = "蓝天白云"
"""A word of case `E6-001` alone."""


@lru_cache
def good(*, filling: int = 0) -> bytes:
    """Make a catalogue with records in every table, and so many more cases of a kilobyte after the first ones."""
    data = sample()
    cases = data["cases"]
    cases["1"] |= {"summary": MISS, "contact": {"name": "张三", "phone": "13800138000"}}
    cases["2"] |= {
        "summary": HIT,
        "tags": ["河道"],
        "related": ["E6-001"],
        "figures": [{"label": "惠及", "value": 12, "qualifier": "exact", "unit": "户"}],
        "contact": {"name": "李四", "email": "li@example.cn"},
        "notes": ["已核"],
        "submitted_on": "2023-10-09",
    }
    data["reviewers"] = {"1": {"code": "R1", "name": "专家一"}, "2": {"code": "R2", "name": "专家二"}}
    pairs = [(case, one) for case in range(1, 12) for one in (1, 2)]
    data["reviews"] = {
        str(place): {
            "case_id": f"E6-{case:03d}",
            "reviewer": f"R{one}",
            "marks": [{"criterion": "", "value": 90.0 - 2 * case + one}],
            "received_at": "2023-12-01T10:00:00+08:00",
        }
        for place, (case, one) in enumerate(pairs, 1)
    }
    last = {**cases.pop("11")}
    for number in range(11, 11 + filling):
        cases[str(number)] = {**last, "id": f"E5-{number:03d}", "edition": 5, "text": "天" * 300}
    cases[str(11 + filling)] = last
    return layout.write({name: data[name] for name in ("meta", "editions", "reviewers", "reviews", "cases")})


# ---- the means


def swap(old: str, new: str, *, last: bool = False) -> Callable[[bytes], bytes]:
    """Write something else in the place of a piece of text that must be there."""

    def change(raw: bytes) -> bytes:
        before, found, after = (raw.rpartition if last else raw.partition)(old.encode())
        assert found, old
        return before + new.encode("utf-8", "surrogatepass") + after

    return change


def within(change: Callable[[bytes], bytes], table: str = "cases", key: str = "2") -> Callable[[bytes], bytes]:
    """Change the line of one record."""

    def changed(raw: bytes) -> bytes:
        start = raw.index(b'\n"%s":{\n' % table.encode())
        start = raw.index(b'\n"%s":' % key.encode(), start) + 1
        stop = raw.index(b"\n", start)
        return raw[:start] + change(raw[start:stop]) + raw[stop:]

    return changed


def field(name: str, value: str | None, table: str = "cases", key: str = "2") -> Callable[[bytes], bytes]:
    """Write a field's value as given, which need not be JSON; None takes the field out."""

    def change(line: bytes) -> bytes:
        document = json.loads(line[line.index(b"{") :].removesuffix(b","))
        parts = {one: json.dumps(part, ensure_ascii=False) for one, part in document.items()}
        parts = {one: part for one, part in parts.items() if one != name or value is not None}
        if value is not None:
            parts[name] = value
        written = ",".join(f'"{one}":{part}' for one, part in parts.items())
        return b'"%s":{%s}' % (key.encode(), written.encode()) + (b"," if line.endswith(b",") else b"")

    return within(change, table, key)


def document(value: str) -> Callable[[bytes], bytes]:
    """Write something else in the place of a whole document."""
    return within(lambda line: b'"2":' + value.encode() + (b"," if line.endswith(b",") else b""))


def key(value: str) -> Callable[[bytes], bytes]:
    """Give a case's record another key."""
    return within(lambda line: b'"%s":' % value.encode() + line.partition(b":")[2])


def until(mark: str, *, more: int = 0) -> Callable[[bytes], bytes]:
    """Cut the file off where something begins, or so many bytes later."""
    return lambda raw: raw[: raw.index(mark.encode()) + more]


def before_line(text: str, beginning: str = '"2":{"id":"E6-002"') -> Callable[[bytes], bytes]:
    """Put something before a line."""
    return swap("\n" + beginning, "\n" + text + beginning)


def doubled(table: str, *, filled: bool = True) -> Callable[[bytes], bytes]:
    """Write a table twice: again as it is, or empty, before the first one."""

    def change(raw: bytes) -> bytes:
        start = raw.index(b'"%s":{\n' % table.encode())
        stop = raw.index(b"\n}", start) + 2
        copy = raw[start:stop] if filled else b'"%s":{\n}' % table.encode()
        return raw[:start] + copy + b",\n" + raw[start:]

    return change


def without(table: str) -> Callable[[bytes], bytes]:
    """Leave a table out."""
    return lambda raw: _written(raw, lambda data: data.pop(table))


def table_is(table: str, value: object) -> Callable[[bytes], bytes]:
    """Write something else in the place of a table."""

    def change(raw: bytes) -> bytes:
        data = layout.read(raw)
        tables = [f'"{name}":{json.dumps(value if name == table else data[name], ensure_ascii=False)}' for name in data]
        return ("{\n" + ",\n".join(tables) + "\n}\n").encode()

    return change


def _written(raw: bytes, change: Callable[[layout.Data], object]) -> bytes:
    data = layout.read(raw)
    change(data)
    return layout.write(data)


def again(table: str, source: str, new: str) -> Callable[[bytes], bytes]:
    """Repeat a record of a table under a key of its own."""
    return lambda raw: _written(raw, lambda data: data[table].__setitem__(new, data[table][source]))


def conflict(raw: bytes) -> bytes:
    """Leave the marks of a merge that stopped."""
    start = raw.index(b'\n"2":{"id":"E6-002"') + 1
    stop = raw.index(b"\n", start) + 1
    line = raw[start:stop]
    theirs = line.replace("绿色".encode(), "蓝色".encode())
    return raw[:start] + b"<<<<<<< HEAD\n" + line + b"=======\n" + theirs + b">>>>>>> theirs\n" + raw[stop:]


def overlaid(raw: bytes) -> bytes:
    """Write a shorter version over the file without cutting its end off."""
    shorter = field("summary", None)(raw)
    return shorter + raw[len(shorter) :]


# ---- what can't be trusted: refused by everything that reads it (a large file is not read whole by everything)

WHOLE_FILE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "only white space": lambda _: b" \n\r\n\t",
    "only a byte order mark": lambda _: b"\xef\xbb\xbf",
    "all zeros": lambda raw: bytes(len(raw)),
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "UTF-16, no mark": lambda raw: raw.decode().encode("utf-16-be"),
    "UTF-32": lambda raw: raw.decode().encode("utf-32"),
    "GBK": lambda raw: raw.decode().encode("gb18030"),
    "compressed": lambda raw: gzip.compress(raw, mtime=0),
    "a web page": lambda _: b"<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>\n",
    "a list": lambda raw: b"[" + raw + b"]",
    "a text": lambda _: b'"catalogue"\n',
    "null": lambda _: b"null\n",
    "a number": lambda _: b"12\n",
    "an empty object": lambda _: b"{}\n",
    "one document a line, no tables": lambda raw: b"\n".join(re.findall(rb'\{"id".*\}', raw)),
    "first byte only": lambda raw: raw[:1],
    "cut in meta": until('"schema"'),
    "cut in an edition": until('"number":6', more=4),
    "cut before cases": until('"cases":'),
    "cut in a record": until(HIT),
    "cut in a character": until(HIT, more=1),
    "cut between records": until('"3":{"id":"E6-003"'),
    "cut after a record": until(',\n"3":{"id":"E6-003"'),
    "last bracket missing": lambda raw: raw.rstrip()[:-1],
    "last two brackets missing": lambda raw: raw.rstrip()[:-3],
    "beginning missing": lambda raw: raw[10:],
    "hole": lambda raw: raw[: raw.index("绿色".encode())] + raw[raw.index("片区".encode()) :],
    "two copies": lambda raw: raw + raw,
    "two copies without a line break": lambda raw: raw.rstrip() + raw,
    "longer file below": overlaid,
    "conflict marks": conflict,
    "garbage at the end": lambda raw: raw + b"garbage\n",
    "zeros at the end": lambda raw: raw + bytes(512),
    "byte order mark in the middle": before_line("\ufeff"),
    "zeros in a record": swap(HIT, "\0" * 12),
    "nested without end": lambda _: b'{"cases":' * 100_000,
}
TABLES: dict[str, Callable[[bytes], bytes]] = {
    **{f"no table {table}": without(table) for table in ("editions", "reviews", "cases")},
    **{f"table {table} twice": doubled(table) for table in ("meta", "editions", "reviewers", "reviews", "cases")},
    **{f"empty table {table} twice": doubled(table, filled=False) for table in ("editions", "reviews", "cases")},
    **{f"table {table} is a list": table_is(table, []) for table in ("meta", "editions", "reviews", "cases")},
    "table cases is null": table_is("cases", None),
    "table cases is a text": table_is("cases", "x"),
    "another table is a text": swap('\n"cases":', '\n"zebra":"x",\n"cases":'),
    "meta with two records": again("meta", "1", "2"),
    "meta without schema": field("schema", None, "meta", "1"),
    "schema newer": field("schema", "2", "meta", "1"),
    "schema a text": field("schema", '"1"', "meta", "1"),
    "schema null": field("schema", "null", "meta", "1"),
    "schema negative": field("schema", "-1", "meta", "1"),
    "schema true": field("schema", "true", "meta", "1"),
    "schema with a fraction": field("schema", "1.0", "meta", "1"),
    "document a text": document('"x"'),
    "document null": document("null"),
    "document a list": document("[]"),
    "document empty": document("{}"),
    "key a word": key("x"),
    "key empty": key(""),
    "key negative": key("-2"),
    "key with a zero before it": key("02"),
    "key full-width": key("２"),
    "key with a fraction": key("2.0"),
    "key twice": key("1"),
    "id twice": again("cases", "2", "900000"),
    "edition twice": again("editions", "6", "9"),
    "reviewer twice": again("reviewers", "1", "9"),
    "review twice": again("reviews", "3", "99"),
}
SYNTAX: dict[str, Callable[[bytes], bytes]] = {
    "comma missing between records": within(lambda line: line.removesuffix(b",")),
    "comma too many": within(lambda line: line + b","),
    "comma missing in a record": swap(',"summary":"' + HIT, '"summary":"' + HIT),
    "comma at the end": within(lambda line: line.replace(b"},", b",},")[: len(line) + 1]),
    "colon missing": swap(f'"summary":"{HIT}"', f'"summary""{HIT}"'),
    "quote missing": swap(f'"{HIT}"', f'"{HIT}'),
    "name without quotes": swap(f'"summary":"{HIT}"', f'summary:"{HIT}"'),
    "single quotes": swap(f'"{HIT}"', f"'{HIT}'"),
    "comment": before_line("// 待核\n"),
    "line break in a text": swap(HIT, HIT + "\n"),
    "tab in a text": swap(HIT, HIT + "\t"),
    "escape unknown": swap(HIT, HIT + "\\x41"),
    "escape cut short": swap(HIT, HIT + "\\u84"),
    "byte that is no UTF-8": within(lambda line: line.replace(HIT.encode(), HIT.encode() + b"\xff")),
    "surrogates as UTF-8": swap(HIT, HIT + "\ud83d\ude00"),
    "overlong UTF-8": within(lambda line: line.replace(HIT.encode(), HIT.encode() + b"\xc0\xaf")),
    "half a character": swap(HIT, HIT + "\\ud800"),
    "the other half": swap(HIT, HIT + "\\udc00"),
    "half a character in a name": field("\\ud800", '"x"'),
    "field twice": swap(f'"summary":"{HIT}"', f'"summary":"{HIT}","summary":"x"'),
    "title twice": swap(f'"summary":"{HIT}"', f'"title":"x","summary":"{HIT}"'),
    "id twice in a record": swap(f'"summary":"{HIT}"', f'"id":"E6-002","summary":"{HIT}"'),
    "field twice in a contact": swap('"name":"李四"', '"name":"李四","name":"王五"'),
    "NaN": field("extra", '{"a":NaN}'),
    "Infinity": field("extra", '{"a":Infinity}'),
    "minus Infinity": field("extra", '{"a":-Infinity}'),
    "1e400": field("extra", '{"a":1e400}'),
    "huge number": field("extra", '{"a":' + "9" * 5000 + "}"),
    "number with a zero before it": field("extra", '{"a":012}'),
    "number in base 16": field("extra", '{"a":0x12}'),
    "Python's True": field("extra", '{"a":True}'),
    "undefined": field("extra", '{"a":undefined}'),
    "nested deeply": field("extra", '{"a":' + "[" * 100_000 + "]" * 100_000 + "}"),
}
FIELDS: dict[str, Callable[[bytes], bytes]] = {
    **{f"{name} missing": field(name, None) for name in ("id", "edition", "title", "unit")},
    **{f"{name} null": field(name, "null") for name in ("id", "edition", "title", "unit", "themes", "status")},
    **{f"{name} a number": field(name, "5") for name in ("id", "title", "unit", "district", "summary", "award_tier")},
    **{f"{name} a text": field(name, '"x"') for name in ("edition", "themes", "tags", "figures", "contact", "related")},
    **{f"{name} an object": field(name, "{}") for name in ("title", "themes", "sources", "submitted_on")},
    **{f"{name} a list": field(name, "[]") for name in ("unit", "contact", "status", "added_at")},
    **{f"{name} of numbers": field(name, "[5]") for name in ("themes", "tags", "figures", "sources", "notes")},
    "figure with a text for a value": field("figures", '[{"label":"x","value":"12"}]'),
    "contact with a number": field("contact", '{"name":5}'),
    "edition with a fraction": field("edition", "6.0"),
    "edition true": field("edition", "true"),
    "id of another edition": field("id", '"E5-002"'),
    "id of another form": field("id", '"002"'),
    "id in lower case": field("id", '"e6-002"'),
    "status unknown": field("status", '"lost"'),
    "edition's number a text": field("number", '"6"', "editions", "6"),
    "edition's number missing": field("number", None, "editions", "6"),
    "edition's number null": field("number", "null", "editions", "6"),
    "edition's tiers an object": field("tiers", "{}", "editions", "6"),
    "edition's tiers of texts": field("tiers", '["x"]', "editions", "6"),
    "edition's submissions a number": field("submissions", "481", "editions", "6"),
    "reviewer's code a number": field("code", "5", "reviewers", "2"),
    "reviewer's code missing": field("code", None, "reviewers", "2"),
    "review's case a number": field("case_id", "5", "reviews", "3"),
    "review's case missing": field("case_id", None, "reviews", "3"),
    "review's marks a text": field("marks", '"90"', "reviews", "3"),
    "review's marks of numbers": field("marks", "[90]", "reviews", "3"),
    "review's mark a text": field("marks", '[{"criterion":"","value":"90"}]', "reviews", "3"),
    "meta's name a number": field("name", "5", "meta", "1"),
}
DAMAGED = {**WHOLE_FILE, **TABLES, **SYNTAX, **FIELDS}

# ---- what JSON and types allow and the model doesn't: refused where it is shown

VALUES: dict[str, Callable[[bytes], bytes]] = {
    "figure without a label": field("figures", "[{}]"),
    "figure with an unknown qualifier": field("figures", '[{"label":"x","value":12,"qualifier":"x"}]'),
    "date that isn't one": field("submitted_on", '"2024-13-45"'),
    "title empty": field("title", '""'),
    "title of white space": field("title", '"  "'),
    "edition's number negative": field("number", "-6", "editions", "6"),
    "edition's submissions negative": field("submissions", '{"value":-1,"qualifier":"exact"}', "editions", "6"),
}

# ---- what is whole, though it contradicts itself: read, and found by doctor

CONTRADICTORY: dict[str, Callable[[bytes], bytes]] = {
    "related to nothing": field("related", '["E6-999"]'),
    "of no edition": lambda raw: swap('"related":["E6-001"]', '"related":[]')(
        swap('"id":"E6-003","edition":6', '"id":"E9-003","edition":9')(raw)
    ),
    "award of no tier": field("award_tier", '"金奖"'),
    "review of nothing": field("case_id", '"E6-999"', "reviews", "3"),
    "district unknown": field("district", '"徐家汇区"'),
    "town of another district": field("town", '"凌云街道"'),
    "phone number in public": field("notes", '["请致电13800138000"]'),
}

# ---- what is whole, written by another program: the same answers

OTHERWISE: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "byte order mark twice": lambda raw: b"\xef\xbb\xbf\xef\xbb\xbf" + raw,
    "CRLF": lambda raw: raw.replace(b"\n", b"\r\n"),
    "CR": lambda raw: raw.replace(b"\n", b"\r"),
    "one line": lambda raw: raw.replace(b"\n", b""),
    "indented": lambda raw: json.dumps(json.loads(raw), ensure_ascii=False, indent=4).encode(),
    "escaped": lambda raw: json.dumps(json.loads(raw)).encode(),
    "escaped, one document a line": lambda raw: re.sub(
        rb"[^\x00-\x7f]+", lambda some: json.dumps(some[0].decode())[1:-1].encode(), raw
    ),
    "slashes escaped": swap(HIT, "\\u84dd\\u5370\\u82b1\\u5e03"),
    "spaces": lambda raw: re.sub(rb'":(?=[\["{0-9])', b'": ', raw),
    "names sorted": lambda raw: json.dumps(json.loads(raw), ensure_ascii=False, sort_keys=True).encode(),
    "no line break at the end": lambda raw: raw.rstrip(),
    "empty lines": lambda raw: raw.replace(b"\n", b"\n\n"),
    "another table": swap('\n"cases":', '\n"zebra":{"1":{"a":[1,null,true,1.5]}},\n"cases":'),
    "another table after cases": lambda raw: raw.rstrip()[:-1] + b',"zebra":{}}',
    "another field": field("zebra", '{"a":[1,null]}'),
    "keys in another order": key("777777"),
    "no table meta": without("meta"),
}
