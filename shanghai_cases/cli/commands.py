"""Which commands there are; a command's module is imported only when it is wanted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from shanghai_cases.errors import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable


class Entry(NamedTuple):
    """One command: where it is and what it is for. ``query``: it takes a search query."""

    path: tuple[str, ...]
    place: str
    summary: Message
    query: bool = False

    def load(self) -> Callable[..., Any]:
        """Import the command's function."""
        module, _, function = self.place.partition(":")
        loaded: Callable[..., Any] = getattr(import_module(f"shanghai_cases.cli.{module}"), function)
        return loaded


GROUPS = {
    ("edition",): msg("Show and change what is known of an edition."),
}

COMMANDS = (
    Entry(("search",), "search:search", msg("Find cases by words, place, theme and more."), query=True),
    Entry(("show",), "show:show", msg("Show cases with all their fields.")),
    Entry(("add",), "add:add", msg("Add a case.")),
    Entry(("edit",), "edit:edit", msg("Change fields of a case, or edit it in $EDITOR.")),
    Entry(("remove",), "remove:remove", msg("Remove cases.")),
    Entry(("rank",), "rank:rank", msg("Rank an edition's cases from the experts' scores.")),
    Entry(("report",), "report:report", msg("Report submissions, growth, awards and coverage.")),
    Entry(("edition", "list"), "edition:list_", msg("List the editions.")),
    Entry(("edition", "show"), "edition:show", msg("Show all that is known of an edition.")),
    Entry(("edition", "set"), "edition:set_", msg("Create an edition or change what is known of it.")),
    Entry(("log",), "log:log", msg("List what was changed, when and by whom.")),
    Entry(("undo",), "undo:undo", msg("Take back the last change, or a numbered one.")),
    Entry(("redo",), "undo:redo", msg("Bring back what was undone.")),
    Entry(("doctor",), "doctor:doctor", msg("Check the catalogue, mend it, save what is whole of it.")),
    Entry(("backup",), "backup:backup", msg("Make a dated copy that is read back.")),
    Entry(("merge",), "merge:merge", msg("Join two people's versions of the catalogue.")),
    Entry(("forget",), "forget:forget", msg("Remove people's contacts for good.")),
    Entry(("init",), "init:init", msg("Make a new catalogue.")),
)


def entry_of(path: tuple[str, ...]) -> Entry | None:
    """Find the command with exactly this path."""
    return next((entry for entry in COMMANDS if entry.path == path), None)
