"""A delivery: all files of one import, read, mapped and checked, before anything is compared or written."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import DataError, FieldName, msg
from shanghai_cases.intake import sheet_form
from shanghai_cases.intake.columns import find_columns
from shanghai_cases.intake.drafts import draft
from shanghai_cases.intake.entries import entry_record
from shanghai_cases.intake.outcome import Draft, Kind, Note, Refusal
from shanghai_cases.intake.records import Record
from shanghai_cases.intake.table import Origin
from shanghai_cases.intake.table_rows import table_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from shanghai_cases.errors import Message
    from shanghai_cases.intake.columns import Columns
    from shanghai_cases.intake.drafts import Rules
    from shanghai_cases.intake.table import Content, Entry, Table


_SHOWN = 12  # row numbers in one note
_MOST_REFUSED = 10_000  # rows of one file, more than good ones; what has more is no list of cases


class Delivery(NamedTuple):
    """What a delivery holds: drafts and refusals in the order of the files, and notes on sheets and columns."""

    drafts: tuple[Draft, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[Note, ...]


def take_in(
    contents: Iterable[tuple[str, Content]],
    rules: Rules,
    mapping: Mapping[str, str] | None = None,
    *,
    step: Callable[[], object] = lambda: None,
) -> Delivery:
    """Map and check the contents of files, each under its name; ``step`` is called after each row.

    Raises `DataError` where a file holds no case at all.
    """
    drafts: list[Draft] = []
    refusals: list[Refusal] = []
    notes: list[Note] = []
    for file, content in contents:
        before = len(drafts) + len(refusals)
        for record in _records(file, content, mapping or {}, notes):
            result = draft(record, rules)
            step()
            if isinstance(result, Draft):
                drafts.append(result)
            else:
                refusals.append(result)
                if len(refusals) > _MOST_REFUSED + len(drafts):
                    raise _hopeless(file, len(refusals), refusals[0])
        if len(drafts) + len(refusals) == before:
            raise DataError(
                msg("{file} holds no case: no header row with a column such as 案例名称 or title was found", file=file)
            )
    return Delivery(tuple(drafts), tuple(refusals), tuple(notes))


def _hopeless(file: str, count: int, first: Refusal) -> DataError:
    return DataError(
        msg(
            "{file} can't be a list of cases: {count} rows are wrong, the first ({place}) because {reason}",
            file=file,
            count=count,
            place=first.origin.message,
            reason=first.reasons[0],
        )
    )


def gather(
    files: Iterable[tuple[str, Callable[[], Content]]],
    rules: Rules,
    mapping: Mapping[str, str] | None = None,
    *,
    step: Callable[[], object] = lambda: None,
) -> Delivery:
    """Read, map and check files one by one; one that can't be read is refused whole and doesn't stop the others."""
    drafts: list[Draft] = []
    refusals: list[Refusal] = []
    notes: list[Note] = []
    for file, read in files:
        try:
            taken = take_in([(file, read())], rules, mapping, step=step)
        except DataError as error:
            refusals.append(whole_file(file, error.message))
            continue
        drafts += taken.drafts
        refusals += taken.refusals
        notes += taken.notes
    return Delivery(tuple(drafts), tuple(refusals), tuple(notes))


def whole_file(file: str, reason: Message) -> Refusal:
    """Refuse a file that can't be read."""
    origin = Origin(file)
    return Refusal(origin, (reason,), Record(origin, {}, {}, (), (), {}))


def _records(file: str, content: Content, mapping: Mapping[str, str], notes: list[Note]) -> Iterator[Record]:
    forms: list[Entry] = []
    told = partial(_tell_mapping, notes)
    for table in content.tables:
        every = iter(table.rows)
        first = list(islice(every, sheet_form.LONGEST + 1))
        columns, rows = find_columns(table._replace(rows=chain(first, every)), mapping)
        if columns is None or "title" not in columns.called:
            if form := sheet_form.read(table, first):
                forms.append(form)
                continue
            if turned := sheet_form.turned(table, first):
                columns, rows = find_columns(turned, mapping)
        if columns is not None:
            told(columns)
            aside: list[int] = []
            yield from table_records(table, columns, rows, mapping, aside=aside, told=told)
            notes.extend(_aside_notes(table, aside))
        elif any(any(row.cells) for row in rows):
            where = Origin(table.file, table.sheet)
            notes.append(Note(Kind.SKIPPED, where, msg("no header row with known columns; left out")))
    yield from _entry_records(file, chain(forms, content.entries), mapping, notes)


def _aside_notes(table: Table, aside: Sequence[int]) -> Iterator[Note]:
    if aside:
        shown = (*map(str, aside[:_SHOWN]), *["…"] * (len(aside) > _SHOWN))
        told = msg("{count} row(s) left out as totals, sections or notes: {rows}", count=len(aside), rows=shown)
        yield Note(Kind.SKIPPED, Origin(table.file, table.sheet), told)


def _tell_mapping(notes: list[Note], columns: Columns) -> None:
    notes.extend(_mapping_notes(columns))


def _entry_records(
    file: str, entries: Iterable[Entry], mapping: Mapping[str, str], notes: list[Note]
) -> Iterator[Record]:
    unknown: Counter[str] = Counter()
    for entry in entries:
        record = entry_record(entry, mapping)
        unknown.update(record.extra.keys())
        yield record
    if unknown:
        notes.append(Note(Kind.UNMAPPED, Origin(file), msg("fields not taken: {names}", names=tuple(unknown))))


def _mapping_notes(columns: Columns) -> Iterator[Note]:
    where = columns.origin
    pairs = tuple(f"{columns.headers[place].strip()} → {name}" for place, name in columns.fields.items())
    yield Note(Kind.MAPPED, where, msg("columns: {pairs}", pairs=pairs))
    for header, name in columns.near:
        taken = msg("column “{header}” is taken for {field}", header=header, field=FieldName(name))
        yield Note(Kind.CORRECTED, where, taken, name)
    if columns.unknown:
        names = tuple(name for _, name in columns.unknown)
        yield Note(Kind.UNMAPPED, where, msg("columns not taken: {names}", names=names))
