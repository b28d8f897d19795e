"""Run a command as a whole process and ask the system what it cost."""

from __future__ import annotations

import os
import pty
import sys
import threading
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Cost(NamedTuple):
    """CPU seconds (user and system), peak resident memory in MiB, exit status."""

    cpu: float
    peak: float
    status: int


class Compared(NamedTuple):
    """Medians over several runs, and the ratio of CPU to the baseline's runs in between."""

    cpu: float
    ratio: float
    peak: float
    status: int


def run(command: Sequence[str], environment: Mapping[str, str], *, terminal: bool = False) -> Cost:
    """Run once, its output read and thrown away, through a pipe or a pseudo-terminal."""
    source, sink = pty.openpty() if terminal else os.pipe()
    reader = threading.Thread(target=_drain, args=(source,))
    reader.start()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, sink, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    process = os.posix_spawnp(command[0], [*command], environment, file_actions=actions)
    os.close(sink)
    _, status, used = os.wait4(process, 0)
    reader.join()
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(used.ru_utime + used.ru_stime, kilobytes / 1024, os.waitstatus_to_exitcode(status))


def _drain(source: int) -> None:
    """Read until the other end closes; a pseudo-terminal says so with an error."""
    try:
        while os.read(source, 1 << 16):
            pass
    except OSError:
        pass
    finally:
        os.close(source)


def compare(
    command: Sequence[str],
    baseline: Sequence[str],
    environment: Mapping[str, str],
    *,
    runs: int,
    terminal: bool = False,
) -> Compared:
    """Run both in turn, once to warm up and then ``runs`` times."""
    costs: list[Cost] = []
    ratios: list[float] = []
    for i in range(runs + 1):
        mine, base = run(command, environment, terminal=terminal), run(baseline, environment)
        if i:
            costs.append(mine)
            ratios.append(mine.cpu / base.cpu)
    return Compared(
        _median([cost.cpu for cost in costs]),
        _median(ratios),
        max(cost.peak for cost in costs),
        costs[-1].status,
    )


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
