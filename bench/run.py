"""Measure the program and its rivals: ``make bench`` or ``python bench/run.py [--sizes 2000,100000] [--runs 7]``.

Everything is made in ``bench/out``: a clean environment with the program installed (not editable, bytecode compiled),
one for sqlite-utils, the catalogues. Each command runs in turn with ``python -c "import typer"`` of that environment; a
figure is the median of the ratios of CPU time. Prints a Markdown table. Needs a POSIX system. The peak of memory can't
be told below that of this small program.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.measure import compare, run  # noqa: E402
from bench.tasks import Task, ours, rivals  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping

WORK = ROOT / "bench" / "out"
SLOW_FROM = 100_000  # rivals that parse everything get fewer runs from here on, and none beyond it
_LEFT_OUT = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "FORCE_COLOR", "NO_COLOR", "CASES_CATALOGUE")


def main() -> int:
    """Set up, measure, print."""
    options = _options()
    WORK.mkdir(parents=True, exist_ok=True)
    python = _installed("program", str(ROOT), "typer>=0.26,<0.29")
    sqlite_utils = python and _installed("sqlite-utils", "sqlite-utils")
    if python is None:
        sys.stderr.write("the program could not be installed\n")
        return 1
    environment = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    environment |= {"COLUMNS": "100", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    print(f'{sys.platform}, {_versions(python)}; CPU in units of `python -c "import typer"`, {options.runs} runs\n')
    for count in options.sizes:
        _measure(count, python, sqlite_utils, environment, options.runs)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[2_000, 100_000])
    parser.add_argument("--runs", type=int, default=7)
    return parser.parse_args()


def _measure(count: int, python: str, sqlite_utils: str | None, environment: Mapping[str, str], runs: int) -> None:
    file = WORK / f"{count}.json"
    if not file.exists():
        subprocess.run([python, "-m", "bench.generate", str(count), str(file)], cwd=ROOT, check=True)
        shutil.copyfile(file, _foreign(count))
        once = (python, "-m", "shanghai_cases", "edition", "set", "6", "--name", "第六届", "--catalogue", str(file))
        run(once, environment)  # from here on the file is one that the program wrote
    database = _database(sqlite_utils, file, count, environment) if sqlite_utils and count <= SLOW_FROM else None
    print(f"### {count:,} cases, {file.stat().st_size / 1e6:,.0f} MB\n")
    print("| command | CPU | target | CPU s | peak MiB |\n| --- | ---: | ---: | ---: | ---: |")
    baseline = (python, "-c", "import typer")
    for task in ours(python, str(file), str(_foreign(count)), count):
        _row(task, count, baseline, environment, runs)
    if count > SLOW_FROM:
        print()
        return
    for task in rivals(python, sqlite_utils or "", str(file), str(database or ""), count):
        if not shutil.which(task.command[0]):
            print(f"| {task.name} | not installed | | | |")
        else:
            _row(task, count, baseline, environment, runs if count < SLOW_FROM else 1)
    print()


def _foreign(count: int) -> Path:
    """The same cases in a file that the program didn't write, so that it has to look at every line."""
    return WORK / f"{count}-foreign.json"


def _row(task: Task, count: int, baseline: tuple[str, ...], environment: Mapping[str, str], runs: int) -> None:
    command = task.command
    if task.writes:
        original = WORK / f"{count}.json"
        scratch = WORK / "scratch.json"
        shutil.copyfile(original, scratch)
        command = tuple(str(scratch) if part == str(original) else part for part in command)
    found = compare(command, baseline, environment, runs=runs, terminal=task.terminal)
    target = task.target.get(count)
    shown = f"≤ {target:g}" if target else ""
    print(f"| {task.name} | {found.ratio:.2f} | {shown} | {found.cpu:.3f} | {found.peak:.0f} |", flush=True)


def _installed(name: str, *packages: str) -> str | None:
    """Make an environment with packages and return its program: python, or the one named like the environment."""
    folder = WORK / f"venv-{name}"
    bin_folder = folder / ("Scripts" if os.name == "nt" else "bin")
    if not bin_folder.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(bin_folder / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    renewed = ["--force-reinstall", "--no-deps", str(ROOT)] if str(ROOT) in packages else []
    done = [subprocess.run([*pip, *wanted], check=False).returncode for wanted in (packages, renewed) if wanted]
    if any(done):
        return None
    return str(bin_folder / ("python" if name == "program" else name))


def _database(sqlite_utils: str, file: Path, count: int, environment: Mapping[str, str]) -> Path:
    """Load the cases into SQLite with a full-text index, once."""
    database = WORK / f"{count}.db"
    if not database.exists():
        rows = WORK / "rows.jsonl"
        with file.open("rb") as lines, rows.open("wb") as stream:
            cases = (line.partition(b":")[2].rstrip(b",\n") + b"\n" for line in lines if b'"id":"E' in line[:30])
            stream.writelines(cases)
        texts = ("title", "unit", "district", "town", "tags", "summary", "text")
        run((sqlite_utils, "insert", str(database), "cases", str(rows), "--nl", "--pk", "id"), environment)
        run((sqlite_utils, "enable-fts", str(database), "cases", *texts, "--tokenize", "trigram"), environment)
        rows.unlink()
    return database


def _versions(python: str) -> str:
    code = "import sys,importlib.metadata as m; print('Python', sys.version.split()[0], 'typer', m.version('typer'))"
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
