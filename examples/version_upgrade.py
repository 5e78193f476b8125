"""Before and after the upgrade to a newer version: what to mend first, and whether everything is still there.

    python examples/version_upgrade.py before.json      # before: writes the report, and tells what to mend first
    python examples/version_upgrade.py before.json      # afterwards: the file is there, so it compares

Reads only. Ends with 1 if something is to be mended first, or if anything is gone, less than it
was, or not to be read any more.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.findings import findings
from mailstore_sdk.reports import Report, collect
from mailstore_sdk.reports.writers import write_json

ALSO = ("store-index-rebuild", "no-backup-job", "section-missing")  # no errors, but not on this day


def before(report: Report) -> list[str]:
    """What to mend first."""
    found = findings(report).findings
    return [one.text.en for one in found if one.severity == "error" or one.rule in ALSO]


def after(report: Report, older: Report) -> list[str]:
    """What is gone, less than it was, or not to be read any more; other changes are printed as well."""
    diff = report.diff(older)
    for change in diff.changes:
        print(change.text)
    gone = [change.text for change in diff.changes if change.kind.endswith("Removed")]
    less = [
        f"{one.section} {one.key}: {one.measure} was {one.before}, is {one.after}"
        for one in diff.growth
        if one.difference < 0
    ]
    unread = [f"{gap.section} cannot be read: {gap.reason}" for gap in diff.not_compared if gap.report == "newer"]
    return gone + less + unread


def main() -> int:
    """Report or compare."""
    if len(sys.argv) != 2:
        print("version_upgrade: give the name of one file", file=sys.stderr)
        return 2
    file = Path(sys.argv[1])
    with Client.from_env() as client:
        report = collect(client)
    print(f"MailStore Server {report.server.data.version if report.server.data else '(not told)'}")
    if file.exists():
        problems, word = after(report, Report.load(file)), "LOOK AT THIS"
    else:
        problems, word = before(report), "MEND FIRST"
        write_json(report, file)
        print(f"written: {file}")
    for problem in problems:
        print(f"{word}: {problem}")
    print(f"problems: {len(problems)}")
    return int(bool(problems))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"version_upgrade: {error}", file=sys.stderr)
        sys.exit(2)
