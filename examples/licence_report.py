"""Tell how much of the licence is used, and by whom: users of the directory, or created by hand.

    python examples/licence_report.py [--warn-at PERCENT]

Reads only. Ends with 1 once so many percent are used, since no user is added automatically any more
at 100.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError

UNLICENSED = "admin"  # the administrator of the installation needs no licence (documented)


def main() -> int:
    """Print the figures and whether there is room left."""
    parser = argparse.ArgumentParser(description="How much of the licence is used.")
    parser.add_argument("--warn-at", type=int, default=90, metavar="PERCENT")
    arguments = parser.parse_args()

    with Client.from_env() as client:
        licence = client.get_license_information()
        names = [user.user_name for user in client.get_users() if user.user_name != UNLICENSED]
        origins = Counter(info.authentication or "not told" for info in client.map(client.get_user_info, names))

    print(f"licensed to:     {licence.licensed_to or 'not told'}")
    if licence.support_expiration_date:
        print(f"support until:   {licence.support_expiration_date:%Y-%m-%d}")
    for origin, count in origins.most_common():
        print(f"users, {origin}: {count}")

    used, limit = licence.named_users, licence.max_named_users
    if used is None or not limit:
        print("The server does not tell how many users the licence allows.")
        return 1
    percent = 100 * used / limit
    print(f"licences:        {used} of {limit} ({percent:.0f} %), {max(limit - used, 0)} left")
    return int(percent >= arguments.warn_at)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"licence_report: {error}", file=sys.stderr)
        sys.exit(2)
