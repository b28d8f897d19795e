"""What a report needs to know of a case: a light row, so that 100,000 of them are counted without building `Case`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.model.case import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shanghai_cases.model.case import Case


class CaseFacts(NamedTuple):
    """The countable side of a case; empty text, no theme and None mean that the catalogue does not say."""

    id: str
    edition: int
    district: str = ""
    town: str = ""
    unit: str = ""
    unit_type: str = ""
    themes: Sequence[str] = ()
    award_tier: str | None = None
    status: str = Status.SUBMITTED
    related: Sequence[str] = ()


def facts_of(case: Case) -> CaseFacts:
    """Take the countable side of a case."""
    return CaseFacts(
        case.id,
        case.edition,
        case.district,
        case.town,
        case.unit,
        case.unit_type,
        case.themes,
        case.award_tier,
        case.status,
        case.related,
    )


@dataclass(frozen=True, slots=True)
class Records:
    """The recorded cases by edition; withdrawn ones are only numbered, they count nowhere else."""

    standing: Mapping[int, Sequence[CaseFacts]]
    withdrawn: Mapping[int, int]

    def of(self, edition: int) -> Sequence[CaseFacts]:
        """Return the standing cases of an edition, none for an edition without records."""
        return self.standing.get(edition, ())


def records(cases: Iterable[CaseFacts]) -> Records:
    """Sort rows by edition, in one pass."""
    standing: dict[int, list[CaseFacts]] = {}
    withdrawn: Counter[int] = Counter()
    gone = str(Status.WITHDRAWN)
    for case in cases:
        if case[8] == gone:
            withdrawn[case[1]] += 1
        elif case[1] in standing:
            standing[case[1]].append(case)
        else:
            standing[case[1]] = [case]
    return Records(standing, withdrawn)
