"""The `mailstore` command. What it needs beyond the library comes with the extra `cli`."""

from __future__ import annotations

import sys

MISSING = "mailstore: the command line needs more than the library: pip install 'mailstore-sdk[cli,emulator]'"


def main() -> int:
    """Run the command and give its exit code."""
    try:
        import rich  # noqa: F401  (only whether they are there)
        import typer  # noqa: F401
    except ImportError:
        print(MISSING, file=sys.stderr)  # noqa: T201
        return 2
    from mailstore_sdk.cli.app import run

    return run()
