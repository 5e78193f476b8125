"""John Doe gets another name, and Anna Smith may read his archive as before."""

from __future__ import annotations

from mailstore_sdk.emulator import Emulator

COMMANDS = [
    "mailstore rename johndoe john.doe --protocol-file rename.jsonl",
    "mailstore plan undo rename.jsonl --dry-run",
]
ANSWERS = [("[y/N]: ", "y")]


def emulator() -> Emulator:
    """The server of the tutorial, of a later version."""
    return Emulator(version="25.3")
