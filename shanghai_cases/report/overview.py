"""Every edition in a row: submissions, growth, awards, and how much of it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.edition import Edition
from shanghai_cases.model.figure import UNKNOWN, Figure, exactly, share, total
from shanghai_cases.report.awards import Awards, awards
from shanghai_cases.report.growth import Agreement, Comparison, agreement, compare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shanghai_cases.catalogue.rows import Census


class EditionLine(NamedTuple):
    """What is known of one edition in a row of the overview.

    ``selection_rate`` and ``recorded_share`` are in percent of the submissions; ``computed_cumulative`` is the sum of
    the submissions of this edition and all before it, unknown where one is unknown.
    """

    edition: Edition
    before: Comparison
    agreement: Agreement
    awards: Awards
    selection_rate: Figure
    recorded: Figure
    withdrawn: Figure
    recorded_share: Figure
    computed_cumulative: Figure

    @property
    def number(self) -> int:
        """The edition's number."""
        return self.edition.number

    @property
    def complete(self) -> bool:
        """Whether the catalogue is known to hold every submission of the edition."""
        submissions = self.edition.submissions
        return submissions.exact and self.recorded.value == submissions.value

    @property
    def nothing_known(self) -> bool:
        """Whether the edition has neither a figure, nor an award, nor a recorded case."""
        edition = self.edition
        figures = (edition.submissions, edition.published_growth, edition.cumulative, self.awards.total)
        recorded = bool(self.recorded.value or self.withdrawn.value)
        return not (recorded or self.awards.tiers or any(figure.known for figure in figures))


class Overview(NamedTuple):
    """All editions, in order of their numbers."""

    lines: tuple[EditionLine, ...]


def overview(recorded: Census) -> Overview:
    """Report all editions of a catalogue; one that only cases name is listed with unknown figures."""
    known = complete(recorded)
    return Overview(tuple(line(known[number], known, recorded) for number in known))


def complete(recorded: Census) -> Mapping[int, Edition]:
    """Return the editions by number and in its order, with a bare one for each number that only cases name."""
    known = {edition.number: edition for edition in recorded.editions}
    for number in {*recorded.numbers, *recorded.withdrawn}.difference(known):
        known[number] = Edition(number)
    return dict(sorted(known.items()))


def line(edition: Edition, editions: Mapping[int, Edition], recorded: Census) -> EditionLine:
    """Make the row of one edition; the awards held are counted for an edition that is reported."""
    before = compare(edition, edition.number - 1, editions)
    published, now = edition.published_growth, edition.submissions
    checked = Agreement.UNCHECKED if before.circular else agreement(published, now, before.submissions)
    given = awards(edition, recorded.of(edition.number))
    count = exactly(recorded.number(edition.number))
    return EditionLine(
        edition,
        before,
        checked,
        given,
        share(given.total, now),
        count,
        exactly(recorded.withdrawn.get(edition.number, 0)),
        share(count, now),
        _cumulative(edition.number, editions),
    )


def _cumulative(number: int, editions: Mapping[int, Edition]) -> Figure:
    parts: Sequence[Figure] = [
        editions[earlier].submissions if earlier in editions else UNKNOWN for earlier in range(1, number + 1)
    ]
    return total(parts)
