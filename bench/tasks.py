"""The work that is measured: the program's commands with their targets, and rivals doing the same."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bench import EDITIONS, RARE

_RIVALS = Path(__file__).with_name("rivals")


class Task(NamedTuple):
    """A command line; ``target`` is the most CPU it may take in units of ``import typer``, by number of cases."""

    name: str
    command: tuple[str, ...]
    target: dict[int, float]
    terminal: bool = False
    writes: bool = False


def ours(python: str, file: str, foreign: str, count: int) -> list[Task]:
    """Return the program's tasks on a catalogue."""
    cases = (python, "-m", "shanghai_cases")
    middle, last = (_id(at) for at in (count // 2, count - 1))
    small, large, huge = 2_000, 100_000, 1_000_000

    def task(name: str, words: str, *targets: float, terminal: bool = False, writes: bool = False) -> Task:
        known = dict(zip((small, large, huge), targets, strict=False))
        return Task(name, (*cases, *words.split(), "--catalogue", file), known, terminal, writes)

    return [
        Task("--help", (*cases, "--help"), {small: 1.2}),
        task("search 徐汇 (8 %), pipe", "search 徐汇", 1.4, 4.5, 40),
        Task("search 徐汇, file of another program", (*cases, "search", "徐汇", "--catalogue", foreign), {}),
        task("search 徐汇, terminal", "search 徐汇", 2.0, 4.8, terminal=True),
        task(f"search {RARE} (0.3 %), pipe", f"search {RARE}", 1.4, 2.6, 15),
        task("search 量子纠缠 (nothing)", "search 量子纠缠", 1.8, 8),
        task("search 漕河径街道 (approximate)", "search 漕河径街道", 1.8, 8),
        task("show, middle", f"show {middle}", 1.3, 2.0),
        task("show, last", f"show {last}", 1.3, 2.4),
        task("report --edition 6, pipe", "report --edition 6", 1.4, 4.5),
        task("report --edition 6, terminal", "report --edition 6", 2.0, 5.2, terminal=True),
        task("add one", "add --edition 6 --title 新案例 --unit 徐汇区 --allow-same", 1.5, 3.6, writes=True),
    ]


def rivals(python: str, sqlite_utils: str, file: str, database: str, count: int) -> list[Task]:
    """Return what the others do; the words of a full-text index must have three characters, so 徐汇区 there."""
    naive = (python, str(_RIVALS / "naive.py"))
    last = _id(count - 1)
    columns = ".id, .edition, .title, .unit, .district, .town"
    return [
        Task("naive: search 徐汇", (*naive, "search", file, "徐汇"), {}),
        Task(f"naive: search {RARE}", (*naive, "search", file, RARE), {}),
        Task("naive: show, last", (*naive, "show", file, last), {}),
        Task("naive: add one", (*naive, "add", file, "新案例", "徐汇区"), {}, writes=True),
        Task("sqlite-utils: search 徐汇区", (sqlite_utils, "search", database, "cases", "徐汇区", "--tsv"), {}),
        Task(f"sqlite-utils: search {RARE}", (sqlite_utils, "search", database, "cases", RARE, "--tsv"), {}),
        Task(
            "sqlite-utils: show, last",
            (sqlite_utils, "query", database, "select * from cases where id = :id", "-p", "id", last, "--tsv"),
            {},
        ),
        Task(
            "jq: search 徐汇",
            ("jq", "-r", f'.cases[] | select(tostring | contains("徐汇")) | [{columns}] | @tsv', file),
            {},
        ),
        Task("ripgrep: 徐汇 (the limit)", ("rg", "-N", "徐汇", file), {}),
        Task(f"ripgrep: {RARE} (the limit)", ("rg", "-N", RARE, file), {}),
    ]


def _id(index: int) -> str:
    """Return the id that the generator gives the case at an index."""
    return f"E{1 + index % EDITIONS}-{1 + index // EDITIONS:03d}"
