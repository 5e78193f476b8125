"""Who has multi-factor authentication and who has not, administrators first.

    python examples/mfa_overview.py

Reads only. Ends with 1 if there is an administrator without it, or one of whom the server does not
tell. Servers up to version 22 tell of nobody. Of a newer one only the word `Disabled` was ever
seen, so any other word is shown as it is, and counts as on.
"""

from __future__ import annotations

import sys

from mailstore_sdk import Client, models
from mailstore_sdk.errors import MailStoreError


def is_on(user: models.UserInfo) -> bool:
    """Whether it counts as on."""
    return user.mfa_status not in (None, "Disabled")


def main() -> int:
    """Print a table, and how many."""
    with Client.from_env() as client:
        names = [user.user_name for user in client.get_users()]
        users = list(client.map(client.get_user_info, names))

    administrators = [user for user in users if "admin" in user.privileges]
    others = [user for user in users if "admin" not in user.privileges]
    width = max(len(name) for name in names)
    for user in [*administrators, *sorted(others, key=is_on)]:
        role = "administrator" if user in administrators else "user"
        print(f"{user.user_name:{width}}  {role:13}  {user.mfa_status or 'not told'}")

    print(f"\non: {sum(map(is_on, users))} of {len(users)}; of the administrators: ", end="")
    print(f"{sum(map(is_on, administrators))} of {len(administrators)}")
    return int(not all(map(is_on, administrators)))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"mfa_overview: {error}", file=sys.stderr)
        sys.exit(2)
