"""A text changed by a person in the editor they have chosen."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from shanghai_cases.errors import DataError, msg


def edited(text: str) -> str:
    """Open ``text`` in $VISUAL, $EDITOR or vi and return what was saved; raises `DataError` when that fails."""
    import subprocess
    import tempfile

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    with tempfile.TemporaryDirectory(prefix="cases-") as folder:
        file = Path(folder) / "case.txt"
        file.write_text(text, encoding="utf-8", newline="\n")
        try:
            done = subprocess.run([*shlex.split(editor, posix=os.name != "nt"), str(file)], check=False)  # noqa: S603
        except (OSError, ValueError) as error:
            raise DataError(
                msg("the editor {editor} could not be started ({reason}); set EDITOR", editor=editor, reason=str(error))
            ) from error
        if done.returncode != 0:
            raise DataError(msg("the editor ended with status {status}; nothing was changed", status=done.returncode))
        try:
            return file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DataError(msg("the edited text is not UTF-8; nothing was changed")) from error
