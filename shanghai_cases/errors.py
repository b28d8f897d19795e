"""What can go wrong, said once: messages kept apart from their language, and the exceptions that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Message(NamedTuple):
    """A sentence or label for people.

    ``text`` is the English template and at the same time the key under which its translation is found; ``values``
    fills the ``{name}`` fields. A value may itself be a message, or a tuple: a list of things. Only `presentation`
    turns one into shown text.
    """

    text: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return self.text.format_map({name: _plain(value) for name, value in self.values.items()})


class FieldName(str):
    """The name of a field, such as unit_type, that people see under its label."""

    __slots__ = ()


def _plain(value: object) -> object:
    return ", ".join(map(str, value)) if type(value) is tuple else value


def msg(text: str, /, **values: object) -> Message:
    """Make a message; the template must be a literal so that the catalogue of messages can be extracted."""
    return Message(text, values)


def template(text: str, /) -> str:
    """Mark a literal for the catalogue of messages where only a plain string can stand, such as an option's help."""
    return text


class CasesError(Exception):
    """Something the user can understand and mend; ``status`` is the exit status it leads to."""

    status: ClassVar[int] = 1

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NothingFoundError(CasesError):
    """Nothing answers the question, or a check found faults (status 1)."""

    status = 1


class UsageError(CasesError):
    """The command line is wrong in itself (status 2)."""

    status = 2


class DataError(CasesError):
    """Input contradicts the data, the vocabulary or a field's rules (status 3)."""

    status = 3


class FieldError(DataError):
    """A value that a field can't hold; names the field and shows the value, unless that is private."""

    def __init__(self, field: str, value: object, reason: Message) -> None:
        if field.startswith(("contact.", "reviewer.")):
            super().__init__(msg("{field}: {reason}", field=FieldName(field), reason=reason))
        else:
            super().__init__(
                msg("{field}: {reason} (got {value})", field=FieldName(field), reason=reason, value=repr(value))
            )
        self.field = field
        self.value = value
        self.reason = reason


class CatalogueError(CasesError):
    """The catalogue is missing, damaged, locked or can't be written (status 4)."""

    status = 4


class MissingExtraError(UsageError):
    """A feature needs packages that come with an optional extra."""

    def __init__(self, extra: str, feature: Message) -> None:
        super().__init__(
            msg(
                "{feature} needs the extra “{extra}”: pip install 'shanghai-cases[{extra}]'",
                feature=feature,
                extra=extra,
            )
        )
