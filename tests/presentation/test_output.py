"""How output is written: decided once from what was asked for and from the environment."""

from __future__ import annotations

import io

import pytest

from shanghai_cases.errors import UsageError, msg
from shanghai_cases.presentation import messages
from shanghai_cases.presentation.output import FORMATS, Output, choose_format, columns_of, wants_colour


def output(**wishes: object) -> tuple[Output, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Output(out=out, err=err, **{"format": "tsv", **wishes}), out, err  # type: ignore[arg-type]


def test_hints_go_to_standard_error_unless_quiet() -> None:
    for quiet, said in ((False, "nothing found\n"), (True, "")):
        made, out, err = output(quiet=quiet)
        made.say(msg("nothing found"))
        assert (out.getvalue(), err.getvalue()) == ("", said)


def test_warnings_are_told_in_any_case_and_in_the_readers_language() -> None:
    messages.use("zh")
    made, out, err = output(quiet=True)
    made.warn(msg("nothing found"))
    assert (out.getvalue(), err.getvalue()) == ("", "没有找到\n")


def test_what_was_written_before_a_message_is_out_before_it() -> None:
    class Slow(io.StringIO):
        flushed = ""

        def flush(self) -> None:
            self.flushed = self.getvalue()

    out = Slow()
    made = Output(out=out, err=io.StringIO(), format="tsv")
    made.write("result\n")
    made.say(msg("nothing found"))
    assert out.flushed == "result\n"


@pytest.mark.parametrize(
    ("asked", "json", "terminal", "chosen"),
    [
        (None, False, False, "tsv"),
        (None, False, True, "table"),
        ("table", False, False, "table"),
        ("csv", False, True, "csv"),
        (None, True, True, "json"),
        ("csv", True, False, "json"),
    ],
)
def test_the_format(asked: str | None, json: bool, terminal: bool, chosen: str) -> None:
    assert choose_format(asked, json=json, terminal=terminal, offered=FORMATS) == chosen


def test_a_format_that_is_not_offered() -> None:
    with pytest.raises(UsageError) as caught:
        choose_format("xml", json=False, terminal=False, offered=("tsv", "csv"))
    assert str(caught.value) == "--format xml is not offered here; choose one of: tsv, csv"


@pytest.mark.parametrize(
    ("environment", "in_a_pipe", "on_a_terminal"),
    [
        ({}, False, True),
        ({"TERM": "xterm"}, False, True),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, False, True),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": ""}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
    ],
)
def test_colour(environment: dict[str, str], in_a_pipe: bool, on_a_terminal: bool) -> None:
    assert wants_colour(environment, terminal=False) is in_a_pipe
    assert wants_colour(environment, terminal=True) is on_a_terminal


@pytest.mark.parametrize(
    ("columns", "width"), [("100", 100), ("1", 40), ("", 80), ("0", 80), ("-1", 80), ("8.5", 80), ("٨٠", 80)]
)
def test_the_width_where_there_is_no_terminal(columns: str, width: int) -> None:
    assert columns_of({"COLUMNS": columns}, io.StringIO()) == width


def test_markup_emoji_names_and_links_are_text() -> None:
    made, out, _ = output(format="table", width=40)
    made.show("[red]x[/] [link=https://example.org]y[/link]", ":smile: https://example.org 5")
    assert out.getvalue() == "[red]x[/] \n[link=https://example.org]y[/link]\n:smile: https://example.org 5\n"


@pytest.mark.parametrize(("colour", "escapes"), [(True, True), (False, False)])
def test_colour_is_used_only_where_wanted(colour: bool, escapes: bool) -> None:
    from rich.text import Text

    made, out, _ = output(colour=colour, terminal=True)
    made.show(Text("x", style="bold red"))
    assert ("\x1b[" in out.getvalue()) is escapes
