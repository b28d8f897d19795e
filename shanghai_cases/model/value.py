"""What all values of the model have in common."""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self


class Value:
    """A value is equal to another, hashed and shown by its fields.

    The classes are frozen dataclasses with ``eq=False, repr=False``: these methods made anew for each would cost every
    start of the program a third of what its model costs.
    """

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def _unchecked(self, **changes: object) -> Self:
        """Return a copy with other values of some fields, which nobody looks at."""
        kind: Any = self.__class__
        copy: Self = object.__new__(kind)
        for put, value in zip(_setters(kind), _parts(self), strict=True):
            put(copy, value)
        for name, value in changes.items():
            object.__setattr__(copy, name, value)
        return copy

    def __eq__(self, other: object) -> bool:
        """Tell whether both are of one class and have equal fields."""
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _parts(self) == _parts(other)

    def __hash__(self) -> int:
        """Hash the fields."""
        return hash(_parts(self))

    def __repr__(self) -> str:
        """Show the class and its fields as they are given to it."""
        fields = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{self.__class__.__qualname__}({', '.join(fields)})"


def _parts(value: object) -> tuple[object, ...]:
    kind: Any = value.__class__
    return _getter(kind)(value)


@cache
def _getter(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """Return what gives the values of all fields; every class has several."""
    return attrgetter(*kind.__match_args__)


@cache
def _setters(kind: Any) -> tuple[Callable[[object, object], None], ...]:
    """Return what sets each field, past the guard of a frozen class."""
    return tuple(getattr(kind, name).__set__ for name in kind.__match_args__)
