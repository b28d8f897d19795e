"""Commands run as users run them: in this process with replaced streams, as a process of its own, or on a terminal."""

from __future__ import annotations

import contextlib
import io
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shanghai_cases.cli.app import run
from shanghai_cases.presentation import messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
PLAIN = {"LC_ALL": "C.UTF-8", "COLUMNS": "80", "TERM": "xterm-256color"}
CONTROL_C = "\x03"
PROGRAM = (sys.executable, "-m", "shanghai_cases")


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    status: int
    out: str = ""
    err: str = ""


class Stream(io.TextIOWrapper):
    """A text stream over bytes in memory that says whether it is a terminal."""

    def __init__(self, content: bytes = b"", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8", newline="\n")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def text(self) -> str:
        self.flush()
        buffer: Any = self.buffer
        return str(buffer.getvalue().decode())


@dataclass(frozen=True)
class Cases:
    """The program in one folder.

    Called with arguments it runs in this process: ``terminal`` makes standard output one, ``asked`` makes standard
    input and error one. Keyword arguments in capitals are environment variables.
    """

    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: PLAIN)

    def __call__(
        self, *arguments: str, stdin: str | bytes = "", terminal: bool = False, asked: bool = False, **variables: str
    ) -> Ran:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        streams = (Stream(given, terminal=asked), Stream(terminal=terminal), Stream(terminal=asked))
        with _in(self.folder, {**self.environment, **variables}), _speaking_through(*streams):
            status = run(list(arguments))
        return Ran(int(status), streams[1].text(), streams[2].text())

    def process(self, *arguments: str | bytes, stdin: bytes = b"", **variables: str) -> Ran:
        """Run it as a process with pipes."""
        done = subprocess.run(
            [*PROGRAM, *arguments],
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env=self._whole_environment(variables),
            check=False,
            timeout=60,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def shell(self, line: str, **variables: str) -> Ran:
        """Run a line of sh in which ``cases`` is the program."""
        definition = f'cases() {{ "{sys.executable}" -m shanghai_cases "$@"; }}\n'
        done = subprocess.run(
            ["sh", "-c", definition + line],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=self.folder,
            env=self._whole_environment(variables),
            check=False,
            timeout=60,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start it as a process that waits for its standard input."""
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self._whole_environment(variables),
        )

    def on_terminal(self, *arguments: str, answers: Sequence[tuple[str, str]] = (), **variables: str) -> Ran:
        """Run it on a terminal of 80 columns; each answer is typed once its question has been seen."""
        import fcntl
        import pty
        import struct
        import termios

        outer, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = self._whole_environment(variables)
        if "COLUMNS" not in variables:
            environment.pop("COLUMNS", None)
        process = subprocess.Popen(
            [*PROGRAM, *arguments],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            cwd=self.folder,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 (so that Control-C reaches it)
        )
        os.close(inner)
        try:
            shown = _dialogue(outer, answers)
            return Ran(process.wait(timeout=60), shown.replace("\r\n", "\n"))
        finally:
            os.close(outer)
            process.kill()
            process.wait()

    def _whole_environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
        return {**kept, "PYTHONPATH": str(ROOT), **self.environment, **variables}


def _dialogue(terminal: int, answers: Sequence[tuple[str, str]]) -> str:
    """Type the answers as their questions appear, and return all that was shown."""
    shown, read_until, waiting, typed = b"", 0, list(answers), ""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 5)
        if not ready:
            if typed == CONTROL_C:  # came just before Python began to wait for a line, which it goes on with
                os.write(terminal, typed.encode())
            continue
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that nobody holds the other end any more
            part = b""
        if not part:
            return shown.decode()
        shown += part
        if waiting and waiting[0][0].encode() in shown[read_until:]:
            read_until = len(shown)
            typed = waiting.pop(0)[1]
            os.write(terminal, typed.encode())
    raise TimeoutError(shown.decode("utf-8", "replace"))


@contextlib.contextmanager
def _in(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Stand in a folder with an environment that holds nothing else but the way to other programs."""
    before, place = dict(os.environ), Path.cwd()
    os.environ.clear()
    os.environ.update({"PATH": before.get("PATH", ""), "HOME": str(folder), **environment})
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(place)
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _speaking_through(stdin: Stream, stdout: Stream, stderr: Stream) -> Iterator[None]:
    """Put streams in the place of the process's own; afterwards all is as before, signals and language too."""
    before = sys.stdin, sys.stdout, sys.stderr
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    sys.stdin, sys.stdout, sys.stderr = stdin, stdout, stderr
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        for number, handler in handlers.items():
            signal.signal(number, handler)
        messages.use("en")
