r"""Back the whole server up into a folder, wait for the end, and show how it gets on.

    python examples/backup.py 'E:\Backup\Monday' [--dry-run]

Ctrl-C asks the server to stop. If the network or this machine breaks off, the backup goes on: what
is needed to wait for it again is in backup.json, so just run it again, and nothing is begun twice.
The folder is one of the server's.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from mailstore_sdk import Client, Operation, models
from mailstore_sdk.errors import MailStoreError, OperationLost

SAVED = Path("backup.json")  # the server's token of the call, and no password


def begun(client: Client, folder: str) -> Operation[Any]:
    """The backup that is under way, or a new one."""
    if SAVED.exists():
        print("waiting for the backup that was begun before")
        return client.resume(SAVED.read_text(encoding="utf-8"))
    operation = client.begin_create_backup(folder, exclude_search_indexes=True)  # indexes can be rebuilt
    if not operation.done:
        SAVED.touch(mode=0o600)
        SAVED.write_text(operation.to_json(), encoding="utf-8")
    return operation


def told(status: models.StatusResult) -> None:
    """A line for every news."""
    print(f"{status.status}, {status.progress_percentage or 0:.0f} %", flush=True)


def main() -> int:
    """Begin or go on, wait, and say how it ended."""
    parser = argparse.ArgumentParser(description="Back the server up.")
    parser.add_argument("folder", help="on the server")
    parser.add_argument("--dry-run", action="store_true", help="only look whether the stores are fit for it")
    arguments = parser.parse_args()

    with Client.from_env() as client:
        broken = [f"{store.name}: {store.error}" for store in client.get_stores() if store.error]
        if broken and not SAVED.exists():  # a backup of a broken store might replace a good one
            print("not backed up, as there is an error in", "; ".join(broken), file=sys.stderr)
            return 1
        if arguments.dry_run:
            print(f"would back up {client.get_server_info().machine_name} to {arguments.folder}")
            return 0
        operation = begun(client.options(cancel_on_interrupt=True, on_status=told), arguments.folder)
        try:
            operation.wait()
        except OperationLost:
            SAVED.unlink(missing_ok=True)  # the server was restarted: nobody knows how it ended
            raise
    SAVED.unlink(missing_ok=True)
    for line in operation.status.messages:
        print(" ", line.text)
    return int(operation.status.status != "succeeded")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\ninterrupted: to see what became of the backup, run this again", file=sys.stderr)
        sys.exit(130)
    except (MailStoreError, OSError) as error:
        print(f"backup: {error}", file=sys.stderr)
        sys.exit(2)
