"""Where the operating system matters: pipes, full disks, signals, bytes, locales."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Cases, Ran

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes, signals and devices of Unix")
XUHUI = "E6-003\t6\t片区党委与片区治理平台\t徐汇区\t徐汇区\t\t增强基层党组织功能\t\texact\n"


def test_a_process_writes_what_a_run_writes(cases: Cases) -> None:
    for arguments in (("search", "徐汇"), ("report", "--edition", "6"), ("show", "E6-099"), ("serach",), ()):
        assert cases.process(*arguments) == cases(*arguments)


@pytest.mark.parametrize("line", ["cases report --edition 6", "cases show E6-001 E6-002 --json", "cases --help"])
def test_a_reader_that_goes_away_ends_it_quietly(cases: Cases, line: str) -> None:
    for _ in range(3):
        ran = cases.shell(f"{{ {line}; echo $? >status; }} | :")
        assert ran == Ran(0)
        assert (cases.folder / "status").read_text() in ("141\n", "0\n")  # 0 where all fitted into the pipe
    assert cases.shell("cases search 党 | head -1").err == ""


def test_a_closed_pipe_is_141(cases: Cases) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    import subprocess

    program = [sys.executable, "-m", "shanghai_cases", "report", "--edition", "6"]
    done = subprocess.run(
        program,
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=cases.folder,
        env=cases._whole_environment({}),
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    "line",
    ["search 党", "report --edition 6", "show E6-001", "--version", "--help", "search 党 --json", "edition list"],
)
def test_an_output_that_cannot_be_written_is_never_0(cases: Cases, line: str) -> None:
    assert cases.shell(f"cases {line} >/dev/full") == Ran(
        4, "", "Error: can't write the output: No space left on device\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_messages_that_cannot_be_written_do_not_hide_the_status(cases: Cases) -> None:
    assert cases.shell("cases search 徐汇 2>/dev/full") == Ran(0, XUHUI)
    assert cases.shell("cases show E6-099 2>/dev/full").status == 1
    assert cases.shell("cases serach 2>/dev/full").status == 2


def test_closed_streams(cases: Cases) -> None:
    assert cases.shell("cases search 徐汇 2>&-") == Ran(0, XUHUI)
    assert cases.shell("cases search 徐汇 <&-") == Ran(0, XUHUI)
    assert cases.shell("cases search 徐汇 >&-").status == 4


@pytest.mark.parametrize("zone", ["XXX-24:59:59", "Mars/Base", "<+99>99", ":/etc/passwd", ""])
def test_a_zone_that_is_none_stops_no_change(cases: Cases, zone: str) -> None:
    assert cases.process("edit", "E6-001", "--set", "summary=a", "--quiet", TZ=zone) == Ran(0)
    assert cases.process("log", TZ=zone).status == 0


def test_a_folder_that_is_gone(cases: Cases) -> None:
    gone = "mkdir gone && cd gone && rmdir ../gone && "
    said = "Error: the folder you are in is gone; change to another one\n"
    for line in ("cases search 徐汇", "cases init", "cases search --catalogue ../catalogue.json 徐汇"):
        assert cases.shell(gone + line) == Ran(4, "", said)
    assert cases.shell(f"{gone} cases search 徐汇 --catalogue '{cases.folder}/catalogue.json'") == Ran(0, XUHUI)


def test_a_home_that_is_nobodys(cases: Cases) -> None:
    said = "Error: there is no catalogue at ~nobody-at-all/x.json; make one with “cases init ~nobody-at-all/x.json”\n"
    assert cases.process("search", "--catalogue", "~nobody-at-all/x.json") == Ran(4, "", said)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_folder_whose_name_is_not_utf_8(cases: Cases) -> None:
    folder = os.fsencode(cases.folder) + b"/\xd0\xec"
    Path(os.fsdecode(folder)).mkdir()
    for name in (b"catalogue.json", b"catalogue (1).json"):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes((cases.folder / "catalogue.json").read_bytes())
    there = Cases(Path(os.fsdecode(folder)))
    ran = there.process("doctor", "--json")
    assert (ran.status, json.loads(ran.out)[0]["problem"]) == (
        1,
        f"{cases.folder}/��/catalogue (1).json looks like another version of this catalogue",
    )


def until_ready(pid: int) -> None:
    """Wait until the process has said what it does on SIGTERM, and then some until it waits for its input."""
    deadline = time.monotonic() + 30
    caught = 0
    while not caught >> (signal.SIGTERM - 1) & 1 and time.monotonic() < deadline:
        time.sleep(0.05)
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        caught = next(int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:"))
    time.sleep(0.2)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc")
@pytest.mark.parametrize(
    ("number", "status", "sentence"),
    [(signal.SIGTERM, 143, "Error: terminated\n"), (signal.SIGINT, 130, "Error: interrupted\n")],
)
def test_a_signal_ends_it_with_its_own_status(cases: Cases, number: signal.Signals, status: int, sentence: str) -> None:
    process = cases.start("show", "-")
    until_ready(process.pid)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out.decode(), err.decode()) == (status, "", sentence)


def test_an_argument_that_is_not_utf_8(cases: Cases) -> None:
    assert cases.process(b"search", b"\xff\xfe") == Ran(2, "", "Error: the argument �� is not UTF-8 text\n")
    assert cases.process(b"add", b"--title=a\xff").status == 2


def test_standard_input_that_is_not_utf_8(cases: Cases) -> None:
    assert cases.process("show", "-", stdin=b"E6-003\n\xff\n") == Ran(3, "", "Error: standard input is not UTF-8\n")


@pytest.mark.parametrize("variables", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "", "LANG": "C"}, {}])
def test_output_is_utf_8_whatever_the_locale(cases: Cases, variables: dict[str, Any]) -> None:
    assert cases.process("search", "徐汇", **variables) == Ran(0, XUHUI)
    assert cases.process("search", "徐汇", PYTHONIOENCODING="gbk", **variables) == Ran(0, XUHUI)
    assert cases.process("search", "徐汇", "--lang", "zh", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", **variables) == Ran(
        0, XUHUI
    )


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_colour_of_a_table_in_a_pipe(cases: Cases, variables: dict[str, Any], coloured: bool) -> None:
    assert ("\x1b[" in cases("show", "E6-001", "--format", "table", **variables).out) is coloured
    for form in ("tsv", "csv", "json", "markdown", "ids"):
        assert "\x1b" not in cases("show", "E6-001", "--format", form, **variables).out


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"TERM": "dumb", "FORCE_COLOR": "1"}, True)],
)
def test_colour_on_a_terminal(cases: Cases, variables: dict[str, Any], coloured: bool) -> None:
    assert ("\x1b[" in cases("show", "E6-001", terminal=True, **variables).out) is coloured


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_tables_obey_columns(cases: Cases, columns: str) -> None:
    from shanghai_cases.text.display import width

    for arguments in (("show", "E6-001"), ("search",), ("edition", "list"), ("edition", "show", "6"), ("report",)):
        shown = cases(*arguments, "--format", "table", COLUMNS=columns).out
        assert max(map(width, shown.splitlines())) <= int(columns)


def test_nothing_is_lost_on_the_narrowest_screen(cases: Cases) -> None:
    for arguments in (("search",), ("edition", "list"), ("report",), ("log",), ("doctor",)):
        narrow = cases(*arguments, "--format", "table", COLUMNS="20")
        assert narrow == cases(*arguments, "--format", "table", COLUMNS="40")


@pytest.mark.parametrize("columns", ["", "0", "-5", "wide", "٨٠"])
def test_columns_that_are_no_number_are_ignored(cases: Cases, columns: str) -> None:
    assert cases("show", "E6-001", "--format", "table", COLUMNS=columns) == cases("show", "E6-001", "--format", "table")
