"""Reports as files: which files a format makes, and writing them whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from shanghai_cases.errors import CasesError, UsageError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shanghai_cases.presentation.charts import Chart
    from shanghai_cases.presentation.document import Document

Format = Literal["html", "markdown", "docx"]
FORMATS: tuple[Format, ...] = ("html", "markdown", "docx")


class OutputError(CasesError):
    """An output file can't be written (status 4)."""

    status = 4


def report_files(document: Document, target: Path, style: Format, language: str | None = None) -> dict[Path, bytes]:
    """Make the files of a report: ``target`` itself last, before it the pictures that lie beside it."""
    if style == "html":
        from shanghai_cases.presentation.report_page import report_page

        return {target: report_page(document, language).encode()}
    if style == "docx":
        from shanghai_cases.presentation.report_docx import report_docx

        return {target: report_docx(document, language)}
    from shanghai_cases.presentation.report_markdown import report_markdown

    made = report_markdown(document, target.stem, language)
    pictures = {target.with_name(name): picture.encode() for name, picture in made.pictures.items()}
    return {**pictures, target: made.text.encode()}


def markdown_text(document: Document, language: str | None = None) -> str:
    """Make the Markdown of a report for where there is no folder for pictures; their tables say the same."""
    from shanghai_cases.presentation.document import Document, Picture, Section
    from shanghai_cases.presentation.report_markdown import report_markdown

    def without_pictures(section: Section) -> Section:
        blocks = tuple(block for block in section.blocks if not isinstance(block, Picture))
        return Section(section.key, section.title, blocks)

    sections = tuple(map(without_pictures, document.sections))
    return report_markdown(Document(document.title, document.subtitle, sections), "", language).text


def chart_file(chart: Chart, target: Path, language: str | None = None) -> dict[Path, bytes]:
    """Make the file of a chart, PNG where its name ends so, else SVG."""
    from shanghai_cases.presentation.chart_files import chart_png, chart_svg

    png = target.suffix.lower() == ".png"
    return {target: chart_png(chart, language) if png else chart_svg(chart, language).encode()}


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise `UsageError` for the first path where there is something already."""
    for path in paths:
        if os.path.lexists(path):
            raise UsageError(msg("{path} exists already; --force would replace it", path=str(path)))


def write_whole(files: Mapping[Path, bytes], *, force: bool = False) -> None:
    """Write files one by one, each whole or not at all, in the given order; a reader never sees half of one.

    Nothing is written if one of them exists, unless ``force`` is given. Raises `UsageError` then, else `OutputError`.
    """
    if not force:
        refuse_existing(files)
    parts = {path: path.with_name(f".{path.name}.part") for path in files}
    try:
        for path, content in files.items():
            _write(parts[path], content)
        for path, part in parts.items():
            part.replace(path)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        targets = {str(part): path for path, part in parts.items()}
        path = targets.get(str(problem.filename), problem.filename)
        raise OutputError(msg("can't write {path}: {reason}", path=str(path), reason=reason)) from problem
    finally:
        _remove(parts.values())


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
