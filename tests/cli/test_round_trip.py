"""What `export` writes, `import` into an empty catalogue makes the same cases of, whatever they hold."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from shanghai_cases.catalogue.file import FileCatalogue, create
from shanghai_cases.catalogue.schema import empty
from tests.cli.running import Cases
from tests.intake.test_round_trip import _LETTERS, some_cases

if TYPE_CHECKING:
    from shanghai_cases.model.case import Case


def catalogue(folder: Path, name: str) -> Cases:
    place = folder / name
    place.mkdir()
    create(place / "catalogue.json", empty(name))
    cases = Cases(place)
    for edition in ("4", "5"):
        assert cases("edition", "set", edition).status == 0
    return cases


def held(cases: Cases) -> list[Case]:
    return list(FileCatalogue(cases.folder / "catalogue.json").cases())


@pytest.mark.parametrize("name", ["all.json", "all.jsonl", "all.csv", "all.xlsx"])
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(made=some_cases(_LETTERS))
def test_exported_cases_come_back_the_same(name: str, made: list[Case]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = (catalogue(Path(folder), one) for one in ("first", "second"))
        unlinked = [case.filed(case.id, (), case.added_at) for case in made]
        FileCatalogue(first.folder / "catalogue.json").take_in(unlinked, lambda _: unlinked, command="import")

        exported = first("export", "--with-contacts", "-o", f"../{name}")
        imported = second("import", f"../{name}", "--on-duplicate", "add")

        assert (exported.status, imported.status) == (0, 0)
        assert held(second) == held(first) == unlinked
