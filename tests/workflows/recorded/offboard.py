"""Anna Smith leaves, and comes from a directory; John Doe is her manager."""

from __future__ import annotations

from mailstore_sdk.emulator import Emulator
from tests.workflows.people import profile

COMMANDS = [
    "mailstore offboard asmith --manager johndoe",
    "mailstore offboard asmith --manager johndoe",
]
ANSWERS = [("[y/N]: ", "y")]


def emulator() -> Emulator:
    """Besides the profile for all there is one for her mailbox alone."""
    made = Emulator(version="25.3")
    made.state.profiles[2] = profile(2, "asmith@example.com via IMAP", target="asmith", automatic=True)
    return made
