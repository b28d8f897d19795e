"""The program `cases`."""

from __future__ import annotations

import gc
import os
import signal
import sys


def main() -> None:
    """Run the command line and leave with its exit status.

    The process ends at once: what was written is flushed and closed by then, and taking the interpreter down would cost
    a tenth of the whole run. Whoever profiles calls `shanghai_cases.cli.app.run`.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads of NumPy wait longer than they work here
    gc.disable()  # one short-lived process: collecting costs a tenth of the start and frees nothing we need
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the program can answer it: no traceback of its imports
    from shanghai_cases.cli.app import run

    os._exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
