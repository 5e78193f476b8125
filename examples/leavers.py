"""Let people go: the manager may read the archive, which stays; then the user is deleted, and his licence is free.

    python examples/leavers.py leavers.csv [--apply]

The list has the columns `user` and `manager`. Shows a plan for each, and carries them out only with
--apply, each with a protocol of its own. There is no way back from deleting a user: read the notes
first. If it breaks off, run it again. Ends with 1 if somebody was refused, or is not through.
"""

from __future__ import annotations

import sys

from mailstore_sdk import Client
from mailstore_sdk.errors import ArgumentError, MailStoreError
from mailstore_sdk.workflows import apply, plan_offboard, read_inventory, read_sheet


def through(client: Client, user: str, manager: str, *, carry_out: bool) -> bool:
    """Let one person go, or show what that would be. What an earlier run did is seen by reading, and not done again."""
    plan = plan_offboard(read_inventory(client), user, manager)
    print(plan)
    if not carry_out or not plan.steps:
        return True
    outcome = apply(plan, client, f"leaver-{plan.created:%Y%m%d-%H%M%S-%f}.jsonl")
    print(outcome)
    return outcome.complete


def main() -> int:
    """Everybody in the list, one after the other; whoever is refused does not stop the others."""
    names = [name for name in sys.argv[1:] if name != "--apply"]
    if len(names) != 1:
        print("leavers: give the name of one file", file=sys.stderr)
        return 2
    people = read_sheet(names[0], {"user": (), "manager": ()}, required=("user", "manager")).lines
    open_ = 0
    with Client.from_env() as client:
        for line, cells in people:
            try:
                done = through(client, cells["user"], cells["manager"], carry_out="--apply" in sys.argv)
            except ArgumentError as problem:  # as for the last administrator, or a manager who is no user
                print(f"line {line}: {problem}")
                done = False
            open_ += not done
    print(f"{len(people) - open_} of {len(people)} are {'through' if '--apply' in sys.argv else 'planned'}")
    return int(open_ > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError, ValueError) as error:
        print(f"leavers: {error}", file=sys.stderr)
        sys.exit(2)
