"""People's data goes for good where it is asked to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue.history import NotUndoableError
from shanghai_cases.model.case import Contact
from tests.catalogue.making import draft, open_catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from shanghai_cases.catalogue.file import FileCatalogue

WANG, LI = Contact("王某", "13800000000"), Contact("李某", email="li@example.org")


def filled(path: Path) -> FileCatalogue:
    catalogue = open_catalogue(path)
    catalogue.add([draft("甲", contact=WANG), draft("乙", contact=LI), draft("丙", contact=WANG)], command="import")
    catalogue.remove(["E6-006"], command="remove")
    catalogue.replace([replace(catalogue.get(["E6-001"])["E6-001"], title="改")], command="edit")
    return catalogue


def all_bytes(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.iterdir())


def test_a_cases_contact_goes_from_catalogue_and_journal(path: Path) -> None:
    catalogue = filled(path)
    assert catalogue.forget(["E6-005"]) == ("E6-005",)
    assert catalogue.get(["E6-005"])["E6-005"].contact == Contact()
    assert catalogue.get(["E6-004"])["E6-004"].contact == WANG
    assert "李某".encode() not in all_bytes(path)
    assert b"li@example.org" not in all_bytes(path)


def test_a_person_is_found_also_in_cases_that_were_removed(path: Path) -> None:
    catalogue = filled(path)
    assert catalogue.forget(person="13800000000") == ("E6-004", "E6-006")
    assert "王某".encode() not in all_bytes(path)
    assert "李某".encode() in all_bytes(path)


def test_everybody_is_forgotten(path: Path) -> None:
    catalogue = filled(path)
    assert catalogue.forget(everybody=True) == ("E6-004", "E6-005", "E6-006")
    assert b"contact" not in all_bytes(path)
    assert catalogue.forget(everybody=True) == ()


def test_other_changes_can_still_be_undone_and_forgetting_cant(path: Path) -> None:
    catalogue = filled(path)
    before = catalogue.get(["E6-001"])["E6-001"].title
    catalogue.forget(everybody=True)
    with pytest.raises(NotUndoableError, match="change 4 forgot personal data for good"):
        catalogue.undo(4)
    assert [one.command for one in catalogue.history().changes] == ["import", "remove", "edit", "forget"]
    catalogue.undo()
    catalogue.undo()
    assert (before, catalogue.get(["E6-001"])["E6-001"].title) == ("改", "一网统管")
    assert catalogue.get(["E6-006"])["E6-006"].contact == Contact()


def test_lines_that_cant_be_read_are_left_out(path: Path) -> None:
    catalogue = filled(path)
    file = path.with_name(path.name + ".journal")
    file.write_bytes(file.read_bytes().replace(b'"command":"import"', b'"command":"xxport"'))
    catalogue.forget(everybody=True)
    assert b"contact" not in all_bytes(path)
    assert [one.command for one in catalogue.history().changes] == ["remove", "edit", "forget"]
