r"""An administrator's work, as a plan that is looked at first and then carried out, with a protocol.

    access = read_access(client)
    plan = plan_access(access, [Wanted("asmith", "johndoe", "read")])
    print(plan, preview(plan, client), sep="\n")
    print(apply(plan, client, "access.jsonl", limits=Limits(max_removals=10)))

docs/workflows.md tells what happens when it is broken off.
"""

from __future__ import annotations

from mailstore_sdk.workflows.access import (
    Access,
    AccessRow,
    ArchiveRight,
    UserAccess,
    read_access,
    read_access_async,
)
from mailstore_sdk.workflows.access_plan import Wanted, compare_exchange, plan_access
from mailstore_sdk.workflows.apply import apply, apply_async, preview, undo
from mailstore_sdk.workflows.check import Check, Need
from mailstore_sdk.workflows.outcome import Limits, Outcome, StepOutcome
from mailstore_sdk.workflows.plan import Call, Plan, Step, server_of
from mailstore_sdk.workflows.protocol import Entry, Protocol
from mailstore_sdk.workflows.sheet import Line, Sheet, SheetError, read_sheet
from mailstore_sdk.workflows.stores import plan_repair, store_problems

__all__ = [
    "Access",
    "AccessRow",
    "ArchiveRight",
    "Call",
    "Check",
    "Entry",
    "Limits",
    "Line",
    "Need",
    "Outcome",
    "Plan",
    "Protocol",
    "Sheet",
    "SheetError",
    "Step",
    "StepOutcome",
    "UserAccess",
    "Wanted",
    "apply",
    "apply_async",
    "compare_exchange",
    "plan_access",
    "plan_repair",
    "preview",
    "read_access",
    "read_access_async",
    "read_sheet",
    "server_of",
    "store_problems",
    "undo",
]
