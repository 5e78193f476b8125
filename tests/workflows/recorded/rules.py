"""A provider's rules: one profile keeps them, one does not, and one instance is stopped."""

from __future__ import annotations

from pathlib import Path

from mailstore_sdk.emulator import Emulator

FILES: dict[str, str | bytes] = {"rules.toml": (Path(__file__).parents[3] / "docs" / "rules.toml").read_bytes()}
COMMANDS = ["mailstore spe rules rules.toml"]


def emulator() -> Emulator:
    """The demo's installation, whose profiles tell more."""
    made = Emulator(edition="spe")
    first, second = (made.instances[name].profiles[1] for name in ("customer1", "customer2"))
    first["details"] |= {"deleteInMailbox": "if-older-than-6-months", "ignoreSSLPolicyErrors": "0"}
    second["details"] |= {"deleteInMailbox": "if-older-than-2-weeks"}
    second["serverSideExecution"] = None
    return made
