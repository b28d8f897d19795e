"""What all values of the model have in common."""

from __future__ import annotations


class Value:
    """A value is equal to another, hashed and shown by its fields.

    The classes are frozen dataclasses with ``eq=False, repr=False``: these methods made anew for each would cost every
    start of the program a third of what its model costs.
    """

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def _parts(self) -> tuple[object, ...]:
        return tuple([getattr(self, name) for name in self.__match_args__])

    def __eq__(self, other: object) -> bool:
        """Tell whether both are of one class and have equal fields."""
        if not isinstance(other, Value) or other.__class__ is not self.__class__:
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self) -> int:
        """Hash the fields."""
        return hash(self._parts())

    def __repr__(self) -> str:
        """Show the class and its fields as they are given to it."""
        fields = (f"{name}={part!r}" for name, part in zip(self.__match_args__, self._parts(), strict=True))
        return f"{self.__class__.__qualname__}({', '.join(fields)})"
