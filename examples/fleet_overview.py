"""Many servers in one table: version, licences, how all is; whoever does not answer is a row with the reason.

    python examples/fleet_overview.py ['customer-*']

Reads only. The servers are those of the connection profiles (`mailstore profile add NAME`), so no
password is in here or on the command line. Ends with 1 if a server does not answer, or is not well.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from mailstore_sdk import Client, Fleet
from mailstore_sdk.errors import MailStoreError, UnknownFunctionError
from mailstore_sdk.monitoring import check, render


class Row(NamedTuple):
    """What is told of a server."""

    version: str
    licences: str
    health: str


def look(client: Client) -> Row:
    """Ask one server; runs in a thread of the fleet."""
    version = client.get_server_info().version  # raises what is wrong, which the fleet makes a failure
    try:
        licence = client.get_license_information()
        used = f"{licence.named_users} of {licence.max_named_users}"
    except UnknownFunctionError:  # an older server
        used = "not told"
    return Row(version, used, render(check(client), "text").text.strip())


def main() -> int:
    """Ask all of them at once, tell in the order of their names."""
    fleet = Fleet.from_profiles(sys.argv[1] if len(sys.argv) > 1 else "*", timeout=20)
    report = fleet.collect(look, deadline=300)
    width = max(map(len, fleet.names))
    for name in sorted(fleet.names):
        row = report.results.get(name)
        told = f"{row.version:16}{row.licences:12}{row.health}" if row else report.failures[name].message
        print(f"{name:{width}}  {told}")
    print(f"{report.succeeded} of {report.total} servers answered")
    return int(report.failed > 0 or any(not row.health.startswith("OK") for row in report.results.values()))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"fleet_overview: {error}", file=sys.stderr)
        sys.exit(2)
