"""How fast the archive grows, and when it will have filled a disk, from reports that were stored before.

    mailstore report --section stores --output reports/2026-01.json    # once a month, by a scheduled task
    python examples/growth_forecast.py reports --limit-gb 500

Asks no server. A straight line through the sizes: it says what happens if nothing changes, and no
more than that. Ends with 1 if the limit would be reached within a year.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from datetime import timedelta
from pathlib import Path

from mailstore_sdk.errors import ConfigurationError, MailStoreError
from mailstore_sdk.reports import Report

GB = 1_000_000_000
FEWEST = 3  # reports; a line through two points says nothing about how straight it is


def size_of(report: Report) -> int | None:
    """Bytes in all archive stores; None if the report does not tell of all of them."""
    sizes = [store.statistics_size for store in report.stores.data or []]
    return None if not sizes or None in sizes else sum(size or 0 for size in sizes)


def main() -> int:
    """Print the sizes, the growth, and the forecast."""
    parser = argparse.ArgumentParser(description="When the archive will have filled a disk.")
    parser.add_argument("folder", type=Path, help="with reports as JSON")
    parser.add_argument("--limit-gb", type=float, required=True)
    arguments = parser.parse_args()

    reports = sorted((Report.load(file) for file in arguments.folder.glob("*.json")), key=lambda one: one.created)
    if len({one.server.data.machine_name for one in reports if one.server.data}) > 1:
        raise ConfigurationError("the reports are of several servers")
    sizes = {one.created: size for one in reports if (size := size_of(one)) is not None}
    for created, size in sizes.items():
        print(f"{created:%Y-%m-%d}  {size / GB:8.1f} GB")
    if len(sizes) < FEWEST:
        raise ConfigurationError(f"{len(sizes)} reports with sizes, and at least {FEWEST} are needed")

    first, last = min(sizes), max(sizes)
    days = [(created - first) / timedelta(days=1) for created in sizes]
    slope, begin = statistics.linear_regression(days, list(sizes.values()))
    print(f"growth:     {slope * 30 / GB:8.1f} GB in 30 days")
    if sizes[last] >= arguments.limit_gb * GB:
        print("The limit is reached.")
        return 1
    if slope <= 0:
        print("It does not grow: there is nothing to forecast.")
        return 0
    left = max((arguments.limit_gb * GB - begin) / slope - days[-1], 0.0)  # days from the last report on
    if left > 36_500:
        print("The limit is more than a hundred years away.")
    else:
        day = last + timedelta(days=left)
        print(f"{arguments.limit_gb:g} GB on:  {day:%Y-%m-%d}, {left:.0f} days after the last report")
    return int(left <= 365)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"growth_forecast: {error}", file=sys.stderr)
        sys.exit(2)
