"""What every catalogue promises, whatever it is kept in; a server store would be put through the same tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue.plans import SameCaseError, UnknownCaseError, UnknownEditionError
from shanghai_cases.errors import DataError
from shanghai_cases.model.edition import Edition
from shanghai_cases.model.figure import Figure, Qualifier
from shanghai_cases.model.review import Mark, Review
from tests.catalogue.making import TIME, draft, open_catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from shanghai_cases.catalogue.protocol import Catalogue


def test_cases_are_read_in_their_order_and_by_id(catalogue: Catalogue) -> None:
    assert [case.id for case in catalogue.cases()] == ["E6-001", "E6-002", "E6-003"]
    assert list(catalogue.get(["E6-003", "E9-999", "E6-001", "nonsense"])) == ["E6-003", "E6-001"]
    assert catalogue.get([]) == {}
    assert catalogue.get(["E6-002"])["E6-002"].title == "红色物业"


def test_many_ids_are_found_as_few_are(catalogue: Catalogue) -> None:
    ids = [f"E6-{number:03d}" for number in range(1, 40)]
    assert list(catalogue.get(ids)) == ["E6-001", "E6-002", "E6-003"]


def test_rows_hold_the_public_fields_of_all_or_of_one_edition(catalogue: Catalogue) -> None:
    catalogue.add([draft("别的", edition=5)], command="add")
    assert [row.id for row in catalogue.rows()] == ["E6-001", "E6-002", "E6-003", "E5-001"]
    assert [row.id for row in catalogue.rows(5)] == ["E5-001"]
    assert next(catalogue.rows(6)) == ("E6-001", 6, "一网统管", "徐汇区", "", "", "", (), None, "submitted", ())
    assert list(catalogue.rows(7)) == []


def test_new_cases_get_the_next_ids_of_their_edition_and_the_time(catalogue: Catalogue) -> None:
    stored = catalogue.add([draft("甲"), draft("乙", edition=5), draft("丙")], command="import")
    assert [(case.id, case.added_at) for case in stored] == [("E6-004", TIME), ("E5-001", TIME), ("E6-005", TIME)]
    assert catalogue.get(["E6-005"]) == {"E6-005": stored[2]}


def test_a_preview_tells_the_ids_and_stores_nothing(path: Path, catalogue: Catalogue) -> None:
    before = path.read_bytes()
    assert [case.id for case in catalogue.preview([draft("甲"), draft("乙")])] == ["E6-004", "E6-005"]
    assert path.read_bytes() == before


def test_the_same_submission_again_is_refused_unless_allowed(catalogue: Catalogue) -> None:
    with pytest.raises(SameCaseError, match="E6-001 is already the case “一网统管”"):
        catalogue.add([draft(" 一网统管 ")], command="add")
    with pytest.raises(SameCaseError):
        catalogue.add([draft("新"), draft("新")], command="add")
    assert catalogue.add([draft("一网统管", unit="静安区")], command="add")[0].id == "E6-004"
    assert catalogue.add([draft("一网统管")], command="add", allow_same=True)[0].id == "E6-005"
    with pytest.raises(SameCaseError):
        catalogue.add([draft("一网统管", unit="静安区")], command="add")


def test_a_title_with_signs_that_json_escapes_is_recognised(catalogue: Catalogue) -> None:
    catalogue.add([draft("第一")], command="add")
    with pytest.raises(SameCaseError):
        catalogue.add([draft("邻里“议事”\n厅")], command="add")


def test_what_contradicts_the_catalogue_is_refused(path: Path, catalogue: Catalogue) -> None:
    before = path.read_bytes()
    with pytest.raises(UnknownEditionError):
        catalogue.add([draft(edition=9)], command="add")
    with pytest.raises(UnknownCaseError):
        catalogue.add([draft("新", related=("E5-001",))], command="add")
    with pytest.raises(UnknownCaseError):
        catalogue.remove(["E6-009"], command="remove")
    with pytest.raises(UnknownCaseError):
        catalogue.put_reviews([Review("E6-009", "王")], command="review")
    with pytest.raises(UnknownEditionError):
        catalogue.edition(9)
    assert path.read_bytes() == before


def test_a_case_may_point_at_one_that_is_there(catalogue: Catalogue) -> None:
    catalogue.add([draft("甲")], command="add")
    assert catalogue.add([draft("乙", related=("E6-004",))], command="add")[0].related == ("E6-004",)
    with pytest.raises(DataError, match="E6-004 is an earlier submission of E6-005"):
        catalogue.remove(["E6-004"], command="remove")


def test_a_new_version_takes_the_place_of_the_old(catalogue: Catalogue) -> None:
    changed = replace(catalogue.get(["E6-002"])["E6-002"], title="红色物业 2.0")
    assert catalogue.replace([changed], command="edit") == (changed,)
    assert [case.title for case in catalogue.cases()] == ["一网统管", "红色物业 2.0", "邻里“议事”\n厅"]


def test_an_id_once_given_is_never_given_again(path: Path) -> None:
    catalogue = open_catalogue(path)
    catalogue.remove(["E6-003"], command="remove")
    assert catalogue.add([draft("甲")], command="add")[0].id == "E6-004"
    catalogue.remove(["E6-004", "E6-001"], command="remove")
    path.with_name(path.name + ".journal").unlink()
    assert open_catalogue(path).add([draft("乙")], command="add")[0].id == "E6-005"


def test_removing_a_case_takes_its_reviews_along(catalogue: Catalogue) -> None:
    catalogue.put_reviews([Review("E6-001", "王"), Review("E6-002", "王")], command="review")
    catalogue.remove(["E6-001"], command="remove")
    assert catalogue.reviews(6) == (Review("E6-002", "王"),)
    assert catalogue.reviews(5) == ()


def test_a_reviewers_second_review_of_a_case_replaces_the_first(catalogue: Catalogue) -> None:
    first = Review("E6-001", "王", (Mark("", 80.0),))
    catalogue.put_reviews([first, Review("E6-001", "李")], command="review")
    catalogue.put_reviews([replace(first, marks=(Mark("", 90.0),))], command="review")
    assert catalogue.reviews(6) == (Review("E6-001", "王", (Mark("", 90.0),)), Review("E6-001", "李"))


def test_editions_are_stored_new_or_changed_and_read_by_number(catalogue: Catalogue) -> None:
    seventh = Edition(7, submissions=Figure(500, Qualifier.OVER))
    catalogue.put_edition(seventh, command="edition set")
    catalogue.put_edition(replace(seventh, name="第七届"), command="edition set")
    assert [edition.number for edition in catalogue.editions()] == [5, 6, 7]
    assert catalogue.edition(7) == replace(seventh, name="第七届")
