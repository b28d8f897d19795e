"""Plain TinyDB and our storage read and write each other's files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document

from shanghai_cases.catalogue import layout
from shanghai_cases.catalogue.layout import DamagedError
from shanghai_cases.catalogue.storage import LineStorage
from tests.catalogue.making import draft, open_catalogue

if TYPE_CHECKING:
    from pathlib import Path


def test_plain_tinydb_reads_what_we_wrote(path: Path) -> None:
    open_catalogue(path).add([draft("新", tags=("甲",))], command="add")
    with TinyDB(path, encoding="utf-8") as database:
        assert database.tables() == {"meta", "editions", "reviews", "cases"}
        found = database.table("cases").get(where("title") == "新")
        assert isinstance(found, Document)
        assert (found.doc_id, found["id"], found["tags"]) == (4, "E6-004", ["甲"])


@pytest.mark.parametrize("options", [{}, {"indent": 4}, {"ensure_ascii": False}, {"sort_keys": True}])
def test_we_read_and_restore_what_plain_tinydb_wrote(path: Path, options: dict[str, object]) -> None:
    with TinyDB(path, encoding="utf-8", **options) as database:
        database.table("cases").update({"title": "外面改的"}, where("id") == "E6-002")
        database.table("cases").insert({"id": "E6-010", "edition": 6, "title": "外面加的", "unit": "静安区"})
    catalogue = open_catalogue(path)
    assert [case.title for case in catalogue.get(["E6-002", "E6-010"]).values()] == ["外面改的", "外面加的"]
    assert catalogue.add([draft("再加")], command="add")[0].id == "E6-011"
    assert layout.is_canonical(path.read_bytes(), layout.read(path.read_bytes()))
    with TinyDB(path, encoding="utf-8") as database:
        assert len(database.table("cases")) == 5


def test_tinydb_works_with_our_storage(path: Path) -> None:
    with TinyDB(path, storage=LineStorage) as database:
        assert database.table("cases").remove(where("id") == "E6-001") == [1]
        database.table("others").insert({"x": 1})
    assert json.loads(path.read_bytes())["others"] == {"1": {"x": 1}}
    assert layout.is_canonical(path.read_bytes(), layout.read(path.read_bytes()))


def test_our_storage_refuses_what_it_cant_read_whole(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])
    with TinyDB(path, storage=LineStorage) as database, pytest.raises(DamagedError):
        database.table("cases").insert({"x": 1})


def test_reading_with_our_storage_makes_no_file(tmp_path: Path) -> None:
    with TinyDB(tmp_path / "new.json", storage=LineStorage) as database:
        assert database.all() == []
        assert list(tmp_path.iterdir()) == []
        database.insert({"x": 1})
    assert (tmp_path / "new.json").read_bytes() == b'{\n"_default":{\n"1":{"x":1}\n}\n}\n'
