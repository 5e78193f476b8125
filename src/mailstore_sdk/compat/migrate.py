"""Move scripts for the original wrappers here: `python -m mailstore_sdk.compat.migrate SCRIPT…`.

It changes what they import, and nothing else: `import mailstore` becomes `from mailstore_sdk import compat as
mailstore`. Without `--write` it only shows what would be changed. Needs the extra `migrate`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mailstore_sdk.files import replace_file
from mailstore_sdk.text import one_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Show, or write, what becomes of scripts.

    Returns:
        Exit code: 0, or 2 if a script could not be read or written, or libcst is missing.
    """
    parser = argparse.ArgumentParser(
        prog="python -m mailstore_sdk.compat.migrate",
        description="Change what scripts for the original wrappers import",
    )
    parser.add_argument("scripts", nargs="+", type=Path, metavar="SCRIPT", help="a script, or a folder of scripts")
    parser.add_argument("--write", action="store_true", help="change the scripts; without it, only show the changes")
    chosen = parser.parse_args(arguments)
    write: bool = chosen.write
    try:
        from mailstore_sdk.compat.rewriting import NotPython, migrate
    except ModuleNotFoundError as missing:
        sys.stderr.write(f"this needs {missing.name}: pip install 'mailstore-sdk[migrate]'\n")
        return 2
    failed = False
    for path in _scripts(chosen.scripts):
        shown = one_line(str(path))
        try:
            done = migrate(path.read_bytes())
            if write and done.changed:
                replace_file(path, done.after, path.stat().st_mode)
        except (OSError, NotPython) as problem:
            why = problem.strerror if isinstance(problem, OSError) else problem
            sys.stderr.write(f"{shown}: {why}\n")
            failed = True
            continue
        if done.changed:
            _say(f"{shown}: changed" if write else done.diff(shown))
        for note in done.notes:
            _say(f"{shown}:{note.line}: {note.text}")
        if not done.changed and not done.notes:
            _say(f"{shown}: nothing to change")
    return 2 if failed else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _scripts(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


if __name__ == "__main__":
    sys.exit(main())
