"""Reviewers, and awards stored with the decision that made them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from shanghai_cases.catalogue import layout
from shanghai_cases.catalogue.layout import DamagedError
from shanghai_cases.errors import FieldError
from shanghai_cases.model.decision import Decision, Ruling
from shanghai_cases.model.edition import Edition
from shanghai_cases.model.reviewer import Reviewer
from tests.catalogue.making import TIME, open_catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from shanghai_cases.catalogue.protocol import Catalogue

WANG = Reviewer("R02", "王某", themes=("社区治理",), units=("徐汇区",), districts=("徐汇区",))


def test_reviewers_are_stored_by_code_and_read_in_that_order(catalogue: Catalogue) -> None:
    catalogue.put_reviewers([WANG, Reviewer("R01")], command="reviewer add")
    assert catalogue.reviewers() == (Reviewer("R01"), WANG)
    catalogue.put_reviewers([replace(WANG, name="李某")], command="reviewer edit")
    assert [one.name for one in catalogue.reviewers()] == ["", "李某"]


def test_their_table_stands_between_editions_and_reviews(path: Path) -> None:
    open_catalogue(path).put_reviewers([WANG], command="reviewer add")
    assert list(layout.read(path.read_bytes())) == ["meta", "editions", "reviewers", "reviews", "cases"]
    assert '\n"1":{"code":"R02","name":"王某","themes":["社区治理"],' in path.read_text("utf-8")


def test_fields_of_other_programs_stay(path: Path) -> None:
    open_catalogue(path).put_reviewers([WANG], command="reviewer add")
    path.write_text(path.read_text("utf-8").replace('{"code":"R02",', '{"code":"R02","desk":3,'), "utf-8")
    open_catalogue(path).put_reviewers([replace(WANG, name="")], command="reviewer edit")
    assert '"desk":3' in path.read_text("utf-8")


def test_names_of_reviewers_are_not_told_by_the_history(catalogue: Catalogue) -> None:
    catalogue.put_reviewers([WANG], command="reviewer add")
    [plain], [full] = catalogue.history().changes, catalogue.history(contacts=True).changes
    assert plain.records == ("reviewer:R02",)
    assert [one.after for one in plain.differences if one.field == "name"] == [None]
    assert [one.after for one in full.differences if one.field == "name"] == ["王某"]


def test_adding_reviewers_is_undone_and_redone(catalogue: Catalogue) -> None:
    catalogue.put_reviewers([WANG], command="reviewer add")
    catalogue.put_reviewers([replace(WANG, themes=())], command="reviewer edit")
    catalogue.undo()
    assert catalogue.reviewers() == (WANG,)
    catalogue.undo()
    assert catalogue.reviewers() == ()
    catalogue.redo()
    assert catalogue.reviewers() == (WANG,)


def test_a_code_twice_is_damage(path: Path) -> None:
    open_catalogue(path).put_reviewers([Reviewer("R01"), Reviewer("R02")], command="reviewer add")
    path.write_text(path.read_text("utf-8").replace("R02", "R01"), "utf-8")
    with pytest.raises(DamagedError, match="the same reviewers record stands at 1 too"):
        open_catalogue(path).reviewers()


@pytest.mark.parametrize("code", ["", " ", "-x", "a b", "a/b", "a,b", "a\\b", "x" * 41])
def test_a_code_is_one_plain_word(code: str) -> None:
    with pytest.raises(FieldError):
        Reviewer(code)


def test_awards_and_their_decision_are_one_change(catalogue: Catalogue) -> None:
    edition = Edition(
        6,
        decision=Decision("adjusted", TIME, "ab12", ("--fewest 3",)),
        rulings=(Ruling("E6-002", "十佳案例", "评委会投票", TIME),),
    )
    cases = [replace(case, award_tier="十佳案例") for case in catalogue.get(["E6-002"]).values()]
    catalogue.put_awards(edition, cases, command="award apply")
    assert catalogue.edition(6) == edition
    assert catalogue.get(["E6-002"])["E6-002"].award_tier == "十佳案例"
    assert len(catalogue.history().changes) == 1
    catalogue.undo()
    assert (catalogue.edition(6), catalogue.get(["E6-002"])["E6-002"].award_tier) == (Edition(6), None)
