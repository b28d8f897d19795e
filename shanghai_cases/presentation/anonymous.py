"""Reviewers under numbers instead of their codes, for tables that go round the jury."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from shanghai_cases.errors import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIELDS = ("reviewer", "reviewers")


def numbered(codes: Iterable[str], salt: str) -> dict[str, str]:
    """Give every code a number, in an order that the codes don't tell but that the same ``salt`` gives again."""
    order = sorted(set(codes), key=lambda code: hashlib.sha256(f"{salt}\n{code}".encode()).digest())
    width = len(str(len(order)))
    return {code: f"#{place:0{width}d}" for place, code in enumerate(order, 1)}


def relabelled(message: Message, labels: Mapping[str, str]) -> Message:
    """Return the message with other names for the reviewers in it."""
    if not labels:
        return message
    return Message(message.text, {name: _part(name, value, labels) for name, value in message.values.items()})


def _part(name: str, value: object, labels: Mapping[str, str]) -> object:
    if isinstance(value, Message):
        return relabelled(value, labels)
    if name in _FIELDS and isinstance(value, str):
        return labels.get(value, value)
    if name in _FIELDS and isinstance(value, tuple):
        return tuple(labels.get(one, one) for one in value)
    return value
