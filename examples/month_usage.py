"""The month's figures of all instances for the bill: a table, and how much more it is than the month before.

    python examples/month_usage.py 2026-10 --customers customers.csv [--folder usage]

Reads only. The map of customers has the columns `customer` and `instance`. Each month stays in the
folder as JSON and CSV. Ends with 1 if an instance told nothing, or no customer is known for it:
nobody is left out of the bill unseen.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mailstore_sdk import SpeClient
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.provider import Usage, read_customers, read_usage


def main() -> int:
    """Read, compare with the month before, write."""
    parser = argparse.ArgumentParser(description="The month's figures of all instances.")
    parser.add_argument("month", help="as 2026-10")
    parser.add_argument("--customers", type=Path, required=True)
    parser.add_argument("--folder", type=Path, default=Path("usage"))
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)

    earlier = sorted(file for file in arguments.folder.glob("*.json") if file.stem < arguments.month)
    with SpeClient.from_env() as spe:
        usage = read_usage(
            spe,
            arguments.month,
            customers=read_customers(arguments.customers),
            previous=Usage.load(earlier[-1]) if earlier else None,
        )
    (arguments.folder / f"{arguments.month}.json").write_text(usage.to_json(), encoding="utf-8")
    usage.write_csv(arguments.folder / f"{arguments.month}.csv")

    for row in usage.rows:
        archives = "archives not told" if row.archives is None else f"{row.archives} archives"
        messages = "messages not told" if row.messages is None else f"{row.messages:,} messages"
        more = "" if row.messages_growth is None else f" ({row.messages_growth:+,})"
        print(f"{row.customer or 'NO CUSTOMER':12} {row.instance:12} {archives:18} {messages}{more}")
    for problem in usage.told:
        print(f"LOOK AT THIS: {problem}")
    return int(not usage.complete)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"month_usage: {error}", file=sys.stderr)
        sys.exit(2)
