"""Users for new colleagues, from what the personnel system exports; passwords are made, and shown nowhere.

    python examples/new_colleagues.py 2026-03.json [--apply]

The file is a list of {"login": …, "name": …, "mail": […]}; adapt `people`. Shows the plan, and
carries it out only with --apply. The made passwords are then in 2026-03.passwords.csv, for your eyes
alone, before the first user is created. If it breaks off, run it again: nobody is created twice.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.workflows import PeopleList, apply, people_passwords, plan_provision, read_people, read_present_users


def people(file: Path) -> PeopleList:
    """The export as the list that the SDK reads, which tells all that is wrong in it, by line."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["user", "full name", "addresses"])
    writer.writerows([row["login"], row["name"], ", ".join(row["mail"])] for row in rows)
    return read_people(text.getvalue().encode())


def main() -> int:
    """Show, or create."""
    names = [name for name in sys.argv[1:] if name != "--apply"]
    if len(names) != 1:
        print("new_colleagues: give the name of one file", file=sys.stderr)
        return 2
    file = Path(names[0])
    colleagues = people(file)
    with Client.from_env() as client:
        plan = plan_provision(
            read_present_users(client), colleagues, make_passwords=True
        )  # only what is not so already
        print(plan)
        if not plan.steps or "--apply" not in sys.argv:
            return 0
        secrets = people_passwords(plan, colleagues, file.with_suffix(".passwords.csv"))
        protocol = file.with_suffix(f".{plan.created:%Y%m%d-%H%M%S-%f}.jsonl")
        outcome = apply(plan, client, protocol, secrets=secrets)
    print(outcome)
    return int(not outcome.complete)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError, ValueError, TypeError, LookupError) as error:
        print(f"new_colleagues: {error}", file=sys.stderr)
        sys.exit(2)
