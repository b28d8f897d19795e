"""What one writes in half an hour: Typer and plain TinyDB."""

from __future__ import annotations

import typer
from tinydb import TinyDB, where

app = typer.Typer()
COLUMNS = ("id", "edition", "title", "unit", "district", "town")


def cases(path: str):  # type: ignore[no-untyped-def]
    return TinyDB(path, encoding="utf-8", ensure_ascii=False).table("cases")


@app.command()
def search(path: str, word: str) -> None:
    for case in cases(path).search(lambda case: word in str(case)):
        print("\t".join(str(case.get(column, "")) for column in COLUMNS))


@app.command()
def show(path: str, case_id: str) -> None:
    for key, value in (cases(path).get(where("id") == case_id) or {}).items():
        print(case_id, key, value, sep="\t")


@app.command()
def add(path: str, title: str, unit: str) -> None:
    cases(path).insert({"id": "E6-999999", "edition": 6, "title": title, "unit": unit})


if __name__ == "__main__":
    app()
