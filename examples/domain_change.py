"""The company has a new domain: give every user the new address first, and keep the old one behind it.

    python examples/domain_change.py example.com example.net            # shows the plan
    python examples/domain_change.py example.com example.net --apply    # carries it out, or goes on where it broke off
    python examples/domain_change.py example.com example.net --undo     # takes it back, but for what was changed since

Addresses are only added, so mail to the old domain still finds its archive. Users of a directory
are left alone: the next synchronization would undo it. So is whoever would get an address that
another user has. The protocol says what was done; put it away to make a new plan.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.workflows import Call, Check, Plan, Protocol, Step, apply, preview, server_of, undo


def moved(addresses: list[str], old: str, new: str) -> list[str]:
    """The new addresses, then those that there were, none twice."""
    added = [f"{name}@{new}" for name, _, domain in (one.rpartition("@") for one in addresses) if domain.lower() == old]
    return list({address.lower(): address for address in [*added, *addresses]}.values())


def change(client: Client, old: str, new: str) -> Plan:
    """The plan: a step for each user who has an address at the old domain."""
    users = list(client.map(client.get_user_info, [user.user_name for user in client.get_users()]))
    owner = {address.lower(): user.user_name for user in users for address in user.email_addresses}
    steps, notes = [], []
    for user in users:
        name, before = user.user_name, user.email_addresses
        after = moved(before, old, new)
        if after == before:
            continue
        others = {address for address in after if owner.setdefault(address.lower(), name) != name}
        if user.authentication == "directoryServices":
            notes.append(f"{name} comes from the directory: change it there")
        elif others:
            notes.append(f"{name} is left alone, since others have {', '.join(sorted(others))}")
        else:
            way_back = Call(function="SetUserEmailAddresses", arguments={"userName": name, "emailAddresses": [*before]})
            seen = Check(
                function="GetUserInfo",
                arguments={"userName": name},
                path=["emailAddresses"],
                before=[*before],
                after=[*after],
            )
            call = {"userName": name, "emailAddresses": [*after]}
            reason = f"{old} becomes {new}"
            steps.append(
                Step(function="SetUserEmailAddresses", arguments=call, reason=reason, check=seen, undo=way_back)
            )
    return Plan(title=f"{old} to {new}", server=server_of(client), steps=steps, notes=notes)


def main() -> int:
    """Show, carry out, or take back."""
    parser = argparse.ArgumentParser(description="Add addresses at a new domain.")
    parser.add_argument("old", type=str.lower)
    parser.add_argument("new", type=str.lower)
    parser.add_argument("--apply", action="store_true")
    parser.add_argument("--undo", action="store_true")
    arguments = parser.parse_args()

    there = Path(f"{arguments.old}-to-{arguments.new}.jsonl")
    protocol = there.with_suffix(".undo.jsonl") if arguments.undo else there
    with Client.from_env() as client:
        if protocol.exists():  # the plan of an earlier run is gone on with
            plan = Protocol.load(protocol).plan
        else:
            plan = undo(there) if arguments.undo else change(client, arguments.old, arguments.new)
        print(plan)
        carry_out = arguments.apply or arguments.undo
        outcome = apply(plan, client, protocol) if carry_out else preview(plan, client, protocol)
    print(outcome)
    return int(carry_out and not outcome.complete)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"domain_change: {error}", file=sys.stderr)
        sys.exit(2)
