"""The shipped catalogue is what the facts files give, and says no more than they do."""

from __future__ import annotations

from pathlib import Path

from scripts.build_catalogue import TARGETS, build
from shanghai_cases.catalogue.file import FileCatalogue
from shanghai_cases.model.figure import UNKNOWN, Figure, Qualifier

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = FileCatalogue(ROOT / "catalogue.json")


def test_both_committed_files_are_the_scripts_output() -> None:
    content = build()
    assert [target.read_bytes() == content for target in TARGETS] == [True, True]


def test_the_sixth_edition_is_as_published() -> None:
    edition = CATALOGUE.edition(6)
    assert edition.submissions == Figure(481, source="S-CNS2024")
    assert edition.published_growth == Figure(33, source="S-CNS2024")
    assert edition.cumulative == Figure(2000, Qualifier.NEARLY, source="S-CNS2024")
    assert [(tier.name, tier.quota.value) for tier in edition.tiers] == [
        ("十佳案例", 10),
        ("优秀案例", 20),
        ("提名案例", 30),
    ]
    assert edition.released == "2024-01-04"
    assert len(edition.organisers) == 4


def test_the_fifth_editions_submissions_are_derived_with_their_basis() -> None:
    submissions = CATALOGUE.edition(5).submissions
    assert (submissions.qualifier, submissions.minimum, submissions.maximum) == (Qualifier.DERIVED, 361, 363)
    assert "481" in submissions.basis
    assert submissions.derived_from == "published_growth:6"


def test_what_is_not_known_of_the_first_four_editions_stays_unknown() -> None:
    for number in (1, 2, 3, 4):
        edition = CATALOGUE.edition(number)
        known = (edition.submissions, edition.published_growth, edition.cumulative, edition.awards_total)
        assert known == (UNKNOWN,) * 4
        assert (edition.tiers, edition.released, edition.sources) == ((), None, ())


def test_the_eleven_named_cases_have_sources_and_no_invented_award() -> None:
    cases = list(CATALOGUE.cases())
    assert [case.id for case in cases] == [f"E6-{number:03d}" for number in range(1, 12)]
    assert {case.award_tier for case in cases} == {None}
    assert all(case.sources[0].key == "S-CNS2024" for case in cases)
