"""Keep all profiles still at certain hours, as while the mail server is backed up; a plan, and the way back.

    python examples/maintenance_windows.py 22:00-04:00             # shows the plan
    python examples/maintenance_windows.py 22:00-04:00 --apply     # carries it out
    mailstore plan undo windows-20260302-080000.jsonl              # the protocol's name is printed

For profiles that the server runs by itself; the hours are those of its clock. Each keeps its id, its
pause and its password. Windows that it has are replaced: the plan tells which.
"""

from __future__ import annotations

import re
import sys

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.workflows import Plan, apply, plan_profile_change, read_profiles

KEY = "serverSideExecution.automaticMaintenanceWindows"
HOURS = re.compile(r"\d\d:\d\d-\d\d:\d\d")


def plan_windows(client: Client, hours: str) -> Plan:
    """One plan for all of them, made of a plan for each."""
    profiles = read_profiles(client)
    automatic = [
        profile.id
        for profile in client.get_profiles()
        if profile.server_side_execution and profile.server_side_execution.automatic
    ]
    plans = [plan_profile_change(profiles, number, {KEY: hours}, new_keys=True) for number in automatic]
    return Plan(
        title=f"maintenance windows {hours}",
        server=profiles.server,
        steps=[step for plan in plans for step in plan.steps],
        notes=list(dict.fromkeys(note for plan in plans for note in plan.notes)),
    )


def main() -> int:
    """Show, or carry out."""
    hours = [word for word in sys.argv[1:] if word != "--apply"]
    if len(hours) != 1 or not HOURS.fullmatch(hours[0]):
        print("maintenance_windows: give the hours, as 22:00-04:00", file=sys.stderr)
        return 2
    with Client.from_env() as client:
        plan = plan_windows(client, hours[0])
        print(plan)
        if not plan.steps or "--apply" not in sys.argv:
            return 0
        protocol = f"windows-{plan.created:%Y%m%d-%H%M%S}.jsonl"
        outcome = apply(plan, client, protocol)
    print(outcome)
    print(f"protocol: {protocol}")
    return int(not outcome.complete)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"maintenance_windows: {error}", file=sys.stderr)
        sys.exit(2)
