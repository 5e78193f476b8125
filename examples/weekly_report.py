"""Every week a report as a page, kept as data as well, and what is new in it since the week before.

    pip install 'mailstore-sdk[report]'
    python examples/weekly_report.py reports [--language de]

Reads only. Each page has findings first, then what they are about, and growth from the reports of the weeks before that
lie in the folder. Ends with 1 if there is a finding that was not there before; of the first report, if there is any.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.findings import findings
from mailstore_sdk.reports import Report, collect
from mailstore_sdk.reports.writers import write_json


def main() -> int:
    """Collect, compare, write."""
    parser = argparse.ArgumentParser(description="A report a week.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=["en", "de"], default="en")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)

    with Client.from_env() as client:
        report = collect(client)
    older = sorted((Report.load(file) for file in arguments.folder.glob("*.json")), key=lambda one: one.created)
    before = older[-1] if older else None
    found = findings(report, before)

    name = f"{report.created:%Y-%m-%d}"
    page = report.write_html(
        arguments.folder / f"{name}.html", language=arguments.language, older=older, findings=found
    )
    write_json(report, arguments.folder / f"{name}.json")

    fresh = found.fresh if before else found.active
    for finding in fresh:
        print(f"new: {finding.severity}: {finding.text.of(arguments.language)}")
    for change in report.diff(before).changes if before else []:
        print(f"changed: {change.text}")
    print(f"{len(found.active)} findings, {len(fresh)} of them new; written: {page}")
    return int(bool(fresh))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"weekly_report: {error}", file=sys.stderr)
        sys.exit(2)
