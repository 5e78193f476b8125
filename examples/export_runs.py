"""Write the runs of all archiving and export profiles of a month into a file, for a spreadsheet or another program.

    python examples/export_runs.py [--month 2026-01] [--format csv|json]

Reads only; without --month the last whole month, by UTC. Busy servers fail when they are asked for
too many runs at once, so the SDK asks for smaller spans then. Whatever could not be read is told,
and then this ends with 1: no silent holes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.reports import collect
from mailstore_sdk.reports.writers import write_csv, write_json


def last_month() -> str:
    """As 2026-01."""
    return f"{datetime.now(UTC).replace(day=1) - timedelta(days=1):%Y-%m}"


def main() -> int:
    """Read, write, and tell what was in it."""
    parser = argparse.ArgumentParser(description="Write the runs of a month into a file.")
    parser.add_argument("--month", default=last_month())
    parser.add_argument("--format", choices=["csv", "json"], default="csv")
    arguments = parser.parse_args()
    start = datetime.strptime(arguments.month, "%Y-%m").replace(tzinfo=UTC)
    end = (start + timedelta(days=31)).replace(day=1)

    with Client.from_env() as client:
        report = collect(client, sections=["runs"], runs_since=start, runs_until=end)
    found = report.runs.data
    if found is None:
        print(
            f"the runs could not be read: {report.runs.unavailable and report.runs.unavailable.reason}", file=sys.stderr
        )
        return 2

    folder = Path(f"runs-{arguments.month}")
    folder.mkdir(exist_ok=True)
    if arguments.format == "csv":
        write_csv(report, folder, tables=["runs", "gaps"])  # opens in Excel, and no name in it runs as a formula
    else:
        write_json(report, folder / "runs.json")

    print(f"{arguments.month}: {len(found.runs)} runs, {sum(run.items_archived or 0 for run in found.runs)} messages")
    for result, count in sorted(Counter(run.result for run in found.runs).items()):
        print(f"  {result}: {count}")
    for gap in found.gaps:
        print(f"  NOT READ: {gap.start:%Y-%m-%d %H:%M} to {gap.end:%Y-%m-%d %H:%M} UTC: {gap.reason}")
    print("written:", ", ".join(sorted(str(file) for file in folder.iterdir())))
    return int(bool(found.gaps))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError, ValueError) as error:
        print(f"export_runs: {error}", file=sys.stderr)
        sys.exit(2)
