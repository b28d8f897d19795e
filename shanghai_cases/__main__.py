"""The program `cases`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    gc.disable()  # one short-lived process: collecting costs a tenth of the start and frees nothing we need
    from shanghai_cases.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
