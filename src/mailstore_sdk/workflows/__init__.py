r"""An administrator's work, as a plan that is looked at first and then carried out, with a protocol.

    access = read_access(client)
    plan = plan_access(access, [Wanted("asmith", "johndoe", "read")])
    print(plan, preview(plan, client), sep="\n")
    print(apply(plan, client, "access.jsonl", limits=Limits(max_removals=10)))

docs/workflows.md tells what happens when it is broken off.
"""

from __future__ import annotations

from mailstore_sdk.client_kinds import server_of
from mailstore_sdk.workflows.access import Access, AccessRow, ArchiveRight, UserAccess
from mailstore_sdk.workflows.access_lists import ExchangeList, read_exchange, read_mailboxes, read_wanted
from mailstore_sdk.workflows.access_plan import MailboxRight, Wanted, plan_access, plan_exchange_access
from mailstore_sdk.workflows.access_reading import read_access, read_access_async
from mailstore_sdk.workflows.apply import apply, apply_async, preview, undo
from mailstore_sdk.workflows.check import Check, Look, Need
from mailstore_sdk.workflows.inventory import Inventory, KnownArchives, KnownJob, KnownProfile
from mailstore_sdk.workflows.inventory_reading import read_inventory, read_inventory_async, read_licence
from mailstore_sdk.workflows.offboard import plan_offboard
from mailstore_sdk.workflows.outcome import Limits, Outcome, StepOutcome
from mailstore_sdk.workflows.plan import Call, Plan, Step
from mailstore_sdk.workflows.profile_files import ProfileFile, ProfileInFile, export_profiles, plan_profile_import
from mailstore_sdk.workflows.profile_plan import plan_profile_change, plan_profile_password
from mailstore_sdk.workflows.profile_settings import parse_changes
from mailstore_sdk.workflows.profiles import Profiles, read_profiles, read_profiles_async
from mailstore_sdk.workflows.protocol import Entry, Protocol
from mailstore_sdk.workflows.provision import plan_provision
from mailstore_sdk.workflows.provision_passwords import people_passwords
from mailstore_sdk.workflows.provision_people import PeopleList, Person, read_people
from mailstore_sdk.workflows.provision_present import PresentUsers, read_present_users, read_present_users_async
from mailstore_sdk.workflows.rename import plan_rename
from mailstore_sdk.workflows.sheet import Line, Sheet, SheetError, read_sheet
from mailstore_sdk.workflows.stores import plan_repair, store_problems

__all__ = [
    "Access",
    "AccessRow",
    "ArchiveRight",
    "Call",
    "Check",
    "Entry",
    "ExchangeList",
    "Inventory",
    "KnownArchives",
    "KnownJob",
    "KnownProfile",
    "Limits",
    "Line",
    "Look",
    "MailboxRight",
    "Need",
    "Outcome",
    "PeopleList",
    "Person",
    "Plan",
    "PresentUsers",
    "ProfileFile",
    "ProfileInFile",
    "Profiles",
    "Protocol",
    "Sheet",
    "SheetError",
    "Step",
    "StepOutcome",
    "UserAccess",
    "Wanted",
    "apply",
    "apply_async",
    "plan_exchange_access",
    "export_profiles",
    "parse_changes",
    "people_passwords",
    "plan_access",
    "plan_offboard",
    "plan_provision",
    "plan_profile_change",
    "plan_profile_import",
    "plan_profile_password",
    "plan_rename",
    "plan_repair",
    "preview",
    "read_access",
    "read_access_async",
    "read_exchange",
    "read_inventory",
    "read_inventory_async",
    "read_licence",
    "read_mailboxes",
    "read_people",
    "read_present_users",
    "read_present_users_async",
    "read_profiles",
    "read_profiles_async",
    "read_sheet",
    "read_wanted",
    "server_of",
    "store_problems",
    "undo",
]
