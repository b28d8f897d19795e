"""Damage a catalogue's bytes in every way and look whether any command believes what it should not.

    python -m scripts.fuzz_bytes --rounds 20000 [--seed 1]

Each round damages a whole file at random (bytes changed, taken out, put in; lines doubled, swapped, torn; ends cut) and
asks everything that reads. An answer must be the one of a strict reading of the damaged file or, where that refuses it,
the one of the whole file, as the damage lies elsewhere; or it must be refused. A change must be refused where strict
reading is, and leave the bytes alone. Exits with 1 when anything else happens.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from shanghai_cases.catalogue import layout, reading, schema
from shanghai_cases.catalogue.doctor import diagnose
from shanghai_cases.catalogue.documents import to_document
from shanghai_cases.catalogue.file import FileCatalogue
from shanghai_cases.catalogue.salvage import salvage
from shanghai_cases.errors import CasesError, CatalogueError
from shanghai_cases.model.case import Case, Contact
from shanghai_cases.model.edition import Edition
from shanghai_cases.model.review import Mark, Review
from shanghai_cases.search.find import find

if TYPE_CHECKING:
    from collections.abc import Callable

    from shanghai_cases.search.find import Hit

REFUSED = "refused"
_TIME = "2024-01-04T09:30:00+08:00"

SHOWN = ("id", "edition", "title", "unit", "district", "town", "themes", "award_tier")


def _shown(hit: Hit) -> list[object]:
    """Return what a search prints of a hit."""
    return [hit.head.get(field) for field in SHOWN] + [hit.level]


QUESTIONS: dict[str, Callable[[FileCatalogue], object]] = {
    "show first": lambda one: one.get(["E6-001"]),
    "show last": lambda one: one.get(["E6-006"]),
    "show all": lambda one: one.get([f"E6-{number:03d}" for number in range(1, 30)]),
    "rows of 6": lambda one: list(one.rows(6)),
    "rows of 5": lambda one: list(one.rows(5)),
    "rows": lambda one: list(one.rows()),
    "cases": lambda one: list(one.cases()),
    "editions": lambda one: one.editions(),
    "reviews": lambda one: one.reviews(6),
    "name": lambda one: one.name,
    "search a word": lambda one: [_shown(hit) for hit in find(one, "议事").hits],
    "search a place": lambda one: [_shown(hit) for hit in find(one, "徐汇").hits],
    "search nothing": lambda one: [_shown(hit) for hit in find(one, None).hits],
}


def main() -> int:
    """Run the rounds and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults, refused = fuzz(Path(folder), options.rounds, random.Random(options.seed))
    print(f"{options.rounds} damaged files, {refused} refused by strict reading, {len(faults)} faults")
    for fault in faults[:20]:
        print(f"FAULT: {fault}")
    return int(bool(faults))


def fuzz(folder: Path, rounds: int, chance: random.Random) -> tuple[list[str], int]:
    """Damage and ask so many times; return what went wrong, and how many files strict reading refused."""
    path = folder / "catalogue.json"
    data = _data()
    path.write_bytes(layout.write(data))
    FileCatalogue(path).replace([_case(6, "最后一件")], command="edit")  # so that there is a journal
    whole = path.read_bytes()
    journal = path.with_name(path.name + ".journal").read_bytes()
    expected = {name: question(FileCatalogue(path)) for name, question in QUESTIONS.items()}
    faults: list[str] = []
    refused = 0
    for _ in range(rounds):
        damaged = damage(whole, chance)
        path.write_bytes(damaged)
        path.with_name(path.name + ".journal").write_bytes(journal)
        strict = _strict(path, damaged)
        refused += strict is None
        faults += [f"{fault} {_difference(whole, damaged)}" for fault in _asked(path, strict, expected)]
        faults += [f"{fault} {_difference(whole, damaged)}" for fault in _changed(path, damaged, strict)]
    return faults, refused


def _asked(path: Path, strict: Path | None, expected: dict[str, object]) -> list[str]:
    faults = []
    for name, question in QUESTIONS.items():
        answer = _answer(question, path)
        right = expected[name] if strict is None else _answer(question, strict)
        if answer not in (REFUSED, right):
            faults.append(f"{name}: {_unlike(answer, right)}")
    return faults


def _unlike(answer: object, right: object) -> str:
    """Show where two answers part."""
    if isinstance(answer, list) and isinstance(right, list):
        for one, other in zip(answer, right, strict=False):
            if one != other:
                return f"{one} instead of {other}"
        return f"{len(answer)} answers instead of {len(right)}"
    return f"{str(answer)[:200]} instead of {str(right)[:200]}"


def _answer(question: Callable[[FileCatalogue], object], path: Path) -> object:
    try:
        return question(FileCatalogue(path))
    except CatalogueError:
        return REFUSED
    except Exception as error:  # noqa: BLE001 (whatever it is, it is a fault)
        return f"{type(error).__name__}: {error}"


def _strict(path: Path, damaged: bytes) -> Path | None:
    """Return a file of another layout that says the same, to be read whole; None where strict reading refuses."""
    try:
        data, _ = reading.strictly(damaged, path)
    except CatalogueError:
        return None
    other = path.with_name("strict.json")
    other.write_bytes(b" " + layout.write(data))
    return other


def _changed(path: Path, damaged: bytes, strict: Path | None) -> list[str]:
    """Try doctor, salvage and a change."""
    faults = []
    try:
        diagnose(path)
        salvage(damaged)
        FileCatalogue(path).history()
        FileCatalogue(path).add([Case("", 6, "新的", "徐汇区")], command="add")
    except CasesError:
        if path.read_bytes() != damaged:
            faults.append("refused, but the bytes were changed")
    except Exception as error:  # noqa: BLE001 (whatever it is, it is a fault)
        faults.append(f"{type(error).__name__}: {error}")
    else:
        if strict is None and _refuses_records(path, damaged):
            faults.append("a damaged file was changed")
    return faults


def _refuses_records(path: Path, damaged: bytes) -> bool:
    try:
        reading.strictly(damaged, path)
    except CatalogueError:
        return True
    return False


def damage(whole: bytes, chance: random.Random) -> bytes:
    """Damage a file at one place; of two, one could hide what the other gives away."""
    return chance.choice(DAMAGES)(whole, chance)


def _place(raw: bytes, chance: random.Random) -> int:
    return chance.randrange(max(1, len(raw)))


def _flip(raw: bytes, chance: random.Random) -> bytes:
    place = _place(raw, chance)
    return raw[:place] + bytes([chance.randrange(256)]) + raw[place + 1 :]


def _drop(raw: bytes, chance: random.Random) -> bytes:
    place = _place(raw, chance)
    return raw[:place] + raw[place + chance.choice((1, 2, 50, 600)) :]


def _insert(raw: bytes, chance: random.Random) -> bytes:
    place = _place(raw, chance)
    junk = chance.choice(
        (b"\n", b'"', b"}", b"{", b",", b" ", b"\x00", b"\xff", b"<<<<<<< HEAD\n", b"NaN", b'"id":"E6-001",', b"\r\n")
    )
    return raw[:place] + junk + raw[place:]


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: _place(raw, chance)]


def _zero(raw: bytes, chance: random.Random) -> bytes:
    place = _place(raw, chance)
    count = min(chance.choice((1, 8, 512, 4096)), len(raw) - place)
    return raw[:place] + bytes(count) + raw[place + count :]


def _lines(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(4)
    if kind == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif kind == 1:
        lines.insert(other, lines[one])
    elif kind == 2:
        del lines[one]
    else:
        lines[one] = lines[one][: len(lines[one]) // 2] + lines[other][len(lines[other]) // 2 :]
    return b"\n".join(lines)


def _renumber(raw: bytes, chance: random.Random) -> bytes:
    """Give one record the key or id of another."""
    one, other = chance.sample(range(1, 7), 2)
    if chance.random() < 0.5:
        return raw.replace(b'\n"%d":' % one, b'\n"%d":' % other, 1)
    return raw.replace(b'"id":"E6-%03d"' % one, b'"id":"E6-%03d"' % other, 1)


def _respell(raw: bytes, chance: random.Random) -> bytes:
    """Write the same JSON, or something close to it, in another way."""
    old, new = chance.choice(
        ((b'":{"id"', b'": {"id"'), (b",\n", b",\r\n"), ("议".encode(), b"\\u8bae"), (b'"edition":6', b'"edition":6.0'),
         (b'"title":', b'"title":5,"old":'), (b'"schema":1', b'"schema":2'), (b'"cases":{', b'"case":{'),
         (b"{", b"\xef\xbb\xbf{"))
    )  # fmt: skip
    return raw.replace(old, new, chance.choice((1, 1, -1)))


DAMAGES = (_flip, _flip, _drop, _insert, _insert, _cut, _zero, _lines, _lines, _renumber, _respell)


def _difference(whole: bytes, damaged: bytes) -> str:
    same = next((place for place, (a, b) in enumerate(zip(whole, damaged, strict=False)) if a != b), len(damaged))
    return f"at {same}: {whole[same - 10 : same + 40]!r} became {damaged[same - 10 : same + 40]!r}"


def _case(number: int, title: str) -> Case:
    contact = Contact("王", "13800000000") if number == 2 else Contact()
    return Case(
        f"E6-{number:03d}",
        6,
        title,
        "徐汇区漕河泾街道",
        district="徐汇区",
        summary="邻里议事" * 3,
        contact=contact,
        added_at=_TIME,
    )


def _data() -> layout.Data:
    data = schema.empty("试")
    data["editions"] = {"1": to_document(Edition(5)), "2": to_document(Edition(6))}
    data["reviews"] = {
        "1": to_document(Review("E6-001", "王", (Mark("", 80.0),))),
        "2": to_document(Review("E6-002", "李")),
    }
    cases = [_case(number, f"第{number}件“案例”") for number in range(1, 7)]
    data["cases"] = {str(number): to_document(case) for number, case in enumerate(cases, 1)}
    return data


if __name__ == "__main__":
    sys.exit(main())
