"""The `mailstore` command. What it needs beyond the library comes with the extra `cli`."""

from __future__ import annotations

import os
import sys

MISSING = "mailstore: the command line needs more than the library: pip install 'mailstore-sdk[cli,emulator,report]'"


def main() -> int:
    """Run the command and give its exit code."""
    if sys.argv[1:] in ([], ["--help"], ["--version"]) and not _completing():
        return _at_once(sys.argv[1:])
    try:
        import rich  # noqa: F401  (only whether they are there)
        import typer  # noqa: F401
    except ImportError:
        print(MISSING, file=sys.stderr)  # noqa: T201
        return 2
    from mailstore_sdk.cli.app import run

    return run()


def _at_once(arguments: list[str]) -> int:
    """What the app would print as well, without loading it."""
    from mailstore_sdk.cli.commands import overview, version

    print(version() if arguments == ["--version"] else overview())  # noqa: T201
    return 0 if arguments else 2


def _completing() -> bool:
    """Whether a shell asks for completions: it gives no arguments either, but `_MAILSTORE_COMPLETE`, as typer wants."""
    return any(name.startswith("_") and name.endswith("_COMPLETE") for name in os.environ)
