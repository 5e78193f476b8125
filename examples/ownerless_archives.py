"""Archives whose user is gone: how big they are, and who can still read them.

    python examples/ownerless_archives.py

Reads only. A user who leaves is deleted, and his archive stays, as the law may want it: somebody has to know of it, and
be able to read it when a court asks. Ends with 1 if nobody but the administrators can read one of them.
"""

from __future__ import annotations

import sys
import unicodedata

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.workflows import read_access


def folded(name: str) -> str:
    """Without the difference of letters' case, and of how an umlaut is composed."""
    return unicodedata.normalize("NFC", name).casefold()


def main() -> int:
    """Print a table, the biggest first."""
    with Client.from_env() as client:
        statistics = client.get_folder_statistics()  # runs long on big servers
        access = read_access(client)

    users = {folded(user.user) for user in access.users}
    ownerless = [one for one in statistics if folded(one.folder) not in users]
    unread = 0
    for archive in sorted(ownerless, key=lambda one: -(one.size or 0)):
        readers = [user.user for user in access.users if user.scope == "rights" and "read" in user.on(archive.folder)]
        unread += not readers
        size = "not told" if archive.size is None else f"{archive.size / 1_000:,.0f} kB"
        print(f"{archive.folder:20} {size:>12}  {', '.join(readers) or 'ADMINISTRATORS ONLY'}")
    print(f"{len(ownerless)} of {len(statistics)} archives have no user")
    for note in access.notes:
        print(f"note: {note}")
    return int(unread > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"ownerless_archives: {error}", file=sys.stderr)
        sys.exit(2)
