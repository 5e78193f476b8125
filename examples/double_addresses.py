"""Addresses that two users share, as mail to them may end in the wrong archive; asynchronous.

    python examples/double_addresses.py

Reads only, twenty users at a time. Addresses are compared without regard to their letters' case.
Ends with 1 if there is one.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict

from mailstore_sdk import AsyncClient
from mailstore_sdk.errors import MailStoreError


async def owners() -> dict[str, list[str]]:
    """Whom each address belongs to."""
    found: dict[str, list[str]] = defaultdict(list)
    async with AsyncClient.from_env() as client:
        names = [user.user_name for user in await client.get_users()]
        async for info in client.map(client.get_user_info, names, concurrency=20):
            for address in {address.lower() for address in info.email_addresses}:
                found[address].append(info.user_name)
    return found


def main() -> int:
    """Print the addresses that several users have."""
    found = asyncio.run(owners())
    shared = {address: names for address, names in sorted(found.items()) if len(names) > 1}
    for address, names in shared.items():
        print(f"{address}: {', '.join(names)}")
    print(f"{len(shared)} of {len(found)} addresses belong to several users")
    return int(bool(shared))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"double_addresses: {error}", file=sys.stderr)
        sys.exit(2)
