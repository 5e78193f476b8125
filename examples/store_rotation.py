r"""Begin a new archive store for the year; the older ones stay as they are, attached.

    python examples/store_rotation.py --folder 'D:\MailArchive' [--year 2027] [--apply]

Shows the plan, and carries it out only with --apply. A second run finds that it is done. If it
breaks off, run it again: the protocol (store-2027.jsonl) tells what was sent, and the server is
asked before anything is sent again.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path, PureWindowsPath

from pydantic import JsonValue

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.workflows import Check, Plan, Protocol, Step, apply, server_of


def rotation(client: Client, name: str, folder: str) -> Plan:
    """The plan: create the store if there is none of that name, else make it the current one."""
    stores = client.get_stores(include_size=False)
    there = next((store for store in stores if store.name.casefold() == name.casefold()), None)
    current = ", ".join(store.name for store in stores if store.requested_state == "current") or "none"
    if there is not None and there.requested_state == "current":
        return Plan(title=f"archive store {name}", server=server_of(client), steps=[])
    arguments: dict[str, JsonValue] = {"requestedState": "current"}
    if there is None:
        path = str(PureWindowsPath(folder, name))
        arguments |= {"name": name, "type": "FileSystemInternal", "databasePath": path}
    else:
        arguments |= {"id": there.id}
    step = Step(
        function="CreateStore" if there is None else "SetStoreRequestedState",
        arguments=arguments,
        reason=f"new mail goes to {current} now",
        check=Check(  # how to see, by reading, whether it was carried out
            function="GetStores",
            arguments={"includeSize": False},
            path=[{"name": name if there is None else there.name}, "requestedState"],
            before=None if there is None else there.requested_state,
            after="current",
        ),
    )
    notes = [f"{store.name} has an error: {store.error}" for store in stores if store.error]
    return Plan(title=f"archive store {name}", server=server_of(client), steps=[step], notes=notes)


def main() -> int:
    """Show what would be done, or do it."""
    parser = argparse.ArgumentParser(description="Begin a new archive store for the year.")
    parser.add_argument("--folder", required=True, help="on the server, in which the store gets a folder of its own")
    parser.add_argument("--year", type=int, default=date.today().year)
    parser.add_argument("--apply", action="store_true", help="carry it out")
    arguments = parser.parse_args()

    name, protocol = str(arguments.year), Path(f"store-{arguments.year}.jsonl")
    earlier = Protocol.load(protocol) if protocol.exists() else None
    begun = earlier.plan if earlier and not earlier.complete else None  # broken off: it is gone on with
    with Client.from_env() as client:
        plan = begun or rotation(client, name, arguments.folder)
        print(plan)
        if not plan.steps or not arguments.apply:
            return 0
        if earlier and earlier.complete:  # and somebody has changed it since
            protocol.rename(f"store-{arguments.year}-{earlier.plan.created:%Y%m%d-%H%M%S}.jsonl")
        outcome = apply(plan, client, protocol)
    print(outcome)
    return int(not outcome.complete)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"store_rotation: {error}", file=sys.stderr)
        sys.exit(2)
