from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shanghai_cases.errors import UsageError
from shanghai_cases.presentation.report_cross import cross_chart
from shanghai_cases.presentation.report_files import Format, OutputError, chart_file, report_files, write_whole
from shanghai_cases.presentation.report_sections import edition_document
from shanghai_cases.report.cross import cross, dimensions
from tests.report.factories import NAMED, SHIPPED, edition_report

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("style", "made"),
    [
        ("html", ["r.out"]),
        ("docx", ["r.out"]),
        ("markdown", ["r-districts.svg", "r-themes.svg", "r-trend.svg", "r-unit_types.svg", "r.out"]),
    ],
)
def test_a_report_is_written_with_all_its_files(tmp_path: Path, style: Format, made: list[str]) -> None:
    document = edition_document(edition_report(SHIPPED, NAMED, 6))
    files = report_files(document, tmp_path / "r.out", style)
    assert list(files)[-1] == tmp_path / "r.out"
    write_whole(files)
    assert names(tmp_path) == made
    assert {path.read_bytes() for path in files} == set(files.values())


def test_a_file_in_the_way_is_kept_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"old")
    files = {tmp_path / "a": b"new", tmp_path / "b": b"new"}
    with pytest.raises(UsageError):
        write_whole(files)
    assert (names(tmp_path), (tmp_path / "b").read_bytes()) == (["b"], b"old")
    write_whole(files, force=True)
    assert (names(tmp_path), (tmp_path / "b").read_bytes()) == (["a", "b"], b"new")


def test_a_link_that_leads_nowhere_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError):
        write_whole({tmp_path / "a": b"new"})


def test_a_folder_that_is_missing_or_in_the_way_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_whole({tmp_path / "missing" / "a": b"new"})
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError):
        write_whole({tmp_path / "folder": b"new"}, force=True)
    assert names(tmp_path) == ["folder"]


@pytest.mark.parametrize(("name", "start"), [("c.svg", b"<svg "), ("c.PNG", b"\x89PNG")])
@pytest.mark.parametrize("by", ["district", "district,theme"])
def test_a_chart_is_written_as_its_name_says(tmp_path: Path, name: str, start: bytes, by: str) -> None:
    ((path, content),) = chart_file(cross_chart(cross(NAMED, dimensions(by))), tmp_path / name).items()
    assert (path, content[: len(start)]) == (tmp_path / name, start)
