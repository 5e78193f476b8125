"""The password of a mailbox has changed; later a profile runs less often, and is kept in a file."""

from __future__ import annotations

from mailstore_sdk.emulator import Emulator

FILES: dict[str, str | bytes] = {}
COMMANDS = [
    "mailstore profiles set-password 1 --protocol-file password.jsonl",
    "mailstore profiles set 2 serverSideExecution.automaticPauseBetweenExecutions=900 --yes",
    "mailstore profiles set 2 details.ignoreSSLPolicyErrors=1 --new-key",
    "mailstore profiles export -o profiles.json",
]
ANSWERS = [
    ("Go on? [y/N]: ", "y"),
    ("details.password of profile 1: ", "the new one"),
    ("Repeat for confirmation: ", "the new one"),
]


def emulator() -> Emulator:
    """The tutorial's server."""
    return Emulator(version="22.3")
