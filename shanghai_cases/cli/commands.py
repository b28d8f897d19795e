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
    ("criteria",): msg("What reviewers mark: weights and scales."),
    ("reviewer",): msg("The experts who score cases."),
    ("review",): msg("Hand out cases to reviewers and take scores in."),
    ("award",): msg("From the ranking to awards."),
    ("edition",): msg("Show and change what is known of an edition."),
}

COMMANDS = (
    Entry(("search",), "search:search", msg("Find cases by words, place, theme and more."), query=True),
    Entry(("show",), "show:show", msg("Show cases with all their fields.")),
    Entry(("add",), "add:add", msg("Add a case.")),
    Entry(("edit",), "edit:edit", msg("Change fields of a case, or edit it in $EDITOR.")),
    Entry(("remove",), "remove:remove", msg("Remove cases.")),
    Entry(("export",), "export:export", msg("Write cases to a workbook, CSV, JSON or Markdown."), query=True),
    Entry(("similar",), "similar:similar", msg("Find the same practice sent before.")),
    Entry(("import",), "import_:import_", msg("Take cases in from workbooks, CSV, JSON and Word forms.")),
    Entry(("rank",), "rank:rank", msg("Rank an edition's cases from the experts' scores.")),
    Entry(("award", "propose"), "award:propose", msg("Propose awards from the ranking, by quota.")),
    Entry(("award", "apply"), "award:apply", msg("Freeze the proposed awards.")),
    Entry(("award", "set"), "award_ruling:set_", msg("Give cases an award as people decided, with the reason.")),
    Entry(("award", "clear"), "award_ruling:clear", msg("Take awards back.")),
    Entry(("award", "list"), "award_ruling:list_", msg("List an edition's awards.")),
    Entry(("award", "check"), "award_ruling:check", msg("Check awards against quotas, scores and withdrawals.")),
    Entry(("criteria", "list"), "criteria:list_", msg("List an edition's criteria.")),
    Entry(("criteria", "set"), "criteria:set_", msg("Set an edition's criteria.")),
    Entry(("reviewer", "add"), "reviewer:add", msg("Add a reviewer.")),
    Entry(("reviewer", "edit"), "reviewer:edit", msg("Change what is known of a reviewer.")),
    Entry(("reviewer", "list"), "reviewer:list_", msg("List the reviewers.")),
    Entry(("review", "assign"), "review:assign", msg("Give every case its reviewers.")),
    Entry(("review", "sheets"), "review_sheets:sheets", msg("Write one score sheet per reviewer.")),
    Entry(("review", "import"), "review_sheets:import_", msg("Take score sheets in.")),
    Entry(("review", "status"), "review:status", msg("Show who is missing what.")),
    Entry(("review", "recuse"), "review:recuse", msg("Record that a reviewer does not judge a case.")),
    Entry(("report",), "report:report", msg("Report submissions, growth, awards and coverage.")),
    Entry(("compare",), "compare:compare", msg("Put two editions side by side.")),
    Entry(("stats",), "stats:stats", msg("Count cases by one field or by two."), query=True),
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
