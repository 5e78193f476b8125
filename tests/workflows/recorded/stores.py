"""Archive stores are repaired, and the server is restarted in the middle of it."""

from __future__ import annotations

from mailstore_sdk.emulator import ByPolls, Emulator, Restart


def emulator() -> Emulator:
    """A server with a store that has to be upgraded; when somebody waits for that, the server is restarted."""
    made = Emulator(version="22.3", tasks=ByPolls(2))
    made.state.stores[1].needs_upgrade = True
    made.state.stores[1].indexes_to_rebuild = {"johndoe"}
    made.faults.add("get-status", Restart(), times=1)
    return made


COMMANDS = [
    "mailstore stores",
    "mailstore stores repair-plan --protocol-file repair.jsonl",
    "mailstore plan apply repair.jsonl --yes --settled 1=no",
    "mailstore stores repair-plan",
]
ANSWERS = [("Go on? [y/N]: ", "y")]  # the whole question: what is typed earlier is echoed in the middle of it
