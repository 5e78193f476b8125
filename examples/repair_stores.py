"""Repair archive stores: an upgrade that is due, an error, marked search indexes; each is verified afterwards.

    python examples/repair_stores.py [--apply]

Shows the plan, and carries it out only with --apply, which can take hours: make a backup first, as
an upgrade cannot be taken back. If it breaks off, run it again: what the server went on with is
waited for, and nothing is sent twice on a guess. Ends with 1 if something is wrong, or not proved.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.reports import collect
from mailstore_sdk.workflows import Protocol, apply, plan_repair, preview, server_of, store_problems

PROTOCOL = Path("repair.jsonl")


def begun() -> Protocol | None:
    """The repair that an earlier run did not finish."""
    found = Protocol.load(PROTOCOL) if PROTOCOL.exists() else None
    return None if found is None or found.complete else found


def main() -> int:
    """Plan or go on, repair, look again."""
    with Client.from_env() as client:
        earlier = begun()
        plan = earlier.plan if earlier else plan_repair(collect(client, sections=["stores"]), server_of(client))
        complete = True
        print(plan)
        if plan.steps and "--apply" in sys.argv:
            if earlier is None and PROTOCOL.exists():
                PROTOCOL.rename(f"repair-{Protocol.load(PROTOCOL).plan.created:%Y%m%d-%H%M%S}.jsonl")
            outcome = apply(plan, client, PROTOCOL, on_step=lambda step: print(f"  {step.function}: {step.state}"))
            print(outcome)
            complete = outcome.complete
        elif plan.steps:
            print(preview(plan, client, PROTOCOL if earlier else None))
        problems = store_problems(collect(client, sections=["stores"]))
    for problem in problems:
        print(f"wrong now: {problem.text.en}")
    return int(bool(problems) or not complete)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"repair_stores: {error}", file=sys.stderr)
        sys.exit(2)
