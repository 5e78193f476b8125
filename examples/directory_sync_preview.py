"""Show what a synchronization with the directory would change, before anybody runs it.

    python examples/directory_sync_preview.py

A dry run: nothing is changed. What the server says is in its own words, so they are not taken apart
here; but each line that names a user of the archive is marked with him, as those are the lines to
read twice. Ends with 1 if there are such lines.
"""

from __future__ import annotations

import re
import sys

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError

GONE = {True: "DELETED here; their archives stay", False: "kept here", None: "whether they are kept is not told"}


def named(line: str, users: list[str]) -> list[str]:
    """The users that a line names, whole names only, whatever their letters' case."""
    return [user for user in users if re.search(rf"(?<!\w){re.escape(user)}(?!\w)", line, re.IGNORECASE)]


def main() -> int:
    """Print the settings that matter, and a table of what would be done."""
    with Client.from_env() as client:
        settings = client.get_directory_services_configuration()
        users = [user.user_name for user in client.get_users()]
        dry_run = client.sync_users_with_directory_services(dry_run=True)

    print(f"directory: {settings.type or 'not told'}")
    print(f"users who are gone from it: {GONE[settings.delete_users]}")
    if not dry_run.messages:
        print("The server has nothing to say about what it would do.")

    concerned = [", ".join(named(line.text, users)) for line in dry_run.messages]
    width = max(map(len, ["user here", *concerned]))
    print(f"\n{'user here':{width}}  what the server says")
    for who, line in zip(concerned, dry_run.messages, strict=True):
        print(f"{who:{width}}  {line.text}")
    return int(any(concerned))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"directory_sync_preview: {error}", file=sys.stderr)
        sys.exit(2)
