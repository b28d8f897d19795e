"""The relevance suite: ``python -m pytest tests/relevance`` prints passed of total by kind."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache

import pytest

from shanghai_cases.search.find import find
from tests.relevance.collection import INVENTED, NEIGHBOURS, documents
from tests.relevance.questions import QUESTIONS, Question
from tests.search.readers import Bytes, canonical

_EDITIONS = {"S": 6, "N": NEIGHBOURS, "X": INVENTED}


@cache
def _catalogue() -> bytes:
    return canonical(documents())


def _id(name: str) -> str:
    return f"E{_EDITIONS[name[0]]}-{int(name[1:]):03d}"


def faults(question: Question) -> list[str]:
    """Return what is wrong with the answer, in words."""
    found = [hit.head["id"] for hit in find(Bytes(_catalogue()), question.query).hits]
    wrong = []
    if question.first and found[:1] not in [[_id(name)] for name in question.first]:
        wrong.append(f"first is {found[:1]}")
    wrong += [f"{name} is missing" for name in question.include if _id(name) not in found]
    wrong += [f"{name} is there" for name in question.exclude if _id(name) in found]
    if len(found) > question.most:
        wrong.append(f"{len(found)} hits: {found}")
    return wrong


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"{question.kind}: {question.query}")
def test_the_answer_is_right(question: Question) -> None:
    assert faults(question) == []


def test_passed_of_total_by_kind(capsys: pytest.CaptureFixture[str]) -> None:
    total = Counter(question.kind for question in QUESTIONS)
    passed = Counter(question.kind for question in QUESTIONS if not faults(question))
    with capsys.disabled():
        kinds = ", ".join(f"{kind} {passed[kind]}/{total[kind]}" for kind in total)
        sys.stdout.write(f"\nrelevance: {kinds} – {passed.total()} of {total.total()}\n")
    assert len(QUESTIONS) >= 60
