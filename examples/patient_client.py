"""Deadlines, retries and long waits, each where it belongs, and a table of what the network did meanwhile.

    python examples/patient_client.py

Reads only. `timeout` is for one request with all its tries; `retries` says how often what only
reads is tried again (what changes something is never sent twice); `wait_timeout` is for a
long-running call, which may take hours.
"""

from __future__ import annotations

import sys

from mailstore_sdk import Client
from mailstore_sdk.errors import AuthenticationError, MailStoreError, OperationTimeout, TransportError
from mailstore_sdk.transport.events import ResponseEvent

SLOW = 5.0  # seconds


def main() -> int:
    """Read something quickly, and something slowly."""
    seen: list[ResponseEvent] = []
    with Client.from_env(timeout=60, retries=4) as client:
        client = client.options(on_response=seen.append)  # a clone; it has the same connections

        quick = client.options(timeout=10, retries=1)
        print("version:", quick.get_server_info().version)

        slow = client.options(wait_timeout=30 * 60)  # half an hour; on big servers this one runs long
        try:
            print("archives:", len(slow.get_folder_statistics()))
        except OperationTimeout:
            print("archives: not counted in half an hour; the server goes on with it")

    for event in seen:
        how = f"HTTP {event.http_status}" if event.failure is None else event.failure
        print(f"  {event.function}, try {event.attempt}: {how}{', SLOW' if event.duration > SLOW else ''}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AuthenticationError as error:
        sys.exit(f"patient_client: look at MAILSTORE_USERNAME and MAILSTORE_PASSWORD: {error}")
    except TransportError as error:  # its own tries are over: whoever calls this script may try later
        print(f"patient_client: {error} (sent: {'perhaps' if error.request_sent else 'no'})", file=sys.stderr)
        sys.exit(75)  # EX_TEMPFAIL, as mail servers and schedulers know it
    except MailStoreError as error:
        sys.exit(f"patient_client: {error}")
